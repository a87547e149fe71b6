"""Sequential Phragmén: the load of each purchase is spread so that the most loaded supporter carries as little as possible.

Phragmén (1894); for projects with costs: Los, Christoff, Grossi (2022), Proportional Budget Allocations. Every voter earns money
at the same speed; a project is bought at the moment its supporters together have its cost, and they pay all they have. So after a
purchase each supporter's load (the time of their last purchase) is s = (cost + Σ loads) / supporters."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from shiliu.methods.equal_shares.market import Market, together
from shiliu.methods.equal_shares.paying import EPS


@dataclass(slots=True)
class Loaded:
    """Purchases in order, the load after each, what was tied, and what the rule ended with: the tied projects of which one
    did not fit (empty if every supported project was bought)."""

    order: list[int] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    tied: list[list[int]] = field(default_factory=list)
    stopped_by: list[int] = field(default_factory=list)
    decided_exactly: int = 0
    bits: int = 0


class _Exact:
    """Loads as whole numbers over one denominator."""

    def __init__(self) -> None:
        self.loads: list[int] = []  # after purchase j, over what below was then
        self.grown: list[int] = []
        self.below = 1

    def above(self, cost: int, carried: list[int]) -> int:
        """cost + Σ carried[j] × load j, over below."""
        total = 0
        for number, load, factor in zip(carried, self.loads, self.grown, strict=True):
            if total and factor != 1:
                total *= factor
            if number:
                total += number * load
        return total + cost * self.below

    def add(self, above: int, votes: int) -> float:
        common = gcd(above, votes)
        factor = votes // common
        self.below *= factor
        self.loads.append(above // common)
        self.grown.append(factor)
        return self.loads[-1] / self.below


def phragmen(market: Market, rank: Sequence[int], budget: int, spent: int = 0) -> Loaded:
    """Buy by the least new load until one of the projects tied for it does not fit into what is left of `budget`."""
    costs, votes = market.election.costs, market.votes
    last = np.zeros(market.election.ballots, np.int64)  # 1 + the purchase that loaded them last; 0 for none
    loads = np.zeros(market.election.ballots)
    exact, gave = _Exact(), Loaded()
    # A project dearer than the whole budget is no candidate.
    waiting = [
        (costs[at] / number * (1 - 4 * EPS), rank[at], at)
        for at, number in enumerate(votes)
        if number and 0 < costs[at] <= budget
    ]
    heapq.heapify(waiting)

    def carried(project: int) -> list[int]:
        who = market.who[project]
        return np.bincount(last[who], market.weight[project], len(exact.loads) + 1)[1:].astype(np.int64).tolist()

    while waiting:
        looked: list[tuple[float, float, int]] = []
        lowest = float("inf")
        while waiting and waiting[0][0] <= lowest:
            project = heapq.heappop(waiting)[2]
            load = (costs[project] + together(loads[market.who[project]], market.weight[project])) / votes[project]
            off = 1e-11 * load
            looked.append((load - off, load + off, project))
            lowest = min(lowest, load + off)
        close = [project for low, _high, project in looked if low <= lowest]
        values = {project: exact.above(costs[project], carried(project)) for project in close}
        gave.decided_exactly += len(close) > 1
        best = close[0]
        for project in close[1:]:
            if values[project] * votes[best] < values[best] * votes[project]:
                best = project
        equal = [project for project in close if values[project] * votes[best] == values[best] * votes[project]]
        equal.sort(key=lambda project: rank[project])
        if any(spent + costs[project] > budget for project in equal):
            gave.stopped_by = equal
            break
        chosen = equal[0]
        gave.order.append(chosen)
        gave.tied.append(equal[1:])
        gave.loads.append(exact.add(values[chosen], votes[chosen]))
        spent += costs[chosen]
        last[market.who[chosen]] = len(exact.loads)
        loads[market.who[chosen]] = gave.loads[-1]
        for low, _high, project in looked:
            if project != chosen:
                heapq.heappush(waiting, (low, rank[project], project))
    gave.bits = exact.below.bit_length()
    return gave
