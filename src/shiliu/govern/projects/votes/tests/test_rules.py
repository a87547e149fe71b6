"""Ballots and counting on plain values."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.projects.votes import codes, counting, rules
from shiliu.methods import equal_shares
from shiliu.methods.command import run

ITEMS = tuple(rules.Item(n, n, {"zh-hans": f"项目{n}"}, {}, cost) for n, cost in enumerate((30, 40, 50, 80, 90), 1))
SEED = "5eed"


def made(kind=rules.APPROVAL, tie="votes,min-cost,lot", **changes):
    given = {
        "vote": 7, "kind": kind, "budget": 100, "most": 0, "points": 10, "rule": rules.EQUAL_SHARES, "completion": "add1u", "satisfaction": "",
        "tie": rules.tie_words(tie, SEED, range(1, 6)), "seed": SEED, "fewest": 3, "area": "/1/", "resident_before": "2026-03-01", "items": ITEMS,
    }  # fmt: skip
    return rules.fitting(rules.Rules(**{**given, **changes}))


@pytest.mark.parametrize("kind", rules.KINDS)
def test_rules_written_down_and_read_again_are_the_same(kind):
    first = made(kind)
    assert rules.Rules.read(json.loads(json.dumps(first.content()))) == first


def test_what_belongs_to_another_kind_of_ballot_is_no_part_of_the_rules():
    assert made(points=3) == made(points=9) and made(rules.POINTS, points=3) != made(rules.POINTS, points=9)
    assert made(rule=rules.GREEDY, completion="add1u") == made(rule=rules.GREEDY, completion="none")


def test_the_lot_is_drawn_again_from_its_seed_by_anybody():
    order = rules.lot(SEED, range(1, 6))
    assert (
        sorted(order) == [1, 2, 3, 4, 5]
        and order == rules.lot(SEED, [5, 4, 3, 2, 1])
        and order != rules.lot("x", range(1, 6))
    )
    assert made().tie == ("votes", "min-cost", *map(str, order))


@pytest.mark.parametrize(
    "kind, changes, ballot, said",
    [
        (rules.APPROVAL, {}, [9], "no project 9"),
        (rules.APPROVAL, {}, [1, 1], "twice"),
        (rules.APPROVAL, {"most": 2}, [1, 2, 3], "You can choose 2 projects"),
        (rules.KNAPSACK, {}, [1, 4], "more than the whole budget"),
        (rules.POINTS, {}, [[1, 6], [2, 5]], "You have 10 points"),
        (rules.POINTS, {}, [[1, 0]], "at least one point"),
    ],
)
def test_a_ballot_beyond_its_limits_is_refused_with_a_sentence(kind, changes, ballot, said):
    with pytest.raises(rules.NotOnBallot, match=said):
        rules.checked(made(kind, **changes), ballot)


presses = st.lists(
    st.tuples(st.sampled_from(("choose", "drop", "give", "place")), st.integers(1, 6), st.integers(-1, 12)), max_size=12
)


@pytest.mark.parametrize("kind", rules.KINDS)
@given(presses=presses)
@settings(max_examples=25)
def test_whatever_is_pressed_the_ballot_stays_within_its_rules_and_a_press_twice_is_one(kind, presses):
    given_rules, ballot = made(kind, most=3), []
    for verb, number, value in presses:
        try:
            after = rules.pressed(given_rules, ballot, verb, number, value)
        except rules.NotOnBallot:
            continue
        assert rules.checked(given_rules, after) == after
        assert rules.pressed(given_rules, after, verb, number, value) == after
        assert len(json.dumps(after, separators=(",", ":"))) + 20 <= given_rules.length
        assert rules.typed(given_rules, rules.spelled(given_rules, after)) == after
        ballot = after
    assert rules.left(given_rules, ballot).used >= 0


def test_what_is_typed_from_a_sheet_is_read_with_chinese_signs_too():
    assert rules.typed(made(), "3，1、2") == [1, 2, 3]
    assert rules.typed(made(rules.RANKED), "3 1 2") == [3, 1, 2]
    assert rules.typed(made(rules.POINTS), "3＝2 1=7") == [[1, 7], [3, 2]]
    for kind, text in ((rules.APPROVAL, "drei"), (rules.POINTS, "3"), (rules.POINTS, "3=x")):
        with pytest.raises(rules.NotOnBallot, match="Type"):
            rules.typed(made(kind), text)


def test_a_ranking_is_moved_by_place():
    assert rules.pressed(made(rules.RANKED), [3, 1, 2], "place", 2, 1) == [2, 3, 1]
    assert rules.pressed(made(rules.RANKED), [3, 1, 2], "place", 3, 9) == [1, 2, 3]


def test_codes_are_read_as_they_are_printed_and_nothing_else_is_one():
    code = codes.new()
    assert codes.read(f" {codes.spelled(code).lower()} ") == code
    assert not any(map(codes.read, ("", code[:-1], code + "A", "0" * 12)))


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────
BALLOTS = {
    rules.APPROVAL: [[1, 2]] * 6 + [[4]] * 5 + [[1, 3]] * 2,
    rules.KNAPSACK: [[1, 2]] * 6 + [[4]] * 5 + [[3]] * 2,
    rules.RANKED: [[2, 1, 4]] * 6 + [[4, 1]] * 5 + [[3]] * 2,
    rules.POINTS: [[[1, 4], [2, 6]]] * 6 + [[[4, 10]]] * 5 + [[[3, 1]]] * 2,
}


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("rule", rules.COUNTS)
def test_whoever_downloads_the_ballots_and_runs_the_published_command_finds_the_same_winners(
    kind, rule, tmp_path, capsys
):
    given_rules = made(kind, rule=rule)
    found = counting.result(given_rules, BALLOTS[kind])
    day = datetime(2026, 3, 10)
    text = counting.file_of(given_rules, BALLOTS[kind], title="花园", instance="2026", begins=day, ends=day, winners=found["count"]["winners"])  # fmt: skip
    file = tmp_path / "vote-7.pb"
    file.write_text(text, encoding="utf-8")
    words = given_rules.command(str(file)).split()[1:]
    assert run([*words, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["winners"] == found["count"]["winners"] and again["official"]["same"] and again["voters"] == 13


def test_the_greedy_result_stands_beside_and_reach_tells_the_difference():
    found = counting.result(made(), [[4, 5]] * 6 + [[1, 2]] * 5)
    assert found["greedy"]["winners"] == ["4"]
    assert {"1", "2"} & set(found["count"]["winners"])
    assert sum(found["reach"]["count"].values()) == 11 and found["reach"]["greedy"]["0"] == 5


def test_too_few_ballots_are_not_counted_and_nothing_of_them_is_told():
    assert counting.result(made(), [[1], [2]]) == {"voters": 0, "too_few": True}


def test_the_file_says_nothing_about_the_order_of_ballots():
    day = datetime(2026, 3, 10)
    said = {"title": "t", "instance": "2026", "begins": day, "ends": day}
    ballots = BALLOTS[rules.APPROVAL]
    assert counting.file_of(made(), ballots, **said) == counting.file_of(made(), ballots[::-1], **said)


def test_every_rule_offered_is_one_the_methods_know():
    assert set(rules.COUNTS) <= set(equal_shares.RULES) and set(rules.COMPLETIONS) <= set(equal_shares.COMPLETIONS)
    assert set(rules.SATISFACTION.values()) <= set(equal_shares.SATISFACTIONS)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=8))
def test_no_more_ballots_are_second_ones_of_somebody_than_is_published_whoever_holds_the_codes(people):
    """Each of `people` votes with an account or not, and with so many codes."""
    account, codes_used = sum(own for own, _codes in people), sum(codes for _own, codes in people)
    seconds = sum(max(0, own + codes - 1) for own, codes in people)
    most = rules.most_seconds({"account": account, "code": codes_used // 2, "paper": codes_used - codes_used // 2})
    assert seconds <= most
    one_holds_all = account + codes_used - max(account, min(1, codes_used))
    assert most == one_holds_all  # and no less could be promised


def test_of_a_vote_that_is_not_closed_nothing_is_said_about_second_ballots():
    assert rules.most_seconds({}) == 0
