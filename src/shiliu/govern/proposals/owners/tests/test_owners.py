"""Owners decide by heads and by area, in sealed ballots, by rules that were frozen before."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from shiliu.govern.proposals.owners import actions, freezing, rules
from shiliu.govern.proposals.owners.actions.voting import BOX
from shiliu.govern.proposals.owners.models import OwnersCode, OwnersMatter, OwnersResult, OwnersRules, OwnersVote, Share
from shiliu.govern.proposals.owners.tests.conftest import DAY, ROWS
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.ballots.models import CountedBallot, SealedBallot, TookPart
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
THREE_QUARTERS = {"part": 2, "part_whole": 3, "passes": 3, "passes_whole": 4, "passes_reached": True}
MAJORITY = {**THREE_QUARTERS, "passes": 1, "passes_whole": 2, "passes_reached": False}


def said(**sides):
    """Ballots: {choice: [areas]}."""
    return [{"c": choice, "a": area} for choice, areas in sides.items() for area in areas]


@pytest.mark.parametrize(
    ("rule", "heads", "area", "ballots", "took_part", "passed"),
    [
        (THREE_QUARTERS, 12, 1200, said(**{"for": [100] * 6, "against": [100] * 2}), True, True),
        (THREE_QUARTERS, 12, 1200, said(**{"for": [100] * 5, "against": [100] * 3}), True, False),
        (THREE_QUARTERS, 12, 1200, said(**{"for": [100] * 7}), False, False),  # too few heads, whatever they own
        (THREE_QUARTERS, 12, 4000, said(**{"for": [100] * 8}), False, False),  # two thirds of the heads, a fifth of the area
        (THREE_QUARTERS, 12, 2400, said(**{"for": [100] * 11, "against": [1300]}), True, False),  # heads agree, area does not
        (MAJORITY, 12, 1200, said(**{"for": [100] * 5, "against": [100] * 3}), True, True),
        (MAJORITY, 12, 1200, said(**{"for": [100] * 4, "against": [100] * 4}), True, False),
        (MAJORITY, 12, 1200, said(**{"for": [100] * 4, "against": [100] * 3, "abstain": [100] * 5}), True, False),
    ],
)  # fmt: skip
def test_two_thirds_take_part_and_three_quarters_or_a_majority_agree_of_heads_and_of_area(
    rule, heads, area, ballots, took_part, passed
):
    found = rules.counted({**rule, "heads": heads, "area": area}, ballots, [area // heads] * heads)
    assert (found["took_part"], found["passed"]) == (took_part, passed)


@given(st.lists(st.tuples(st.sampled_from(rules.CHOICES), st.integers(1, 500)), max_size=30))
def test_the_numbers_of_a_count_are_those_of_its_ballots_and_few_heads_are_not_shown(pairs):
    ballots = [{"c": choice, "a": area} for choice, area in pairs]
    found = rules.counted({**MAJORITY, "heads": 40, "area": 20_000}, ballots, [500] * 40)
    assert (found["heads"], found["percent"]) == (len(pairs), sum(area for _choice, area in pairs) // 200)
    if found["sides"] is not None:
        assert all(heads == 0 or heads >= rules.FEWEST for heads, _percent in found["sides"].values())
        assert sum(heads for heads, _percent in found["sides"].values()) == len(pairs)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=40))
def test_the_register_is_shown_in_bands_of_at_least_five_owners_that_leave_nobody_out(weights):
    made = rules.bands(weights)
    assert sum(heads for _least, _most, heads in made) == len(weights)
    assert len(made) == 1 or all(heads >= rules.FEWEST for _least, _most, heads in made)
    assert all(before[1] < after[0] for before, after in pairwise(made))
    assert (made[0][0], made[-1][1]) == (min(weights), max(weights))


def voted(town, lift, codes, choices):
    with at_time(lift.opens_at):
        return [actions.cast(by=ANONYMOUS, vote=lift, code=codes[share], choice=choice) for share, choice in choices]


def test_flats_of_one_owner_are_one_head_with_all_their_area(estate, lift):
    content = freezing.drafted(lift)
    assert (content["heads"], content["area"]) == (7, 66350)
    assert sorted(freezing.Rules(content, {}).content["shares"])[0][:2] == ["1-1", 8050]


def test_the_register_refuses_what_cannot_be(town, estate):
    sun = town.actor("sun")
    for rows in ([], [ROWS[0], ROWS[0]], [("", Decimal(1), "")], [("1", Decimal(0), "")], [("1", Decimal("1.001"), "")], [("1", Decimal(1), "2")]):  # fmt: skip
        with pytest.raises(NotPossible):
            actions.set_shares(by=sun, estate=estate, rows=rows)
    assert estate.shares.count() == 8
    with pytest.raises(Refused):
        actions.set_shares(by=town.actor("wang"), estate=estate, rows=ROWS)


def test_a_vote_is_announced_with_the_notice_of_its_matter_and_frozen(town, estate, lift):
    wang = town.actor("wang")
    early = actions.draft(by=wang, estate=estate, matter=lift.matter, title="灯", text="灯。", opens_at=town.now + 14 * DAY,
                          closes_at=town.now + 20 * DAY)  # fmt: skip
    with pytest.raises(NotPossible) as refused:
        actions.announce(by=wang, vote=early)
    assert set(refused.value.fields) == {"opens_at"}
    actions.drop(by=wang, vote=early)
    actions.announce(by=wang, vote=lift)
    for act in (lambda: actions.edit(by=wang, vote=lift, title="别的"), lambda: actions.set_shares(by=town.actor("sun"), estate=estate, rows=ROWS)):  # fmt: skip
        with pytest.raises(NotPossible):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnersRules.objects.update(text="{}")
    assert audit.verify().ok and OwnersRules.objects.get().digest == audit.frozen.digest(freezing.content_of(str(lift.pk)))  # fmt: skip


def test_an_area_changed_behind_the_program_weighs_nothing(town, lift, codes):
    Share.objects.filter(code="1-1").update(area=10**8)
    assert freezing.rules_of(lift).weights[Share.objects.get(code="1-1").pk] == 8050


def test_one_owner_has_one_ballot_however_often_and_with_whichever_code(town, lift, codes):
    assert sorted(codes) == [f"1-{number}" for number in range(1, 8)]
    assert actions.make_codes(by=town.actor("wang"), vote=lift) == []
    first, again, other = voted(town, lift, codes, [("1-1", "for"), ("1-1", "for"), ("1-1", "against")])
    assert first == again != other
    _share, new = actions.replace_code(by=town.actor("wang"), vote=lift, share_code="1-1")
    with at_time(lift.opens_at):
        with pytest.raises(NotPossible):
            actions.cast(by=ANONYMOUS, vote=lift, code=codes["1-1"], choice="for")
        actions.cast(by=ANONYMOUS, vote=lift, code=new.lower().replace("-", " "), choice="abstain")
    assert SealedBallot.objects.count() == TookPart.objects.count() == 1
    with at_time(lift.opens_at):
        assert actions.cast(by=ANONYMOUS, vote=lift, code=new, choice="") == ""
    assert not SealedBallot.objects.exists()
    with pytest.raises(NotPossible):
        actions.replace_code(by=town.actor("wang"), vote=lift, share_code="1-8")


def test_nobody_votes_before_or_after_the_days_or_with_a_wrong_code(town, lift, codes):
    for moment, code, choice in (
        (town.now, codes["1-1"], "for"), (lift.closes_at, codes["1-1"], "for"), (lift.opens_at, "3333-3333-33", "for"),
        (lift.opens_at, "", "for"), (lift.opens_at, codes["1-1"], "perhaps"),
    ):  # fmt: skip
        with at_time(moment), pytest.raises(NotPossible):
            actions.cast(by=ANONYMOUS, vote=lift, code=code, choice=choice)


def paper(town, lift, code, choice="for", **more):
    with at_time(lift.opens_at):
        return actions.cast_paper(by=town.actor("wang"), vote=lift, code=code, choice=choice,
                                  **{"again_code": code, "again_choice": choice, **more})  # fmt: skip


def test_paper_is_typed_twice_stands_for_good_and_replaces_no_ballot_of_an_owner(town, lift, codes):
    for wrong in ({"again_code": codes["1-2"]}, {"again_choice": "against"}, {"choice": "", "again_choice": ""}):
        with pytest.raises(NotPossible):
            paper(town, lift, codes["1-1"], **wrong)
    assert len(paper(town, lift, codes["1-1"].lower(), again_code=codes["1-1"]).split()) == 4
    voted(town, lift, codes, [("1-2", "against")])
    with pytest.raises(NotPossible, match="already"):
        paper(town, lift, codes["1-2"])
    for choice in ("against", ""):
        with pytest.raises(NotPossible, match="paper"):
            voted(town, lift, codes, [("1-1", choice)])
    with at_time(lift.opens_at), pytest.raises(Refused):
        actions.cast_paper(
            by=town.actor("gulnar"),
            vote=lift,
            code=codes["1-3"],
            choice="for",
            again_code=codes["1-3"],
            again_choice="for",
        )
    told = AuditRow.objects.get(verb="owners.paper_taken")
    assert told.data == {"title": lift.title} and SealedBallot.objects.count() == 2


def test_the_count_keeps_sums_and_no_ballot_code_or_key(town, lift, codes):
    receipts = voted(town, lift, codes, [(share, "for") for share in codes])
    with at_time(lift.closes_at):
        actions.tend()
        actions.tend()
    lift.refresh_from_db()
    result = OwnersResult.objects.get()
    assert (lift.state, result.passed) == ("counted", True) and result.content["sides"]["for"] == [7, None]
    assert result.content["agreed"] == [True, True] and result.content["percent"] is None
    assert not (CountedBallot.objects.exists() or SealedBallot.objects.exists() or OwnersCode.objects.exists())
    assert len(boxes.receipts(boxes.box_of(BOX, lift.pk))) == len(set(receipts)) == 7
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnersResult.objects.update(passed=False)


def test_too_few_owners_decide_nothing_and_a_single_no_is_not_shown(town, lift, codes):
    voted(town, lift, codes, [("1-1", "for"), ("1-2", "against")])
    with at_time(lift.closes_at):
        actions.count(by=town.system, vote=lift)
    found = OwnersResult.objects.get().content
    assert (found["took_part"], found["passed"], found["sides"]) == (False, False, None)


def test_a_vote_given_up_says_why_and_its_ballots_are_never_read(town, lift, codes):
    voted(town, lift, codes, [("1-1", "for")])
    with pytest.raises(NotPossible):
        actions.give_up(by=town.actor("wang"), vote=lift, reason=" ")
    actions.give_up(by=town.actor("wang"), vote=lift, reason="费用有变。")
    assert OwnersVote.objects.get().state == "given_up" and not SealedBallot.objects.exists() and not OwnersResult.objects.exists()  # fmt: skip


def test_a_lost_key_counts_nothing_and_stops_nothing_else(town, lift, codes):
    secrets.destroy(BOX, lift.pk)
    with at_time(lift.closes_at):
        actions.tend()
    assert OwnersVote.objects.get().state == "announced"


def test_a_matter_is_referred_away_by_choice_with_a_reason(town, estate):
    with pytest.raises(NotPossible) as refused:
        actions.refer(by=town.actor("sun"), area=town.places.court, title="外墙", to="", reason="")
    assert set(refused.value.fields) == {"to", "reason"}
    with pytest.raises(Refused):
        actions.refer(by=town.actor("wang"), area=town.places.court, title="外墙", to="住建局", reason="属于公共安全。")
    assert (
        actions.refer(
            by=town.actor("sun"), area=town.places.court, title="外墙", to="住建局", reason="属于公共安全。"
        ).to
        == "住建局"
    )


def test_matters_carry_the_law_as_data(town, estate):
    lift = OwnersMatter.objects.get(code="rebuild")
    assert "278" in lift.sources["en"] and (lift.passes, lift.passes_whole) == (3, 4)
    changed = actions.save_matter(by=town.actor("ding"), matter=lift, passes=2, passes_whole=3)
    assert changed.passes_whole == 3
    with pytest.raises(Refused):
        actions.save_matter(by=town.actor("sun"), matter=lift, passes=1)
