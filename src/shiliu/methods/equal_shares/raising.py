"""Add1: the Method of Equal Shares with more and more money for each voter, until the budget would be overspent.

Equal shares alone often leaves a part of the budget. Add1 raises each voter's money by one unit of currency at a time and takes the last
outcome that the real budget can pay. A fine currency makes tens of thousands of runs of it, most of which change nothing.

Certified jump. Let a run at the money b buy p_1 … p_r at the prices rho_1 … rho_r. As long as purchases are the same, more money at the
start leaves every voter with more at every step, so every price is lower. Hence if the run at b + d buys the same in the same
order, and at each step k every other project costs more there than rho_k at b (or as much and loses the tie), then no amount in
between changes anything: there p_k costs at most rho_k, and the others at least what they cost at b + d. What is not affordable
at b + d is not affordable before. The jump d is doubled while that holds and halved when not; a jump by one increment needs no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tqdm import tqdm

from shiliu.methods.equal_shares.ledger import Ledger
from shiliu.methods.equal_shares.market import Market
from shiliu.methods.equal_shares.paying import ALLOWED, Paying, Price

MOST_PATIENCE = 16


@dataclass(frozen=True, slots=True)
class Raised:
    """`run` is the last one within the budget, after `times` increments; `over` the run that overspent, if that was the stop."""

    run: Paying
    times: int
    stop: str
    runs: int
    over: Paying | None


def raise_money(
    market: Market,
    rank: Sequence[int],
    increment: Fraction,
    *,
    exhaustive_stop: bool,
    budget: int,
    allowed: float = ALLOWED,
    jumps: bool = True,
) -> Raised:
    """Add1 from an equal share of the budget, by `increment` (in the smallest unit of the election) a voter at a time. `exhaustive_stop`
    also ends it when nothing more fits into the budget. `jumps=False` computes every run, to check the jumps."""
    first = Fraction(budget, market.election.voters)
    current = Paying(market, rank, first, allowed).to_the_end()
    wanted = {at for at in market.supported if market.election.costs[at]}
    times, runs = 0, 1
    pace = _Pace()
    with tqdm(desc="Raising each voter's money", unit=" runs", disable=None, leave=False, delay=1) as bar:
        while True:
            if len(current.order) == len(wanted):
                return Raised(current, times, "everything", runs, None)
            if exhaustive_stop and _exhaustive(current, wanted, budget):
                return Raised(current, times, "exhaustive", runs, None)
            jump = pace.jump if jumps else 1
            later = Paying(market, rank, first + increment * (times + jump), allowed, current if jumps else None)
            runs += 1
            bar.update()
            if jump > 1:
                if (failed := _same(later, current)) is not None:
                    pace.failed(failed, current, later)
                    continue
                pace.held(later)
            else:
                while later.spent <= budget and (found := later.cheapest()):
                    later.buy(found[0])
                if later.spent > budget:
                    return Raised(current, times, "overspend", runs, later)
                pace.stepped(later.order == current.order)
            current, times = later, times + jump


class _Pace:
    """How far the next jump shall go."""

    def __init__(self) -> None:
        self.jump = 1
        self.reach = 2  # what jumps held lately
        self.patience = 1  # single steps without a change before a jump is worth trying
        self.singles = 0  # how many there were
        self.watched: tuple[int, int, float] | None = None  # step, other project, its fall for one increment

    def stepped(self, same: bool) -> None:
        self.watched = None
        self.singles = self.singles + 1 if same else 0
        self.jump = self.reach if self.singles >= self.patience else 1

    def held(self, later: Paying) -> None:
        self.patience = 1
        if (forecast := self._forecast(later)) is not None:
            self.jump = forecast
            return
        self.reach = self.jump = 2 * self.jump

    def failed(self, at: tuple[int, int], before: Paying, later: Paying) -> None:
        """`at`: the step, and the project that came too near there (or was affordable after the last)."""
        step, other = at
        shorter = self.jump // 2
        self.reach = max(2, shorter)
        self.watched = None
        near, far = _room(later, step, other), _room(before, step, other)
        if near is not None and far is not None and far > near:
            self.watched = step, other, (far - near) / self.jump
            shorter = min(self.jump - 1, self._forecast(before) or 1)
        self.jump = max(1, shorter)
        if self.jump == 1:
            self.patience, self.singles = min(2 * self.patience, MOST_PATIENCE), 0

    def _forecast(self, run: Paying) -> int | None:
        """How many increments until the watched project is as cheap as the one bought now."""
        if self.watched is None:
            return None
        step, other, fall = self.watched
        room = _room(run, step, other)
        bought = run.prices[step].ratio if step < len(run.prices) else 0.0
        return None if room is None else max(1, int(0.97 * (room - bought) / fall))


def _room(run: Paying, step: int, other: int) -> float | None:
    """The price of another project at a step; after the last one what its supporters lack. None if it was not looked at."""
    if step < len(run.seen):
        return run.seen[step].get(other)
    market = run.market
    return market.election.costs[other] - float(run.left[market.who[other]] @ market.weight[other])


def _exhaustive(run: Paying, wanted: set[int], budget: int) -> bool:
    costs = run.market.election.costs
    return all(run.spent + costs[at] > budget for at in wanted.difference(run.order))


def _same(later: Paying, before: Paying) -> tuple[int, int] | None:
    """Run `later` (with more money) as long as it certifies that all amounts between the two buy what `before` bought: None. Otherwise the
    step at which it fails, and the project that came too near."""
    for step, price in enumerate(before.prices):
        found = later.cheapest(at_least=price.high)
        if found is None:
            return step, price.project
        if found[0].project != price.project:
            later.seen[step][found[0].project] = found[0].ratio
            return step, found[0].project
        for other in found[1]:
            if other.low <= price.high and not _dearer(later.ledger, other, before.ledger, step, price, later.rank):
                return step, other.project
        later.buy(found[0])
    if (more := later.cheapest()) is None:
        return None
    later.seen.pop()  # they look at what it lacks instead
    return len(before.prices), more[0].project


def _dearer(later: Ledger, other: Price, before: Ledger, step: int, price: Price, rank: Sequence[int]) -> bool:
    """Whether another project costs more with more money than the one that was bought before, in exact numbers."""
    if other.simple and price.simple:
        return (other.low, rank[other.project]) > (price.low, rank[price.project])
    above, below = later.ratio(other.project, other.q)
    before.catch_up()
    bought = before.paid[step], before.belows[step] * before.run.market.worth[price.project]
    difference = above * bought[1] - bought[0] * below
    return difference > 0 or (difference == 0 and rank[price.project] < rank[other.project])
