"""shiliu measure disclosure."""

import json

import pytest

from shiliu.methods import command

pytestmark = pytest.mark.once


@pytest.fixture
def hide(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text("building,a,b,c\nA,3,20,30\nB,15,40,22\nC,17,12,60\n", encoding="utf-8")

    def run(*words):
        code = command.run(["measure", "disclosure", "table.csv", "--least", "5", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_table_that_may_be_published_is_printed_and_written(hide, tmp_path):
    code, out, err = hide("--out", "safe.csv")
    assert (code, err) == (0, "")
    assert "4 of 16 cells are hidden (·): 1 are under 5, 3 are not" in out and "For the office only" not in out
    lines = (tmp_path / "safe.csv").read_text().splitlines()
    assert lines[0] == ",a,b,c,all" and lines[-1] == "all,35,72,112,219" and lines[1].startswith("A,,")


def test_ranges_are_for_the_office(hide):
    assert "ranges" not in json.loads(hide("--json")[1])
    ranges = json.loads(hide("--json", "--ranges")[1])["ranges"]
    assert ranges[0]["row"] == "A" and ranges[0]["high"] - ranges[0]["low"] >= 5
    assert "A, a: 0 to" in hide("--ranges")[1]


def test_a_fault_of_the_table_is_told_in_one_line(hide):
    code, out, err = hide("--within", "estate")
    assert (code, out) == (2, "") and "lacks the column estate" in err
