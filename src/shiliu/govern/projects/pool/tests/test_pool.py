"""A candidate's way through the pool: entered, checked by units, settled with a reason or a price, out, back, merged."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from shiliu.govern.projects.pool import actions, heard, queries, rules, values
from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
BENCH = {"zh-hans": "小院长椅", "en": "A bench in the courtyard"}


@pytest.fixture
def bench(town):
    return actions.enter(by=town.actor("sun"), area=town.places.west, names=BENCH, summary={"zh-hans": "老人歇脚。"},
                         kind="works", origin="unit")  # fmt: skip


@pytest.fixture
def steps():
    told = []
    heard.register("test", lambda candidate, step, **facts: told.append(step))
    yield told
    heard.register("test", lambda *given, **facts: None)


def asked(town, candidate, reviewer="li", unit="city"):
    return actions.ask_check(by=town.actor("sun"), candidate=candidate, reviewer=getattr(town.people, reviewer),
                             organisation=getattr(town.units, unit), due=localdate(town.now) + timedelta(days=7))  # fmt: skip


def settled(town, candidate, low=8000, high=12000):
    actions.answer_check(by=town.actor("li"), check=asked(town, candidate), feasible=True, low=low, high=high)
    return actions.settle(by=town.actor("sun"), candidate=candidate, feasible=True)


def test_a_candidate_is_checked_priced_and_then_ready_for_a_vote(town, bench, steps):
    ready = settled(town, bench)
    assert (ready.state, ready.price_low, ready.price_high) == ("ready", 8000, 12000)
    assert list(queries.candidates_for(town.places.street)) == [ready] and steps == ["asked", "settled_ready"]


def test_without_a_price_nothing_can_be_done_and_without_a_reason_nothing_cannot(town, bench):
    check = asked(town, bench)
    with pytest.raises(NotPossible) as refused:
        actions.answer_check(by=town.actor("li"), check=check, feasible=True)
    assert "low" in refused.value.fields
    with pytest.raises(NotPossible) as refused:
        actions.answer_check(by=town.actor("li"), check=check, feasible=False, explanation=" ")
    assert "explanation" in refused.value.fields
    actions.answer_check(by=town.actor("li"), check=check, feasible=False, explanation="A gas pipe lies below.")
    with pytest.raises(NotPossible):
        actions.settle(by=town.actor("sun"), candidate=bench, feasible=False)
    with pytest.raises(NotPossible):
        actions.settle(by=town.actor("sun"), candidate=bench, feasible=True, low=5)
    actions.settle(by=town.actor("sun"), candidate=bench, feasible=False, reason="Gas pipe.")
    assert Candidate.objects.get().state == "not_feasible" and not queries.candidates_for(town.places.west)


def test_nothing_is_settled_while_a_check_is_open_and_only_who_was_asked_may_answer(town, bench):
    with pytest.raises(NotPossible):
        actions.settle(by=town.actor("sun"), candidate=bench, feasible=True, low=5)
    check = asked(town, bench)
    with pytest.raises(NotPossible):
        actions.settle(by=town.actor("sun"), candidate=bench, feasible=True, low=5)
    for other in ("sun", "fang", "gulnar", "ding"):
        with pytest.raises(Refused):
            actions.answer_check(by=town.actor(other), check=check, feasible=True, low=5)
    actions.withdraw_check(by=town.actor("sun"), check=check)
    assert not Check.objects.exists()


def test_a_reviewer_works_in_the_unit_and_is_asked_once_at_a_time(town, bench):
    with pytest.raises(NotPossible):
        asked(town, bench, reviewer="gulnar")
    asked(town, bench)
    with pytest.raises(NotPossible):
        asked(town, bench)


def test_an_answer_is_given_once(town, bench):
    check = asked(town, bench)
    actions.answer_check(by=town.actor("li"), check=check, feasible=True, low=5)
    with pytest.raises(NotPossible):
        actions.answer_check(by=town.actor("li"), check=check, feasible=False, explanation="No.")


def test_what_leaves_the_pool_leaves_with_a_reason_and_can_come_back(town, bench, steps):
    sun = town.actor("sun")
    with pytest.raises(NotPossible):
        actions.take_out(by=sun, candidate=bench)
    actions.load_exclusions(by=town.actor("ding"))
    duty = Exclusion.objects.get(code="duty_of_another")
    actions.take_out(by=sun, candidate=bench, exclusion=duty)
    out = Candidate.objects.get()
    assert (out.state, out.exclusion, out.reason) == ("out", duty, duty.name) and not queries.listed(
        queries.visible_to(sun)
    )
    actions.take_in(by=sun, candidate=bench, reason="The property company has gone.")
    assert Candidate.objects.get().state == "entered" and steps == ["out", "back"]


def test_two_that_are_the_same_become_one_and_can_be_separated(town, bench):
    sun = town.actor("sun")
    other = actions.enter(
        by=sun,
        area=town.places.west,
        names={"zh-hans": "长椅"},
        summary={"zh-hans": "座椅"},
        kind="works",
        origin="unit",
    )
    actions.merge(by=sun, candidate=other, into=bench, reason="The same bench.")
    assert list(queries.listed(queries.visible_to(sun))) == [bench]
    with pytest.raises(NotPossible):
        actions.merge(by=sun, candidate=bench, into=other, reason="Back.")
    actions.separate(by=sun, candidate=other)
    assert Candidate.objects.filter(state="entered", merged_into=None).count() == 2


def test_what_is_in_a_vote_stands_still(town, bench):
    sun = town.actor("sun")
    settled(town, bench)
    actions.enter_vote(by=sun, candidate=bench)
    for verb in (
        lambda: actions.edit(by=sun, candidate=bench, kind="goods"),
        lambda: actions.take_out(by=sun, candidate=bench, reason="No."),
        lambda: actions.enter_vote(by=sun, candidate=bench),
        lambda: asked(town, bench),
    ):
        with pytest.raises(NotPossible):
            verb()
    actions.choose(by=sun, candidate=bench)
    actions.give_up(by=sun, candidate=bench, reason="The owner of the ground refused.")
    assert Candidate.objects.get().state == "ready"


def test_a_change_is_kept_refused_when_stale_and_taken_back(town, bench):
    sun, seen = town.actor("sun"), revisions.stamp(values.of(bench))
    actions.edit(by=sun, candidate=bench, names={"zh-hans": "小院长椅两张"})
    with pytest.raises(revisions.Stale):
        actions.edit(by=sun, candidate=bench, seen=seen, kind="goods")
    row = revisions.history(bench)[0]
    actions.revert(by=sun, candidate=Candidate.objects.get(), row=row)
    assert Candidate.objects.get().names == BENCH


def test_a_point_lies_inside_its_place(town):
    with pytest.raises(NotPossible) as refused:
        actions.enter(
            by=town.actor("sun"),
            area=town.places.west,
            names=BENCH,
            summary=BENCH,
            kind="works",
            origin="unit",
            point=(0.0, 0.0),
        )
    assert "longitude" in refused.value.fields


def test_a_pair_of_which_one_can_be_had_is_kept_once_and_parted(town, bench):
    sun = town.actor("sun")
    other = actions.enter(
        by=sun, area=town.places.west, names={"zh-hans": "花坛"}, summary=BENCH, kind="works", origin="unit"
    )
    for _again in range(2):
        pair = actions.set_incompatible(by=sun, candidate=other, other=bench, reason="The same corner.")
    assert queries.pairs([bench, other]) == {(bench.pk, other.pk)}
    actions.part_pair(by=sun, pair=pair)
    assert not queries.pairs([bench, other])


def test_residents_do_not_enter_candidates_past_a_proposal(town):
    with pytest.raises(Refused):
        actions.enter(
            by=town.actor("gulnar"), area=town.places.west, names=BENCH, summary=BENCH, kind="works", origin="unit"
        )


def test_the_database_itself_refuses_a_candidate_in_a_vote_without_a_price(bench):
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.update(state="in_vote")


def test_who_left_is_no_longer_named_on_their_checks(town, bench):
    from shiliu.govern.projects.pool import registers

    asked(town, bench)
    assert registers.export(town.people.li)[0]["verdict"] == "open"
    registers.erase(town.people.li)
    assert Check.objects.get().reviewer is None


def test_every_step_is_told_in_the_audit_log_in_words(town, bench):
    settled(town, bench)
    told = [sentence for _row, sentence in audit.sentences(audit.rows_on(bench), "en")]
    assert len(told) == 4 and all("A bench in the courtyard" in sentence for sentence in told)


@pytest.mark.parametrize(("low", "high", "found"), [(5, None, (5, 5)), (5, 9, (5, 9))])
def test_a_price_is_one_sum_or_from_to(low, high, found):
    money = rules.price(low, high)
    assert (money.low, money.high) == found


@pytest.mark.parametrize(("low", "high"), [(None, 5), (0, 5), (9, 5), (-1, None), (5, 10**12)])
def test_a_price_that_cannot_be_right_is_refused(low, high):
    with pytest.raises(ValueError):
        rules.price(low, high)
