"""How fast prices fall while each voter's money is raised: bounds that hold for every amount between two runs that bought the same.

With the same purchases, more money at the start leaves nobody with less at any step. So who gives their last at a purchase with the
larger amount does so with every smaller one, and who does not with the smaller one does with none of the larger. Between such changes
everything is linear: let money rise by one for everybody; if the poor supporters of a project then have d_i more, its price falls by
Σ poor d_i / Σ rich score_i, and every rich supporter has score_i times that more afterwards. With those who are poor in both
runs this gives the least fall of each price, with those who are poor in either the largest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shiliu.methods.equal_shares.election import Integers
from shiliu.methods.equal_shares.market import Floats, together

if TYPE_CHECKING:
    from shiliu.methods.equal_shares.paying import Paying, Price

ROUNDING = 1e-9  # of a slope, in parts of it; much more than the floating-point sums are off
FINE_UNIT = 2**256


class Slopes:
    """Between run `less` and run `more`, which has bought a part of the same in the same order.

    low[i], high[i]     bounds of how much more each voter of ballot i has, at the step reached, for one more at the start"""

    def __init__(self, less: Paying, more: Paying) -> None:
        self.less, self.more = less, more
        self.rise = float(more.money - less.money) * (1 + ROUNDING)
        self.low = np.ones(more.market.election.ballots)
        self.high = np.ones(more.market.election.ballots)
        self.step = 0

    def stays_dearer(self, other: Price, bought: Price) -> bool:
        """Whether `other` costs more than `bought`, the next purchase of both runs, at every amount from here down to that of `less`;
        both prices are of `more`. False also where the bounds are too wide to tell."""
        apart = (other.low - bought.high) / FINE_UNIT
        if apart <= 0:
            return self._twins(other.project, bought.project)
        while self.step < len(self.more.order):
            self._follow()
        _least, most = self._fall(bought.project)
        worth = self.more.market.worth
        return apart > self.rise * (
            most / worth[bought.project] * (1 + ROUNDING)
            - self._least_fall(other) / worth[other.project] * (1 - ROUNDING)
        )

    def _twins(self, other: int, bought: int) -> bool:
        """Whether two projects always have the same price, so that the tie-break decides."""
        market = self.more.market
        return (
            market.election.costs[other] == market.election.costs[bought]
            and market.worth[other] == market.worth[bought]
            and np.array_equal(market.who[other], market.who[bought])
            and (market.scores is None or np.array_equal(market.scores[other], market.scores[bought]))
        )

    def _follow(self) -> None:
        project = self.more.order[self.step]
        least, most = self._fall(project)
        market = self.more.market
        who = market.who[project]
        score = 1.0 if market.scores is None else market.scores[project]
        self.low[who] = np.where(self.less.drained[who] <= self.step, 0.0, self.low[who] + least * score)
        self.high[who] = np.where(self.more.drained[who] <= self.step, 0.0, self.high[who] + most * score)
        self.step += 1

    def _fall(self, project: int) -> tuple[float, float]:
        """Bounds of the fall of the price at which `less` bought a project at the step reached."""
        less, more = self.less.drained, self.more.drained
        who, weight, share = self._supporters(project)
        poor = less[who] <= self.step
        rich = float(share[~poor].sum())
        most = together(self.high[who[poor]], weight[poor]) / rich if rich else float("inf")
        poor = more[who] <= self.step  # before `more` buys it, those who are poor already
        rich = float(share[~poor].sum())
        return (together(self.low[who[poor]], weight[poor]) / rich if rich else 0.0), most

    def _least_fall(self, price: Price) -> float:
        """A lower bound of the fall of a price that nobody pays."""
        who, weight, share = self._supporters(price.project)
        poor = self.more.left[who] < price.q * share / weight - 4 * self.more.off
        rich = float(share[~poor].sum())
        return together(self.low[who[poor]], weight[poor]) / rich if rich else 0.0

    def _supporters(self, project: int) -> tuple[Integers, Integers, Integers | Floats]:
        market = self.more.market
        weight = market.weight[project]
        share = weight if market.scores is None else weight * market.scores[project]
        return market.who[project], weight, share
