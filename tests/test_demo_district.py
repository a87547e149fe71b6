"""The invented district: what the files promise, and that loading them is complete, quick to repeat and harmless."""

import csv
import json
import re
from collections import Counter

import pytest
import shapely
from shapely.geometry import shape

from demo import district, make_district
from shiliu.foundation.models import Area, CellDuty, GridCell, Layer, Organisation
from shiliu.govern.cases.starter import rows as starter_rows
from shiliu.platform import maps
from shiliu.platform.permissions import SYSTEM

DATA = district.DATA


def features(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))["features"]


def levels():
    found = {}
    for feature in features("areas.geojson"):
        found.setdefault(feature["properties"]["level"], []).append(feature)
    return found


def test_the_files_are_what_the_generator_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(make_district, "DATA", tmp_path)
    make_district.main()
    for name in ("areas.geojson", "cells.geojson", "units.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_streets_communities_and_cells_tile_without_gap_or_overlap():
    found = levels()
    whole = shape(found["district"][0]["geometry"])
    for level in ("street", "community"):
        parts = [shape(feature["geometry"]) for feature in found[level]]
        assert shapely.coverage_is_valid(parts)
        assert shapely.union_all(parts).equals(whole)
    communities = {feature["properties"]["code"]: shape(feature["geometry"]) for feature in found["community"]}
    cells = {}
    for feature in features("cells.geojson"):
        cells.setdefault(feature["properties"]["community"], []).append(shape(feature["geometry"]))
    for code, parts in cells.items():
        assert shapely.union_all(parts).equals(communities[code])


def test_every_place_lies_inside_the_one_above():
    shapes = {f["properties"]["code"]: shape(f["geometry"]) for some in levels().values() for f in some}
    outside = [
        f["properties"]["code"]
        for some in levels().values()
        for f in some
        if "parent" in f["properties"] and not shapes[f["properties"]["parent"]].covers(shapes[f["properties"]["code"]])
    ]
    assert outside == []


def test_the_published_shapes_are_there():
    found = levels()
    assert (len(found["street"]), len(found["community"])) == (13, 87)
    inside = Counter(f["properties"]["parent"] for f in found["compound"])
    houses = Counter(f["properties"]["parent"].rpartition("-")[0] for f in found["building"])
    names = {f["properties"]["name_zh-hans"]: f["properties"]["code"] for f in found["community"]}
    assert inside[names["吉福社区"]] == 23
    assert houses[names["花园村"]] == 69
    ziyou = [f["properties"] for f in features("cells.geojson") if f["properties"]["community"].startswith("SL-01-")]
    assert len(ziyou) == 20
    assert {sum(key.startswith("duty_") for key in cell) for cell in ziyou} == {7}


def test_no_telephone_number_of_the_demo_can_be_dialled():
    with open(DATA / "units.csv", encoding="utf-8", newline="") as file:
        numbers = [row["phone"] for row in csv.DictReader(file)]
    for feature in features("cells.geojson"):
        numbers += [value for key, value in feature["properties"].items() if "phone" in key]
    assert len(numbers) > 800
    assert [number for number in numbers if not re.fullmatch(r"0000-555-\d{4}", number)] == []


@pytest.mark.django_db
def test_loading_is_complete_and_loading_again_changes_nothing():
    district.load(SYSTEM)
    counts = Area.objects.count(), Organisation.objects.count(), GridCell.objects.count(), CellDuty.objects.count()
    assert counts[0] > 1400
    assert Layer.objects.count() == 7
    version = maps.version()
    district.load(SYSTEM)
    assert maps.version() == version
    assert counts == (
        Area.objects.count(),
        Organisation.objects.count(),
        GridCell.objects.count(),
        CellDuty.objects.count(),
    )
    assert maps.area_at(100.0, 40.0) is not None
    _every_matter_finds_a_unit_in_every_community()


def _every_matter_finds_a_unit_in_every_community():
    """Only the property company may be missing: villages and some old compounds have none."""
    wanted = {row["lead_kind"] for row in starter_rows("catalogue")} - {"property_company"}
    for community in Area.objects.filter(level="community").defer("boundary"):
        kinds = {row.unit.kind.code for row in maps.units_serving(community)}
        assert wanted - kinds == set(), community.code
