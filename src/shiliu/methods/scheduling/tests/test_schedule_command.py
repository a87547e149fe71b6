"""`shiliu schedule` on tables that the tests make."""

import json

import pytest

from shiliu.methods import command

pytestmark = pytest.mark.once

GOOD = {
    "cases": "case,bodies,parties,deadline,seats\nleak,court;housing,7-302,2026-12-02,\nnoise,court,7-302,,\nstall,court;market,,2026-12-01,20\n",
    "calendar": "slot,bodies,rooms\n2026-12-01 09:00,court;housing;market,small\n2026-12-01 14:00,court,small;hall\n2026-12-02 09:00,court;market,small\n",
    "rooms": "room,seats\nsmall,6\nhall,40\n",
    "parties": "party,slots\n7-302,2026-12-01 09:00;2026-12-01 14:00\n",
}


@pytest.fixture
def plan(tmp_path):
    def planned(*words, **changed):
        for name, text in {**GOOD, **changed}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        files = [str(tmp_path / f"{name}.csv") for name in GOOD]
        return command.run(["schedule", *files[:2], "--rooms", files[2], "--parties", files[3], *words])

    return planned


def test_it_says_when_each_case_is_heard_and_why_the_others_are_not(plan, capsys, tmp_path):
    assert plan("--out", str(tmp_path / "plan.csv")) == 0
    said = capsys.readouterr().out
    assert "2 of 3 cases are heard. No plan hears more." in said
    assert "  2026-12-01 09:00  small  leak" in said
    assert "stall: The bodies are never all there at a time that suits the parties." not in said
    assert "stall: When all could come, no room is open that is large enough." in said
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8").splitlines()[1] == (
        "2026-12-01 09:00,small,leak,court; housing,7-302"
    )


def test_programs_get_everything(plan, capsys):
    assert plan("--json", "--at-once", "court=2", "--steps", "5") == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["case"] for one in said["sittings"]] == ["leak", "noise"]
    assert (said["proved"], said["left"][0]["code"]) == (True, "no_room")


def test_a_crowded_docket_tells_who_is_busy_and_a_body_that_never_sits_is_named(plan, capsys):
    crowded = "case,bodies,weight\na,court;housing,2\nb,court;housing,1\nc,court;opera,\n"
    assert plan(cases=crowded) == 0
    said = capsys.readouterr().out
    assert "b: There are times that suit all, but other cases are heard then." in said
    assert "It could be heard in 1 slots if it were alone; taken are court in 1, housing in 1, the rooms in 1." in said
    assert "More times of one of these would be enough: opera." in said


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"cases": "case,bodies\na,\n"}, "row 2, column bodies"),
        ({"cases": "case,bodies\na,court\na,court\n"}, "row 3, column case"),
        ({"cases": "case,bodies,deadline\na,court,soon\n"}, "row 2, column deadline"),
        ({"cases": "case,bodies,slots\na,court,soon\n"}, "row 2, column slots"),
        ({"cases": "case,bodies,weight\na,court,0\n"}, "row 2, column weight"),
        ({"cases": "case,bodies,seats\na,court,-1\n"}, "row 2, column seats"),
        ({"calendar": "slot,bodies,rooms\n2026-12-01 09:00,court,attic\n"}, "row 2, column rooms"),
        ({"calendar": "slot,bodies,rooms\n2026-12-01T09:00+08:00,court,small\n"}, "row 2, column slot"),
        ({"calendar": "slot,bodies,rooms\n2026-12-01 09:00,a,small\n2026-12-01 09:00,a,small\n"}, "row 3, column slot"),
        ({"parties": "party,slots\np,\np,\n"}, "row 3, column party"),
    ],
)
def test_a_fault_in_a_table_is_told_with_row_and_column(plan, capsys, changed, where):
    assert plan(**changed) == 2
    assert where in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--at-once", "court"), ("--at-once", "court=0"), ("--at-once", "cuort=2"), ("--steps", "-1")]
)
def test_words_that_cannot_be_understood_are_refused(plan, capsys, words):
    assert plan(*words) == 2
    assert words[0] in capsys.readouterr().err
