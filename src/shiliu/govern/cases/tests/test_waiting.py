"""Objection, question to the resident, extension, postponing: what they do to a case and to its clocks."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, explaining, queries, sweep
from shiliu.govern.cases.models import CaseClock, Objection
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def handled(raise_need, town):
    """A case that the unit of li has accepted."""
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    return case


def resolution(case):
    return case.clocks.get(kind=CaseClock.Kind.RESOLUTION, round=case.round)


def move(town, who, case, verb, **given):
    return actions.move(by=town.actor(who), case=case, verb=verb, **{"said": "Said so.", **given})


def test_an_objection_goes_to_the_arbiter_once_and_the_asker_hears_of_it(raise_need, town):
    case = raise_need().case
    move(town, "li", case, "object", objection="not_our_duty")
    assert case.state == "objected" and Notice.objects.filter(kind="cases.objected").exists()
    move(town, "sun", case, "deny_objection")
    assert (case.state, case.objection.upheld) == ("dispatched", False)
    with pytest.raises(NotPossible):
        move(town, "li", case, "object", objection="not_our_place")


def test_neither_the_unit_nor_the_dispatcher_decides_an_objection(raise_need, town):
    case = raise_need().case
    move(town, "li", case, "object", objection="not_our_duty")
    for who in ("li", "lin", "ding"):
        with pytest.raises(Refused):
            move(town, who, case, "deny_objection")


def test_an_objection_cannot_be_granted_to_the_unit_that_objected(raise_need, town):
    case = raise_need().case
    move(town, "li", case, "object", objection="not_our_duty")
    with pytest.raises(NotPossible):
        move(town, "sun", case, "grant_objection", unit=case.lead)
    assert Objection.objects.get().decided_at is None


def test_an_objection_that_is_granted_cannot_make_a_committee_answer_for_a_government_duty(raise_need, town):
    case = raise_need().case
    move(town, "li", case, "object", objection="not_our_duty")
    with pytest.raises(NotPossible, match="government duty"):
        move(town, "sun", case, "grant_objection", unit=town.units.committee)


def test_a_question_stops_the_resolution_clock_until_the_answer(handled, town):
    due = resolution(handled).due
    with at_time(town.now + timedelta(days=1)):
        move(town, "li", handled, "ask_asker", said="Which gate?")
    assert handled.next_due == handled.pauses.get().limit
    with at_time(town.now + timedelta(days=3)):
        move(town, "gulnar", handled, "reply", said="The east gate.")
    clock = resolution(handled)
    assert (clock.due, clock.moved_to) == (due, due + timedelta(days=2))
    assert handled.state == "handling"


def test_a_question_that_nobody_answers_ends_by_itself_at_its_limit(handled, town):
    move(town, "li", handled, "ask_asker", said="Which gate?")
    limit = handled.pauses.get().limit
    with at_time(limit - timedelta(minutes=1)):
        sweep.end_pauses()
    handled.refresh_from_db()
    assert handled.state == "asked"
    with at_time(limit):
        sweep.end_pauses()
    handled.refresh_from_db()
    assert handled.state == "handling" and Notice.objects.filter(kind="cases.pause_over").exists()


def test_a_unit_may_stop_the_clock_with_questions_only_so_often(handled, town, settings):
    settings.CASE_QUESTIONS_A_ROUND = 1
    move(town, "li", handled, "ask_asker")
    move(town, "gulnar", handled, "reply")
    with pytest.raises(NotPossible):
        move(town, "li", handled, "ask_asker")


def test_a_deadline_that_had_passed_before_the_question_stays_passed(handled, town):
    clock = resolution(handled)
    with at_time(clock.due + timedelta(days=1)):
        move(town, "li", handled, "ask_asker")
        move(town, "gulnar", handled, "reply")
    assert resolution(handled).moved_to is None


def test_a_pause_moves_a_deadline_in_working_days_by_working_time(raise_need, town, catalogue):
    entry = raise_need().case.entry
    entry.frozen["tier"]["resolution"][2] = True
    entry.save()
    case = raise_need().case
    move(town, "li", case, "accept")
    clock = resolution(case)
    with at_time(town.now + timedelta(hours=1)):
        move(town, "li", case, "ask_asker")
        move(town, "gulnar", case, "reply")
    assert resolution(case).moved_to == clock.due


def test_an_extension_moves_the_deadline_once_and_keeps_the_first_in_sight(handled, town):
    due = resolution(handled).due
    until = localtime(due).date() + timedelta(days=3)
    move(town, "li", handled, "extend", until=until)
    shown = explaining.deadlines(handled)[0]["clocks"]
    clock = next(one for one in shown if one["kind"] == "resolution")
    assert (clock["first_due"], localtime(clock["due"]).date()) == (due, until)
    with pytest.raises(NotPossible):
        move(town, "li", handled, "extend", until=until + timedelta(days=1))


def test_an_extension_beyond_the_time_first_given_or_into_the_past_is_refused(handled, town):
    day = localtime(resolution(handled).due).date()
    for until in (day + timedelta(days=8), day - timedelta(days=1)):
        with pytest.raises(NotPossible, match="Choose a day"):
            move(town, "li", handled, "extend", until=until)
    assert resolution(handled).moved_to is None


@pytest.fixture
def shelved(handled, town):
    day = localtime(town.now).date() + timedelta(days=30)
    move(town, "li", handled, "propose_shelving", obstacle="money", review=day)
    move(town, "sun", handled, "shelve", review=day)
    return handled


def test_only_the_supervisor_postpones_and_the_clock_stands_still_until_the_review(shelved, town):
    due = resolution(shelved).due
    limit = shelved.pauses.get().limit
    with at_time(limit):
        sweep.end_pauses()
    shelved.refresh_from_db()
    assert shelved.state == "handling"
    assert resolution(shelved).moved_to == due + (limit - town.now)


def test_a_unit_cannot_postpone_by_itself(handled, town):
    day = localtime(town.now).date() + timedelta(days=30)
    move(town, "li", handled, "propose_shelving", obstacle="money", review=day)
    with pytest.raises(Refused):
        move(town, "li", handled, "shelve", review=day)


def test_a_review_lies_ahead_and_not_further_than_the_settings_say(handled, town, settings):
    settings.CASE_REVIEW_DAYS = 60
    today = localtime(town.now).date()
    for day in (today, today + timedelta(days=61)):
        with pytest.raises(NotPossible, match="day of review"):
            move(town, "li", handled, "propose_shelving", obstacle="money", review=day)


def test_whoever_raised_it_objects_to_waiting_once_and_the_supervisor_decides_again(shelved, town):
    move(town, "gulnar", shelved, "contest", said="It is dark for the children.")
    assert shelved.state == "supervision"
    day = localtime(town.now).date() + timedelta(days=10)
    move(town, "sun", shelved, "keep_shelved", review=day)
    assert shelved.state == "shelved"
    with pytest.raises(NotPossible):
        move(town, "gulnar", shelved, "contest")


def test_an_objection_to_waiting_does_not_close_the_case_by_upholding(shelved, town):
    move(town, "gulnar", shelved, "contest")
    assert "uphold" not in {one.key for one in shelved.workflow.open_to(town.actor("sun"), shelved)}


def test_a_hazard_is_never_postponed(raise_need, town):
    case = raise_need(kind="hazard").case
    move(town, "li", case, "accept")
    with pytest.raises(NotPossible):
        move(
            town,
            "li",
            case,
            "propose_shelving",
            obstacle="money",
            review=localtime(town.now).date() + timedelta(days=9),
        )


def test_withdrawing_while_the_clock_stands_still_ends_the_pause(handled, town):
    move(town, "li", handled, "ask_asker")
    actions.move(by=town.actor("gulnar"), case=handled, verb="withdraw")
    assert handled.pauses.get().ended_at == town.now and handled.next_due is None


def test_no_warning_of_a_deadline_is_sent_while_the_clock_stands_still(handled, town):
    move(town, "li", handled, "ask_asker")
    with at_time(handled.pauses.get().limit - timedelta(minutes=5)):
        sweep.warn_of_deadlines()
    assert not Notice.objects.filter(kind__in=["cases.due_soon", "cases.overdue"]).exists()


def test_a_merged_case_keeps_its_code_and_comes_apart_again(raise_need, town):
    first, second = raise_need(), raise_need(by="lin")
    move(town, "lin", second.case, "merge", into=first.case)
    assert (second.case.state, second.case.merged_into) == ("merged", first.case)
    assert queries.by_code(actions.hash_code(second.code)) == second.case
    move(town, "lin", second.case, "unmerge")
    assert (second.case.state, second.case.merged_into) == ("triage", None)


def test_a_case_is_joined_neither_with_itself_nor_with_one_that_has_ended_nor_in_chains(raise_need, town):
    first, second, third = (raise_need().case for _number in range(3))
    with pytest.raises(NotPossible):
        move(town, "lin", first, "merge", into=first)
    move(town, "lin", second, "merge", into=first)
    for case, into in ((third, second), (first, third)):
        with pytest.raises(NotPossible):
            move(town, "lin", case, "merge", into=into)
