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
    times, jump, runs = 0, 1, 1
    with tqdm(desc="Raising each voter's money", unit=" runs", disable=None, leave=False, delay=1) as bar:
        while True:
            if len(current.order) == len(wanted):
                return Raised(current, times, "everything", runs, None)
            if exhaustive_stop and _exhaustive(current, wanted, budget):
                return Raised(current, times, "exhaustive", runs, None)
            later = Paying(market, rank, first + increment * (times + jump), allowed)
            runs += 1
            bar.update()
            if jump > 1:
                if not _same(later, current):
                    jump //= 2
                    continue
                current, times, jump = later, times + jump, jump * 2
                continue
            while later.spent <= budget and (found := later.cheapest()):
                later.buy(found[0])
            if later.spent > budget:
                return Raised(current, times, "overspend", runs, later)
            jump = 2 if jumps and later.order == current.order else 1
            current, times = later, times + 1


def _exhaustive(run: Paying, wanted: set[int], budget: int) -> bool:
    costs = run.market.election.costs
    return all(run.spent + costs[at] > budget for at in wanted.difference(run.order))


def _same(later: Paying, before: Paying) -> bool:
    """Run `later` (with more money) as long as it certifies that all amounts between the two buy what `before` bought."""
    for step, price in enumerate(before.prices):
        found = later.cheapest(at_least=price.high)
        if found is None or found[0].project != price.project:
            return False
        for other in found[1]:
            if other.low <= price.high and not _dearer(later.ledger, other, before.ledger, step, price, later.rank):
                return False
        later.buy(found[0])
    return later.cheapest() is None


def _dearer(later: Ledger, other: Price, before: Ledger, step: int, price: Price, rank: Sequence[int]) -> bool:
    """Whether another project costs more with more money than the one that was bought before, in exact numbers."""
    if other.simple and price.simple:
        return (other.low, rank[other.project]) > (price.low, rank[price.project])
    above, below = later.ratio(other.project, other.q)
    before.catch_up()
    bought = before.paid[step], before.belows[step] * before.run.market.worth[price.project]
    difference = above * bought[1] - bought[0] * below
    return difference > 0 or (difference == 0 and rank[price.project] < rank[other.project])
