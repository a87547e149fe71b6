"""The Method of Equal Shares: one run with a given amount of money for each voter.

Peters, Pierczyński, Skowron (2021), Proportional Participatory Budgeting with Additive Utilities. Each voter i has the same money b_i.
A project p with cost c is affordable at the price q if its supporters can pay for it, each min(b_i, q·score_i): the sum is c.
The affordable project with the least q/worth (rho: money for a unit of satisfaction) is bought, until none is affordable.

Money only shrinks, so a price only grows: a price computed earlier is a lower bound, and a heap of lower bounds finds the least
without looking at all. Everything is iterative. Floating-point numbers decide where the margin is larger than their error;
what is closer is decided by the ledger in whole numbers (ledger.py, which at the end also replays all purchases). A price at which
all supporters pay in full is exact without it, and as long as it stays the least nobody else need be looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import frexp

import numpy as np

from shiliu.methods.equal_shares.election import Integers
from shiliu.methods.equal_shares.ledger import NEVER, Ledger
from shiliu.methods.equal_shares.market import Market

EPS = 2.0**-52
ALLOWED = 1e-11  # error of a voter's money, in parts of the first money, that decisions must bear


FINE = 256  # bits after the point of the numbers that prices are compared by
HOPELESS = 1 << 2000  # the bound of what cannot be afforded
TOLD = 5  # so many ties are told of each step


@dataclass(slots=True)
class Price:
    """A price q. `ratio` is q / worth; `low` and `high` enclose it × 2^FINE, and by them projects are compared; they are equal if `simple`: everybody
    pays in full, and two such numbers are equal exactly if the prices are."""

    project: int
    q: float
    ratio: float
    low: int
    high: int
    simple: bool


def _fine(value: float) -> int:
    mantissa, exponent = frexp(value)
    shift = exponent + FINE - 53
    return int(mantissa * 2**53) << shift if shift >= 0 else 0


class Paying:
    """A run. `order` are the projects bought, `prices` their q, `most` the largest payment for each, `tied` (up to TOLD of) what
    lost to each by the tie-break only, even[step] the ballots whose voters had just the full price.

    left[i]     money of each voter of ballot i (float64)
    drained[i]  the step at which they gave the last of it, or NEVER"""

    def __init__(
        self,
        market: Market,
        rank: Sequence[int],
        money: Fraction,
        allowed: float = ALLOWED,
        before: Paying | None = None,
    ) -> None:
        """`money` of each voter in the smallest unit of the election. `before` is a run with less; it only makes this one faster."""
        self.market, self.rank, self.money = market, rank, money
        self.cost = [float(cost) for cost in market.election.costs]
        self.first = float(money)
        self.off = allowed * self.first  # how far any left[i] may be off
        self.left = np.full(market.election.ballots, self.first)
        self.drained = np.full(market.election.ballots, NEVER, np.int32)
        self.who: list[Integers] = list(market.who)
        self.weight = list(market.weight)
        self.scores = list(market.scores) if market.scores is not None else None
        self.order: list[int] = []
        self.prices: list[Price] = []
        self.tied: list[list[int]] = []
        self.step_of = np.full(len(market.election.ids), NEVER, np.int64)
        self.most: list[float] = []
        self.seen: list[dict[int, float]] = []  # of each step, the prices / worth looked at besides
        self.even: dict[int, Integers] = {}
        self.spent = 0
        self.decided_exactly = 0
        self.ledger = Ledger(self)
        self.before = before
        self.rise = float(market.election.voters * (money - before.money)) * (1 + 1e-9) if before else 0.0
        self.floor: dict[int, int] = {}
        self.hints: list[dict[int, tuple[float, float]]] = []
        # Of twins only the first waits; the others come after it, as each is bought.
        self.after: dict[int, list[int]] = {}
        for projects in market.twins:
            first, *others = sorted(projects, key=rank.__getitem__)
            self.after[first] = others
        behind = {at for others in self.after.values() for at in others}
        # Lower bound, 1 if it is exactly a simple price, rank, project.
        self.waiting = [
            ((market.election.costs[at] << FINE) // (total * market.worth[at]), 1, rank[at], at)
            for at, total in enumerate(market.total)
            if total and market.election.costs[at] > 0 and at not in behind
        ]
        heapq.heapify(self.waiting)

    def cheapest(self, at_least: int = 0) -> tuple[Price, list[Price]] | None:
        """The project to buy next, and others whose price was looked at: all that could be as cheap, and all whose lower bound is not
        above `at_least`. None if nobody can afford anything."""
        self._take_hints()
        looked: list[Price] = []
        first: Price | None = None  # the least simple price, and of several the first by the tie-break
        lowest: int | None = None
        while self.waiting:
            bound, simple, rank, project = self.waiting[0]
            if lowest is not None:
                if bound > max(lowest, at_least):
                    break
                if simple and first and bound == first.low == lowest >= at_least and rank > self.rank[first.project]:
                    break  # what follows costs as much at least, and would lose the tie
            heapq.heappop(self.waiting)
            if (floor := self.floor.get(project, 0)) > bound:
                if floor < HOPELESS:
                    heapq.heappush(self.waiting, (floor, 0, rank, project))
                continue
            price = self.price(project)
            if price is None:
                continue  # money only shrinks: what is not affordable now will not be in this run
            looked.append(price)
            lowest = price.high if lowest is None else min(lowest, price.high)
            if price.simple and (first is None or (price.low, rank) < (first.low, self.rank[first.project])):
                first = price
        if lowest is None:
            return None
        close = [price for price in looked if price.low <= lowest]
        chosen, ties = (close[0], []) if len(close) == 1 else self._least(close)
        others = [price for price in looked if price is not chosen]
        if chosen.simple and len(ties) < TOLD:
            self._more_ties(chosen, ties, others)
        twins = [twin for at in (chosen.project, *ties) for twin in self.after.get(at, ())[:TOLD]]
        self.tied.append(sorted(ties + twins, key=self.rank.__getitem__)[:TOLD] if twins else ties[:TOLD])
        self.seen.append({price.project: price.ratio for price in others})
        for price in others:
            heapq.heappush(self.waiting, (price.low, int(price.simple), self.rank[price.project], price.project))
        return chosen, others

    def _take_hints(self) -> None:
        """Bounds from the run with less money, as long as both bought the same. All voters together then have `rise` more left, at every step. So
        at a price q that just paid the cost before, they now pay at most `rise` more; and since all who pay in full pay `spread` more
        for a price higher by one, the price is at most rise / spread lower. What lacked more than `rise` is still not affordable."""
        step = len(self.order)
        self.hints.append({})
        before = self.before
        if before is None or step >= len(before.hints) or (step and self.order[-1] != before.order[step - 1]):
            self.before = None
            return
        hints = self.hints[-1]
        for project, (value, spread) in before.hints[step].items():
            if not spread:
                if value > self.rise:
                    self.floor[project] = HOPELESS
                    hints[project] = value - self.rise, 0.0
            elif (value := value - self.rise / spread) > 0:
                hints[project] = value, spread
                self.floor[project] = max(self.floor.get(project, 0), _fine(value / self.market.worth[project]))

    def _more_ties(self, chosen: Price, ties: list[int], others: list[Price]) -> None:
        while self.waiting and self.waiting[0][:2] == (chosen.low, 1) and len(ties) < TOLD:
            price = self.price(heapq.heappop(self.waiting)[3])
            if price is not None:
                others.append(price)
                if price.simple and price.low == chosen.low:
                    ties.append(price.project)

    def _least(self, close: list[Price]) -> tuple[Price, list[int]]:
        """The least of prices too close to tell apart in floating point, and what is exactly equal to it."""
        if all(price.simple for price in close):
            close.sort(key=lambda price: (price.low, self.rank[price.project]))
            return close[0], [price.project for price in close[1:] if price.low == close[0].low]
        self.decided_exactly += 1
        values = [self.ledger.ratio(price.project, price.q) for price in close]
        least = values[0]
        for value in values[1:]:
            if value[0] * least[1] < least[0] * value[1]:
                least = value
        equal = [
            price for price, value in zip(close, values, strict=True) if value[0] * least[1] == least[0] * value[1]
        ]
        equal.sort(key=lambda price: self.rank[price.project])
        return equal[0], [price.project for price in equal[1:]]

    def price(self, project: int) -> Price | None:
        """The price of a project now, or None if its supporters cannot pay for it. Voters with less than their price are set aside until
        those who remain can pay the rest evenly: each pass is over the remaining ones only."""
        who, weight = self.who[project], self.weight[project]
        money = self.left[who]
        held = money * weight
        cost = self.cost[project]
        votes = self.market.votes[project]
        total = float(held.sum())
        off = votes * self.off
        hints = self.hints[-1]
        if total <= cost + off and (total < cost - off or not self.ledger.affordable(project)):
            hints[project] = max(cost - total - off, 0.0), 0.0
            return None
        scores = None if self.scores is None else self.scores[project]
        spread = float(self.market.total[project])
        limit = money if scores is None else money / scores
        q = cost / spread
        rich = np.flatnonzero(limit >= q)
        if len(rich) == len(limit):
            hints[project] = q * (1 - 1e-9), spread
            worth = self.market.worth[project]
            bound = (self.market.election.costs[project] << FINE) // (self.market.total[project] * worth)
            return Price(project, q, q / worth, bound, bound, True)
        if len(rich) * 2 < len(limit):
            self._forget_drained(project)
        rest = cost
        share = weight if scores is None else weight * scores
        while len(rich) < len(limit):
            if not len(rich):  # they can pay it only just: the last to pay is at the price
                q = float(limit.max())
                break
            limit, share, held = limit[rich], share[rich], held[rich]
            rest -= total - (total := float(held.sum()))  # what the others have; rounding is far below `off`
            spread = float(share.sum())
            q = rest / spread
            rich = np.flatnonzero(limit >= q)
        off = 2 * off / spread + 8 * EPS * q
        hints[project] = max(q * (1 - 1e-9) - off, 0.0), spread
        worth = self.market.worth[project]
        return Price(project, q, q / worth, _fine((q - off) / worth), _fine((q + off) / worth), False)

    def _forget_drained(self, project: int) -> None:
        alive = self.drained[self.who[project]] == NEVER
        if 2 * np.count_nonzero(alive) < len(alive):
            self.who[project] = self.who[project][alive]
            self.weight[project] = self.weight[project][alive]
            if self.scores is not None:
                self.scores[project] = self.scores[project][alive]

    def buy(self, price: Price) -> None:
        project, step = price.project, len(self.order)
        who = self.who[project]
        money = self.left[who]
        due = price.q if self.scores is None else price.q * self.scores[project]
        rest = money - due
        near = who[np.abs(rest) <= 4 * self.off]
        near = near[self.drained[near] == NEVER]
        gone = who[rest < 0]
        self.left[who] = np.maximum(rest, 0)
        self.drained[gone] = np.minimum(self.drained[gone], step)
        self.order.append(project)
        self.prices.append(price)
        self.most.append(price.q if self.scores is None else float(np.minimum(money, due).max()))
        self.step_of[project] = step
        self.spent += self.market.election.costs[project]
        if others := self.after.pop(project, None):  # it costs as much at least
            if others[1:]:
                self.after[others[0]] = others[1:]
            heapq.heappush(self.waiting, (price.low, int(price.simple), self.rank[others[0]], others[0]))
        if len(near):  # whether they keep something is not for rounding to decide
            self.ledger.catch_up(near)

    def again(self, steps: int) -> Paying:
        """This run as it was after some of its purchases, for looking at prices."""
        run = Paying(self.market, self.rank, self.money, self.off / self.first)
        for price in self.prices[:steps]:
            run.buy(price)
        run.hints.append({})
        return run

    def to_the_end(self) -> Paying:
        while found := self.cheapest():
            self.buy(found[0])
        return self
