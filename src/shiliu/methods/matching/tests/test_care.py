"""Carers and families: possible pairs, the stated orders, and a reason for everyone left out."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import Carer, Family, Rules, Slot, blocking, match, read_slots
from shiliu.methods.matching.candidates import Town, candidates
from shiliu.methods.matching.people import merged
from shiliu.methods.places import distance_m

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 22)
few = settings(max_examples=settings.default.max_examples // 5)
HOME = (104.06, 30.67)
METRE = 1 / 111_195  # of latitude, in degrees


def north(metres):
    return HOME[0], HOME[1] + metres * METRE


def town(seed, most=7):
    rng = Random(seed)
    slots = [Slot(day, hour * 60, hour * 60 + 120) for day in range(2) for hour in (14, 16)]
    point = lambda: north(rng.randrange(900))  # noqa: E731
    families = [
        Family(
            f"f{at}",
            TODAY - timedelta(days=rng.randrange(3)),
            frozenset(own := rng.sample(slots, rng.randint(0, 2))),
            rng.choice([None, len(own)]),
            point(),
            frozenset(rng.sample(["check", "training"], rng.randint(0, 1))),
            tuple(rng.sample(["c0", "c1"], rng.randint(0, 1))),
            frozenset(rng.sample(["c0", "c1"], rng.randint(0, 1))),
        )
        for at in range(rng.randint(1, most))
    ]
    carers = [
        Carer(
            f"c{at}",
            rng.randint(0, 3),
            frozenset(rng.sample(slots, 3)),
            point(),
            rng.choice([None, 500.0]),
            {"check": TODAY + timedelta(days=rng.randint(-1, 1)), "training": None},
        )
        for at in range(rng.randint(2, 4))
    ]
    return families, carers, Rules(TODAY, farthest=600.0, seed=str(seed))


def may(family, carer, rules):
    """The conditions once more, one pair at a time."""
    apart = distance_m(family.point, carer.point)
    free = [
        slot
        for slot in family.slots
        if any(own.day == slot.day and own.start <= slot.start and slot.end <= own.end for own in merged(carer.slots))
    ]
    return (
        apart <= min(rules.farthest, carer.farthest or rules.farthest)
        and all(carer.meets(gate, rules.on) for gate in family.needs | rules.gates)
        and len(free) >= family.wanted
        and carer.key not in family.declines
    )


@few
@given(st.integers(0, 2**32))
def test_possible_pairs_are_those_that_meet_every_condition_one_by_one(seed):
    families, carers, rules = town(seed)
    pairs = candidates(Town(families, carers, rules))
    found = set(zip(pairs.family.tolist(), pairs.carer.tolist(), strict=True))
    assert found == {
        (i, j) for i, family in enumerate(families) for j, carer in enumerate(carers) if may(family, carer, rules)
    }
    for i, j, metres in zip(pairs.family, pairs.carer, pairs.metres, strict=True):
        assert metres == pytest.approx(distance_m(families[i].point, carers[j].point), abs=0.51)


@few
@given(st.integers(0, 2**32), st.sampled_from([("stable", None), ("stable", 1.0), ("best", None), ("best", 50.0)]))
def test_everyone_is_matched_within_the_rules_or_told_why_not_in_whatever_order_they_come(seed, how):
    families, carers, rules = town(seed)
    mode, even = how
    rules = Rules(rules.on, rules.farthest, rules.gates, rules.seed, even)
    result = match(families, carers, rules, mode=mode)
    by_key = {person.key: person for person in (*families, *carers)}
    assert sorted([pair.family for pair in result.pairs] + [left.family for left in result.left]) == sorted(
        family.key for family in families
    )
    for pair in result.pairs:
        assert may(by_key[pair.family], by_key[pair.carer], rules)
        assert len(pair.slots) == by_key[pair.family].wanted
    for carer in carers:
        assert result.loads[carer.key] == sum(pair.carer == carer.key for pair in result.pairs) <= carer.places
    for left in result.left:
        assert (left.code == "taken") == (left.open > 0) == bool(left.before)
        assert sum(left.before.values()) == left.open
    if mode == "stable":
        assert blocking(families, carers, rules, result) == []
    mixed = Random(seed)
    again = match(mixed.sample(families, len(families)), mixed.sample(carers, len(carers)), rules, mode=mode)
    assert {pair.family: pair.carer for pair in again.pairs} == {pair.family: pair.carer for pair in result.pairs}


@few
@given(st.integers(0, 2**32))
def test_the_best_total_serves_as_many_as_can_be_and_never_leaves_out_who_waited_longer_for_who_waited_less(seed):
    families, carers, rules = town(seed)
    best, stable = match(families, carers, rules, mode="best"), match(families, carers, rules)
    assert len(best.pairs) >= len(stable.pairs)
    for left in best.left:
        assert "nearer" not in left.before
    served = {pair.family: pair.carer for pair in best.pairs}
    since = {family.key: family.since for family in families}
    for left in best.left:
        family = next(family for family in families if family.key == left.family)
        could = {carer.key for carer in carers if carer.places and may(family, carer, rules)}
        assert all(since[other] <= family.since for other, carer in served.items() if carer in could)


def test_the_nearest_carer_comes_first_and_the_longest_waiting_family_keeps_her():
    families = [
        Family("new", TODAY, point=north(0)),
        Family("waiting", TODAY - timedelta(days=90), point=north(50)),
        Family("third", TODAY, point=north(60)),
    ]
    carers = [Carer("next door", 1, point=north(10)), Carer("far", 1, point=north(400))]
    result = match(families, carers, Rules(TODAY))
    assert {pair.family: (pair.carer, pair.metres) for pair in result.pairs} == {
        "waiting": ("next door", 40),
        "third": ("far", 340),
    }
    (left,) = result.left
    assert (left.family, left.before) == ("new", {"nearer": 1, "waited_longer": 1})


def test_a_wished_carer_comes_before_a_nearer_one():
    families = [Family("one", TODAY, point=north(0), wishes=("far",))]
    carers = [Carer("near", 1, point=north(10)), Carer("far", 1, point=north(500))]
    for mode in ("stable", "best"):
        assert match(families, carers, Rules(TODAY), mode=mode).pairs[0].carer == "far"


def test_an_expired_check_closes_the_gate_the_day_after():
    families, until = [Family("one", TODAY)], TODAY
    carers = [Carer("her", 1, holds={"check": until})]
    assert match(families, carers, Rules(TODAY, gates=frozenset({"check"}))).pairs
    (left,) = match(families, carers, Rules(TODAY + timedelta(days=1), gates=frozenset({"check"}))).left
    assert (left.code, left.near, left.passing, left.only) == ("gates", 1, 0, {"gates": 1})


@pytest.mark.parametrize(
    ("family", "carer", "code"),
    [
        ({"point": north(0)}, {"point": north(700)}, "too_far"),
        ({"slots": read_slots("Mon 16:00-18:00")}, {"slots": read_slots("Mon 16:00-17:30")}, "no_time"),
        ({"declines": frozenset({"her"})}, {}, "not_agreed"),
        ({}, {"declines": frozenset({"them"})}, "not_agreed"),
        ({}, {"places": 0}, "no_places"),
    ],
)
def test_each_reason_for_being_left_out_is_told_with_what_would_help(family, carer, code):
    rules = Rules(TODAY, farthest=600.0 if "point" in family else None)
    carers = [Carer(**{"key": "her", "places": 1, **carer})]
    (left,) = match([Family(**{"key": "them", "since": TODAY, **family})], carers, rules).left
    assert (left.code, left.only) == (code, {code: 1})
    assert match([Family("them", TODAY)], [], Rules(TODAY)).left[0].code == "too_far"


def test_being_even_lowers_the_places_of_all_only_as_far_as_nobody_more_is_left_out():
    families = [Family(f"f{at}", TODAY, point=north(at)) for at in range(4)]
    carers = [Carer("near", 4, point=north(5)), Carer("far", 4, point=north(100))]
    assert match(families, carers, Rules(TODAY)).loads == {"near": 4, "far": 0}
    result = match(families, carers, Rules(TODAY, even=1.0))
    assert (result.level, result.loads) == (2, {"near": 2, "far": 2})
    assert match(families, carers, Rules(TODAY, even=500.0), mode="best").loads == {"near": 2, "far": 2}


def test_ways_along_the_streets_take_the_place_of_straight_lines():
    families, carers = [Family("one", TODAY)], [Carer("a", 1), Carer("b", 1), Carer("c", 1)]
    ways = {("one", "a"): 900.0, ("one", "b"): 300.0}
    result = match(families, carers, Rules(TODAY, farthest=1000), distances=ways)
    assert (result.pairs[0].carer, result.pairs[0].metres) == ("b", 300)
    assert match(families, carers, Rules(TODAY, farthest=100), distances=ways).left[0].near == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mon 16:00-18:00", ["Mon 16:00-18:00"]),
        (
            "周一至周三 08:00-09:30；Sunday 22:00-24:00",
            ["Mon 08:00-09:30", "Tue 08:00-09:30", "Wed 08:00-09:30", "Sun 22:00-24:00"],
        ),
        ("", []),
    ],
)
def test_weekly_times_are_read_as_people_write_them(text, said):
    assert [str(slot) for slot in sorted(read_slots(text))] == said


@pytest.mark.parametrize(
    "text",
    ["16:00-18:00", "Moon 16:00-18:00", "Mon 18:00-16:00", "Mon 23:00-25:00", "Mon 8:61-9:00", "Fri-Mon 8:00-9:00"],
)
def test_times_that_are_none_are_refused(text):
    with pytest.raises(BadInput, match=r"Mon|end after"):
        read_slots(text)


@pytest.mark.parametrize(
    ("families", "carers", "rules", "code"),
    [
        ([Family("a", TODAY), Family("a", TODAY)], [], {}, "double_key"),
        ([], [Carer("", 1)], {}, "double_key"),
        ([Family("a", TODAY, enough=1)], [], {}, "enough"),
        ([], [Carer("a", -1)], {}, "places"),
        ([], [Carer("a", 1, farthest=float("nan"))], {}, "metres"),
        ([Family("a", TODAY, point=(0, 91))], [], {}, "point"),
        ([Family("a", TODAY, point=(0, 0))], [Carer("b", 1)], {}, "half_placed"),
        ([Family("a", TODAY)], [Carer("b", 1)], {"farthest": 5.0}, "no_points"),
        ([Family("a", TODAY, wishes=("c",))], [Carer("b", 1)], {}, "unknown"),
        ([Family("a", TODAY)], [Carer("b", 1)], {"seed": " "}, "not_a_line"),
        ([Family("a", TODAY)], [Carer("b", 1)], {"even": -1.0}, "metres"),
    ],
)
def test_what_cannot_be_matched_is_refused(families, carers, rules, code):
    with pytest.raises(BadInput) as refused:
        match(families, carers, Rules(TODAY, **rules))
    assert refused.value.code == code


def test_the_lot_decides_between_equals_and_favours_nobody():
    families = [Family("first", TODAY), Family("second", TODAY)]
    won = [match(families, [Carer("her", 1)], Rules(TODAY, seed=f"seed {at}")).pairs[0].family for at in range(60)]
    assert 15 < won.count("first") < 45
    assert np.unique(won).size == 2
