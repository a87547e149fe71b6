import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods import places
from shiliu.methods.places import (
    GeometryError,
    PolygonIndex,
    bounds,
    centroid,
    check_position,
    coarsen,
    distance_m,
    parse_geometry,
    to_geojson,
)


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


COMPOUND = polygon(box(104.00, 30.60, 104.10, 30.70), box(104.04, 30.64, 104.06, 30.66))  # with a hole
IN_THE_HOLE = polygon(box(104.04, 30.64, 104.06, 30.66))
NEIGHBOUR = polygon(box(104.10, 30.60, 104.20, 30.70))
ISLANDS = {"type": "MultiPolygon", "coordinates": [[box(105, 30, 105.1, 30.1)], [box(106, 30, 106.1, 30.1)]]}
INDEX = PolygonIndex.build(
    [("neighbour", NEIGHBOUR), ("compound", COMPOUND), ("school", IN_THE_HOLE), ("islands", ISLANDS)]
)


# Finding


def test_point_in_a_hole_belongs_to_what_fills_the_hole():
    assert INDEX.locate(104.05, 30.65) == ["school"]
    assert INDEX.locate(104.02, 30.65) == ["compound"]


def test_every_island_of_an_area_counts_and_the_water_between_does_not():
    assert INDEX.locate(105.05, 30.05) == INDEX.locate(106.05, 30.05) == ["islands"]
    assert INDEX.locate(105.5, 30.05) == []


def test_point_on_a_shared_border_belongs_to_both_and_locate_one_takes_the_smaller():
    assert INDEX.locate(104.10, 30.65) == ["compound", "neighbour"]  # the hole makes the compound smaller
    assert INDEX.locate_one(104.10, 30.65) == "compound"
    assert INDEX.locate(104.04, 30.65) == ["school", "compound"]


def test_nested_areas_come_smallest_first_and_equal_ones_by_key():
    index = PolygonIndex.build(
        [(3, polygon(box(0, 0, 9, 9))), (2, polygon(box(0, 0, 1, 1))), (1, polygon(box(0, 0, 1, 1)))]
    )
    assert index.locate(0.5, 0.5) == [1, 2, 3]


def test_point_outside_everything_and_empty_index_find_nothing():
    assert INDEX.locate_one(0, 0) is None
    assert PolygonIndex.build([]).locate(104, 30) == []
    assert PolygonIndex.build([]).locate_many([(104, 30)]) == [[]]
    assert INDEX.locate_many([]) == []


def test_key_given_twice_is_refused():
    with pytest.raises(ValueError, match="one geometry"):
        PolygonIndex.build([("a", COMPOUND), ("a", NEIGHBOUR)])


@pytest.mark.parametrize(
    "lon, lat, code",
    [
        (float("nan"), 0, places.OUT_OF_RANGE),
        (0, float("inf"), places.OUT_OF_RANGE),
        (30.65, 104.05, places.OUT_OF_RANGE),
        ("104", 30, places.NOT_A_POSITION),
        (True, 30, places.NOT_A_POSITION),
        (None, 30, places.NOT_A_POSITION),
    ],
)
def test_positions_off_the_earth_are_refused_everywhere(lon, lat, code):
    for ask in (INDEX.locate, check_position, coarsen, lambda x, y: INDEX.locate_many([(x, y)])):
        with pytest.raises(GeometryError) as refused:
            ask(lon, lat)
        assert refused.value.code == code


# A map of jittered quadrangles on whole numbers, and an exact point-in-polygon test to compare with.

SIZE, STEP = 4, 10


@st.composite
def quilts(draw):
    """A SIZE × SIZE map without gaps: corners of a grid, moved by up to 3 of the 10 units between them."""
    move = st.integers(-3, 3)
    corner = {(x, y): (x * STEP + draw(move), y * STEP + draw(move)) for x in range(SIZE + 1) for y in range(SIZE + 1)}
    return {
        x * SIZE + y: [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1]]
        for x in range(SIZE)
        for y in range(SIZE)
    }


