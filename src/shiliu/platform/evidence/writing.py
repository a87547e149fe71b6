"""Putting evidence down in the transaction of the action that made it true, and finding it."""

from django.db import connection

from shiliu.platform.clock import now
from shiliu.platform.evidence.kinds import named
from shiliu.platform.evidence.models import Evidence


class OutsideTransaction(RuntimeError):
    """Evidence stands or falls with the change it is about: open transaction.atomic() first."""


def put_down(kind, *, thing, area, on, names, counts=None, url=""):
    """The row, new or replaced. ValueError for a count its kind does not know or that is no whole number."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{kind} was put down outside a transaction")
    known, counts = dict(named(kind).counts), counts or {}
    wrong = [key for key, value in counts.items() if key not in known or not isinstance(value, int)]
    if wrong:
        raise ValueError(f"{kind} has no count {wrong[0]!r}, or it is no whole number")
    given = {"area": area, "on": on, "names": names, "counts": counts, "url": url, "put_down_at": now()}
    return Evidence.objects.update_or_create(kind=kind, thing=thing.pk, defaults=given)[0]


def take_back(kind, *, thing):
    """True when there was a row."""
    return bool(Evidence.objects.filter(kind=kind, thing=thing.pk).delete()[0])


def found(*, kind=None, area=None, since=None, until=None):
    """Rows of a kind, inside an area, of days from `since` to before `until`."""
    rows = Evidence.objects.select_related("area")
    if kind:
        rows = rows.filter(kind=kind)
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    if since:
        rows = rows.filter(on__gte=since)
    if until:
        rows = rows.filter(on__lt=until)
    return rows
