"""Stable matching: the published example by hand, and what must hold for any lists."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import blocking_pairs, stable_matching

pytestmark = pytest.mark.once
few = settings(max_examples=settings.default.max_examples // 4)
SEEDS = st.integers(0, 2**32)

# The ranking matrix of Gale and Shapley 1962, example 1: three stable marriages, one of them with every man at his first choice.
MEN = {"α": "ABC", "β": "BCA", "γ": "CAB"}
WOMEN = {"A": "βγα", "B": "γαβ", "C": "αβγ"}
ONE = dict.fromkeys("ABC", 1)


def lists(seed):
    """Wishes, orders and places drawn from a number: up to four guests and three hosts, each list part of the other side."""
    rng = Random(seed)
    guests, hosts = "abcd"[: rng.randint(0, 4)], "XYZ"[: rng.randint(0, 3)]
    wishes = {guest: rng.sample(hosts, rng.randint(0, len(hosts))) for guest in guests}
    orders = {host: rng.sample(guests, rng.randint(0, len(guests))) for host in hosts}
    return wishes, orders, {host: rng.randint(0, 3) for host in hosts}


def all_stable(wishes, orders, places):
    for chosen in product(*([None, *wished] for wished in wishes.values())):
        matched = dict(zip(wishes, chosen, strict=True))
        fits = all(host is None or guest in orders[host] for guest, host in matched.items())
        fits = fits and all(chosen.count(host) <= places[host] for host in orders)
        if fits and not blocking_pairs(wishes, orders, places, matched):
            yield matched


def test_the_example_of_gale_and_shapley_gives_each_proposer_the_first_choice():
    assert stable_matching(MEN, WOMEN, ONE) == {"α": "A", "β": "B", "γ": "C"}
    assert stable_matching(WOMEN, MEN, dict.fromkeys("αβγ", 1)) == {"A": "β", "B": "γ", "C": "α"}
    assert sum(1 for _ in all_stable(MEN, WOMEN, ONE)) == 3


def test_a_pair_that_would_leave_for_each_other_is_found():
    assert blocking_pairs(MEN, WOMEN, ONE, {"α": "A", "β": "C", "γ": "B"}) == [("γ", "A")]


@few
@given(SEEDS)
def test_the_result_is_stable_and_the_best_of_all_stable_ones_for_every_guest(seed):
    wishes, orders, places = lists(seed)
    matched = stable_matching(wishes, orders, places)
    assert blocking_pairs(wishes, orders, places, matched) == []
    for other in all_stable(wishes, orders, places):
        for guest, host in other.items():
            # Who is left out in one stable matching is left out in all of them.
            assert (host is None) == (matched[guest] is None)
            assert host is None or wishes[guest].index(matched[guest]) <= wishes[guest].index(host)


@few
@given(SEEDS)
def test_with_more_places_no_guest_fares_worse(seed):
    wishes, orders, places = lists(seed)
    before = stable_matching(wishes, orders, places)
    more = {host: count + (seed >> at & 1) for at, (host, count) in enumerate(places.items())}
    after = stable_matching(wishes, orders, more)
    for guest, host in before.items():
        assert host is None or wishes[guest].index(after[guest]) <= wishes[guest].index(host)


@pytest.mark.parametrize(
    ("wishes", "orders", "places", "code"),
    [
        ({"a": ["X", "X"]}, {"X": ["a"]}, {"X": 1}, "twice"),
        ({"a": ["Y"]}, {"X": ["a"]}, {"X": 1}, "unknown"),
        ({"a": ["X"]}, {"X": ["b"]}, {"X": 1}, "unknown"),
        ({"a": ["X"]}, {"X": ["a"]}, {"X": -1}, "places"),
        ({"a": ["X"]}, {"X": ["a"]}, {}, "places"),
        ({"a": ["X"]}, {"X": ["a"]}, {"X": 1.5}, "places"),
    ],
)
def test_lists_that_contradict_each_other_are_refused(wishes, orders, places, code):
    with pytest.raises(BadInput) as refused:
        stable_matching(wishes, orders, places)
    assert refused.value.code == code


def test_a_matching_that_is_none_is_refused():
    with pytest.raises(BadInput, match="not on each other's lists"):
        blocking_pairs({"a": []}, {"X": []}, {"X": 1}, {"a": "X"})
    with pytest.raises(BadInput, match="which has 1 places"):
        blocking_pairs({"a": ["X"], "b": ["X"]}, {"X": ["a", "b"]}, {"X": 1}, {"a": "X", "b": "X"})