def holds(ring, x, y):
    """Whole-number test: inside by counting crossings, or on an edge by a cross product of zero."""
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if cross == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (cross > 0) == (by > ay):
            inside = not inside
    return inside


@settings(max_examples=25, deadline=None)
@given(quilts(), st.lists(st.tuples(st.integers(-3, 43), st.integers(-3, 43)), min_size=1, max_size=40))
def test_locating_agrees_with_an_exact_test_and_leaves_no_gap_between_neighbours(quilt, points):
    index = PolygonIndex.build((key, polygon([list(map(float, at)) for at in ring])) for key, ring in quilt.items())
    many = index.locate_many(points)
    for (x, y), found in zip(points, many, strict=True):
        assert found == index.locate(x, y)
        assert set(found) == {key for key, ring in quilt.items() if holds(ring, x, y)}
        assert found or not (3 < x < 37 and 3 < y < 37)


@settings(max_examples=15, deadline=None)
@given(quilts(), st.randoms(use_true_random=False), st.integers(3, 37), st.integers(3, 37))
def test_answers_do_not_depend_on_the_order_of_building(quilt, rng, x, y):
    items = [(key, polygon([list(map(float, at)) for at in ring])) for key, ring in quilt.items()]
    shuffled = items[:]
    rng.shuffle(shuffled)
    assert PolygonIndex.build(items).locate(x, y) == PolygonIndex.build(shuffled).locate(x, y)


# Boundaries


@pytest.mark.parametrize(
    "obj, code",
    [
        (None, places.NOT_A_GEOMETRY),
        ([], places.NOT_A_GEOMETRY),
        ({"type": "Point", "coordinates": [1, 2]}, places.WRONG_TYPE),
        ({"type": "Feature", "geometry": COMPOUND}, places.WRONG_TYPE),
        ({"type": ["Polygon"]}, places.WRONG_TYPE),
        ({"type": "Polygon"}, places.NOT_A_GEOMETRY),
        (polygon("abc"), places.NOT_A_GEOMETRY),
        (polygon(), places.EMPTY),
        ({"type": "MultiPolygon", "coordinates": []}, places.EMPTY),
        ({"type": "MultiPolygon", "coordinates": [[]]}, places.EMPTY),
        (polygon([]), places.RING_TOO_SHORT),
        (polygon([[0, 0], [1, 1]]), places.RING_TOO_SHORT),
        (polygon([[0, 0], [1, 1], [0, 0]]), places.RING_TOO_SHORT),
        (polygon([[0, 0], [1, 1], ["2", 0]]), places.NOT_A_POSITION),
        (polygon([[0, 0], [1, 1], [None, 0]]), places.NOT_A_POSITION),
        (polygon([[0, 0], [1, 1], [2]]), places.NOT_A_POSITION),
        (polygon([box(0, 0, 1, 1)]), places.TOO_DEEP),
        (polygon([[0, 0], [200, 1], [2, 0]]), places.OUT_OF_RANGE),
        (polygon([[0, 0], [float("nan"), 1], [2, 0]]), places.OUT_OF_RANGE),
        (polygon([[0, 0], [10**400, 1], [2, 0]]), places.OUT_OF_RANGE),
        (polygon([[0, 0], [1, 1], [2, 2]]), places.INVALID_SHAPE),
        (polygon([[179, 0], [-179, 0], [-179, 1], [179, 1]]), places.ANTIMERIDIAN),
    ],
)
def test_what_is_no_boundary_is_refused_by_name(obj, code):
    with pytest.raises(GeometryError) as refused:
        parse_geometry(obj)
    assert refused.value.code == code


def test_shape_that_crosses_itself_is_refused_with_the_place_or_repaired_on_request():
    bow_tie = polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])
    with pytest.raises(GeometryError, match="longitude 1, latitude 1") as refused:
        parse_geometry(bow_tie)
    assert refused.value.params == {"problem": "Self-intersection", "lon": 1.0, "lat": 1.0}
    repaired = parse_geometry(bow_tie, repair=True)
    assert repaired.is_valid and repaired.area == pytest.approx(2)


