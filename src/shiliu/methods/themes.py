"""Which counts are rising: the last four weeks of a place and matter beside what was usual. Persons are no part of it.

Time is cut into windows of four weeks, window 0 the last, window 1 the four weeks before, and so on; thirteen make a year of
364 days, so that the same weekdays are compared. A count is called rising only if it is high beside *both*

- the recent level: the three windows before it, and
- the same season: in each of three earlier years the same window with the one before and the one after it. This is the layout
  of the historical limits the CDC printed weekly (“compares provisional reports for a 4-week period with the mean of 15 4-week
  totals (from the previous, comparable, and subsequent 4-week periods for the last 5 years)”, MMWR, Update: Graphic Method for
  Presentation of Notifiable Disease Data, 1990, cdc.gov/mmwr/preview/mmwrhtml/00001917.htm), for three years instead of five.

What comes every winter is high beside autumn and not beside other winters; a level that has grown for good is high beside
last year and not beside last month. Neither is called rising. Before there is an earlier year, the recent level stands alone.

**The tail.** r needs in W windows, y in window 0. If both are Poisson with the same rate, y given y + r is binomial with share
1 / (1 + W): the exact conditional test (J. Przyborowski and H. Wilenski 1940; formula and properties as in K. Krishnamoorthy and
J. Thomson, J. Statist. Plann. Inference 119 (2004) 23-35). Its upper tail P(Y ≥ y) equals that of a negative binomial of size
r + 1 and mean (r + 1) / W, and in this form it takes needs that come in clusters: variance is taken as φ times that of Poisson,
the negative binomial then has mean μ = (r + 1) / W and variance φ (μ + μ² / (r + 1)). φ is estimated from the past year as
Pearson's statistic over its degrees of freedom, and never below 1, as in C. P. Farrington and others, J. R. Statist. Soc. A 159
(1996) 547-563; here pooled over all counts and weighted by volume, because one cell has too few windows. At φ = 1 the test
is the exact one. High beside both is the intersection-union test (R. L. Berger 1982): the larger of the two tails.

**Many places and matters.** Benjamini and Hochberg's step-up procedure (J. R. Statist. Soc. B 57 (1995) 289-300) over all cells with
any need in them; those below the least count enter with a tail of 1. Among what is called rising, the share that is chance is
then expected at `FALSE_SHARE` or less, if cells are independent or positively dependent.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, fsum, lgamma, log

DAYS = 28
YEAR = 13
YEARS = 3
RECENT = (1, 2, 3)
SEASON = tuple(year * YEAR + shift for year in range(1, YEARS + 1) for shift in (-1, 0, 1))
WINDOWS = max(SEASON) + 1
LEAST = 5
FALSE_SHARE = 0.10
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Usual:
    """`needs` were raised in `windows` of four weeks; `mean` of them in each."""

    needs: int
    windows: int

    @property
    def mean(self) -> float:
        return self.needs / self.windows


@dataclass(frozen=True)
class Theme:
    """One cell with enough needs to look at. `against` is the comparison that doubts most that it rises, `p` its tail and `q` the
    tail corrected for looking at many; `counts` by window, the latest first."""

    key: Hashable
    count: int
    recent: Usual
    season: Usual | None
    against: Usual
    p: float
    q: float
    dispersion: float
    counts: tuple[int, ...]

    @property
    def rises(self) -> bool:
        return self.q <= FALSE_SHARE

    @property
    def expected(self) -> float:
        return self.against.mean

    @property
    def ratio(self) -> float | None:
        """How many times as many as usual; None where none were usual."""
        return self.count / self.expected if self.against.needs else None

    @cached_property
    def interval(self) -> tuple[float, float | None]:
        """The ratios the counts do not contradict, at 95 %: the test turned round. No upper end where none were usual."""
        doubt, args = (1 - CONFIDENCE) / 2, (self.against, self.dispersion)
        low = _where(lambda ratio: tail(self.count, *args, ratio=ratio) - doubt)
        if not self.against.needs:
            return low, None
        fewer = Usual(self.against.needs - 1, self.against.windows)  # size r: the tail adds one
        return low, _where(lambda ratio: tail(self.count + 1, fewer, self.dispersion, ratio=ratio) - (1 - doubt))


@dataclass(frozen=True)
class Judged:
    """`themes` have at least LEAST needs, the least like chance first; `cells` were looked at."""

    themes: list[Theme]
    cells: int
    dispersion: float


def judge(
    counts: Mapping[Hashable, Sequence[int]],
    *,
    known: int = WINDOWS,
    dispersion: float | None = None,
    least: int = LEAST,
) -> Judged:
    """Counts by window (latest first, as long as there are windows known) → themes. `known` windows, the present among them, lie after
    the first need ever recorded here: older ones say nothing, not zero. `dispersion` of these counts unless it is given.

    Raises ValueError for a negative count or fewer counts than windows known."""
    known = min(known, WINDOWS)
    if any(len(row) < known or min(row, default=0) < 0 for row in counts.values()):
        raise ValueError("Every cell needs a count of zero or more for each window known.")
    spread = dispersion_of(counts, known=known) if dispersion is None else dispersion
    if known < 2:
        return Judged([], 0, spread)
    looked_at = {key: row for key, row in counts.items() if any(row[:known])}
    found = [_compare(key, row, known, spread) for key, row in looked_at.items() if row[0] >= least]
    corrected = adjusted([one["p"] for one in found], of=len(looked_at))
    themes = [Theme(**one, q=q, dispersion=spread) for one, q in zip(found, corrected, strict=True)]
    return Judged(sorted(themes, key=lambda theme: (theme.p, -theme.count)), len(looked_at), spread)


def _compare(key: Hashable, row: Sequence[int], known: int, dispersion: float) -> dict:
    recent, season = _usual(row, RECENT, known), _usual(row, SEASON, known)
    tails = [(tail(row[0], usual, dispersion), usual.mean, usual) for usual in (recent, season) if usual]
    p, _mean, against = max(tails, key=lambda one: one[:2])
    return {"key": key, "count": row[0], "recent": recent, "season": season, "against": against, "p": p,
            "counts": tuple(row[:known])}  # fmt: skip


def _usual(row: Sequence[int], windows: Sequence[int], known: int) -> Usual | None:
    inside = [row[window] for window in windows if window < known]
    return Usual(sum(inside), len(inside)) if inside else None


def tail(count: int, usual: Usual, dispersion: float = 1.0, *, ratio: float = 1.0) -> float:
    """P(Y ≥ count) in one window if the rate is `ratio` times the usual one. 1 for a count of 0."""
    if count <= 0:
        return 1.0
    exposure = ratio / usual.windows
    spread = dispersion - 1 + dispersion * exposure
    size, share = (usual.needs + 1) * exposure / spread, spread / (spread + 1)
    if not size or not share:
        return 0.0
    if count <= size * spread:  # below the mean the short side of the sum is the other one
        below = fsum(exp(_log_chance(number, size, share)) for number in range(count))
        return min(1.0, max(0.0, 1.0 - below))
    term = total = exp(_log_chance(count, size, share))
    while term > total * 1e-15 or (size + count) * share > count + 1:
        term *= (size + count) / (count + 1) * share
        total += term
        count += 1
    return min(1.0, total)


def _log_chance(number: int, size: float, share: float) -> float:
    """The logarithm of the chance of `number` under a negative binomial."""
    ways = lgamma(size + number) - lgamma(size) - lgamma(number + 1)
    return ways + number * log(share) + size * log(1 - share)


def _where(rises_through_zero) -> float:
    """The ratio at which a growing function becomes 0, by halving, to a thousandth."""
    low, high = 0.0, 1.0
    while rises_through_zero(high) < 0 and high < 1e6:
        low, high = high, high * 2
    while high - low > high / 1000:
        middle = (low + high) / 2
        low, high = (middle, high) if rises_through_zero(middle) < 0 else (low, middle)
    return (low + high) / 2


def dispersion_of(counts: Mapping[Hashable, Sequence[int]], *, known: int = WINDOWS) -> float:
    """How many times as much counts vary from window to window as Poisson counts would, over the past year; 1 or more.

    The present window is left out: a theme rising now must not hide itself."""
    windows = range(1, min(known, YEAR + 1))
    squares, freedom = [], []
    for row in counts.values():
        past = [row[window] for window in windows]
        if len(past) > 1 and any(past):
            mean = sum(past) / len(past)
            squares.append(fsum((number - mean) ** 2 for number in past))
            freedom.append(mean * (len(past) - 1))
    return max(1.0, fsum(squares) / fsum(freedom)) if freedom else 1.0


def adjusted(tails: Sequence[float], *, of: int | None = None) -> list[float]:
    """Benjamini and Hochberg's corrected values in the order given; `of` were looked at, those not listed with a tail of 1."""
    many = len(tails) if of is None else of
    corrected, least = [1.0] * len(tails), 1.0
    for rank, index in sorted(enumerate(sorted(range(len(tails)), key=tails.__getitem__), 1), reverse=True):
        least = min(least, tails[index] * many / rank)
        corrected[index] = least
    return corrected
