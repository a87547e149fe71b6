"""What holds of every measurement, whatever the neighbourhood looks like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.circle import measuring, rules
from shiliu.methods import reach

METRE = 1 / 111_195
SIDE = 4
KINDS = (measuring.Kind("shop", 10.0), measuring.Kind("park", 6.0))
WALKERS = reach.shipped_walkers()


def grid(stairs):
    """Level streets from west to east, 200 m a block, and ways between them that may be stairs."""
    ids = [f"{x}.{y}" for y in range(SIDE) for x in range(SIDE)]
    along = [(f"{x}.{y}", f"{x + 1}.{y}", False) for y in range(SIDE) for x in range(SIDE - 1)]
    across = [(f"{x}.{y}", f"{x}.{y + 1}") for y in range(SIDE - 1) for x in range(SIDE)]
    edges = along + [(a, b, stair) for (a, b), stair in zip(across, stairs, strict=True)]
    return reach.build(
        ids, [int(one[0]) * 200 * METRE for one in ids], [int(one[2]) * 200 * METRE for one in ids],
        [edge[0] for edge in edges], [edge[1] for edge in edges], stairs=[edge[2] for edge in edges],
    )  # fmt: skip


points = st.tuples(st.integers(0, 3 * (SIDE - 1) - 1), st.integers(0, SIDE - 1)).map(
    lambda at: ((at[0] * 66 + 20) * METRE, at[1] * 200 * METRE)
)
networks = st.lists(st.booleans(), min_size=SIDE * (SIDE - 1), max_size=SIDE * (SIDE - 1)).map(grid)
facilities = st.lists(st.tuples(points, st.sampled_from(["shop", "park"])), min_size=1, max_size=5).map(
    lambda found: [reach.Facility(str(at), kind, *point) for at, (point, kind) in enumerate(found)]
)
buildings = st.lists(st.tuples(points, st.integers(1, 30), st.integers(1, 2)), min_size=1, max_size=6).map(
    lambda found: [rules.Spot(f"b{at}", *point, homes, home) for at, (point, homes, home) in enumerate(found)]
)


@settings(max_examples=10)
@given(networks, facilities, buildings, st.tuples(points, st.sampled_from(["shop", "park"])))
def test_one_more_facility_never_covers_fewer_homes(network, places, spots, more):
    before = measuring.covers(measuring.measure(network, places, spots, KINDS, WALKERS["elder"]), KINDS)
    added = [*places, reach.Facility("more", more[1], *more[0])]
    after = measuring.covers(measuring.measure(network, added, spots, KINDS, WALKERS["elder"]), KINDS)
    assert (after >= before).all()


@settings(max_examples=10)
@given(networks, facilities, buildings)
def test_wheels_reach_nothing_that_feet_do_not_reach_as_soon(network, places, spots):
    feet = measuring.measure(network, places, spots, KINDS, WALKERS["adult"]).minutes
    wheels = measuring.measure(network, places, spots, KINDS, WALKERS["wheelchair"]).minutes
    assert (wheels >= feet - 1e-9).all()


@settings(max_examples=10)
@given(networks, facilities, buildings, st.integers(50, 400))
def test_a_gap_goes_when_a_facility_opens_in_it(network, places, spots, metres):
    walker = WALKERS["elder"]
    measured = measuring.measure(network, places, spots, KINDS, walker)
    for lack in measuring.lacks(measured, KINDS, spots, metres, 5)[:1]:
        at = spots[lack.members[0]]
        added = [*places, reach.Facility("new", lack.kind, at.lon, at.lat)]
        after = measuring.lacks(measuring.measure(network, added, spots, KINDS, walker), KINDS, spots, metres, 5)
        assert not [one for one in after if one.kind == lack.kind and lack.members[0] in one.members]


@settings(max_examples=10)
@given(networks, facilities, buildings, st.integers(50, 400))
def test_every_home_is_covered_or_in_exactly_one_gap(network, places, spots, metres):
    measured = measuring.measure(network, places, spots, KINDS, WALKERS["wheelchair"])
    covered, homes = measuring.covers(measured, KINDS), np.array([spot.homes for spot in spots])
    for at, kind in enumerate(KINDS):
        gaps = [one for one in measuring.lacks(measured, KINDS, spots, metres, 5) if one.kind == kind.code]
        assert sorted(one for gap in gaps for one in gap.members) == np.flatnonzero(~covered[:, at]).tolist()
        assert sum(gap.homes for gap in gaps) + homes[covered[:, at]].sum() == homes.sum()


@settings(max_examples=30)
@given(buildings, st.integers(2, 12))
def test_small_buildings_are_told_with_a_neighbour_of_their_community(spots, fewest):
    groups = rules.merged(spots, fewest)
    assert sorted(one for group in groups for one in group) == list(range(len(spots)))
    for group in groups:
        home = spots[group[0]].home
        assert {spots[one].home for one in group} == {home}
        alone = sum(1 for other in groups if spots[other[0]].home == home) == 1
        assert alone or sum(spots[one].homes for one in group) >= fewest


def test_a_building_no_path_leads_to_is_in_no_number():
    network = grid([False] * (SIDE * (SIDE - 1)))
    spots = [rules.Spot("near", 0, 0, 10, 1), rules.Spot("far", 1, 1, 50, 1)]
    measured = measuring.measure(network, [reach.Facility("f", "shop", 0, 0)], spots, KINDS, WALKERS["adult"])
    told = measuring.figures(measured, KINDS, np.array([10, 50]), {7: [0, 1]}, {}, 5)[7]
    assert measured.adrift == 1
    assert told["shop"] == {"homes": 10, "covered": 10, "few": None, "quarters": [0.0, 0.0, 0.0, 0.0]}
    assert told["park"]["covered"] == 0
    assert [lack.kind for lack in measuring.lacks(measured, KINDS, spots, 200, 5)] == ["park"]


@pytest.mark.parametrize("name", ["minutes", "fewest", "adult.speed", "elder.kerb", "wheelchair.steepest"])
def test_every_number_of_the_program_lies_within_its_own_limits(name):
    knob = rules.knobs()[name]
    assert rules.problem_of_setting(name, knob.value) == ""
    assert rules.problem_of_setting(name, knob.most + 1)


def test_the_walkers_of_the_program_are_those_of_the_method():
    values = {name: float(knob.value) for name, knob in rules.knobs().items()}
    assert rules.walkers(values) == dict(WALKERS)
