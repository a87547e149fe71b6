"""Stalls by lot and rooms by rounds: anybody can draw again, and nobody can buy luck."""

import json
from collections import Counter
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods import command
from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import Entry, Stall, closing_fingerprint, draw, rounds, ticket

pytestmark = pytest.mark.once
few = settings(max_examples=settings.default.max_examples // 4)


def fair(seed):
    rng = Random(seed)
    entries = [
        Entry(f"e{at}", f"a{rng.randrange(4)}", tuple(rng.sample(["food", "crafts", "books"], rng.randint(1, 3))))
        for at in range(rng.randint(0, 9))
    ]
    stalls = [Stall(f"s{at}", rng.choice(["food", "crafts"])) for at in range(rng.randint(0, 6))]
    return entries, stalls, rng.randint(1, 2)


def test_a_ticket_can_be_computed_with_any_tool():
    assert (
        ticket("福彩3D 2026311 期 4 0 7", "摊位 12") == sha256("福彩3D 2026311 期 4 0 7\n摊位 12".encode()).hexdigest()
    )
    # printf '%s\n%s' seed entry | sha256sum
    assert ticket("seed", "entry") == "9a9bee45985f42776c46b769e477b6e636efeee675db80c44f51047ac8d40139"


@pytest.mark.parametrize("seed", ["", " ", "a\nb", " a", "a\u2028b"])
def test_a_seed_that_two_people_could_write_differently_is_refused(seed):
    with pytest.raises(BadInput) as refused:
        ticket(seed, "entry")
    assert refused.value.code == "not_a_line"


@few
@given(st.integers(0, 2**32))
def test_no_stall_stays_empty_while_somebody_waits_for_it_and_nobody_has_more_than_allowed(seed):
    entries, stalls, most = fair(seed)
    result = draw(entries, stalls, "seed", most=most)
    kind_of = {stall.key: stall.kind for stall in stalls}
    wished = {entry.key: entry.kinds for entry in entries}
    given_away = [one.stall for one in result.drawn if one.stall]
    assert len(set(given_away)) == len(given_away)
    assert sorted(one.entry for one in result.drawn) == sorted(wished)
    won = Counter(one.applicant for one in result.drawn if one.stall)
    assert all(count <= most for count in won.values())
    left = {kind_of[key] for key in kind_of if key not in given_away}
    for one in result.drawn:
        assert (one.outcome == "won") == (one.stall is not None)
        assert one.stall is None or kind_of[one.stall] in wished[one.entry]
        if one.outcome == "waiting":
            assert not left.intersection(wished[one.entry])
            assert won[one.applicant] < most
        if one.outcome == "limit":
            assert won[one.applicant] == most
    assert draw(Random(seed).sample(entries, len(entries)), stalls, "seed", most=most) == result


@few
@given(st.integers(0, 2**32))
def test_everybody_has_a_first_turn_before_anybody_has_a_second(seed):
    entries, stalls, most = fair(seed)
    turns = [one.turn for one in draw(entries, stalls, "seed", most=most).drawn]
    assert turns == sorted(turns)
    for turn in set(turns):
        drawn = [one for one in draw(entries, stalls, "seed", most=most).drawn if one.turn == turn]
        assert [one.ticket for one in drawn] == sorted(one.ticket for one in drawn)
        assert len({one.applicant for one in drawn}) == len(drawn)


def test_many_entries_buy_no_better_luck():
    entries = [Entry(f"many {at}", "many", ("food",)) for at in range(9)] + [Entry("one", "one", ("food",))]
    won = Counter(draw(entries, [Stall("s", "food")], f"seed {at}").drawn[0].applicant for at in range(100))
    assert 35 < won["one"] < 65


def test_who_wins_with_a_second_entry_does_not_wait_with_the_first():
    entries = [Entry("a1", "a", ("food",)), Entry("a2", "a", ("crafts",)), Entry("b1", "b", ("food",))]
    seed = next(f"{at}" for at in range(99) if ticket(f"{at}", "b1") < ticket(f"{at}", "a1"))
    result = draw(entries, [Stall("f", "food"), Stall("c", "crafts")], seed)
    assert {one.entry: one.outcome for one in result.drawn} == {"b1": "won", "a1": "limit", "a2": "won"}
    assert result.waiting == {"crafts": (), "food": ()}


def test_the_fingerprint_changes_with_every_word_that_matters():
    entries, stalls = [Entry("e", "a", ("food",))], [Stall("s", "food"), Stall("t", "food")]
    seen = {
        closing_fingerprint(entries, stalls),
        closing_fingerprint(entries, stalls[::-1]),
        closing_fingerprint(entries, stalls, 2),
        closing_fingerprint([Entry("e", "b", ("food",))], stalls),
        closing_fingerprint([Entry("e", "a", ("food", "crafts"))], stalls),
    }
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("entries", "stalls", "most", "code"),
    [
        ([Entry("e", "a", ("x",)), Entry("e", "b", ("x",))], [], 1, "double_key"),
        ([], [Stall("s", "x"), Stall("s", "x")], 1, "double_key"),
        ([Entry("e", "", ("x",))], [], 1, "no_applicant"),
        ([Entry("e", "a", ())], [], 1, "kinds"),
        ([Entry("e", "a", ("x", "x"))], [], 1, "kinds"),
        ([], [], 0, "most"),
    ],
)
def test_what_cannot_be_drawn_is_refused(entries, stalls, most, code):
    with pytest.raises(BadInput) as refused:
        draw(entries, stalls, "seed", most=most)
    assert refused.value.code == code


