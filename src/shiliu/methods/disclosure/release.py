"""Counts and means with noise: differential privacy through OpenDP, each release written into a ledger first.

Who is protected: any one person, counted or not, in at most `cells` cells of the table (one answer for a mean). Units and groups must be
known beforehand and not follow from who was counted; every cell gets noise, the empty ones too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.counts import Counts
from shiliu.methods.disclosure.ledger import Spent, spend
from shiliu.methods.disclosure.mechanism import Exact, discrete_laplace, exact
from shiliu.methods.inputs import BadInput


@dataclass(frozen=True, slots=True)
class ReleasedCounts:
    """A table that may be published. `cells` (units × groups) are counts with noise and may be negative; sums are sums of cells.

    Noise lies from −`within` to `within` in at least 95 of 100 cells."""

    units: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    scale: float
    within: int
    spent: Spent

    def not_negative(self) -> NDArray[np.int64]:
        """The cells with zero for what is negative: easier to read, and too high on the whole where cells are small."""
        return np.maximum(np.array(self.cells, dtype=np.int64), 0)


@dataclass(frozen=True, slots=True)
class ReleasedMean:
    """The mean of a unit with noise, or None where the count with noise is under the least; and that count."""

    unit: str
    mean: float | None
    count: int


@dataclass(frozen=True, slots=True)
class ReleasedMeans:
    """Means that may be published."""

    means: tuple[ReleasedMean, ...]
    low: Fraction
    high: Fraction
    scale_of_counts: float
    scale_of_sums: float
    spent: Spent


def release_counts(
    counts: Counts, *, epsilon: Exact, ledger: str | Path, what: str, on: str, cells: int = 1
) -> ReleasedCounts:
    """A table of counts with discrete Laplace noise of scale cells / epsilon.

    `cells` is in how many cells one person can be counted at most. `what` and `on` (a date as text) go into the ledger. Not
    seeded: two calls differ, and both are paid for. Raises BadInput for counts that are not whole and beyond the budget (nothing is
    then drawn), NoOpenDP without the package (nothing is then spent)."""
    people = counts.whole()
    mechanism = discrete_laplace(epsilon, cells)
    entry = spend(ledger, mechanism.epsilon, what, on)
    noisy = np.array(mechanism.release(people.ravel().tolist())).reshape(people.shape)
    table = tuple(tuple(map(int, row)) for row in noisy)
    return ReleasedCounts(counts.units, counts.groups, table, mechanism.scale, mechanism.within(), entry)


def release_means(
    answers: Mapping[str, Sequence[Exact | float]],
    *,
    low: Exact,
    high: Exact,
    step: Exact = 1,
    epsilon: Exact,
    ledger: str | Path,
    what: str,
    on: str,
    least: int = 10,
) -> ReleasedMeans:
    """The mean answer of each unit, answers being low, low + step, … high and one a person.

    Half of epsilon goes to the counts and half to the sums. Sums are taken of whole numbers around the middle of the scale, which one person
    changes by (high − low) / step half steps at most; a mean is then brought back between low and high. Raises BadInput for answers
    that are not on the scale, a scale that is none, no units, and what `release_counts` refuses."""
    bottom, top, each = (Fraction(str(value)) for value in (low, high, step))
    if each <= 0 or top <= bottom or (top - bottom) % each:
        raise BadInput("bad_scale", f"from {low} to {high} in steps of {step} is no scale")
    if not answers:
        raise BadInput("no_units", "name the units whose means are to be released")
    steps = int((top - bottom) / each)
    sums = [sum(_half_steps(value, bottom, each, steps, unit) for value in given) for unit, given in answers.items()]
    half = exact(epsilon) / 2
    of_counts, of_sums = discrete_laplace(half), discrete_laplace(half, steps)
    entry = spend(ledger, exact(epsilon), what, on)
    noisy_counts = of_counts.release([len(given) for given in answers.values()])
    noisy_sums = of_sums.release(sums)
    middle = (bottom + top) / 2
    means = []
    for unit, count, total in zip(answers, noisy_counts, noisy_sums, strict=True):
        mean = None
        if count >= max(least, 1):
            mean = float(min(top, max(bottom, middle + each * Fraction(total, 2 * count))))
        means.append(ReleasedMean(unit, mean, count))
    return ReleasedMeans(tuple(means), bottom, top, of_counts.scale, of_sums.scale, entry)


def _half_steps(value: Exact | float, bottom: Fraction, each: Fraction, steps: int, unit: str) -> int:
    """Half steps from the middle of the scale: −steps … steps."""
    try:
        at = (Fraction(str(value)) - bottom) / each
    except ValueError:
        raise BadInput("not_a_number", f"“{value}” is not a number", row=unit) from None
    if at.denominator != 1 or not 0 <= at <= steps:
        raise BadInput("off_the_scale", f"“{value}” is not on the scale", row=unit)
    return 2 * int(at) - steps
