"""An election about a budget: what the projects cost and what the voters asked for, without the voters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from numbers import Rational
from typing import Any

import numpy as np
import numpy.typing as npt

from shiliu.methods.inputs import BadInput

KINDS = ("approval", "ordinal", "cumulative", "cardinal")
EXPONENT = re.compile(r"e[+-]?\d{3}", re.IGNORECASE)  # would take all memory as a whole number
LARGEST = 2**53  # sums up to here are exact also as floating-point numbers

Integers = npt.NDArray[np.int64]
Number = int | float | str | Rational


@dataclass(frozen=True, eq=False)
class Election:
    """Projects, a budget and ballots. Equal ballots are kept once with their number, in an order that their contents decide: nothing
    says who cast which. Made by `Election.of` or by `pabulib.read`.

    `costs` and `budget` are whole numbers of `unit` (a hundredth where the costs have cents). The entries of ballot i are
    `start[i]:start[i + 1]` of `project` (an index into `ids`, in order of preference if the ballots are ordinal) and of `points`
    (whole numbers of `points_unit`; None unless the ballots give points); `times[i]` voters cast it. `voters` counts also
    those who named no project: they have their share of the budget too."""

    kind: str
    ids: tuple[str, ...]
    costs: tuple[int, ...]
    budget: int
    unit: Fraction
    voters: int
    times: Integers
    start: Integers
    project: Integers
    points: Integers | None = None
    points_unit: Fraction = Fraction(1)
    names: tuple[str, ...] = field(default=())

    @classmethod
    def of(
        cls,
        *,
        budget: Number,
        costs: Mapping[str, Number],
        ballots: Iterable[Sequence[str] | Mapping[str, Number]],
        kind: str = "approval",
    ) -> Election:
        """An election from plain values. `budget` and `costs` in money (whole numbers, decimals as text, fractions); one ballot a voter: the ids
        of the projects (approval in any order, ordinal with the best first) or id → points (cumulative, cardinal).

        Raises BadInput for an unknown kind or project, a project twice on one ballot, a negative or not finite number, no project,
        and points in such fine parts that sums of them would not be exact."""
        if kind not in KINDS:
            raise BadInput("unknown_kind", f"“{kind}” is no kind of ballot; they are {', '.join(KINDS)}")
        amounts = {str(key): exact(value, "cost", row=key) for key, value in costs.items()}
        index = {key: at for at, key in enumerate(amounts)}
        lists: Counter[tuple[tuple[int, ...], tuple[Fraction, ...]]] = Counter()
        for row, ballot in enumerate(ballots):
            points: tuple[Fraction, ...] = ()
            if kind in ("cumulative", "cardinal"):
                if not isinstance(ballot, Mapping):
                    raise BadInput("no_points", "must be a mapping of project to points", row=row)
                points = tuple(exact(value, "points", row=row) for value in ballot.values())
            named = [str(key) for key in ballot]
            if unknown := [key for key in named if key not in index]:
                raise BadInput("unknown_project", f"names “{unknown[0]}”, which is no project", row=row)
            if len(set(named)) != len(named):
                raise BadInput("double_project", "names a project twice", row=row)
            lists[tuple(index[key] for key in named), points] += 1
        scale = lcm(*(value.denominator for _named, points in lists for value in points))
        return build(
            kind,
            amounts,
            exact(budget, "budget"),
            [list(named) for named, _points in lists],
            list(lists.values()),
            [[int(value * scale) for value in points] for _named, points in lists] if kind in KINDS[2:] else None,
            Fraction(1, scale),
        )

    @property
    def ballots(self) -> int:
        """How many different ballots there are."""
        return len(self.times)

    def money(self, whole: int | Fraction) -> Fraction:
        """An amount in the money of the election from one in its smallest unit."""
        return whole * self.unit

    def contents(self) -> dict[tuple[tuple[str, ...], tuple[Fraction, ...]], int]:
        """(ids, points) of each ballot that names a project → by how many voters; approvals in the order of `ids`."""
        found = {}
        for at in range(self.ballots):
            part = slice(self.start[at], self.start[at + 1])
            points = () if self.points is None else tuple(int(value) * self.points_unit for value in self.points[part])
            found[tuple(self.ids[index] for index in self.project[part]), points] = int(self.times[at])
        return found


def exact(value: Any, column: str, *, row: int | str | None = None, file: str | None = None) -> Fraction:
    """A number of zero or more, exactly as it is written. Raises BadInput for everything else."""
    if isinstance(value, str):
        value = value.strip().replace(",", ".")
        if value.isascii() and value.isdecimal() and len(value) <= 18:  # nearly all there are
            return Fraction(int(value))
        if len(value) > 60 or EXPONENT.search(value):
            sentence = f"“{value[:40]}” is too large, or has too many decimals, to be counted exactly"
            raise BadInput("too_large", sentence, file=file, row=row, column=column)
    try:
        number = Fraction(value)
    except (ValueError, TypeError, OverflowError, ZeroDivisionError, AttributeError):
        raise BadInput("not_a_number", f"“{value}” is not a number", file=file, row=row, column=column) from None
    if number < 0:
        raise BadInput("negative", f"{value} must not be negative", file=file, row=row, column=column)
    return number


def build(
    kind: str,
    costs: Mapping[str, Fraction],
    budget: Fraction,
    ballots: Sequence[list[int]],
    times: Sequence[int],
    points: Sequence[list[int]] | None,
    points_unit: Fraction,
    names: tuple[str, ...] = (),
) -> Election:
    """From ballots whose projects are known and not repeated: merges equal ones and brings them into their order."""
    sizes = np.fromiter((len(ballot) for ballot in ballots), np.int64, len(ballots))
    flat = np.fromiter((at for ballot in ballots for at in ballot), np.int64, int(sizes.sum()))
    values = None
    if points is not None:
        longest = max((value for ballot in points for value in ballot), default=0)
        if longest * max(sum(times), 1) >= LARGEST:
            raise BadInput("too_fine", "are too large or have too many decimals to be added exactly", column="points")
        values = np.fromiter((value for ballot in points for value in ballot), np.int64, len(flat))
    return assemble(kind, costs, budget, sizes, flat, np.asarray(times, np.int64), values, points_unit, names)


def assemble(
    kind: str,
    costs: Mapping[str, Fraction],
    budget: Fraction,
    sizes: Integers,
    flat: Integers,
    times: Integers,
    points: Integers | None,
    points_unit: Fraction,
    names: tuple[str, ...] = (),
) -> Election:
    """As `build`, from arrays: `sizes` and `times` one number a ballot, `flat` and `points` one an entry. `costs` must not be empty."""
    if not costs:
        raise BadInput("no_projects", "there is no project to vote on")
    scale = lcm(budget.denominator, *(cost.denominator for cost in costs.values()))
    whole = tuple(cost.numerator * (scale // cost.denominator) for cost in costs.values())
    if max(sum(whole), int(budget * scale)) >= LARGEST:
        raise BadInput("too_large", "is too large, or has too many decimals, to be counted exactly", column="cost")
    voters = int(times.sum())
    if points is not None and not points.all():  # nothing given is as good as not named
        flat, points, sizes = flat[points > 0], points[points > 0], _sizes_of_kept(sizes, points > 0)
    if kind != "ordinal":
        flat, points = _in_order(sizes, flat, points, len(costs))
    sizes, flat, times, points = _merged(sizes, flat, times, points)
    start = np.concatenate(([0], np.cumsum(sizes)))
    return Election(
        kind,
        tuple(costs),
        whole,
        int(budget * scale),
        Fraction(1, scale),
        voters,
        times,
        start,
        flat,
        points,
        points_unit,
        names,
    )


def _sizes_of_kept(sizes: Integers, kept: npt.NDArray[np.bool_]) -> Integers:
    return np.bincount(np.repeat(np.arange(len(sizes)), sizes)[kept], minlength=len(sizes)).astype(np.int64)


def _in_order(sizes: Integers, flat: Integers, points: Integers | None, count: int) -> tuple[Integers, Integers | None]:
    """The entries of each ballot in the order of the projects; no project stands twice on one."""
    before = np.repeat(np.arange(len(sizes)) * count, sizes)  # so that the ballots stay where they are
    keys = before + flat
    if (keys[1:] > keys[:-1]).all():
        return flat, points
    if points is None:
        keys.sort()
        return keys - before, None
    order = np.argsort(keys)
    return flat[order], points[order]


def _merged(
    sizes: Integers, flat: Integers, times: Integers, points: Integers | None
) -> tuple[Integers, Integers, Integers, Integers | None]:
    """Equal ballots once, empty ones not at all, the others sorted by their contents."""
    entries = flat if points is None else np.stack((flat, points), axis=1).ravel()
    lengths = sizes if points is None else 2 * sizes
    begins = np.cumsum(lengths) - lengths
    order, first = _sorted(entries, begins, lengths, np.flatnonzero(sizes))
    cast = np.add.reduceat(times[order], np.flatnonzero(first)) if len(order) else times[:0]
    kept = order[first]
    lengths = lengths[kept]
    rows = entries[np.repeat(begins[kept] - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))]
    if points is None:
        return lengths, rows, cast, None
    return lengths // 2, rows[0::2], cast, rows[1::2]


def _sorted(
    entries: Integers, begins: Integers, lengths: Integers, ballots: Integers
) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """The ballots in the order of their entries, a shorter one before those that go on like it; and which of them differ from the one before.

    As many entries as 63 bits hold are one number. Only ballots that are alike so far are compared any further."""
    bits = int(entries.max(initial=0) + 1).bit_length()
    order, first = ballots, np.arange(len(ballots)) == 0
    alike = np.arange(len(ballots))  # places in the order, whole groups of ballots that begin alike
    done = 0
    while len(alike):
        here = order[alike]
        at, end = begins[here] + done, begins[here] + lengths[here]
        words = np.zeros(len(here), np.int64)
        for _entry in range(63 // bits):
            words <<= bits
            (there,) = (at < end).nonzero()
            words[there] += entries[at[there]] + 1
            at += 1
        turn = np.lexsort((words, np.cumsum(first[alike]))) if done else np.argsort(words)
        order[alike], words = here[turn], words[turn]
        first[alike[1:]] |= words[1:] != words[:-1]
        done += 63 // bits
        starts = np.flatnonzero(first[alike])
        members = np.diff(starts, append=len(alike))
        going_on = (members > 1) & (np.maximum.reduceat(lengths[order[alike]], starts) > done)
        alike = alike[np.repeat(going_on, members)]
    return order, first
