"""Reach beside pandana 0.8 (nearest of each kind) and networkx (every minute from door to door, on random small towns)."""

import math
from itertools import pairwise

import networkx
import numpy as np
import pandana
import pandas
import pytest

from shiliu.methods import reach
from shiliu.methods.reach.paths import minutes_to_nearest, paths
from shiliu.methods.reach.snapping import snap
from shiliu.methods.reach.walkers import minutes_along

pytestmark = [pytest.mark.peer, pytest.mark.once, pytest.mark.filterwarnings("ignore")]
METRE = 180 / math.pi / 6_371_008.8
ADULT = reach.shipped_walkers()["adult"]


def random_town(seed, size=60, one_way=0.0):
    """Corners in a square of 600 m; each joined to near ones, some twice, some one way, lengths a multiple of 1/8 m."""
    random = np.random.default_rng(seed)
    at = random.uniform(0, 600, (size, 2))
    far = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    near = np.argsort(far, axis=1)[:, 1:4]
    start, end = np.repeat(np.arange(size), 3), near.ravel()
    again = random.random(len(start)) < 0.1
    start, end = np.concatenate([start, start[again]]), np.concatenate([end, end[again]])
    length = np.ceil(8 * far[start, end] * random.uniform(1, 1.4, len(start))) / 8
    single = random.random(len(start)) < one_way
    network = reach.build(
        np.arange(size),
        *(at * METRE).T,
        start,
        end,
        length,
        one_way=single,
        stairs=random.random(len(start)) < one_way / 2,
    )
    return network, random


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_of_each_kind_is_pandanas(seed, capfd):
    """pandana cuts every edge to whole millimetres, so that it is short by up to one a piece of path; lengths of whole eighths of a metre
    leave nothing to cut, and then both agree to rounding."""
    network, random = random_town(seed)
    goals = [np.sort(random.choice(60, 3, replace=False)) for _ in range(4)]
    number = pandas.Series(np.arange(60))
    start, end = network.tail, network.head
    peer = pandana.Network(
        pandas.Series(network.lon, number), pandas.Series(network.lat, number), pandas.Series(start), pandas.Series(end),
        pandas.DataFrame({"m": network.length}),
    )  # fmt: skip
    ours = minutes_to_nearest(paths(network, ADULT), goals, limit=900 / ADULT.metres_a_minute)
    for row, nodes in enumerate(goals):
        peer.set_pois(f"k{row}", 900, 1, pandas.Series(network.lon[nodes]), pandas.Series(network.lat[nodes]))
        theirs = peer.nearest_pois(900, f"k{row}", 1)[1].to_numpy()
        assert np.minimum(ours[row] * ADULT.metres_a_minute, 900) == pytest.approx(theirs, abs=1e-6)


def as_networkx(network, walker, points):
    """Each edge cut at every door by hand, doors hung on at their distance: nothing shared with ours but where doors meet paths."""
    ahead, back = minutes_along(network, walker)
    town = networkx.MultiDiGraph()
    for edge in range(len(network.tail)):
        here = sorted({(float(a), ("p", edge, float(a))) for a in points.along[points.edge == edge]})
        stops = [(0.0, int(network.tail[edge])), *here, (1.0, int(network.head[edge]))]
        for (low, a), (high, b) in pairwise(stops):
            for one, other, minutes in ((a, b, ahead[edge]), (b, a, back[edge])):
                if np.isfinite(minutes):
                    town.add_edge(one, other, minutes=(high - low) * minutes)
                elif high == low:
                    town.add_edge(one, other, minutes=0.0)
    for door in np.flatnonzero(points.found):
        place = ("p", int(points.edge[door]), float(points.along[door]))
        leg = points.away[door] / walker.metres_a_minute
        town.add_edge(("door", int(door)), place, minutes=leg)
        town.add_edge(place, ("door", int(door)), minutes=leg)
    return town


@pytest.mark.parametrize("walker", ["adult", "wheelchair"])
@pytest.mark.parametrize("seed", range(6))
def test_every_walk_from_door_to_door_is_networkxs(seed, walker):
    network, random = random_town(seed, one_way=0.3)
    walks = reach.shipped_walkers()[walker]
    spots = random.uniform(-30, 630, (40, 2)) * METRE
    shops = [reach.Facility(f"s{n:02d}", f"k{n % 3}", *spots[n]) for n in range(12)]
    houses = [reach.Dwelling(f"d{n:02d}", *spots[n]) for n in range(12, 40)]
    answer = reach.circle(network, shops, houses, walker=walks, minutes=6, piece_m=0, snap_m=60, fewest=1, more=0)
    usable = np.isfinite(np.minimum(*minutes_along(network, walks)))
    points = snap(network, usable, *spots.T, 60)
    town = as_networkx(network, walks, points)
    for place, door in zip(answer.reached, range(12, 40), strict=True):
        took = {}
        if points.found[door]:
            took = networkx.single_source_dijkstra_path_length(town, ("door", door), weight="minutes")
        for kind in range(3):
            there = [took.get(("door", n), math.inf) for n in range(kind, 12, 3)]
            nearest = min(there)
            assert (place.minutes[kind] is None) == (nearest == math.inf)
            if place.minutes[kind] is not None:
                assert place.minutes[kind] == pytest.approx(nearest, abs=1e-7)
            assert place.within[kind] == sum(minutes <= 6 for minutes in there)
