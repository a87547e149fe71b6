"""Add1: the Method of Equal Shares with more and more money for each voter, until the budget would be overspent.

Equal shares alone often leaves a part of the budget. Add1 raises each voter's money by one unit of currency at a time and takes the last
outcome that the real budget can pay. A fine currency makes tens of thousands of runs of it, most of which change nothing.

Certified jump. Let a run at the money b buy p_1 … p_r at the prices rho_1 … rho_r. As long as purchases are the same, more money at the
start leaves every voter with more at every step, so every price is lower. Hence if the run at b + d buys the same in the same
order, and at each step k every other project costs more there than rho_k at b (or as much and loses the tie), then no amount in
between changes anything: there p_k costs at most rho_k, and the others at least what they cost at b + d. What is not affordable
at b + d is not affordable before. A project that comes nearer than that is followed by bounds of how fast both prices fall (slopes.py).
How far to jump is foreseen on straight lines through the last two runs; a jump by one increment needs no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tqdm import tqdm

from shiliu.methods.equal_shares.ledger import NEVER
from shiliu.methods.equal_shares.market import Market, together
from shiliu.methods.equal_shares.paying import ALLOWED, Paying, Price
from shiliu.methods.equal_shares.slopes import Slopes

HALF = 0.5
MOST_PATIENCE = 16
LONGER = 8.0  # times as far the next jump goes if nothing is foreseen


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
    times, runs, jump = 0, 1, 1
    patience = singles = 1  # single steps without a change before a jump is worth trying, and how many there were
    with tqdm(desc="Raising each voter's money", unit=" runs", disable=None, leave=False, delay=1) as bar:
        while True:
            if len(current.order) == len(wanted):
                return Raised(current, times, "everything", runs, None)
            if exhaustive_stop and _exhaustive(current, wanted, budget):
                return Raised(current, times, "exhaustive", runs, None)
            later = Paying(market, rank, first + increment * (times + jump), allowed, current if jumps else None)
            runs += 1
            bar.update()
            if jump > 1 and (crossing := _crossing(later, current)) is not None:
                if (jump := max(1, min(jump - 1, int(jump * crossing)))) == 1:
                    patience, singles = min(2 * patience, MOST_PATIENCE), 0
                continue
            while jump == 1 and later.spent <= budget and (found := later.cheapest()):
                later.buy(found[0])
            if later.spent > budget:
                return Raised(current, times, "overspend", runs, later)
            former, current, times = current, later, times + jump
            if jump > 1:
                patience, jump = 1, _next_jump(former, current, jump)
            else:
                singles = singles + 1 if former.order == current.order else 0
                jump = 2 if jumps and singles >= patience else 1


def _exhaustive(run: Paying, wanted: set[int], budget: int) -> bool:
    costs = run.market.election.costs
    return all(run.spent + costs[at] > budget for at in wanted.difference(run.order))


def _crossing(later: Paying, before: Paying) -> float | None:
    """Run `later` (with more money) as long as it certifies that all amounts between the two buy what `before` bought: None. Otherwise
    about at which part of the way from one to the other something changes."""
    slopes: Slopes | None = None
    for step, price in enumerate(before.prices):
        found = later.cheapest(at_least=price.high)
        if found is None:
            return HALF
        bought, others = found
        if bought.project != price.project:
            return _meeting(before, later, step, price, bought)
        for other in others:
            if other.low > price.high:
                continue
            if other.simple and price.simple:
                if (other.low, later.rank[other.project]) > (price.low, later.rank[price.project]):
                    continue
                return HALF
            slopes = slopes or Slopes(before, later)
            if not slopes.stays_dearer(other, bought):
                return HALF
        later.buy(bought)
    if (more := later.cheapest()) is None:
        return None
    later.seen.pop()
    return _part(_lacking(before, more[0].project), -_lacking(later, more[0].project))


def _meeting(before: Paying, later: Paying, step: int, price: Price, bought: Price) -> float:
    """About where between two runs, the same up to a step, one project gets as cheap there as what the first of them bought."""
    then = before.again(step)
    former = then.price(bought.project)
    if former is None:  # what nobody could pay gets cheap soon after it can be paid
        return _part(_lacking(then, bought.project), -_lacking(later, bought.project))
    now = later.price(price.project)
    return HALF if now is None else _part(former.ratio - price.ratio, now.ratio - bought.ratio)


def _part(before: float, beyond: float) -> float:
    """Where on a straight line a distance of `before` becomes zero that is `beyond` on the other side at its end."""
    return before / (before + beyond) if before > 0 and beyond > 0 else HALF


def _lacking(run: Paying, project: int) -> float:
    who, weight = run.market.who[project], run.market.weight[project]
    return run.market.election.costs[project] - together(run.left[who], weight)


def _next_jump(former: Paying, current: Paying, jump: int) -> int:
    """How far the next jump shall go: not quite to where straight lines through the two runs foresee the first change."""
    ahead = LONGER
    for step, price in enumerate(current.prices):
        for other, ratio in current.seen[step].items():
            if (before := former.seen[step].get(other)) is not None:
                apart, closer = ratio - price.ratio, before - former.prices[step].ratio - ratio + price.ratio
                if closer > 0 and apart < ahead * closer:
                    ahead = apart / closer
    for other in current.market.supported:
        if current.step_of[other] == NEVER and current.market.election.costs[other]:
            lack = _lacking(current, other)
            closer = _lacking(former, other) - lack
            if closer > 0 and lack < ahead * closer:
                ahead = lack / closer
    return max(1, int(0.97 * ahead * jump))
