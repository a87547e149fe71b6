"""A table of people counted by unit (building, estate, school) and group, checked once so that the arithmetic can trust it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shiliu.methods.inputs import BadInput, Row, read_rows

SURELY = 100  # people; a unit as large as all others together, group by group, is then no accident
MOST_PEOPLE = 10**9 - 1  # what NumPy's hypergeometric draws can take


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """People by unit and group: `people` has the shape (units, groups). No unit and no group is empty, unless kept on request.

    `within` names the larger area of each unit (an estate, a school district), or is None. `left_out` are the empty units and
    groups that were left out on request. Build one with `Counts.of` or `read_counts`."""

    people: NDArray[np.float64]
    units: tuple[str, ...]
    groups: tuple[str, ...]
    within: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        people: ArrayLike | Sequence[Sequence[float]],
        units: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        within: Sequence[str] | None = None,
        *,
        leave_out_empty: bool = False,
        keep_empty: bool = False,
    ) -> "Counts":
        """Check a table of shape (units, groups), in persons.

        Raises BadInput (row and column counted from 0, or named) for a table that is ragged or no table, negative or not finite
        numbers, names that do not fit or stand twice, an empty unit or group, less than two units or groups. Empty ones are left
        out, or kept for a table that is only to be published, on request."""
        table = _numbers(people)
        named_units = tuple(map(str, range(len(table)))) if units is None else tuple(units)
        named_groups = tuple(f"group {k + 1}" for k in range(table.shape[1])) if groups is None else tuple(groups)
        areas = None if within is None else tuple(within)
        for what, names, length in (
            ("units", named_units, table.shape[0]),
            ("groups", named_groups, table.shape[1]),
            ("within", areas, table.shape[0]),
        ):
            if names is not None and len(names) != length:
                raise BadInput("names", f"there are {len(names)} names of {what} for {length} in the table")
        _all_different(named_units, "double_unit", "this unit stands twice; add its rows together first")
        _all_different(named_groups, "double_group", "this group stands twice; add its columns together first")
        for row, column in np.argwhere(~np.isfinite(table)):
            raise BadInput("not_finite", "is not a finite number", row=named_units[row], column=named_groups[column])
        for row, column in np.argwhere(table < 0):
            raise BadInput("negative", "must not be negative", row=named_units[row], column=named_groups[column])
        counts = cls(table, named_units, named_groups, areas)
        return counts if keep_empty else _without_empty(counts, leave_out_empty)

    @property
    def sizes(self) -> NDArray[np.float64]:
        """People of each unit, shape (units,)."""
        return self.people.sum(axis=1)

    @property
    def totals(self) -> NDArray[np.float64]:
        """People of each group, shape (groups,)."""
        return self.people.sum(axis=0)

    @property
    def total(self) -> float:
        return float(self.people.sum())

    def whole(self) -> NDArray[np.int64]:
        """The table as whole numbers: chance is about persons. Raises BadInput where a cell is none, or for a thousand million."""
        for row, column in np.argwhere(self.people != np.floor(self.people)):
            raise BadInput(
                "not_whole",
                f"{self.people[row, column]:g} is not a whole number; chance and intervals need counts of persons",
                row=self.units[row],
                column=self.groups[column],
            )
        if self.total > MOST_PEOPLE:
            raise BadInput("too_many", f"{self.total:.0f} people are more than {MOST_PEOPLE} can be drawn")
        return self.people.astype(np.int64)

    def areas(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """The larger areas in the order of their names, and of each unit the position of its own. Raises BadInput without any."""
        if self.within is None:
            raise BadInput("no_areas", "no larger areas are named for the units")
        names = tuple(sorted(set(self.within)))
        at = {name: position for position, name in enumerate(names)}
        return names, np.array([at[name] for name in self.within], dtype=np.intp)

    def by_area(self) -> "Counts":
        """The same people counted by larger area instead of by unit."""
        names, at = self.areas()
        if len(names) < 2:
            raise BadInput("one_area", "all units lie in one larger area; there is no between and within")
        summed = np.zeros((len(names), len(self.groups)))
        np.add.at(summed, at, self.people)
        return Counts(summed, names, self.groups)


def read_counts(
    path: str | Path,
    *,
    unit: str | None = None,
    groups: Sequence[str] | None = None,
    within: str | None = None,
    ignore: Sequence[str] = (),
    group: str | None = None,
    count: str | None = None,
    leave_out_empty: bool = False,
    keep_empty: bool = False,
) -> Counts:
    """Counts from a CSV file (UTF-8) with a header.

    Wide: one row a unit; `unit` names its column (else the first), `within` that of its larger area, `groups` those with people
    (else all others but `ignore`). Long: one row a unit and group; `group` and `count` name the columns, and what has no row is
    zero. Raises BadInput with the row of the file and the column for everything `Counts.of` refuses, and for a row or column with the sums of all others."""
    if (group is None) != (count is None):
        raise BadInput("half_long", "a long table needs both: the column of the group and the column of the count")
    rows = list(read_rows(path, needed=[name for name in (unit, within, group, count, *(groups or ())) if name]))
    if not rows:
        raise BadInput("no_rows", "has a header and no rows", file=path)
    unit = unit or next(iter(rows[0].values))
    long = group is not None and count is not None
    areas: dict[str, str] = {}
    cells: dict[str, dict[str, float]] = {}
    lines: dict[str, Row] = {}
    columns = tuple(groups or (title for title in rows[0].values if title not in {unit, within, *ignore}))
    for row in rows:
        name = _name(row, unit)
        if not long and name in cells:
            raise row.refuse("double_unit", f"“{name}” stands already in row {lines[name].number}", unit)
        if within and areas.setdefault(name, _name(row, within)) != _name(row, within):
            raise row.refuse("two_areas", f"“{name}” lies in “{areas[name]}” by row {lines[name].number}", within)
        lines.setdefault(name, row)
        own = cells.setdefault(name, {})
        if group is None or count is None:
            own.update((title, row.number_in(title, least=0)) for title in columns)
        elif (title := _name(row, group)) in own:
            raise row.refuse("double_cell", f"“{title}” of “{name}” stands there already", group)
        else:
            own[title] = row.number_in(count, least=0)
    if long:
        columns = tuple(groups or sorted({title for own in cells.values() for title in own}))
    people = np.array([[own.get(title, 0.0) for title in columns] for own in cells.values()])
    _no_totals(people, [str(line.number) for line in lines.values()], list(cells), columns, path)
    try:
        named = tuple(areas[name] for name in cells) if within else None
        return Counts.of(people, tuple(cells), columns, named, leave_out_empty=leave_out_empty, keep_empty=keep_empty)
    except BadInput as error:
        at = lines[error.row].number if isinstance(error.row, str) and error.row in lines else error.row
        raise BadInput(error.code, error.sentence, file=path, row=at, column=error.column) from None


def _no_totals(
    people: NDArray[np.float64], rows: Sequence[str], units: Sequence[str], groups: Sequence[str], path: str | Path
) -> None:
    """Raise BadInput where one row or column is the sum of all others: counted as a unit or group it would double everybody."""
    if people.ndim != 2 or min(people.shape) < 2 or not np.isfinite(people).all() or people.sum() < 2 * SURELY:
        return
    for axis, names in ((0, units), (1, groups)):
        sums = people.sum(axis=axis)
        others = people.shape[axis] - 1
        if others < 2 or people.shape[1 - axis] < 2:
            continue
        lines = people if axis == 0 else people.T
        for at in map(int, np.flatnonzero((2 * lines == sums).all(axis=1))):
            what = "row" if axis == 0 else "column"
            away = "take it out of the file" if axis == 0 else "leave it out with --ignore"
            raise BadInput(
                f"total_{what}",
                f"“{names[at]}” is the sum of all other {what}s; {away}",
                file=path,
                row=rows[at] if axis == 0 else None,
                column=names[at] if axis else None,
            )


def _name(row: Row, column: str) -> str:
    if name := row[column].strip():
        return name
    raise row.refuse("no_name", "is empty; every row needs a name here", column)


def _numbers(people: Any) -> NDArray[np.float64]:
    if not isinstance(people, np.ndarray):
        people = list(people)
        widths = [len(row) if hasattr(row, "__len__") else -1 for row in people]
        for position, width in enumerate(widths):
            if width < 0 or width != widths[0]:
                raise BadInput("ragged", f"has {max(width, 0)} numbers; the first row has {widths[0]}", row=position)
    try:
        table = np.array(people, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput("not_a_number", "the table holds something that is not a number") from None
    if table.ndim != 2:
        raise BadInput("not_a_table", f"a table has units and groups; this has {table.ndim} dimensions")
    return table


def _all_different(names: Sequence[str], code: str, sentence: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadInput(code, sentence, row=name)
        seen.add(name)


def _without_empty(counts: Counts, leave_out: bool) -> Counts:
    peopled, met = counts.people.sum(axis=1) > 0, counts.people.sum(axis=0) > 0
    if not leave_out and not peopled.all():
        raise BadInput("empty_unit", "nobody is counted in this unit; leave it out", row=counts.units[peopled.argmin()])
    if not leave_out and not met.all():
        raise BadInput(
            "empty_group", "nobody is counted in this group; leave it out", column=counts.groups[met.argmin()]
        )
    if not (peopled.all() and met.all()):
        gone = [name for name, stays in zip(counts.units, peopled, strict=True) if not stays]
        gone += [name for name, stays in zip(counts.groups, met, strict=True) if not stays]
        areas = None if counts.within is None else tuple(np.array(counts.within, dtype=object)[peopled])
        counts = replace(
            counts,
            people=counts.people[peopled][:, met],
            units=tuple(np.array(counts.units, dtype=object)[peopled]),
            groups=tuple(np.array(counts.groups, dtype=object)[met]),
            within=areas,
            left_out=tuple(gone),
        )
    if len(counts.units) < 2 or len(counts.groups) < 2:
        raise BadInput(
            "too_little",
            f"{len(counts.units)} units with {len(counts.groups)} groups; there must be two of both at least",
        )
    return counts
