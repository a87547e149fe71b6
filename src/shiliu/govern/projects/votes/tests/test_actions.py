"""A vote from its preparation to its result, and everything that must not happen on the way."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.votes import actions, eligibility, freezing, queries
from shiliu.govern.projects.votes.actions import moving
from shiliu.govern.projects.votes.actions.voting import Stale
from shiliu.govern.projects.votes.models import BOX, Batch, Code, FrozenRules, Packet, Result, Vote
from shiliu.govern.projects.votes.tests.conftest import DAY, GIVEN, PHASES, ballots_of, fresh
from shiliu.platform import audit
from shiliu.platform.audit import triggers
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import NOON


def refused(act, words):
    with pytest.raises(NotPossible) as problem:
        act()
    said = f"{problem.value} {problem.value.fields}"
    assert words in said, said


# ── Preparing ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_only_those_who_answer_for_the_place_prepare_a_vote(town):
    for key in ("gulnar", "zhao", "hu"):
        with pytest.raises(Refused):
            actions.create_vote(by=town.actor(key), area=town.places.west, **GIVEN)


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"names": {"en": "No"}}, "simplified Chinese"),
        ({"budget": 0}, "whole yuan"),
        ({"kind": "points", "dots": 0}, "points"),
        ({"rule": "dice"}, "Choose from the list"),
        ({"phases": {**PHASES, "vote": (NOON + DAY, NOON)}}, "ends before it begins"),
        ({"phases": {**PHASES, "count": (NOON + DAY, NOON + 9 * DAY)}}, "before the phase in front"),
    ],
)
def test_a_vote_that_makes_no_sense_is_refused_with_the_field_named(town, changes, words):
    refused(lambda: actions.create_vote(by=town.actor("ding"), area=town.places.west, **{**GIVEN, **changes}), words)


def test_only_candidates_that_can_be_done_within_the_budget_stand_on_a_ballot(town, draft, candidates):
    vote, ding = draft(), town.actor("ding")
    bench = candidates["长椅"]
    actions.remove_item(by=ding, vote=vote, candidate=bench)
    bench.state, bench.reason = "out", "no"
    bench.save()
    refused(lambda: actions.add_item(by=ding, vote=vote, candidate=bench), "can be done")
    ramp = candidates["坡道"]
    ramp.price_high = 20_000
    ramp.save()
    refused(lambda: actions.announce(by=ding, vote=vote), "more than the whole budget")


def test_of_two_that_exclude_each_other_one_stands_on_the_ballot(town, draft, candidates):
    vote, ding = draft(), town.actor("ding")
    pool.set_incompatible(by=ding, candidate=candidates["长椅"], other=candidates["菜园"], reason="同一块地")
    refused(lambda: actions.announce(by=ding, vote=vote), "Only one of")
    actions.remove_item(by=ding, vote=vote, candidate=candidates["菜园"])
    assert actions.announce(by=ding, vote=vote).state == Vote.State.ANNOUNCED


def test_announcing_freezes_the_rules_and_the_candidates_and_opens_the_box(town, announced, candidates):
    vote = announced()
    rules = freezing.rules_of(vote)
    assert [item.name for item in rules.items] == ["Bench", "Lamps", "Garden", "Ramp"] and rules.tie[:2] == (
        "votes",
        "min-cost",
    )
    assert {pool_state(candidate) for candidate in candidates.values()} == {"in_vote"}
    assert secrets.exists(BOX, vote.pk) and boxes.box_of(BOX, vote.pk)
    row = AuditRow.objects.get(verb="audit.frozen", target_id=str(vote.pk))
    assert row.data["digest"] == vote.frozen.digest == audit.frozen.digest(json.loads(vote.frozen.text))
    refused(lambda: actions.edit_vote(by=town.actor("ding"), vote=vote, budget=5), "Announced")


def pool_state(candidate):
    candidate.refresh_from_db()
    return candidate.state


def test_no_role_and_no_statement_of_the_programs_own_user_changes_frozen_rules_unseen(town, announced):
    vote = announced()
    for change in (
        lambda: FrozenRules.objects.update(digest="0" * 64),
        lambda: FrozenRules.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
    assert audit.verify().ok
    other = {**json.loads(vote.frozen.text), "rule": "greedy", "completion": "none"}
    with triggers.without(connection), transaction.atomic():
        FrozenRules.objects.update(text=audit.frozen.canonical(other), digest=audit.frozen.digest(other))
    verdict = audit.verify()
    assert verdict.broken.kind == "altered" and f"votes.rules:{vote.pk}" in str(verdict.broken)


# ── Who may vote ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_may_not_vote_is_told_why_and_what_to_do(town, open_vote, neighbours):
    vote = open_vote()
    rules, late, lapsed = freezing.rules_of(vote), neighbours[1].person, neighbours[2].person
    RoleAssignment.objects.filter(person=late).update(since=NOON - timedelta(hours=2))
    RoleAssignment.objects.filter(person=lapsed).update(until=NOON - timedelta(hours=2))
    found = {
        "ok": neighbours[0], "signed_out": ANONYMOUS, "elsewhere": town.actor("chen"), "not_confirmed": town.actor("wang"),
        "too_late": Actor.of(late),
    }  # fmt: skip
    for code, actor in found.items():
        standing = eligibility.standing_of(rules, actor)
        assert standing.code == code and bool(standing) == (code == "ok") == (not standing.text)
        if code != "ok":
            refused(lambda who=actor: actions.cast(by=who, vote=vote, ballot=[1]), standing.text)
    assert eligibility.standing_of(rules, Actor.of(lapsed)).code == "not_confirmed"


def test_a_residence_that_was_renewed_lately_still_counts_from_its_first_day(town, open_vote, neighbours):
    rules, person = freezing.rules_of(open_vote()), neighbours[0].person
    RoleAssignment.objects.filter(person=person).update(until=NOON - timedelta(hours=1))
    RoleAssignment.objects.create(
        person=person, role="resident", area=town.places.house, since=NOON - timedelta(hours=1)
    )
    assert eligibility.standing_of(rules, Actor.of(person))


# ── Voting ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_press_lies_in_the_box_and_an_unfinished_ballot_counts(open_vote, neighbours, closed):
    vote, who = open_vote(), neighbours[0]
    actions.press(by=who, vote=vote, verb="choose", number=1, after=0)
    actions.press(by=who, vote=vote, verb="choose", number=3, after=1)
    ballot = actions.press(by=who, vote=vote, verb="drop", number=1, after=2)
    ballots_of(neighbours[1:], vote, [3], [3, 4])
    assert ballot.content == {"w": "account", "v": [3]}
    vote = closed(vote)
    assert sorted(boxes.contents(boxes.box_of(BOX, vote.pk))) == [[3], [3], [3, 4]]
    assert ballot.receipt(boxes.box_of(BOX, vote.pk)) in queries.receipts(vote)
    assert vote.ways == {"account": 3, "code": 0, "paper": 0}


def test_taking_back_the_last_project_takes_the_ballot_out(open_vote, neighbours):
    vote, who = open_vote(), neighbours[0]
    actions.press(by=who, vote=vote, verb="choose", number=1)
    assert actions.press(by=who, vote=vote, verb="drop", number=1, after=1) is None
    assert queries.numbers(vote)["inside"] == 0
    actions.withdraw(by=who, vote=vote)


def test_a_press_that_arrives_late_or_breaks_the_limits_changes_nothing(open_vote, neighbours):
    vote, who = open_vote(kind="knapsack"), neighbours[0]
    actions.cast(by=who, vote=vote, ballot=[4])
    refused(lambda: actions.press(by=who, vote=vote, verb="choose", number=1), "more than the whole budget")
    with pytest.raises(Stale):
        actions.press(by=who, vote=vote, verb="drop", number=4, after=0)
    assert boxes.read(boxes.box_of(BOX, vote.pk), who.person).content["v"] == [4]


def test_before_the_first_and_after_the_last_moment_nobody_votes(announced, neighbours, open_vote):
    early = announced()
    refused(lambda: actions.cast(by=neighbours[0], vote=early, ballot=[1]), "not open now")
    with at_time(NOON + 5 * DAY + timedelta(seconds=1)):
        actions.open_vote(by=SYSTEM, vote=early)
        refused(lambda: actions.cast(by=neighbours[0], vote=early, ballot=[1]), "not open now")


# ── Codes ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_code_from_the_window_votes_once_and_names_nobody(town, open_vote, neighbours, closed):
    vote = open_vote()
    _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    assert not Code.objects.filter(digest__contains=code).exists()
    actions.cast(by=ANONYMOUS, vote=vote, ballot=[1], code=code)
    actions.cast(by=neighbours[0], vote=vote, ballot=[2], code=f"{code[:4]} {code[4:].lower()}")
    refused(lambda: actions.cast(by=ANONYMOUS, vote=vote, ballot=[1], code="2222-3333-4444"), "not valid")
    ballots_of(neighbours, vote, [1], [2])
    assert queries.numbers(vote)["inside"] == 3
    vote = closed(vote)
    assert vote.ways == {"account": 2, "code": 1, "paper": 0} and vote.codes_given == 1 and not Code.objects.exists()
    assert queries.numbers(vote)["seconds"] == 1


def test_codes_of_a_lost_packet_open_nothing_any_more(town, open_vote):
    vote, ding = open_vote(), town.actor("ding")
    packet, made = actions.print_packet(by=ding, vote=vote, purpose="slips", count=3)
    actions.void_packet(by=ding, packet=packet)
    refused(lambda: actions.cast(by=ANONYMOUS, vote=vote, ballot=[1], code=made[0]), "not valid")
    assert queries.numbers(fresh(vote))["void"] == 3
    with pytest.raises(Refused):
        actions.print_packet(by=town.actor("zhao"), vote=vote, purpose="slips", count=3)


# ── Paper ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def pile(town, open_vote):
    """pile(marks first, marks second, codes=…) -> (vote, batch keyed twice by Zhao and Ma)."""

    def make(first, second, spoiled=()):
        vote = open_vote()
        _packet, codes = actions.print_packet(by=town.actor("ding"), vote=vote, purpose="sheets", count=len(first))
        batch = actions.begin_batch(by=town.actor("zhao"), vote=vote)
        for key, keyed in (("zhao", first), ("ma", second)):
            for number, marks in enumerate(keyed, 1):
                typed = {"code": codes[number - 1], "marks": marks, "spoiled": number in spoiled}
                actions.key_sheet(by=town.actor(key), batch=batch, number=number, typed=typed)
            actions.end_keying(by=town.actor(key), batch=batch)
        return vote, Batch.objects.get(pk=batch.pk), codes

    return make


def test_paper_is_keyed_twice_settled_by_a_third_and_counts_once(town, pile, neighbours, closed):
    vote, batch, codes = pile(["1 2", "3", "", "4"], ["1,2", "4", "", "4"], spoiled={3})
    actions.cast(by=ANONYMOUS, vote=vote, ballot=[2], code=codes[3])
    assert batch.state == Batch.State.SETTLING and batch.differences == 1
    refused(lambda: actions.take_batch(by=town.actor("zhao"), batch=batch), "Sheet 2 still differs")
    typed = {"code": codes[1], "marks": "3", "spoiled": False}
    refused(
        lambda: actions.settle_sheet(by=town.actor("ma"), batch=batch, number=2, typed=typed), "keyed this pile before"
    )
    actions.settle_sheet(by=town.actor("ding"), batch=batch, number=2, typed=typed)
    batch = actions.take_batch(by=town.actor("zhao"), batch=batch)
    assert (batch.sheets_taken, batch.doubles, batch.sheets.count()) == (2, 1, 0)
    refused(lambda: actions.cast(by=ANONYMOUS, vote=vote, ballot=[4], code=codes[0]), "a code counts once")
    ballots_of(neighbours, vote, [1])
    with at_time(NOON + 6 * DAY):
        moving.tend()
        assert fresh(vote).state == Vote.State.OPEN, "sheets may still come in until the days of counting end"
    vote = closed(vote)
    assert vote.ways == {"account": 1, "code": 1, "paper": 2}
    assert sorted(boxes.contents(boxes.box_of(BOX, vote.pk))) == [[1], [1, 2], [2], [3]]


def test_whoever_keyed_a_pile_first_does_not_key_it_again_unless_nobody_else_is_there(town, open_vote):
    vote, zhao = open_vote(), town.actor("zhao")
    batch = actions.begin_batch(by=zhao, vote=vote)
    refused(
        lambda: actions.key_sheet(by=zhao, batch=batch, number=1, typed={"code": "x", "marks": "9"}), "no project 9"
    )
    for _keying in range(2):
        actions.key_sheet(by=zhao, batch=batch, number=1, typed={"code": "ABCDEFGHJKMN", "marks": "1"})
        if _keying == 0:
            actions.end_keying(by=zhao, batch=batch)
    refused(lambda: actions.end_keying(by=zhao, batch=batch), "keyed this pile before")
    assert actions.end_keying(by=zhao, batch=batch, alone=True).same_hands


def test_what_is_keyed_from_paper_cannot_be_read_in_a_backup(pile):
    _vote, batch, codes = pile(["1 2"], ["1 2"])
    kept = bytes(batch.sheets.get().first)
    assert codes[0].encode() not in kept and b"marks" not in kept
    refused(lambda: actions.close_vote(by=SYSTEM, vote=_vote), "has not ended")


# ── The close, the count, the end ────────────────────────────────────────────────────────────────────────────────────
def test_a_vote_runs_by_itself_from_its_first_moment_to_its_result(
    town, announced, neighbours, candidates, django_capture_on_commit_callbacks
):
    vote = announced()
    actions.follow(by=neighbours[0], vote=vote)
    moving.tend()
    assert fresh(vote).state == Vote.State.OPEN
    ballots_of(neighbours, vote, *[[1, 2]] * 6, *[[4]] * 5)
    with at_time(NOON + 4 * DAY + timedelta(hours=1)):
        moving.tend()
        moving.tend()
    with at_time(NOON + 5 * DAY), django_capture_on_commit_callbacks(execute=True):
        moving.tend()
    vote = queries.whole().get(pk=vote.pk)
    assert vote.state == Vote.State.COUNTED and not secrets.exists(BOX, vote.pk)
    content = vote.result.content
    assert content["voters"] == 11 == len(queries.receipts(vote))
    assert {pool_state(candidates[name]) for name in ("长椅", "路灯")} == {"chosen"}
    assert {pool_state(candidates[name]) for name in ("菜园", "坡道")} == {"ready"}
    kinds = list(Notice.objects.filter(person=neighbours[0].person).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["votes.opened", "votes.last_day", "votes.counted"]
    moving.tend()
    assert Result.objects.count() == 1 and audit.verify().ok


def test_a_vote_of_too_few_is_not_counted_and_shows_no_ballot(open_vote, neighbours, candidates, closed):
    vote = open_vote()
    ballots_of(neighbours, vote, [1], [1])
    vote = closed(vote)
    assert vote.result.content == {"voters": 0, "too_few": True} and pool_state(candidates["长椅"]) == "ready"


def test_days_are_moved_with_a_reason_everybody_reads_and_never_into_the_past(town, open_vote):
    vote, ding = open_vote(), town.actor("ding")
    move = {"by": ding, "vote": vote, "code": "vote", "starts": NOON}
    refused(lambda: actions.move_phase(**move, ends=NOON + 4 * DAY, reason=" "), "Say why")
    refused(lambda: actions.move_phase(**move, ends=NOON + 6 * DAY, reason="雨"), "overlaps")
    refused(lambda: actions.move_phase(**move, ends=NOON - DAY, reason="雨"), "not in the past")
    refused(
        lambda: actions.move_phase(**{**move, "starts": NOON + DAY}, ends=NOON + 4 * DAY, reason="雨"),
        "keeps its beginning",
    )
    phase = actions.move_phase(**move, ends=NOON + 4 * DAY, reason="停电")
    assert phase.moves.get().reason == "停电" and fresh(vote).frozen.digest == vote.frozen.digest


def test_a_vote_is_given_up_with_a_reason_and_its_ballots_stay_unread(
    town, open_vote, neighbours, candidates, django_capture_on_commit_callbacks
):
    vote, ding = open_vote(), town.actor("ding")
    ballots_of(neighbours, vote, [1], [2], [3])
    refused(lambda: actions.give_up(by=ding, vote=vote, reason=""), "Say why")
    with django_capture_on_commit_callbacks(execute=True):
        vote = actions.give_up(by=ding, vote=vote, reason="机房进水，密钥丢失")
    assert boxes.contents(boxes.box_of(BOX, vote.pk)) == [] and not secrets.exists(BOX, vote.pk)
    assert pool_state(candidates["长椅"]) == "ready"


def test_a_vote_whose_key_is_lost_holds_up_no_other_and_can_only_be_given_up(
    town, open_vote, neighbours, candidates, caplog
):
    vote = open_vote()
    ballots_of(neighbours, vote, [1])
    secrets.destroy(BOX, vote.pk)
    for candidate in candidates.values():
        type(candidate).objects.filter(pk=candidate.pk).update(state="ready")
    other = open_vote()
    with at_time(NOON + 6 * DAY):
        moving.tend()
    assert "cannot be closed" in caplog.text
    assert (fresh(vote).state, fresh(other).state) == (Vote.State.OPEN, Vote.State.COUNTED)
    assert actions.give_up(by=town.actor("ding"), vote=vote, reason="密钥丢失").state == Vote.State.GIVEN_UP


def test_only_the_office_of_the_place_moves_and_keys(town, open_vote, neighbours):
    vote = open_vote()
    for act in (
        lambda by: actions.move_phase(by=by, vote=vote, code="vote", starts=NOON, ends=NOON + DAY, reason="x"),
        lambda by: actions.give_up(by=by, vote=vote, reason="x"),
        lambda by: actions.hand_out(by=by, vote=vote),
        lambda by: actions.begin_batch(by=by, vote=vote),
    ):
        for who in (neighbours[0], town.actor("hu"), ANONYMOUS):
            with pytest.raises(Refused):
                act(who)


def test_nothing_a_voter_does_leaves_an_audit_row(open_vote, neighbours, town):
    vote = open_vote()
    _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    before = AuditRow.objects.count()
    actions.cast(by=neighbours[0], vote=vote, ballot=[1])
    actions.cast(by=ANONYMOUS, vote=vote, ballot=[1], code=code)
    actions.withdraw(by=neighbours[0], vote=vote)
    actions.follow(by=neighbours[0], vote=vote)
    assert AuditRow.objects.count() == before and Packet.objects.count() == 1