@few
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_who_went_away_empty_goes_before_all_who_did_not(seed, most):
    rng = Random(seed)
    rooms = {name: rng.randint(0, 2) for name in "XYZ"}
    wishes = {
        f"week {at}": {name: rng.sample("XYZ", rng.randint(0, 3)) for name in "abcde" if rng.random() < 0.8}
        for at in range(4)
    }
    played = rounds(wishes, rooms, "seed", most=most)
    lost = dict.fromkeys("abcde", 0)
    for one in played:
        assert [turn.lost for turn in one.order] == sorted((turn.lost for turn in one.order), reverse=True)
        assert all(turn.lost == lost[turn.applicant] for turn in one.order)
        count = Counter(got.room for got in one.given)
        assert all(count[room] <= rooms[room] for room in rooms)
        per_applicant = Counter(got.applicant for got in one.given)
        assert all(number <= most for number in per_applicant.values())
        empty = {gone.applicant for gone in one.empty}
        assert empty.isdisjoint(per_applicant)
        assert empty | set(per_applicant) == {turn.applicant for turn in one.order}
        for gone in one.empty:
            assert all(sum(full.values()) == count[room] == rooms[room] for room, full in gone.full.items())
        for turn in one.order:
            lost[turn.applicant] = lost[turn.applicant] + 1 if turn.applicant in empty else 0


def test_over_rounds_everybody_gets_the_one_room_in_turn():
    wishes = {f"week {at}": {name: ["hall"] for name in "abc"} for at in range(6)}
    winners = [one.given[0].applicant for one in rounds(wishes, {"hall": 1}, "dice 3 5 6")]
    assert sorted(winners[:3]) == list("abc")
    assert winners[3:] != [] and sorted(winners[3:]) == list("abc")


@pytest.mark.parametrize(
    ("wishes", "places", "most", "code"),
    [
        ({"1": {"a": ["X", "X"]}}, {"X": 1}, 1, "twice"),
        ({"1": {"a": ["Y"]}}, {"X": 1}, 1, "unknown"),
        ({}, {"X": -1}, 1, "places"),
        ({}, {}, 0, "most"),
    ],
)
def test_wishes_that_cannot_be_played_are_refused(wishes, places, most, code):
    with pytest.raises(BadInput) as refused:
        rounds(wishes, places, "seed", most=most)
    assert refused.value.code == code


@pytest.fixture
def fair_tables(tmp_path):
    (tmp_path / "entries.csv").write_text(
        "entry,applicant,kinds\n1,馕 shop,food\n2,tea house,food\n3,embroidery,crafts;food\n", encoding="utf-8"
    )
    (tmp_path / "stalls.csv").write_text("stall,kind\nA1,food\nB1,crafts\n", encoding="utf-8")
    return tmp_path, ["draw", "stalls", str(tmp_path / "entries.csv"), str(tmp_path / "stalls.csv")]