def test_tangle_that_would_take_minutes_to_repair_is_refused_at_once():
    star = [[math.cos(i * 1000 * math.tau / 2001), math.sin(i * 1000 * math.tau / 2001)] for i in range(2001)]
    with pytest.raises(GeometryError) as refused:
        parse_geometry(polygon(star), repair=True)
    assert refused.value.code == places.TANGLED


def test_repair_of_a_shape_without_area_is_still_refused():
    with pytest.raises(GeometryError) as refused:
        parse_geometry(polygon([[0, 0], [1, 1], [2, 2]]), repair=True)
    assert refused.value.code == places.EMPTY


def test_points_are_counted_over_all_rings_before_any_shape_is_made():
    parse_geometry(COMPOUND, max_points=10)
    with pytest.raises(GeometryError, match="more than 9 points"):
        parse_geometry(COMPOUND, max_points=9)


def test_unclosed_ring_is_closed_and_heights_are_dropped():
    shape = parse_geometry(polygon([[0, 0, 500], [1, 0, 500], [1, 1, 500], [0, 1, 500]]))
    assert shape.area == 1 and not shape.has_z


def test_boundary_survives_the_way_out_and_in_again():
    shape = parse_geometry(ISLANDS)
    assert to_geojson(shape) == ISLANDS
    assert parse_geometry(to_geojson(shape)).equals(shape)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
    max_leaves=25,
)
shapes = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Polygon", "MultiPolygon"]),
        "coordinates": st.lists(st.lists(json_values, max_size=5), max_size=3),
    }
)


@settings(max_examples=150, deadline=None)
@given(json_values | shapes, st.booleans())
def test_any_json_is_either_a_valid_boundary_or_refused_by_name(obj, repair):
    try:
        shape = parse_geometry(obj, repair=repair)
    except GeometryError as refused:
        assert refused.code and str(refused)
    else:
        assert shape.is_valid and shape.area > 0


# Publishing and measuring

lons, lats = st.floats(-180, 180), st.floats(-89, 89)


@settings(max_examples=150, deadline=None)
@given(lons, lats, st.sampled_from([1, 50, 150, 1000]))
def test_coarse_position_is_near_and_coarsening_twice_changes_nothing(lon, lat, metres):
    coarse = coarsen(lon, lat, metres)
    assert distance_m((lon, lat), coarse) <= 0.71 * metres + 0.2  # six decimals are 0.11 m
    assert coarsen(*coarse, metres) == coarse


def test_neighbours_in_one_square_are_published_at_the_same_point():
    assert coarsen(104.0601, 30.6502) == coarsen(104.0604, 30.6503)


@pytest.mark.parametrize("metres", [0, -5, float("nan"), 1e9])
def test_grid_of_absurd_width_is_refused(metres):
    with pytest.raises(ValueError):
        coarsen(104, 30, metres)


def test_poles_and_date_line_stay_on_the_earth():
    for lon, lat in [(180, 90), (-180, -90), (180, 0), (-180, 89.9999)]:
        check_position(*coarsen(lon, lat))


def test_one_degree_of_latitude_is_about_111_km_and_distance_is_symmetric():
    assert distance_m((104, 30), (104, 31)) == pytest.approx(111_195, abs=1)
    assert distance_m((104, 30), (105, 31)) == distance_m((105, 31), (104, 30))
    assert distance_m((0, 0), (180, 0)) == pytest.approx(math.pi * places.EARTH_RADIUS_M)


def test_bounds_hold_all_shapes_and_nothing_has_no_bounds():
    assert bounds([parse_geometry(COMPOUND), parse_geometry(ISLANDS)]) == (104.0, 30.0, 106.1, 30.7)
    assert bounds([]) is None


def test_label_point_lies_in_the_shape_even_when_its_centre_does_not():
    assert centroid(parse_geometry(NEIGHBOUR)) == pytest.approx((104.15, 30.65))
    horseshoe = parse_geometry(polygon([[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3]]))
    assert PolygonIndex.build([("horseshoe", horseshoe)]).locate(*centroid(horseshoe)) == ["horseshoe"]
