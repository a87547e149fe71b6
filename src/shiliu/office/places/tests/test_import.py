import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shiliu.foundation.models import Area, CellDuty, GridCell
from shiliu.office.places import actions, drafts, values
from shiliu.platform import audit, maps
from shiliu.platform.permissions import SYSTEM, Refused
from shiliu.platform.tables import read_rows
from tests.town import square

TREE = """编码,级别,上级,名称,name_en,name_ug
X,区县,,新区,New District,يېڭى رايون
X-1-1-1,楼栋,X-1-1,1号楼,Building 1,
X-1,街道,X,街,Street,
X-1-1,社区,X-1,社区,Community,
"""


def rows(text, encoding="utf-8"):
    return read_rows(text.encode(encoding) if isinstance(text, str) else text, headers=drafts.HEADERS)


def load(text, **more):
    return actions.import_areas(by=SYSTEM, rows=rows(text), source="test.csv", **more)


def geojson(*features):
    made = [{"type": "Feature", "geometry": geometry, "properties": properties} for properties, geometry in features]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.django_db
def test_a_tree_is_read_in_any_order_and_in_both_encodings(encoding):
    text = TREE if encoding == "utf-8" else TREE.replace("name_ug", "备注").replace("يېڭى رايون", "")
    report = actions.import_areas(by=SYSTEM, rows=rows(text, encoding))
    assert report.counts() == {"created": 4, "changed": 0, "same": 0, "rejected": 0}
    assert [step.code for step in Area.objects.get(code="X-1-1-1").chain()] == ["X", "X-1", "X-1-1", "X-1-1-1"]


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing():
    load(TREE)
    before = list(audit.rows_on(Area.objects.get(code="X")))
    report = load(TREE)
    assert report.counts() == {"created": 0, "changed": 0, "same": 4, "rejected": 0}
    assert list(audit.rows_on(Area.objects.get(code="X"))) == before


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_says_the_same():
    dry = load(TREE, write=False)
    assert not Area.objects.exists()
    assert dry.counts() == load(TREE).counts()
    assert not dry.written


@pytest.mark.django_db
def test_a_later_file_changes_only_what_it_names_and_the_change_can_be_taken_back():
    load(TREE)
    report = load("code,name_bo\nX,གྲོང་ཁྱེར།\n")
    assert [change.code for change in report.changed] == ["X"]
    district = Area.objects.get(code="X")
    assert district.names == {"zh-hans": "新区", "en": "New District", "ug": "يېڭى رايون", "bo": "གྲོང་ཁྱེར།"}
    actions.revert_area(by=SYSTEM, area=district, row=audit.rows_on(district)[0])
    assert "bo" not in Area.objects.get(code="X").names


@pytest.mark.django_db
def test_a_file_may_move_a_place_and_everything_inside_follows():
    load(TREE)
    load("code,level,parent,name\nX-2,street,X,另街\nX-1-1,,X-2,\n")
    assert [step.code for step in Area.objects.get(code="X-1-1-1").chain()] == ["X", "X-2", "X-1-1", "X-1-1-1"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,planet,X,名", "not one of"),
        ("a,street,,名", "Only a district"),
        ("a,street,nowhere,名", "not there or was rejected"),
        ("a,street,X,", "simplified Chinese"),
        (",street,X,名", "code is missing"),
        ("X-1,street,X,再", "already stands in line"),
        ("a b,street,X,名", "A code has"),
        ("a,district,X,名", "stands at the top"),
        ("a,street,X,名,extra", "5 values"),
    ],
)
@pytest.mark.django_db
def test_a_bad_row_is_rejected_with_its_line_and_reason_and_the_others_are_written(line, why):
    report = load(f"code,level,parent,name\nX,district,,区\nX-1,street,X,街\n{line}\n")
    assert [reject.line for reject in report.rejected] == [4]
    assert why in report.rejected[0].reason
    assert set(Area.objects.values_list("code", flat=True)) == {"X", "X-1"}


@pytest.mark.django_db
def test_what_lies_below_a_rejected_row_is_rejected_too():
    report = load("code,level,parent,name\nX,district,,区\nX-1,street,X,\nX-1-1,community,X-1,社区\n")
    assert [reject.line for reject in report.rejected] == [3, 4]


@pytest.mark.django_db
def test_a_level_never_changes_and_a_retired_place_stays_retired():
    load(TREE)
    assert "level" in load("code,level,parent,name\nX-1-1,compound,X-1,社区\n").rejected[0].reason
    actions.retire_area(by=SYSTEM, area=Area.objects.get(code="X-1-1-1"))
    assert "retired" in load("code,name\nX-1-1-1,再\n").rejected[0].reason


