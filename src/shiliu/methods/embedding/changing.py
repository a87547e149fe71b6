"""What made an index change from one table to another: units and groups that came or went, their sizes, or who lives beside whom.

The Shapley decomposition of a difference between two tables (B. Elbers, A Method for Studying Differences in Segregation Across Time and
Space, Sociological Methods & Research, 2021): the tables are cut to the units and groups that both have, each is fitted to the
sizes of units or groups of the other by iterative proportional fitting (W. E. Deming and F. F. Stephan, Ann. Math. Statist. 11
(1940) 427-444), and what an index changes by is shared out between the three causes over all orders in which they could have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.counts import Counts
from shiliu.methods.embedding import formulas
from shiliu.methods.embedding.formulas import Array, Tables
from shiliu.methods.inputs import BadInput

CLOSE = 1e-9
MOST_ROUNDS = 10_000
EMPTY = 1e-4  # people in a cell that was empty, so that fitting can fill it


@dataclass(frozen=True, slots=True)
class Change:
    """`second` − `first` of one index = removed + added + groups + units + structure.

    removed, added: units and groups that only the first or only the second table has. groups, units: their sizes changed. structure: who lives
    beside whom changed, whatever the sizes (the odds ratios of the table); this alone is a change of embedding."""

    name: str
    first: float
    second: float
    removed: float
    added: float
    groups: float
    units: float
    structure: float

    @property
    def difference(self) -> float:
        return self.second - self.first


def changes(
    first: Counts, second: Counts, names: tuple[str, ...] = ("mutual_information", "information")
) -> tuple[Change, ...]:
    """Why each named index of two tables differs, matched by the names of units and groups; shares and estimates may stand in them, too.

    A cell that is empty in one table counts as 0.0001 people there while it is fitted. Raises BadInput for unknown names, tables with less
    than two units or groups in common, and where fitting does not come to an end."""
    for name in names:
        if name not in formulas.ONE:
            raise BadInput("unknown_index", f"“{name}” is none of {', '.join(formulas.ONE)}")
    one, two = in_common(first, second)
    tables = one.people, two.people
    empty = (one.people == 0) & (two.people == 0)
    starts = [np.where(empty, 0.0, np.maximum(table, EMPTY)) for table in tables]
    fitted = {
        (s, g, u): tables[s]
        if s == g == u
        else _fit(starts[s], tables[g].sum(axis=0) / tables[g].sum(), tables[u].sum(axis=1) / tables[u].sum())
        for s, g, u in product((0, 1), repeat=3)
    }
    found = []
    for name in names:
        index = formulas.ONE[name]
        at: dict[tuple[int, ...], float] = {key: float(index(Tables(table[None]))[0]) for key, table in fitted.items()}
        before, after = (float(index(Tables(each.people[None]))[0]) for each in (first, second))
        structure, groups, units = (_share(at, cause) for cause in range(3))
        found.append(Change(name, before, after, at[0, 0, 0] - before, after - at[1, 1, 1], groups, units, structure))
    return tuple(found)


def in_common(first: Counts, second: Counts) -> tuple[Counts, Counts]:
    """Both tables cut to the units and groups in which both count anybody, in the order of the first. Raises BadInput for under two of both."""
    units, groups = list(first.units), list(first.groups)
    while True:
        tables = [_cut(each, units, groups) for each in (first, second)]
        rows = np.all([table.sum(axis=1) > 0 for table in tables], axis=0)
        columns = np.all([table.sum(axis=0) > 0 for table in tables], axis=0)
        if (rows.all() and columns.all()) or not rows.any() or not columns.any():
            break
        units = [unit for unit, stays in zip(units, rows, strict=True) if stays]
        groups = [group for group, stays in zip(groups, columns, strict=True) if stays]
    if min(rows.sum(), columns.sum()) < 2:
        raise BadInput(
            "nothing_in_common", "the two tables have fewer than two units or groups of the same names in common"
        )
    return Counts(tables[0], tuple(units), tuple(groups)), Counts(tables[1], tuple(units), tuple(groups))


def _cut(counts: Counts, units: list[str], groups: list[str]) -> NDArray[np.float64]:
    rows = {unit: i for i, unit in enumerate(counts.units)}
    columns = {group: k for k, group in enumerate(counts.groups)}
    padded = np.pad(counts.people, ((0, 1), (0, 1)))
    return padded[np.ix_([rows.get(unit, -1) for unit in units], [columns.get(group, -1) for group in groups])]


def _share(at: Mapping[tuple[int, ...], float], cause: int) -> float:
    """What one of the three causes adds, meaned over the six orders."""
    total = 0.0
    for others in product((0, 1), repeat=2):
        without, with_ = list(others), list(others)
        without.insert(cause, 0)
        with_.insert(cause, 1)
        weight = 1 / 6 if others[0] != others[1] else 1 / 3
        total += weight * (at[tuple(with_)] - at[tuple(without)])
    return total


def _fit(start: Array, groups: Array, units: Array) -> Array:
    """The table of shares with these sums that keeps the odds ratios of `start`."""
    table = start / start.sum()
    for _round in range(MOST_ROUNDS):
        table *= groups / table.sum(axis=0)
        sums = table.sum(axis=1)
        table *= (units / sums)[:, None]
        if np.abs(sums / units - 1).max() < CLOSE:
            return table
    raise BadInput("no_fit", "one table cannot be fitted to the sizes of the other: too many of its cells are empty")
