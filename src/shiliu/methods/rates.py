"""The three rates of a hotline (响应率, 解决率, 满意率), each with everything needed to doubt it.

A share of few cases says little, so each rate carries its Wilson interval; cases left out (剔除) and call-backs
without an answer stand beside it. Nothing here compares persons or units.

| rate | share of | among | source grade |
|---|---|---|---|
| response 响应率 | contacted within the response limit | dispatched cases whose limit is decided | G |
| solution 解决率 | asker says solved | call-backs answered on this question | G |
| satisfaction 满意率 | asker says level 3 or better | call-backs answered on this question | G; the five levels are P |

G: a guess. The ordinance (北京市接诉即办工作条例 32) names the three rates; no readable rule fixes the formulas, and
weights vary from place to place (design notes, domain 4.4). P: stored web pages on the national 好差评 scale, where
不满意 and 非常不满意 are the two bad levels. Wilson interval: E. B. Wilson, J. Amer. Statist. Assoc. 22 (1927) 209-212.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVELS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
SATISFIED_FROM = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """`successes` of `n`. `excluded` cases were taken out; `non_response` had no outcome yet or gave no answer.

    `value`, `low` and `high` are shares from 0 to 1, or None when `n` is 0: nothing is known then, not zero per cent.
    """

    successes: int
    n: int
    excluded: int = 0
    non_response: int = 0
    confidence: float = 0.95

    def __post_init__(self):
        if not 0 <= self.successes <= self.n or self.excluded < 0 or self.non_response < 0:
            raise ValueError(
                f"Not a rate: {self.successes} of {self.n}, {self.excluded} out, {self.non_response} silent."
            )

    @property
    def value(self) -> float | None:
        return self.successes / self.n if self.n else None

    @property
    def low(self) -> float | None:
        return wilson(self.successes, self.n, self.confidence)[0] if self.n else None

    @property
    def high(self) -> float | None:
        return wilson(self.successes, self.n, self.confidence)[1] if self.n else None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What one dispatched case gives to the rates; no person in it.

    `contacted_in_time` is None while the limit still runs and nobody was contacted. `asked` says that the asker was
    invited to judge; `solved` and `level` (5 best to 1) are None without an answer. `excluded` takes the case
    out of every rate.
    """

    contacted_in_time: bool | None = None
    asked: bool = False
    solved: bool | None = None
    level: int | None = None
    excluded: bool = False

    def __post_init__(self):
        if self.level is not None and self.level not in LEVELS:
            raise ValueError(f"The level is 1 to 5, not {self.level!r}.")
        if not self.asked and (self.solved is not None or self.level is not None):
            raise ValueError("A case that was never put to its asker cannot carry the asker's judgement.")


@dataclass(frozen=True, slots=True)
class ThreeRates:
    """响应率, 解决率, 满意率."""

    response: Rate
    solution: Rate
    satisfaction: Rate


def wilson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval for a share, as (low, high) within 0 to 1; (0, 1) when `n` is 0."""
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not {confidence!r}.")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = successes / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    # The ends are exact at 0 and n; rounding would leave 1e-17 there.
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == n else middle + half)


def three_rates(
    rows: Iterable[CaseRow], *, satisfied_from: int = SATISFIED_FROM, confidence: float = 0.95
) -> ThreeRates:
    """The three rates of dispatched cases. An excluded case is shown in the rates it would have entered."""
    rows = list(rows)
    asked = [row for row in rows if row.asked]
    return ThreeRates(
        response=_rate([(row.contacted_in_time, row.excluded) for row in rows], confidence),
        solution=_rate([(row.solved, row.excluded) for row in asked], confidence),
        satisfaction=_rate([(_satisfied(row, satisfied_from), row.excluded) for row in asked], confidence),
    )


def _satisfied(row: CaseRow, satisfied_from: int) -> bool | None:
    return None if row.level is None else row.level >= satisfied_from


def _rate(outcomes: list[tuple[bool | None, bool]], confidence: float) -> Rate:
    counted = [outcome for outcome, excluded in outcomes if not excluded]
    known = [outcome for outcome in counted if outcome is not None]
    return Rate(sum(known), len(known), len(outcomes) - len(counted), len(counted) - len(known), confidence)
