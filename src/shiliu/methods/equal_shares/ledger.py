"""The same run in whole numbers: exact prices where floating-point numbers are too close to tell, and a replay of all purchases.

A voter who never gave the last of their money has paid the full price q_j·score at every purchase j they support. So their money is
b − Σ_j q_j·score_j, and the money of many voters is one sum over purchases: no fraction is kept for each voter. All prices
have one common denominator, which grows with each purchase by a factor of at most the voters who paid in full.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from shiliu.methods.equal_shares.election import Integers

if TYPE_CHECKING:
    from shiliu.methods.equal_shares.paying import Paying


NEVER = 2**31 - 1  # the step at which somebody who still has money gave the last of it


class Ledger:
    """Follows a run. Exact money and prices are integers over `self.below`."""

    def __init__(self, run: Paying) -> None:
        self.run = run
        self.below = run.money.denominator
        self.first = run.money.numerator  # over below
        self.paid: list[int] = []  # q of step j, over what below was after step j
        self.even = np.empty(0, np.int64)  # ballots of the last price computed whose voters have just the full price
        self.belows: list[int] = []  # the common denominator after step j
        self.grown: list[int] = []  # by which factor below grew at step j

    def ratio(self, project: int, q: float) -> tuple[int, int]:
        """q / worth of a project that is affordable now, near `q`: an exact fraction (above, below)."""
        self.catch_up()
        above, below, _gone = self._price(project, self._split(project, q))
        return above, below * self.run.market.worth[project]

    def affordable(self, project: int) -> bool:
        """Whether its supporters have enough."""
        self.run.decided_exactly += 1
        self.catch_up()
        who = self._alive(project, len(self.paid))
        return self._money(who) >= self.run.market.election.costs[project] * self.below

    def catch_up(self, edge: Integers | None = None) -> None:
        """Write down the purchases since the last time. At the last one it is not sure of the ballots `edge` whether their voters gave
        all they had: the exact numbers say so, and the run is set right."""
        run = self.run
        for step in range(len(self.paid), len(run.order)):
            last = edge if step == len(run.order) - 1 else None
            if last is None and run.prices[step].simple:  # everybody pays in full
                project = run.order[step]
                self._write(*self._over(run.market.election.costs[project] * self.below, run.market.total[project]))
                continue
            who = self._alive(run.order[step], step)
            poor = run.drained[who] == step
            hard = np.zeros(len(who), bool) if last is None else np.isin(who, last)
            above, below, gone = self._price(run.order[step], (who, poor, hard))
            if last is not None:
                run.drained[last] = NEVER
                run.drained[gone] = step
                run.left[gone] = 0
                run.even[step] = self.even
            self._write(above, below)

    def _write(self, above: int, below: int) -> None:
        self.grown.append(below // self.below)
        self.paid.append(above)
        self.belows.append(below)
        self.first *= self.grown[-1]
        self.below = below

    def _over(self, rest: int, spread: int) -> tuple[int, int]:
        """rest / below / spread as a fraction whose denominator is a multiple of below."""
        common = gcd(rest, spread)
        return rest // common, self.below * (spread // common)

    def _alive(self, project: int, step: int) -> Integers:
        """Supporters who still have money before a step."""
        who = self.run.market.who[project]
        return who[self.run.drained[who] >= step]

    def _split(self, project: int, q: float) -> tuple[Integers, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        run = self.run
        who = self._alive(project, len(self.paid))
        rest = run.left[who] - q * self._scores(project, who)
        return who, rest < 0, np.abs(rest) <= 4 * run.off + 1e-9 * q

    def _scores(self, project: int, who: Integers) -> npt.NDArray[np.float64]:
        market = self.run.market
        if market.scores is None:
            return np.ones(len(who))
        return market.scores[project][np.searchsorted(market.who[project], who)]

    def _price(
        self, project: int, split: tuple[Integers, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    ) -> tuple[int, int, Integers]:
        """The exact price (above, below), `below` a multiple of self.below, and who gives their last. `split`: the supporters
        with money, who of them is poor for all that floating point can tell, and for whom it cannot."""
        who, poor, hard = split
        times = self.run.market.times
        scores = self._scores(project, who).astype(np.int64)
        shares = times[who] * scores
        cost = self.run.market.election.costs[project]
        poor = poor.copy()
        if poor.all():  # but they can pay it, so someone must be at the edge
            poor, hard = np.zeros(len(who), bool), np.ones(len(who), bool)
        edge = np.flatnonzero(hard)
        kept = list(zip(edge.tolist(), self._money_of_each(who[edge]), scores[edge].tolist(), strict=True))
        while True:  # Newton's method on a concave function, so it ends (and at once where rounding was right)
            spread = int(shares[~poor].sum())
            rest = cost * self.below - self._money(who[poor])
            moved = False
            for at, money, score in kept:
                is_poor = money * spread < rest * score
                moved |= is_poor != bool(poor[at])
                poor[at] = is_poor
            if not moved:
                break
        even = [at for at, money, score in kept if money * spread == rest * score]
        poor[even] = True
        self.even = who[even]
        return *self._over(rest, spread), who[poor]

    def _entries(self, ballots: Integers) -> tuple[Integers, Integers, Integers]:
        """Of ballots: how many entries each has, at which step each entry was bought, and its score."""
        market = self.run.market
        begin = market.start[ballots]
        sizes = market.start[ballots + 1] - begin
        entries = np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        scores = np.ones(len(entries), np.int64) if market.entry_scores is None else market.entry_scores[entries]
        return sizes, self.run.step_of[market.project[entries]], scores

    def _money(self, ballots: Integers) -> int:
        """What all voters of these ballots, none of them drained, have together after the purchases written down; over self.below."""
        times = self.run.market.times[ballots]
        total = int(times.sum()) * self.first
        if not self.paid or not len(ballots):
            return total
        sizes, steps, scores = self._entries(ballots)
        before = steps < len(self.paid)
        given = np.bincount(steps[before], (np.repeat(times, sizes) * scores)[before], len(self.paid))
        return total - self._given(given.astype(np.int64).tolist())

    def _money_of_each(self, ballots: Integers) -> list[int]:
        """The same for one voter of each ballot; computed once for those who paid for the same."""
        if not self.paid:
            return [self.first] * len(ballots)
        known: dict[tuple[tuple[int, int], ...], int] = {}
        found = []
        for ballot in ballots:
            _sizes, steps, scores = self._entries(np.array([ballot]))
            key = tuple(
                (int(step), int(score)) for step, score in zip(steps, scores, strict=True) if step < len(self.paid)
            )
            if key not in known:
                given = [0] * len(self.paid)
                for step, score in key:
                    given[step] = score
                known[key] = self.first - self._given(given)
            found.append(known[key])
        return found

    def _given(self, shares: list[int]) -> int:
        """Sum of shares × prices; over self.below."""
        spent = 0
        for share, paid, factor in zip(shares, self.paid, self.grown, strict=True):
            if factor != 1:
                spent *= factor
            if share:
                spent += share * paid
        return spent

    def prices(self) -> list[float]:
        """The exact q of each step, rounded once."""
        self.catch_up()
        return [paid / below for paid, below in zip(self.paid, self.belows, strict=True)]

    def error(self) -> float:
        """How far any voter's money in floating point may be off, in parts of the first money: from the prices found exact."""
        run = self.run
        most = (
            1.0
            if run.market.scores is None
            else max((float(s.max()) for s in run.market.scores if len(s)), default=1.0)
        )
        exact = self.prices()
        off = sum(abs(price.q - value) for price, value in zip(run.prices, exact, strict=True)) * most
        return off / run.first + 4 * len(exact) * 2.0**-52 if exact else 0.0
