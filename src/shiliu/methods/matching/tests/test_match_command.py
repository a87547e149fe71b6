"""`shiliu match` on tables that the tests make."""

import json

import pytest

from shiliu.methods import command

pytestmark = pytest.mark.once

FAMILIES = """family,since,slots,lon,lat,needs
石榴,2026-09-01,Mon-Tue 16:00-18:00,104.0600,30.6700,check
白杨,2026-10-01,Mon 16:00-18:00,104.0610,30.6700,check
红柳,2026-10-02,Sat 08:00-10:00,104.0600,30.6710,
"""
CARERS = """carer,places,slots,lon,lat,holds,declines
grandmother A,1,周一至周五 15:00-19:00,104.0601,30.6700,check=2027-03-01,
grandmother B,2,Mon 15:00-19:00,104.0611,30.6701,check=2026-11-01;training,
"""


@pytest.fixture
def tables(tmp_path):
    (tmp_path / "families.csv").write_text(FAMILIES, encoding="utf-8")
    (tmp_path / "carers.csv").write_text(CARERS, encoding="utf-8")
    return [str(tmp_path / "families.csv"), str(tmp_path / "carers.csv"), "--on", "2026-11-22"]


def test_it_says_who_goes_to_whom_and_why_the_others_do_not(tables, capsys, tmp_path):
    out = tmp_path / "pairs.csv"
    assert command.run(["match", *tables, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 of 3 families have a carer (stable, seed “shiliu”)." in said
    assert "石榴 → grandmother A, 10 m, Mon 16:00-18:00; Tue 16:00-18:00" in said
    assert "白杨: The places of all carers who would fit went to families that come before." in said
    assert "1 would fit but for a condition that is missing or expired." in said
    assert "红柳: Carers are near enough and meet the conditions, but none is free at the times." in said
    assert out.read_bytes().decode() == (
        "family,carer,metres,times\r\n石榴,grandmother A,10,Mon 16:00-18:00; Tue 16:00-18:00\r\n"
    )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_programs_get_everything(tables, capsys):
    assert command.run(["match", *tables, "--mode", "best", "--even", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["pairs"] == [
        {"family": "石榴", "carer": "grandmother A", "metres": 10, "slots": ["Mon 16:00-18:00", "Tue 16:00-18:00"]}
    ]
    assert [left["code"] for left in said["left"]] == ["taken", "no_time"]


def test_ways_may_come_from_a_file(tables, capsys, tmp_path):
    ways = tmp_path / "ways.csv"
    ways.write_text("family,carer,metres\n石榴,grandmother A,1200\n", encoding="utf-8")
    assert command.run(["match", *tables, "--distances", str(ways), "--farthest", "1000"]) == 0
    assert "0 of 3 families" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("families", "family,since\na,2026-9-1\n", "row 2, column since"),
        ("families", "family,since\na,2026-09-01\na,2026-09-01\n", "row 3, column family"),
        ("families", "family,since,slots\na,2026-09-01,Moonday 8:00-9:00\n", "row 2, column slots"),
        ("families", "family,since,slots,enough\na,2026-09-01,Mon 8:00-9:00,2\n", "row 2, column enough"),
        ("families", "family,since,民族\na,2026-09-01,x\n", "row 1, column 民族: is never asked"),
        ("families", "family,since,lon\na,2026-09-01,104\n", "row 2, column lat"),
        ("carers", "carer,places\na,-1\n", "row 2, column places"),
        ("carers", "carer,places,lon,lat\na,1,104,95\n", "row 2, column lat"),
        ("carers", "carer,places,holds\na,1,check=soon\n", "row 2, column holds"),
        ("carers", "carer\na\n", "row 1: lacks the column places"),
    ],
)
def test_a_fault_in_a_table_is_told_with_row_and_column(tables, capsys, tmp_path, name, content, where):
    (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    assert command.run(["match", *tables]) == 2
    assert where in capsys.readouterr().err


def test_a_wrong_day_and_a_pair_twice_are_refused(tables, capsys, tmp_path):
    assert command.run(["match", *tables[:3], "soon"]) == 2
    ways = tmp_path / "ways.csv"
    ways.write_text("family,carer,metres\na,b,1\na,b,2\n", encoding="utf-8")
    assert command.run(["match", *tables, "--distances", str(ways)]) == 2
    assert "row 3, column family" in capsys.readouterr().err