def test_a_list_is_closed_drawn_from_published_and_checked(fair_tables, capsys):
    folder, words = fair_tables
    assert command.run([*words, "--close", "--json"]) == 0
    closed = json.loads(capsys.readouterr().out)["fingerprint"]
    assert command.run([*words, "--close"]) == 0
    assert closed in capsys.readouterr().out
    result = folder / "result.csv"
    drawing = [*words, "--seed", "dice 2 2 6", "--fingerprint", closed]
    assert command.run([*drawing, "--out", str(result)]) == 0
    said = capsys.readouterr().out
    assert "2 of 3 entries have a stall." in said
    assert "(embroidery), ticket " in said
    assert "Waiting for food: " in said
    assert command.run([*drawing, "--check", str(result)]) == 0
    assert "The published result is the draw." in capsys.readouterr().out
    result.write_text(result.read_text(encoding="utf-8").replace("won", "waiting", 1), encoding="utf-8")
    assert command.run([*drawing, "--check", str(result)]) == 2
    assert "is not what the draw gives" in capsys.readouterr().err
    (folder / "entries.csv").write_text("entry,applicant,kinds\n1,cousin,food\n", encoding="utf-8")
    assert command.run(drawing) == 2
    assert "the list is not the one that was closed" in capsys.readouterr().err
    assert command.run([*words, "--seed", "x", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["drawn"][0]["stall"] == "A1"


def test_rooms_are_given_round_by_round(tmp_path, capsys):
    (tmp_path / "wishes.csv").write_text(
        "round,applicant,wishes\nweek 1,choir,hall\nweek 1,taiji,hall\nweek 2,choir,hall;studio\nweek 2,taiji,hall\n",
        encoding="utf-8",
    )
    (tmp_path / "rooms.csv").write_text("room,places\nhall,1\nstudio,\n", encoding="utf-8")
    words = ["draw", "rooms", str(tmp_path / "wishes.csv"), str(tmp_path / "rooms.csv"), "--seed", "x"]
    assert command.run([*words, "--json", "--out", str(tmp_path / "given.csv")]) == 0
    first, second = json.loads(capsys.readouterr().out)["rounds"]
    assert second["order"][0]["applicant"] == first["empty"][0]["applicant"] == second["given"][0]["applicant"]
    assert (tmp_path / "given.csv").read_text(encoding="utf-8").startswith("round,applicant,room,wish,turn\nweek 1,")
    assert command.run(words) == 0
    assert (
        "got nothing: hall went to 0 who had been empty longer and 1 with the better lot or turn."
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("entries", "entry,applicant,kinds\n1,a,\n", "row 2, column kinds"),
        ("entries", "entry,applicant,kinds\n1,,food\n", "row 2, column applicant"),
        ("entries", "entry,applicant,kinds,religion\n1,a,food,x\n", "column religion: is never asked"),
        ("stalls", "stall,kind\nA,x\nA,x\n", "row 3, column stall"),
        ("wishes", "round,applicant,wishes\n1,a,X\n1,a,X\n", "row 3, column applicant"),
        ("wishes", "round,applicant,wishes\n1,a,Y\n", "row 2, column wishes"),
        ("wishes", "round,applicant,wishes\n1,a,X;X\n", "row 2, column wishes"),
        ("rooms", "room,places\nX,x\n", "row 2, column places"),
    ],
)
def test_a_fault_in_a_table_is_told_with_row_and_column(tmp_path, capsys, name, content, where):
    good = {
        "entries": "entry,applicant,kinds\n1,a,food\n",
        "stalls": "stall,kind\nA,food\n",
        "wishes": "round,applicant,wishes\n1,a,X\n",
        "rooms": "room\nX\n",
    }
    for file, text in {**good, name: content}.items():
        (tmp_path / f"{file}.csv").write_text(text, encoding="utf-8")
    pair = ("stalls", "entries") if name in ("entries", "stalls") else ("rooms", "wishes")
    words = ["draw", pair[0], str(tmp_path / f"{pair[1]}.csv"), str(tmp_path / f"{pair[0]}.csv"), "--seed", "x"]
    assert command.run(words) == 2
    assert where in capsys.readouterr().err