@pytest.mark.django_db
def test_boundaries_and_points_come_from_geojson_and_bad_ones_are_rejected_with_their_place():
    bow_tie = {"type": "Polygon", "coordinates": [[[100, 40], [101, 41], [101, 40], [100, 41], [100, 40]]]}
    content = geojson(
        ({"code": "X", "level": "district", "name": "区"}, square(100, 40, 1)),
        (
            {"code": "X-1", "level": "street", "parent": "X", "name": "街"},
            {"type": "Point", "coordinates": [100.5, 40.5]},
        ),
        ({"code": "X-2", "level": "street", "parent": "X", "name": "街"}, bow_tie),
        ({"code": "X-3", "level": "street", "parent": "X", "name": "街"}, {"type": "LineString", "coordinates": []}),
        ({"code": "X-4", "level": "street", "parent": "X", "name": 4}, None),
        ({"code": "X-5", "level": "street", "parent": "X", "name": {"a": 1}}, None),
    )
    report = actions.import_areas(by=SYSTEM, rows=rows(content))
    assert report.created == ["X", "X-1", "X-4"]
    assert [reject.line for reject in report.rejected] == [3, 4, 6]
    assert "100.5" in report.rejected[0].reason
    assert maps.area_at(100.2, 40.2).code == "X"
    assert values.of_area(Area.objects.get(code="X-1"))["longitude"] == 100.5


def test_only_administrators_of_the_whole_and_the_command_line_import(town, bo):
    with pytest.raises(Refused):
        actions.import_areas(by=bo, rows=[])
    with pytest.raises(Refused):
        actions.import_cells(by=bo, rows=[])


GRID = """community,code,name,supervision_phone,areas,duty_safety,phone_safety,unit_safety
west,08,第八,12345,house court,平安岗,0000-555-0101,committee
west,09,第九,12345,,,,
"""


def load_grid(text, **more):
    return actions.import_cells(by=SYSTEM, rows=rows(text), source="grid.csv", **more)


def test_cells_are_imported_with_places_and_duties_and_twice_is_once(town):
    assert load_grid(GRID).counts() == {"created": 2, "changed": 0, "same": 0, "rejected": 0}
    cell = GridCell.objects.get(code="08")
    assert {area.code for area in cell.areas.all()} == {"house", "court"}
    assert CellDuty.objects.get(cell=cell).organisation == town.units.committee
    assert load_grid(GRID).counts() == {"created": 0, "changed": 0, "same": 2, "rejected": 0}


def test_a_later_grid_file_changes_one_duty_and_keeps_the_rest(town):
    load_grid(GRID)
    report = load_grid("community,code,duty_safety,phone_safety\nwest,09,岗,0000-555-0199\n")
    assert [change.code for change in report.changed] == ["west/09"]
    assert CellDuty.objects.get(cell__code="09").duty_phone == "0000-555-0199"
    assert GridCell.objects.get(code="09").name == "第九"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nowhere,1,名,12345", "no community"),
        ("street,1,名,12345", "no community"),
        (",1,名,12345", "community is missing"),
        ("west,1,名,call", "not a telephone number"),
        ("west,1,名,12345,far-court", "not places inside"),
        ("west,1,名,12345,,岗,,", "not a telephone number"),
        ("west,1,名,12345,,岗,12345,nobody", "no unit"),
        ("west,08,名,12345", "already stands in line 2"),
    ],
)
def test_a_bad_cell_is_rejected_with_its_line_and_reason(town, line, why):
    report = load_grid(f"{GRID}{line}\n")
    assert [reject.line for reject in report.rejected] == [4]
    assert why in report.rejected[0].reason
    assert GridCell.objects.filter(community=town.places.west).count() == 3


@pytest.mark.django_db
def test_the_command_is_a_dry_run_unless_told_to_write(tmp_path):
    file, out, err = tmp_path / "areas.csv", StringIO(), StringIO()
    file.write_text(TREE + "bad,street,X,,,\n", encoding="utf-8")
    call_command("import_areas", file, stdout=out, stderr=err)
    assert "Would write: 4 new, 0 changed; 0 the same, 1 rejected." in out.getvalue()
    assert "Nothing was written" in out.getvalue()
    assert not Area.objects.exists()
    call_command("import_areas", file, "--write", stdout=out, stderr=err)
    assert Area.objects.count() == 4
    rejects = (tmp_path / "areas.csv.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rejects[1].startswith("6,")
    assert "rejects.csv" in err.getvalue()


@pytest.mark.django_db
def test_the_command_says_in_words_why_a_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_areas", tmp_path / "missing.csv")
    (tmp_path / "odd.csv").write_bytes(b"code\n\xff\xff\xff")
    with pytest.raises(CommandError, match="line 2"):
        call_command("import_grid", tmp_path / "odd.csv")
