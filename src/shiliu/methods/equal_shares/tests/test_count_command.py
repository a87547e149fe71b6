"""shiliu count, as it is typed."""

import json

import pytest

from shiliu.methods import command
from shiliu.methods.equal_shares import read
from shiliu.methods.equal_shares.tests.test_pabulib import SMALL

pytestmark = pytest.mark.once


@pytest.fixture
def street(tmp_path):
    path = tmp_path / "street.pb"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_the_count_is_told_with_its_rule_and_beside_the_official_result(street, capsys):
    assert command.run(["count", street, "--log"]) == 0
    said = capsys.readouterr().out
    assert "4 voters, 3 projects, a budget of 100.50" in said
    assert "Rule: equal-shares, none; satisfaction: cost; ties: votes, min-cost, id" in said
    assert "1. 3 A name for the street: 0, 1 supporters" in said
    assert "Its supporters pay 13.42 each: 3 the full price, 0 the last they have." in said
    assert "2 Lamps (60.25, 2 supporters): its supporters have 23.42 left" in said
    assert "Certified: the purchases were replayed" in said
    assert "official result (rule: greedy) is the same" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rule", "greedy"], "official result (rule: greedy) differs"),
        (["--completion", "add1u"], "Every voter's money was raised"),
        (["--rule", "phragmen", "--log"], "Each supporter then carries a load of 13.42"),
        (["--rule", "greedy-per-cost", "--log", "--no-skip"], "The next by satisfaction per cost"),
        (["--tie", "2,1"], "ties: 2, 1"),
    ],
)
def test_rules_and_completions_can_be_chosen(street, capsys, words, said):
    assert command.run(["count", street, *words]) == 0
    assert said in capsys.readouterr().out


def test_programs_get_exact_amounts(street, capsys, tmp_path):
    out = tmp_path / "result.json"
    assert command.run(["count", street, "--completion", "add1", "--json", "--write", str(out)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result == json.loads(out.read_text(encoding="utf-8"))
    assert (result["budget"], result["variant"], result["winners"]) == ("100.5", "add1", ["3", "1", "2"])
    assert result["raised"]["stop"] == "everything"
    assert result["official"] == {"rule": "greedy", "same": False, "missing": [], "more": ["2"]}


def test_the_result_can_be_written_into_the_file(street, tmp_path, capsys):
    assert command.run(["count", street, "--rule", "greedy", "--write", str(tmp_path / "out.pb")]) == 0
    assert read(tmp_path / "out.pb").selected == {"1": 1, "2": 0, "3": 1} or capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--write", "out.txt"], "must end in .pb or .json"),
        (["--tie", "luck"], "no tie-break"),
        (["--write", "nowhere/out.json"], "cannot be written"),
        (["--increment", "0", "--completion", "add1"], "more than zero"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(street, capsys, words, said):
    assert command.run(["count", street, *words]) == 2
    assert said in capsys.readouterr().err
