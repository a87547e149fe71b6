import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.maps import Unusable, features, parse_boundary, sketch
from shiliu.platform.maps.tests.conftest import square


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_text_bytes_features_and_collections_of_one_are_accepted():
    plain = square(0, 0, 1, 1)
    feature = {"type": "Feature", "properties": {}, "geometry": plain}
    expected = parse_boundary(plain)
    for given_ in (
        json.dumps(plain),
        json.dumps(plain).encode(),
        feature,
        {"type": "FeatureCollection", "features": [feature]},
    ):
        assert parse_boundary(given_) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "Polygon",\n "coordinates": [[', "line 2"),
        ("NaN", "NaN is not a number"),
        ('{"type": "\\ud800"}', "line 1, column 11"),
        ('{"type": "Polygon", "coordinates": [' + "9" * 5000 + "]}", "line 1, column 37"),
        ("[" * 100_000, "nested too deeply"),
        ('{"type": "Point", "coordinates": [100, 40]}', "not “Point”"),
        ('{"type": "FeatureCollection", "features": [1, 2]}', "2 features"),
        ('{"type": "Polygon", "coordinates": [[[100,40],[101,"x"],[101,41]]]}', "polygon 1, ring 1, position 2"),
        ('{"type": "Polygon", "coordinates": [[[40,100],[41,100],[41,101]]]}', "Longitude comes first"),
        ('{"type": "Polygon", "coordinates": [[[10,20],[11,20],[11,21]]]}', "outside the country"),
        ('{"type": "Polygon", "coordinates": [[[100,40],[101,40]]]}', "three different positions"),
        ('{"type": "Polygon", "coordinates": [[[100,40],[101,41],[101,40],[100,41]]]}', "100.5"),
        ('{"type": "Polygon", "coordinates": []}', "encloses no area"),
        ('"text"', "GeoJSON object"),
        ("7", "GeoJSON object"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_that_say_where(text, says):
    with pytest.raises(Unusable, match=says):
        parse_boundary(text)


def test_a_huge_boundary_is_refused_before_it_is_read():
    with pytest.raises(Unusable, match="1024 KB"):
        parse_boundary(" " * (1024 * 1024 + 1))


def test_too_many_points_are_refused():
    ring = [[100 + n / 1e6, 40 + (n % 2) / 1e6] for n in range(50_001)]
    with pytest.raises(Unusable, match="50000 points"):
        parse_boundary({"type": "Polygon", "coordinates": [ring]})


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["Polygon", "MultiPolygon", "Feature"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "features"]), inner)
    ),
)


@given(anything)
def test_nothing_decoded_from_json_does_more_than_be_refused(value):
    try:
        parse_boundary(value)
    except Unusable as error:
        assert str(error)


@pytest.mark.django_db
def test_simplified_neighbours_keep_sharing_their_border(town):
    import shapely
    from shapely.geometry import shape

    drawn = features(town.cells, simplify=0.0005)
    shapes = [shape(feature["geometry"]) for feature in drawn["features"]]
    assert shapely.coverage_is_valid(shapes)
    assert [feature["properties"]["code"] for feature in drawn["features"]] == ["core/01", "core/02"]


@pytest.mark.django_db
def test_an_area_with_only_a_point_is_drawn_as_a_point_and_one_without_anything_is_left_out(town):
    town.left.boundary = None
    drawn = features([town.right, town.left, town.core], address=lambda area: f"/{area.code}", chosen=town.core)
    kinds = [
        (f["geometry"]["type"], f["properties"].get("url"), f["properties"].get("chosen")) for f in drawn["features"]
    ]
    assert kinds == [("Point", "/right", None), ("Polygon", "/core", True)]


def test_a_sketch_fits_all_outlines_into_its_frame_and_leaves_out_what_cannot_be_read():
    drawn = sketch(
        [(square(0, 0, 2, 1), "whole", "around"), ("broken", "x", "around"), (square(0, 0, 1, 1), "half", "here")]
    )
    assert [outline.label for outline in drawn.outlines] == ["whole", "half"]
    numbers = [float(n) for n in drawn.outlines[0].path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= drawn.width
    assert max(numbers[1::2]) <= drawn.height
    assert sketch([("broken", "x", "here")]) is None
