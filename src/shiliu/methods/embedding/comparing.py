"""Whether two tables differ by more than chance, index by index.

The test deals again who is in which table and asks how often an index then differs as much; the interval draws each table again by
itself. That two intervals do not meet is a coarser question, and an answer to it is no test of the difference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.counts import Counts
from shiliu.methods.embedding import chance, formulas
from shiliu.methods.embedding.formulas import Array, Tables
from shiliu.methods.embedding.report import Interval, interval
from shiliu.methods.inputs import BadInput

Pair = tuple[NDArray, NDArray]


@dataclass(frozen=True, slots=True)
class Difference:
    """`second` − `first` of an index. `p` is the share of dealings in which it is as far from what they give on the average (`by_chance`,
    which is not zero where one table has fewer people: small units push an index up). `interval` is of the difference, from resampling."""

    name: str
    first: float
    second: float
    by_chance: float
    deviation: float
    p: float
    interval: Interval | None

    @property
    def difference(self) -> float:
        return self.second - self.first


def people_dealt(first: NDArray[np.int64], second: NDArray[np.int64], replicates: int, rng: Generator) -> Pair:
    """Everybody of both tables, with home and group, is dealt anew into tables with as many people: (replicates, units, groups) each.

    The two tables have the same units and groups. Exact: the multiple hypergeometric distribution over cells."""
    both = (first + second).ravel()
    filled = np.flatnonzero(both)
    dealt = np.zeros((replicates, both.size), dtype=np.int64)
    dealt[:, filled] = rng.multivariate_hypergeometric(both[filled], int(first.sum()), size=replicates)
    dealt = dealt.reshape(replicates, *first.shape)
    return dealt, (first + second)[None] - dealt


def units_dealt(first: NDArray[np.int64], second: NDArray[np.int64], replicates: int, rng: Generator) -> Pair:
    """Every unit keeps its people and falls to either table by chance, tables with as many units as they had (groups in the same order).

    Units that are no longer in a table stand there with nobody in them."""
    rows = np.concatenate([first, second])
    order = rng.permuted(np.tile(np.arange(len(rows)), (replicates, 1)), axis=1)
    return rows[order[:, : len(first)]], rows[order[:, len(first) :]]


def years_dealt(first: NDArray[np.int64], second: NDArray[np.int64], replicates: int, rng: Generator) -> Pair:
    """In each unit its two rows change places by the toss of a coin; the tables have the same units and groups."""
    swapped = rng.integers(0, 2, size=(replicates, len(first), 1)).astype(bool)
    return np.where(swapped, second, first), np.where(swapped, first, second)


DEALS: dict[str, Callable[[NDArray[np.int64], NDArray[np.int64], int, Generator], Pair]] = {
    "people": people_dealt,
    "units": units_dealt,
    "years": years_dealt,
}


def differences(
    first: Counts,
    second: Counts,
    names: Sequence[str] = ("dissimilarity", "gini", "information", "mutual_information"),
    *,
    deal: str = "people",
    replicates: int = 999,
    bootstraps: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
    progress: bool | None = True,
) -> tuple[Difference, ...]:
    """The difference of each named index between two tables of whole people, with its test and interval. The same `seed` gives the same.

    `deal` says what could as well be in the other table if nothing differed: people (of the same units, whoever they are: is
    this more than different people having been counted?), units (of two places, or of two years in which all were built anew), or
    years (the two rows of each unit: did more change than changes back and forth within units would give?). Groups are matched by
    name; a unit that one table lacks stands there empty. Only with `people` is it taken into account
    that a table with fewer people looks more apart; with the others compare tables that count about as many. Its units have to be in both tables. Raises BadInput for groups or units that
    differ, counts that are not whole, and words that are not known."""
    _check(names, deal, replicates, bootstraps, confidence)
    one, two = _matched(first, second, deal)
    rng = chance.generator(seed)
    values = _evaluate(one[None], names)[0], _evaluate(two[None], names)[0]
    found = []
    with tqdm(total=replicates, desc="comparing", disable=progress, leave=False) as bar:
        at_once = max(1, chance.CELLS_AT_ONCE // (one.size + two.size))
        for begun in range(0, replicates, at_once):
            dealt = DEALS[deal](one, two, min(at_once, replicates - begun), rng)
            found.append(_evaluate(dealt[1], names) - _evaluate(dealt[0], names))
            bar.update(len(found[-1]))
    drawn = np.concatenate(found)
    again = _resampled(first, names, bootstraps, rng), _resampled(second, names, bootstraps, rng)
    return tuple(
        _difference(
            name, float(values[0][i]), float(values[1][i]), drawn[:, i], again[1][:, i] - again[0][:, i], confidence
        )
        for i, name in enumerate(names)
    )


def _difference(name: str, first: float, second: float, drawn: Array, again: Array, confidence: float) -> Difference:
    drawn = drawn[np.isfinite(drawn)]
    mean, apart = float(drawn.mean()), second - first
    far = np.abs(drawn - mean) >= abs(apart - mean) - 1e-12
    return Difference(
        name,
        first,
        second,
        mean,
        float(drawn.std(ddof=1)) if len(drawn) > 1 else 0.0,
        float((1 + far.sum()) / (1 + len(drawn))),
        interval(apart, again, confidence),
    )


def _resampled(counts: Counts, names: Sequence[str], replicates: int, rng: Generator) -> Array:
    if not replicates:
        return np.zeros((0, len(names)))
    return np.concatenate(
        [_evaluate(table.people, names) for table in chance.tables(counts, "people", replicates, rng)]
    )


def _evaluate(people: NDArray, names: Sequence[str]) -> Array:
    x = Tables(people)
    with np.errstate(divide="ignore", invalid="ignore"):  # a group may have been dealt to one table as a whole
        return np.stack([formulas.ONE[name](x) for name in names], axis=1)


def _matched(first: Counts, second: Counts, deal: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The people of both with the same groups in the same order; and the same units, unless these are dealt."""
    for ours, theirs, which in ((first, second, "second"), (second, first, "first")):
        if missing := [group for group in ours.groups if group not in theirs.groups]:
            raise BadInput(
                "other_groups", f"the {which} table has no group “{missing[0]}”; compare tables of the same groups"
            )
    order = [second.groups.index(group) for group in first.groups]
    one, two = first.whole(), second.whole()[:, order]
    if deal == "units":
        return one, two
    if deal == "people" and (missing := sorted({*first.units} ^ {*second.units})):
        raise BadInput(
            "other_units",
            f"only one of the tables has the unit “{missing[0]}”; cut both to what they share, or deal units or years",
        )
    units = list(dict.fromkeys([*first.units, *second.units]))
    return _rows(one, first.units, units), _rows(two, second.units, units)


def _rows(people: NDArray[np.int64], names: Sequence[str], units: Sequence[str]) -> NDArray[np.int64]:
    at = {name: i for i, name in enumerate(names)}
    return np.pad(people, ((0, 1), (0, 0)))[[at.get(unit, -1) for unit in units]]


def _check(names: Sequence[str], deal: str, replicates: int, bootstraps: int, confidence: float) -> None:
    for name in names:
        if name not in formulas.ONE:
            raise BadInput("unknown_index", f"“{name}” is none of {', '.join(formulas.ONE)}")
    if deal not in DEALS:
        raise BadInput("unknown_draw", f"“{deal}” is none of {', '.join(DEALS)}")
    if replicates < 1 or bootstraps < 0:
        raise BadInput("replicates", "a test needs one dealing at least, and no number of tables is negative")
    if not 0 < confidence < 1:
        raise BadInput("confidence", f"the confidence {confidence} is not between 0 and 1")
