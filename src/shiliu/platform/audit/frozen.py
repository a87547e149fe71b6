"""What was fixed before something began (the rules of a vote) and must not change any more, without everybody seeing it.

    audit.register_frozen("votes.rules", content_of)     from registers.py; content_of(key) → JSON-able, or None when it is gone
    audit.freeze("votes.rules", vote.pk, by=actor)       inside the transaction: a row with the SHA-256 of the content

`shiliu audit verify` computes every digest anew and names what differs. Of two rows about the same thing the first counts, so that a
second, written past the program, hides nothing.
"""

import hashlib
import json
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from shiliu.platform.audit.models import AuditRow
from shiliu.platform.audit.writing import record

FROZEN = "audit.frozen"

_kinds: dict[str, Callable[[str], object]] = {}


def register_frozen(kind, content_of):
    if _kinds.get(kind, content_of) is not content_of:
        raise ImproperlyConfigured(f"what is frozen as {kind} is registered twice")
    _kinds[kind] = content_of


def canonical(content):
    """JSON text with sorted keys and no spaces: the same for the same content on every machine."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(content):
    """SHA-256 in hex of the canonical text in UTF-8."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def freeze(kind, key, *, by, area=None):
    """Writes the row and returns the digest."""
    found = digest(_kinds[kind](str(key)))
    record(FROZEN, by=by, target=f"{kind}:{key}", area=area, data={"digest": found})
    return found


def altered():
    """(audit row, sentence) for the first frozen thing that is not what it was, or None."""
    seen = set()
    for row in AuditRow.objects.filter(verb=FROZEN).order_by("pk").iterator():
        thing = (row.target_type, row.target_id)
        content_of = _kinds.get(row.target_type)
        if content_of is None:
            continue
        if thing in seen:
            return row, _("%(thing)s was frozen twice, the second time in row %(row)s.") % _named(row)
        seen.add(thing)
        content = content_of(row.target_id)
        if content is None:
            return row, _("%(thing)s, which row %(row)s froze, is gone.") % _named(row)
        if digest(content) != row.data.get("digest"):
            return row, _("%(thing)s is not what row %(row)s froze: it was changed afterwards.") % _named(row)
    return None


def _named(row):
    return {"thing": f"{row.target_type}:{row.target_id}", "row": row.pk}
