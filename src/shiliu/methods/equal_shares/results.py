"""What a count gives: plain values with codes, so that a page can say them in its reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """One project chosen. `code` is bought (by its supporters), free (it costs nothing), next_best (by the order of the greedy
    rule, also where one completes the equal shares).

    `price` is what a supporter pays for one unit of satisfaction (rho; for Phragmén the load that its supporters then carry; for greedy
    its satisfaction, or its satisfaction per unit of money), `most` the largest payment of one voter, `effective_votes` the cost
    divided by it: as many voters paying the most would pay for it alone. `paid_full` supporters pay their full price, `paid_last`
    give the rest of what they have. `tied` were exactly as good at this step and lost by the tie-break (the first five of them). Floating-point numbers
    are the nearest to the exact value."""

    code: str
    project: str
    cost: Fraction
    supporters: int
    price: float
    most: float | None = None
    effective_votes: float | None = None
    paid_full: int | None = None
    paid_last: int | None = None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A project not chosen. `code`: no_support, too_dear (it costs more than the whole budget), money_gone (its supporters' `behind` is
    less than its cost), does_not_fit (what is left of the budget is less), stopped (the rule ended before it), over_budget
    (with more money for each voter it would have been bought, and the budget overspent), few_votes."""

    project: str
    cost: Fraction
    supporters: int
    code: str
    behind: Fraction | float | None = None


@dataclass(frozen=True, slots=True)
class Raise:
    """How Add1 went: each voter's money was raised by `increment` `times` times, up to `money`; `stop` is overspend, exhaustive or
    everything (all supported projects bought); `overspending` would have been bought one increment later. `runs` were computed, of which
    the others follow (see the page)."""

    increment: Fraction
    times: int
    money: Fraction
    stop: str
    runs: int
    overspending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """`exact`: every choice was decided with a margin larger than the error of floating-point numbers, or in fractions (`decided_exactly`
    choices). `error` is the largest difference found, relative to a voter's first money, when the purchases were
    replayed in whole numbers of at most `bits` bits."""

    exact: bool
    decided_exactly: int
    error: float
    bits: int


@dataclass(frozen=True, slots=True)
class Count:
    """The result: `winners` in the order chosen. `variant` names completion and stop exactly. `money` is each voter's share at the
    last run, in the money of the election."""

    rule: str
    variant: str
    satisfaction: str
    tie: tuple[str, ...]
    voters: int
    budget: Fraction
    cost: Fraction
    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    money: Fraction | None = None
    raised: Raise | None = None
    certificate: Certificate | None = None
