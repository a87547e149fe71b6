"""What `measure` hands back: plain values, for programs, pages and sentences."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.embedding.doubts import Doubt


@dataclass(frozen=True, slots=True)
class Chance:
    """What random mixing gives: its mean (`exact` if computed without drawing), standard deviation, and the middle range of
    the confidence asked for. `p_apart` is the share of random tables that hold groups apart at least as much, `p_even` as little."""

    mean: float
    exact: bool
    deviation: float
    low: float
    high: float
    p_apart: float
    p_even: float


@dataclass(frozen=True, slots=True)
class Interval:
    """From resampling: the bias it shows, the value less this bias, its standard error, and the basic interval."""

    bias: float
    corrected: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Index:
    """One index. `of` names the groups it is about (none: all of them); `top` is its value where no unit holds two groups.

    `adjusted` is None where this is also the baseline, and with `chance` and `interval` where none was asked for."""

    name: str
    of: tuple[str, ...]
    value: float
    top: float
    chance: Chance | None
    interval: Interval | None

    @property
    def adjusted(self) -> float | None:
        if self.chance is None or self.top == self.chance.mean:
            return None
        return (self.value - self.chance.mean) / (self.top - self.chance.mean)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `measure` found. Diversity of the whole does not depend on who lives where and has no baseline."""

    units: int
    groups: tuple[str, ...]
    people: int
    entropy: float
    simpson: float
    indices: tuple[Index, ...]
    doubts: tuple[Doubt, ...]
    null: str
    replicates: int
    resample: str
    bootstraps: int
    confidence: float
    seed: int

    def index(self, name: str, *of: str) -> Index:
        """The index of this name about these groups. Raises KeyError."""
        for index in self.indices:
            if (index.name, index.of) == (name, of):
                return index
        raise KeyError((name, of))


def interval(value: float, drawn: NDArray[np.float64], confidence: float) -> Interval | None:
    """The basic bootstrap interval of a value from what it is in resampled tables; None for fewer than two that are numbers."""
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < 2:
        return None
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    bias = float(drawn.mean()) - value
    return Interval(bias, value - bias, float(drawn.std(ddof=1)), 2 * value - float(high), 2 * value - float(low))
