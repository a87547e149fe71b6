"""The report of objections (退单) by matter and reason, which helps to mend the catalogue. Never by person, and no ranking of units."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils.translation import gettext as _

from shiliu.govern.cases.models import Category, Objection, ObjectionReason
from shiliu.methods.rates import Rate
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside


@dataclass(frozen=True)
class Row:
    """`objections` were made for one reason about one matter; `upheld` is the share of those decided on that the arbiter
    granted, with its interval; `median` the time to the decision, None while none is decided."""

    category: Category | None
    reason: ObjectionReason
    objections: int
    upheld: Rate
    median: timedelta | None

    @property
    def matter(self):
        return self.category.name if self.category else _("Not yet known")


def readable(actor):
    """Objections about cases of the areas in which the actor may read the report."""
    everywhere, paths, _units = places_of(actor, "cases.read_objections")
    condition = inside(paths, "case__area_path", everywhere=everywhere)
    return Objection.objects.filter(condition)


def narrowed(found, *, since=None, area=None, reason="", text=""):
    if since is not None:
        found = found.filter(at__gte=since)
    if area is not None:
        found = found.filter(case__area_path__startswith=area.path)
    if reason:
        found = found.filter(reason__code=reason)
    if text.strip():
        known = [category for category in Category.objects.all() if text.strip().casefold() in _words(category)]
        found = found.filter(category__in=known)
    return found


def _words(category):
    return " ".join([category.code, *category.names.values()]).casefold()


def report(found):
    """(Rows in the order of the names of matters and reasons, the Row of all together or None). Three queries."""
    groups, everything = {}, []
    for category, reason, upheld, at, decided in found.order_by().values_list(
        "category", "reason", "upheld", "at", "decided_at"
    ):
        one = (upheld, decided - at if decided else None)
        groups.setdefault((category, reason), []).append(one)
        everything.append(one)
    matters = Category.objects.select_related("group").in_bulk({key for key, _reason in groups if key})
    reasons = ObjectionReason.objects.in_bulk({key for _category, key in groups})
    rows = [_row(matters.get(category), reasons[reason], group) for (category, reason), group in groups.items()]
    rows.sort(key=lambda row: (row.matter, row.reason.position))
    return rows, (_row(None, None, everything) if everything else None)


def _row(category, reason, group):
    decided = [(upheld, took) for upheld, took in group if upheld is not None]
    times = [took for _upheld, took in decided if took is not None]
    share = Rate(sum(upheld for upheld, _took in decided), len(decided), non_response=len(group) - len(decided))
    return Row(category, reason, len(group), share, median(times) if times else None)
