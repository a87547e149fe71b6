"""Noise for counts, drawn by OpenDP (https://opendp.org): the discrete Laplace mechanism, from the system's secure random numbers.

None of it is home-made, and none of it can be seeded: noise that can be drawn again protects nobody. OpenDP is an optional
package and is imported when noise is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, exp, inf, log, nextafter
from typing import Any

from shiliu.methods.inputs import BadInput

Exact = str | int | Fraction | Decimal
LONGEST = 60  # characters; 1e999999999 would fill the memory
LARGEST_EPSILON = 20  # beyond this e^ε is half a thousand million: that is publishing, not protecting


class NoOpenDP(BadInput):
    """OpenDP is not installed."""


def exact(value: Exact, what: str = "epsilon") -> Fraction:
    """A positive number as the fraction that was written, such as "0.1" or "1/3". Raises BadInput for a float, which is seldom the
    number that was meant, and for what is no positive number."""
    if isinstance(value, float):
        raise BadInput("inexact", f"{what} must be exact: write “{value}” as text, not as a float")
    if isinstance(value, str) and (len(value) > LONGEST or re.search(r"[eE][+-]?[\d_]{4}", value)):
        raise BadInput(
            "not_a_number", f"{what} “{value[:LONGEST]}” is longer than a number such as 0.5 or 1/3 has to be"
        )
    try:
        number = Fraction(value)
    except (ValueError, ZeroDivisionError, TypeError, OverflowError):
        raise BadInput("not_a_number", f"{what} “{value}” is not a number such as 0.5 or 1/3") from None
    if number <= 0:
        raise BadInput("not_positive", f"{what} must be more than zero")
    return number


@dataclass(frozen=True, slots=True)
class Mechanism:
    """Discrete Laplace noise for a list of counts that one person changes by `sensitivity` in all.

    P(noise = z) is proportional to exp(−|z| / scale). OpenDP itself states that the loss is at most `epsilon`; the scale is
    sensitivity / epsilon, rounded up until it does."""

    epsilon: Fraction
    sensitivity: int
    scale: float
    measurement: Any

    def release(self, counts: Sequence[int]) -> list[int]:
        """The counts with noise. Each call spends `epsilon`: write it into a ledger first."""
        return [int(value) for value in self.measurement(list(map(int, counts)))]

    def noise(self, length: int) -> list[int]:
        """Noise alone, to simulate what a release does; about nobody."""
        return self.release([0] * length)

    def within(self, confidence: float = 0.95) -> int:
        """The least m so that noise is from −m to m with this chance at least: P(|z| > m) = 2 a^(m + 1) / (1 + a), a = exp(−1 / scale)."""
        a = exp(-1 / self.scale)
        return max(0, ceil(log((1 - confidence) * (1 + a) / 2) / log(a) - 1 - 1e-12))


def discrete_laplace(epsilon: Exact, sensitivity: int = 1) -> Mechanism:
    """The mechanism for an exact epsilon. Raises BadInput for a bad one, NoOpenDP without the package."""
    wanted = exact(epsilon)
    if wanted > LARGEST_EPSILON:
        raise BadInput("no_protection", f"an epsilon over {LARGEST_EPSILON} protects nobody")
    if sensitivity < 1:
        raise BadInput("sensitivity", "a person changes at least one count by one")
    try:
        import opendp.prelude as dp
    except ImportError:
        raise NoOpenDP(
            "no_opendp",
            "noise is drawn by OpenDP: pip install --require-hashes -r requirements/extra.txt (or “make dev”)",
        ) from None
    dp.enable_features("contrib")
    domain, metric = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    scale = float(sensitivity / wanted)
    while True:  # floats: the loss OpenDP proves must not be over what is written down
        measurement = dp.m.make_laplace(domain, metric, scale=scale)
        if Fraction(measurement.map(sensitivity)) <= wanted:
            return Mechanism(wanted, sensitivity, scale, measurement)
        scale = nextafter(scale, inf)
