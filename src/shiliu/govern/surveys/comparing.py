"""What two rounds say together: differences of shares with intervals that count chance and noise. Plain numbers, no Django."""

from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Share:
    """`count` forms of `asked` chose it; `spread` is the variance of the noise in the count."""

    count: int
    asked: int
    spread: float = 0.0


@dataclass(frozen=True)
class Change:
    """Difference of two shares, from −1 to 1, with its interval. `told` when zero lies outside: chance alone seldom does that."""

    before: float
    after: float
    low: float
    high: float

    @property
    def told(self):
        return self.low > 0 or self.high < 0


def noise_variance(scale):
    """Variance of discrete Laplace noise, P(z) ∝ a^|z| with a = exp(−1 / scale): 2a / (1 − a)²."""
    a = exp(-1 / scale)
    return 2 * a / (1 - a) ** 2


def change(before, after, *, compared=1, confidence=0.95):
    """Change between two independent Shares, with one more success and failure each (A. Agresti and B. Caffo, The American
    Statistician 54, 2000), the variance of the noise added, and Bonferroni's share of the error where `compared` are looked at
    together."""
    z = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * compared))
    centre, variance = 0.0, 0.0
    for share, sign in ((before, -1), (after, 1)):
        people = share.asked + 2
        p = min(max((share.count + 1) / people, 0), 1)
        centre += sign * p
        variance += p * (1 - p) / people + share.spread / people**2
    within = z * sqrt(variance)
    was, now = (min(max(share.count / share.asked, 0), 1) for share in (before, after))
    return Change(was, now, max(-1.0, centre - within), min(1.0, centre + within))
