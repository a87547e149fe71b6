"""The best total assignment beside trying everything."""

from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import best_assignment

pytestmark = pytest.mark.once


def a_case(seed):
    rng = Random(seed)
    n, m = rng.randint(1, 4), rng.randint(1, 3)
    edges = [pair for pair in product(range(n), range(m)) if rng.random() < 0.6]
    cost = [rng.randint(0, 9) for _ in edges]
    return n, edges, cost, [rng.randint(0, 3) for _ in range(m)], rng.sample(range(n), n), rng.randint(0, 4)


def solved(n, edges, cost, places, priority, even):
    guest, host = np.array(edges, np.int64).reshape(-1, 2).T
    return best_assignment(guest, host, np.array(cost, np.int64), np.array(places, np.int64), priority, even)


def price(chosen, costs, even):
    loads = [list(chosen).count(host) for host in set(chosen) - {-1}]
    return sum(costs[at, host] for at, host in enumerate(chosen) if host >= 0) + sum(
        even * load * (load - 1) // 2 for load in loads
    )


@settings(max_examples=settings.default.max_examples // 4)
@given(st.integers(0, 2**32))
def test_it_serves_down_the_list_and_then_costs_the_least(seed):
    n, edges, cost, places, priority, even = a_case(seed)
    costs = dict(zip(edges, cost, strict=True))
    options = [[-1, *(host for guest, host in edges if guest == at)] for at in range(n)]
    possible = [
        chosen for chosen in product(*options) if all(chosen.count(host) <= places[host] for host in range(len(places)))
    ]
    wanted = max(tuple(chosen[at] >= 0 for at in priority) for chosen in possible)
    assert sum(wanted) == max(sum(host >= 0 for host in chosen) for chosen in possible)
    least = min(
        price(chosen, costs, even) for chosen in possible if tuple(chosen[at] >= 0 for at in priority) == wanted
    )
    chosen = tuple(solved(n, edges, cost, places, priority, even).tolist())
    assert chosen in possible
    assert tuple(chosen[at] >= 0 for at in priority) == wanted
    assert price(chosen, costs, even) == least
    mixed = Random(seed).sample(edges, len(edges))
    assert tuple(solved(n, mixed, [costs[pair] for pair in mixed], places, priority, even).tolist()) == chosen


def test_evenness_sends_the_second_family_to_the_next_carer():
    edges, cost = [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 10, 0, 10]
    assert sorted(solved(2, edges, cost, [2, 2], [0, 1], 0)) == [0, 0]
    assert sorted(solved(2, edges, cost, [2, 2], [0, 1], 11)) == [0, 1]


@pytest.mark.parametrize("cost", [-1, 2**53])
def test_costs_that_cannot_be_added_exactly_are_refused(cost):
    with pytest.raises(BadInput) as refused:
        solved(1, [(0, 0)], [cost], [1], [0], 0)
    assert refused.value.code == "cost"


def test_nobody_and_nothing_is_no_trouble():
    assert solved(2, [], [], [1], [0, 1], 0).tolist() == [-1, -1]
