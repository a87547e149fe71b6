"""Counting closed files. What is counted are quarters that are over: a closed file changes no more, so a published table never does."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, OrganisationArea
from shiliu.govern.mediation.agreements.rows import read
from shiliu.govern.mediation.figures import rules
from shiliu.govern.mediation.files.models import Dispute, Kind
from shiliu.platform.clock import now

LEVELS = tuple(Area.Level.values)
UNSAID = "unsaid"
QUARTERS = 8


@dataclass(frozen=True)
class Table:
    """Counts of one quarter at one level of committees: rows are kinds, columns outcomes."""

    quarter: rules.Quarter
    level: str
    published: rules.Published

    @property
    def level_name(self):
        return Area.Level(self.level).label

    @property
    def body(self):
        return [(Kind(row).label if row else _("All"), cells, whole) for row, cells, whole in self.published.body]


@dataclass(frozen=True)
class Cause:
    """A cause that came so often in a community in a quarter that saying so tells nobody's dispute."""

    quarter: rules.Quarter
    area: Area
    cause: str
    count: int

    @property
    def row(self):
        return read("causes")[self.cause]

    @property
    def key(self):
        return f"{self.quarter}:{self.area.code}:{self.cause}"


def tables():
    """Table of each quarter and level that has any file, newest first; those too small to publish are among them, empty."""
    levels, counted = _levels(), defaultdict(Counter)
    for committee, kind, state, ended in _closed().values_list("committee_id", "kind", "state", "ended_on"):
        counted[rules.Quarter.of(ended), levels.get(committee, "")][kind, state] += 1
    made = [Table(quarter, level, _published(counts)) for (quarter, level), counts in counted.items() if level]
    return sorted(made, key=lambda table: (table.quarter, -LEVELS.index(table.level)), reverse=True)


def causes():
    """Cause rows that may be told, newest first. They are protected as one row with its sum."""
    communities = list(Area.objects.filter(level=Area.Level.COMMUNITY).only("id", "code", "names", "path", "level"))
    of_path, counted = {area.path: area for area in communities}, defaultdict(Counter)
    for path, cause, ended in _closed().values_list("area__path", "cause", "ended_on"):
        area = next((area for start, area in of_path.items() if path.startswith(start)), None)
        if area:
            counted[rules.Quarter.of(ended)][area.pk, cause or UNSAID] += 1
    return [
        cause for quarter in sorted(counted, reverse=True) for cause in _causes(quarter, counted[quarter], communities)
    ]


def outcome_label(state):
    """The outcome as everybody reads it."""
    return Dispute.State(state).label


def lines():
    """Rows of the CSV and the API: dictionaries of quarter, level, kind, outcome and count (None: hidden)."""
    for table in tables():
        said = {"quarter": str(table.quarter), "level": table.level}
        for kind, cells, whole in table.published.body:
            for outcome, count in zip((*rules.OUTCOMES, "all"), (*cells, whole), strict=True):
                yield {**said, "kind": kind or "all", "outcome": outcome, "count": count}


def shares(table):
    """[(label, count, of how many)] of one table: agreements, and every other end beside them."""
    return [(outcome_label(column), count, whole) for column, count, whole in table.published.shares()]


def least_words():
    """What a reader has to know about hidden numbers."""
    return _("Numbers under %(least)s are hidden, and others with them, so that no single dispute can be found by adding and subtracting.") % {
        "least": settings.MEDIATION_LEAST
    }  # fmt: skip


def _closed():
    this = rules.Quarter.of(localdate(now()))
    first = rules.Quarter(this.year - QUARTERS // 4, this.number)
    return Dispute.objects.filter(state__in=rules.OUTCOMES, ended_on__gte=first.begins, ended_on__lt=this.begins)


def _published(counts):
    cells = tuple(tuple(counts[kind, outcome] for outcome in rules.OUTCOMES) for kind in Kind.values)
    return rules.published((*Kind.values,), rules.OUTCOMES, cells, settings.MEDIATION_LEAST)


def _causes(quarter, counts, communities):
    """One row of cells whose sum everybody may know from the tables of outcomes: with it no small cell can be found."""
    known = [area for area in communities if any(pk == area.pk for pk, _cause in counts)]
    cells = [(area, cause) for area in known for cause in (*read("causes"), UNSAID)]
    names = tuple(f"{area.pk}:{cause}" for area, cause in cells)
    values = (tuple(counts[area.pk, cause] for area, cause in cells),)
    shown = rules.published(("whole",), names, values, settings.MEDIATION_LEAST)
    told = shown.cells[0] if shown.cells else ()
    for (area, cause), count in zip(cells, told, strict=False):
        if count and cause not in ("other", UNSAID):
            yield Cause(quarter, area, cause, count)


def _levels():
    """{committee: the widest level it works at}."""
    found = {}
    for committee, level in OrganisationArea.objects.filter(
        organisation__in=Dispute.objects.values("committee")
    ).values_list("organisation_id", "area__level"):
        known = found.get(committee, level)
        found[committee] = min(known, level, key=LEVELS.index)
    return found
