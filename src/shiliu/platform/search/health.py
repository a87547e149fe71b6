"""Is the index whole? And making it anew from the stored texts."""

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from shiliu.platform.search.models import Document
from shiliu.platform.search.words import cut

TRIGGERS = {"search_document_added", "search_document_removed", "search_document_changed"}


def check() -> list[str]:
    """What is wrong, in words; an empty list when search can be trusted."""
    if connection.vendor != "sqlite":
        return []
    problems = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_document'")
        if not {name for (name,) in cursor.fetchall()} >= TRIGGERS:
            problems.append(
                _("The search index no longer follows its table. Restore from a backup or migrate the search app anew.")
            )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        problems.append(_("The search index does not fit the stored texts. Run: shiliu search rebuild"))
    return problems


def leave_no_trace():
    """Makes the index drop what was replaced or forgotten. SQLite otherwise keeps the tokens of it in its own tables for a
    while, found by nobody but there; PostgreSQL keeps no tokens apart from their row. A moment for each 100 000 texts."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")


def rebuild() -> int:
    """Makes all tokens and the index anew, for instance after a change of how tokens are made. Returns how many texts."""
    count = 0
    with transaction.atomic():
        if connection.vendor == "sqlite":
            # Tokens may have been damaged together with the index: start from nothing, the triggers fill it again.
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
        for document in Document.objects.order_by("pk").iterator(chunk_size=500):
            fresh = " ".join(cut(document.text))
            if fresh != document.tokens:
                Document.objects.filter(pk=document.pk).update(tokens=fresh)
            count += 1
    return count
