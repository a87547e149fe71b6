"""Who reaches what on foot."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.inputs import BadInput
from shiliu.methods.reach import Dwelling, Facility, build, circle, minutes_to_nearest, paths, shipped_walkers
from shiliu.methods.reach.tests.town import METRE, minutes_by_relaxing

pytestmark = pytest.mark.once
ADULT = shipped_walkers()["adult"]
PACE = ADULT.metres_a_minute
few = settings(max_examples=settings.default.max_examples // 4)


def street(*places, **more):
    """A straight street along the equator with nodes at these metres."""
    names = [f"n{at:04d}" for at in places]
    return build(names, [at * METRE for at in places], [0.0] * len(places), names[:-1], names[1:], **more)


def at(metres, north=0.0):
    return metres * METRE, north * METRE


def shop(name, metres, category="shop", north=0.0):
    return Facility(name, category, *at(metres, north))


def house(name, metres, homes=1, north=0.0):
    return Dwelling(name, *at(metres, north), homes)


def test_a_walk_counts_from_door_to_door_along_the_path():
    answer = circle(street(0, 1000), [shop("s", 800, north=30)], [house("d", 200, north=-40)])
    (row,) = answer.reached
    assert row.minutes[0] == pytest.approx((40 + 600 + 30) / PACE, abs=1e-6)
    assert row.away == pytest.approx(40, abs=1e-6) and row.nearest == ("s",) and row.within == (1,)


def test_the_nearest_and_the_number_within_the_time_are_two_things():
    shops = [shop("near", 300), shop("far", 900), shop("farther", 2500)]
    answer = circle(street(0, 1000, 3000), shops, [house("d", 0)], minutes=1000 / PACE)
    assert answer.reached[0].nearest == ("near",) and answer.reached[0].within == (2,)


def test_coverage_is_a_share_of_homes_and_names_the_houses_without():
    houses = [house("tower", 100, 60), house("row", 2000, 40), house("edge", 4000, 20)]
    answer = circle(street(0, 5000), [shop("s", 0)], houses, minutes=15)
    (shops,) = answer.coverage
    assert (shops.covered, shops.missing, shops.homes) == (60, 60, 120) and shops.share == 0.5
    assert [(gap.dwelling, round(gap.over, 6)) for gap in answer.gaps] == [
        ("edge", round(4000 / PACE - 15, 6)),
        ("row", round(2000 / PACE - 15, 6)),
    ]


@pytest.mark.parametrize(("near", "far", "few"), [(3, 50, "covered"), (50, 4, "missing"), (2, 3, "both")])
def test_a_number_of_few_homes_is_hidden_and_so_is_what_would_give_it_away(near, far, few):
    answer = circle(street(0, 5000), [shop("s", 0)], [house("a", 0, near), house("b", 4000, far)])
    for told in (answer.coverage[0], answer.every):
        assert (told.covered, told.missing, told.share, told.few) == (None, None, None, few)
    assert all(site.homes is None or site.homes >= 5 for site in answer.sites)


def test_all_or_nobody_is_no_small_number_unless_there_are_few_in_all():
    told = circle(street(0, 500), [shop("s", 0)], [house("a", 10, 5)]).coverage[0]
    assert (told.homes, told.covered, told.missing, told.share, told.few) == (5, 5, 0, 1.0, None)
    told = circle(street(0, 500), [shop("s", 0)], [house("a", 10, 4)]).coverage[0]
    assert (told.homes, told.covered, told.missing, told.share, told.few) == (None, None, None, None, "both")


def test_a_category_that_is_asked_for_and_not_there_is_missed_by_everyone():
    answer = circle(street(0, 500), [shop("s", 0)], [house("a", 10, 9)], categories=["shop", "clinic"])
    assert answer.coverage[1].facilities == 0 and answer.coverage[1].share == 0
    assert answer.gaps[0].category == "clinic" and answer.gaps[0].minutes is None
    assert answer.every.share == 0


def test_what_meets_no_path_is_told_and_counted_nowhere():
    answer = circle(
        street(0, 500), [shop("s", 0), shop("lost", 0, north=500)], [house("a", 10, 9), house("far", 900, 9)]
    )
    assert answer.adrift == ("far",) and answer.lost == ("lost",)
    assert answer.coverage[0].homes == 9 and answer.coverage[0].facilities == 1
    assert not answer.gaps and answer.reached[1].minutes == (None,) and answer.reached[1].away is None


def test_a_one_way_path_is_walked_one_way():
    ring = build(
        list("abc"), *zip(at(0), at(300), at(150, 400), strict=True), list("abc"), list("bca"), one_way=[1, 1, 1]
    )
    answer = circle(ring, [shop("s", 300)], [house("before", 200), house("after", 225, north=200)], snap_m=20)
    took = {row.dwelling: row.minutes[0] for row in answer.reached}
    assert took["before"] == pytest.approx(100 / PACE, rel=1e-6)
    assert took["after"] == pytest.approx((math.hypot(75, 200) + math.hypot(150, 400) + 300) / PACE, rel=1e-4)


def test_two_doors_on_one_piece_of_path_need_no_corner():
    answer = circle(
        street(0, 1000, one_way=[1]), [shop("s", 600)], [house("d", 400), house("beyond", 700), house("at", 600)]
    )
    took = {row.dwelling: row.minutes[0] for row in answer.reached}
    assert took["d"] == pytest.approx(200 / PACE, rel=1e-6) and took["beyond"] is None and took["at"] == 0


def test_a_wheelchair_does_not_take_the_stairs_that_an_adult_takes():
    names, where = list("abc"), [at(0), at(200), at(100, 300)]
    net = build(names, *zip(*where, strict=True), ["a", "a", "c"], ["b", "c", "b"], stairs=[1, 0, 0])
    there = {
        walker: circle(net, [shop("s", 200)], [house("d", 0)], walker=walker).reached[0].minutes[0]
        for walker in ("adult", "elder", "wheelchair")
    }
    assert there["adult"] == pytest.approx(200 / (PACE * ADULT.stairs), rel=1e-6)
    assert there["adult"] < there["elder"] < there["wheelchair"]


def test_of_two_paths_between_the_same_corners_each_walker_takes_the_quicker():
    both = build(["a", "b"], *zip(at(0), at(100), strict=True), ["a", "b"], ["b", "a"], [100, 150], stairs=[1, 0])
    there = [
        float(minutes_to_nearest(paths(both, shipped_walkers()[name]), [[1]])[0, 0]) for name in ("adult", "wheelchair")
    ]
    assert there == pytest.approx([150 / PACE, 150 / shipped_walkers()["wheelchair"].metres_a_minute])
    short = build(["a", "b"], *zip(at(0), at(100), strict=True), ["a", "b"], ["b", "a"], [100, 300], stairs=[1, 0])
    assert minutes_to_nearest(paths(short, ADULT), [[1]])[0, 0] == pytest.approx(100 / PACE / ADULT.stairs)


def test_what_the_map_does_not_say_is_told_to_whom_it_may_stop():
    def told(walker, **more):
        notes = circle(street(0, 500, 900, **more), [shop("s", 0)], [house("d", 10)], walker=walker).notes
        return [(note.code, note.count) for note in notes]

    assert told("adult") == []
    assert told("wheelchair") == [("slopes_unknown", 2), ("kerbs_unknown", 2)]
    assert told("wheelchair", slope=[0.01, 0], kerb=[0, 0.02]) == []


def test_bits_of_map_that_join_nothing_hold_no_door_and_are_told():
    net = build(list("abcd"), *zip(at(0), at(1000), at(400, 20), at(450, 20), strict=True), ["a", "c"], ["b", "d"])
    answer = circle(net, [shop("s", 900)], [house("d", 420, north=25)])
    assert answer.reached[0].minutes[0] == pytest.approx((25 + 480) / PACE, rel=1e-6)
    assert [(note.code, note.count) for note in answer.notes] == [("pieces", 2), ("pieces_left_out", 1)]
    kept = circle(net, [shop("s", 900)], [house("d", 420, north=25)], piece_m=0)
    assert kept.reached[0].minutes[0] is None and kept.gaps[0].over is None


def test_one_more_facility_goes_where_most_homes_lack_it():
    houses = [house("few", 100, 8), house("many", 4000, 90), house("some", 8000, 30)]
    answer = circle(street(0, 4100, 8100), [shop("s", 50_000)], houses, more=3, minutes=10)
    assert [(site.rank, site.node, site.homes) for site in answer.sites] == [
        (1, "n4100", 90),
        (2, "n8100", 30),
        (3, "n0000", 8),
    ]


def test_a_time_that_is_just_enough_is_enough():
    answer = circle(street(0, 1000), [shop("s", 0)], [house("d", 720, 9)], minutes=720 / PACE)
    assert answer.coverage[0].share == 1 and answer.reached[0].within == (1,)


@st.composite
def towns(draw):
    """A random town of a few corners; some paths one way, some twice there with another length, some to nowhere."""
    size = draw(st.integers(2, 7))
    corner = st.integers(0, size - 1)
    edges = draw(
        st.lists(
            st.tuples(corner, corner, st.integers(0, 9), st.booleans()).filter(lambda e: e[0] != e[1]),
            min_size=1,
            max_size=14,
        )
    )
    goals = draw(st.lists(corner, min_size=1, max_size=3))
    return size, edges, goals


def town_network(size, edges, shuffled=None):
    names = [f"c{at}" for at in range(size)]
    nodes, edges = list(range(size)), list(edges)
    if shuffled is not None:
        shuffled.shuffle(nodes)
        shuffled.shuffle(edges)
    lon = [10 * METRE * math.cos(at) for at in nodes]
    lat = [10 * METRE * math.sin(at) for at in nodes]
    start, end = [names[e[0]] for e in edges], [names[e[1]] for e in edges]
    return build(
        [names[at] for at in nodes], lon, lat, start, end, [60.0 * e[2] for e in edges], one_way=[e[3] for e in edges]
    )


@given(towns())
@few
def test_the_nearest_is_what_relaxing_every_path_gives(town):
    size, edges, goals = town
    steps = [(a, b, 60 * m / PACE) for a, b, m, _ in edges] + [
        (b, a, 60 * m / PACE) for a, b, m, one in edges if not one
    ]
    ours = minutes_to_nearest(paths(town_network(size, edges), ADULT), [goals])[0]
    assert ours.tolist() == pytest.approx(minutes_by_relaxing(size, steps, goals), abs=1e-9)


@given(towns(), st.randoms(use_true_random=False))
@few
def test_the_order_of_the_input_changes_nothing(town, shuffled):
    size, edges, _ = town
    draw = random.Random(size + len(edges))
    spot = lambda: (draw.uniform(-12, 12), draw.uniform(-12, 12))  # noqa: E731
    shops = [Facility(f"s{n}", f"k{n % 2}", *at(*spot())) for n in range(4)]
    houses = [Dwelling(f"d{n}", *at(*spot()), n + 1) for n in range(6)]

    def answer(network):  # notes say in which row something was seen first
        return replace(circle(network, shops, houses, minutes=2, fewest=1, piece_m=0), notes=())

    first = answer(town_network(size, edges))
    shuffled.shuffle(shops)
    shuffled.shuffle(houses)
    assert answer(town_network(size, edges, shuffled)) == first


@given(towns())
@few
def test_one_more_shop_takes_nobody_farther_and_what_is_promised_is_kept(town):
    size, edges, _ = town
    net = town_network(size, edges)
    houses = [Dwelling(f"d{n}", 10 * METRE * math.cos(n), 10 * METRE * math.sin(n), 3) for n in range(size)]
    before = circle(net, [], houses, minutes=3, fewest=1, piece_m=0, categories=["shop"])
    site = before.sites[0]
    after = circle(net, [Facility("new", "shop", site.lon, site.lat)], houses, minutes=3, fewest=1, piece_m=0)
    assert before.coverage[0].covered == 0
    if len({(lon, lat) for lon, lat in zip(net.lon, net.lat, strict=True)}) == size:
        assert after.coverage[0].covered >= site.homes


@given(towns(), st.lists(st.integers(1, 20), min_size=7, max_size=7))
@few
def test_the_place_for_one_more_serves_as_many_homes_as_any_place_could(town, homes):
    size, edges, goals = town
    net = town_network(size, edges)
    steps = [(a, b, 60 * m / PACE) for a, b, m, _ in edges] + [
        (b, a, 60 * m / PACE) for a, b, m, one in edges if not one
    ]
    used = sorted({end for edge in edges for end in edge[:2]})
    spots = {n: (10 * METRE * math.cos(n), 10 * METRE * math.sin(n)) for n in used}
    houses = [Dwelling(f"d{n}", *spots[n], homes[n]) for n in used]
    shops = [Facility("s", "shop", *spots[goals[0]])] if goals[0] in spots else []
    answer = circle(net, shops, houses, minutes=3, fewest=1, piece_m=0, categories=["shop"])
    before = minutes_by_relaxing(size, steps, [goals[0]] if shops else [])
    lacking = [n for n in used if before[n] > 3 + 1e-9]
    best = 0
    for node in used:
        took = minutes_by_relaxing(size, steps, [node])
        best = max(best, sum(homes[n] for n in lacking if took[n] <= 3 + 1e-9))
    assert answer.coverage[0].missing == sum(homes[n] for n in lacking)
    assert [site.homes for site in answer.sites] == ([best] if best else [])


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"dwellings": []}, "empty"),
        ({"facilities": []}, "empty"),
        ({"dwellings": [house("d", 0), house("d", 1)]}, "double_id"),
        ({"facilities": [shop("s", 0), shop("s", 1)]}, "double_id"),
        ({"dwellings": [Dwelling("d", math.nan, 0)]}, "not_a_position"),
        ({"dwellings": [Dwelling("d", 0, 0, -1)]}, "negative"),
        ({"minutes": 0}, "out_of_range"),
        ({"minutes": math.nan}, "out_of_range"),
        ({"snap_m": math.inf}, "out_of_range"),
        ({"walker": "horse"}, "unknown_walker"),
        ({"categories": ["shop", "shop"]}, "double"),
    ],
)
def test_what_cannot_be_computed_with_is_refused(given_, code):
    with pytest.raises(BadInput) as refused:
        circle(**{"network": street(0, 500), "facilities": [shop("s", 0)], "dwellings": [house("d", 10)], **given_})
    assert refused.value.code == code
