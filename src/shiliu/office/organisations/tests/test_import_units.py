import pytest
from django.core.management import call_command

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.office.organisations import actions, drafts
from shiliu.platform import audit
from shiliu.platform.permissions import SYSTEM, Refused
from shiliu.platform.tables import read_rows

UNITS = """编码,类型,上级,名称,电话,服务区域
U-2,fire,U-1,下级,12345,west;east
U-1,fire,,上级,12345,district
"""


def load(text, **more):
    return actions.import_units(
        by=SYSTEM, rows=read_rows(text.encode(), headers=drafts.HEADERS), source="units.csv", **more
    )


def test_units_come_in_any_order_and_twice_is_once(town):
    assert load(UNITS).counts() == {"created": 2, "changed": 0, "same": 0, "rejected": 0}
    unit = Organisation.objects.get(code="U-2")
    assert unit.parent.code == "U-1"
    assert {row.area.code for row in unit.serves.all()} == {"west", "east"}
    assert load(UNITS).counts() == {"created": 0, "changed": 0, "same": 2, "rejected": 0}


def test_a_dry_run_writes_nothing(town):
    assert load(UNITS, write=False).created == ["U-1", "U-2"]
    assert not Organisation.objects.filter(code="U-1").exists()


def test_a_later_file_changes_what_it_names_and_can_be_taken_back(town):
    load(UNITS)
    assert [change.after for change in load("code,phone,areas\nU-2,12346,west\n").changed] == [
        {"public_phone": "12346", "areas": ["west"]}
    ]
    unit = Organisation.objects.get(code="U-2")
    actions.revert_unit(by=SYSTEM, unit=unit, row=audit.rows_on(unit)[0])
    assert Organisation.objects.get(code="U-2").public_phone == "12345"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,circus,,名,12345,west", "no kind of unit"),
        ("x,fire,nobody,名,12345,west", "not there or was rejected"),
        ("x,fire,x,名,12345,west", "below itself"),
        ("x,fire,,,12345,west", "simplified Chinese"),
        ("x,fire,,名,call,west", "not a telephone number"),
        ("x,fire,,名,12345,atlantis", "no places in use"),
        (",fire,,名,12345,west", "code is missing"),
        ("U-1,fire,,名,12345,west", "already stands in line"),
        ("x,fire,,名,12345,west,more", "7 values"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_reason(town, line, why):
    report = load(f"{UNITS}{line}\n")
    assert [reject.line for reject in report.rejected] == [4]
    assert why in report.rejected[0].reason
    assert report.created == ["U-1", "U-2"]


def test_units_in_a_circle_are_all_rejected(town):
    report = load("code,kind,parent,name\nA,fire,B,甲\nB,fire,A,乙\n")
    assert report.created == []
    assert len(report.rejected) == 2


def test_an_import_cannot_close_a_circle_over_units_that_exist(town):
    load(UNITS)
    assert "below itself" in load("code,parent\nU-1,U-2\n").rejected[0].reason


def test_a_retired_unit_stays_retired(town):
    load(UNITS)
    actions.retire_unit(by=SYSTEM, unit=Organisation.objects.get(code="U-2"))
    assert "retired" in load("code,name\nU-2,再\n").rejected[0].reason


def test_only_administrators_of_the_whole_and_the_command_line_import(town, bo):
    for load_rows in (actions.import_units, actions.import_kinds):
        with pytest.raises(Refused):
            load_rows(by=bo, rows=[])


@pytest.mark.django_db
def test_the_ready_list_of_kinds_can_be_imported_and_mended(tmp_path):
    from pathlib import Path

    ready = Path(drafts.__file__).parent / "data" / "kinds.csv"
    call_command("import_kinds", ready, "--write")
    assert OrganisationKind.objects.get(code="residents_committee").standing == "committee"
    (tmp_path / "kinds.csv").write_text("code,name\nfire,消防\nking,王\n", encoding="utf-8")
    call_command("import_kinds", tmp_path / "kinds.csv", "--write")
    assert OrganisationKind.objects.get(code="fire").names["zh-hans"] == "消防"
    assert "standing" in (tmp_path / "kinds.csv.rejects.csv").read_text(encoding="utf-8-sig")


def test_the_command_imports_units(town, tmp_path):
    (tmp_path / "units.csv").write_bytes(UNITS.encode("gb18030"))
    call_command("import_organisations", tmp_path / "units.csv")
    assert not Organisation.objects.filter(code="U-1").exists()
    call_command("import_organisations", tmp_path / "units.csv", "--write")
    assert Organisation.objects.get(code="U-1").name == "上级"
