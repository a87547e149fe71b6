"""Who may read which rows."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import StartsWith

from shiliu.platform.audit import verbs
from shiliu.platform.audit.identities import ref_of
from shiliu.platform.audit.models import AuditRow, AuditSubject, AuditWords
from shiliu.platform.paging import Along
from shiliu.platform.permissions import places_of

NEWEST_FIRST = ("-at", "-pk")


def looks_at(person, *, own=False, looks_only=False):
    """Rows about the person, newest first: who looked at or changed what is kept about them.

    What the person did themselves is left out unless `own`; `looks_only` leaves out changes.
    """
    ref = ref_of(person)
    if ref is None:
        return AuditRow.objects.none()
    rows = AuditRow.objects.filter(Exists(AuditSubject.objects.filter(row=OuterRef("pk"), ref=ref)))
    if not own:
        rows = rows.exclude(actor_ref=ref)
    if looks_only:
        rows = rows.filter(verb__in=verbs.looks())
    return rows.order_by(*NEWEST_FIRST)


def rows_by(person):
    """Rows of what the person did, newest first."""
    ref = ref_of(person)
    return AuditRow.objects.filter(actor_ref=ref).order_by(*NEWEST_FIRST) if ref else AuditRow.objects.none()


def rows_on(target):
    """Rows of one object, newest first: its history. The caller has checked that the reader may see the object."""
    return AuditRow.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by(
        *NEWEST_FIRST
    )


def words_on(target):
    """The reasons in somebody's own words that stand in the history of one object."""
    return AuditWords.objects.filter(row__in=rows_on(target).order_by())


def visible_to(actor):
    """Rows an auditor may read: those of the areas they audit, newest first."""
    everywhere, paths, units = places_of(actor, "audit.read")
    rows = AuditRow.objects.order_by(*NEWEST_FIRST)
    if everywhere:
        return rows
    places = [Q(StartsWith(Along("area_path"), path)) for path in paths]
    places += [Q(unit_id__in=units)] if units else []
    return rows.filter(reduce(or_, places)) if places else rows.none()


def rows_waiting_since():
    """When the oldest row was written that the sealer has not linked yet; None when all are."""
    return AuditRow.objects.filter(waiting__isnull=False).order_by("pk").values_list("at", flat=True).first()
