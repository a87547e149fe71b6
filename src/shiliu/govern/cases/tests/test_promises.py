"""A promise in an answer is an object: owned, dated, brought back when due, told to its author."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, promises
from shiliu.govern.cases.models import CasePromise
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def promised(raise_need, town):
    """The promise of an answered case, due in ten days."""
    case = raise_need().case
    li = town.actor("li")
    actions.move(by=li, case=case, verb="accept")
    day = localtime(town.now).date() + timedelta(days=10)
    actions.move(by=li, case=case, verb="answer", said="It will be done.", promise="New lamp", promised_by=day)
    return CasePromise.objects.get()


def sent(kind):
    return Notice.objects.filter(kind=kind).count()


def at_day(promise, days):
    return at_time(
        localtime().replace(year=promise.due.year, month=promise.due.month, day=promise.due.day, hour=9)
        + timedelta(days=days)
    )


def test_an_answer_that_promises_something_makes_an_object_with_an_owner_and_a_day(promised, town):
    assert (promised.what, promised.unit, promised.state) == ("New lamp", town.units.city, "open")


def test_a_promise_needs_both_what_and_when_and_a_day_that_has_not_passed(raise_need, town):
    case = raise_need().case
    li = town.actor("li")
    actions.move(by=li, case=case, verb="accept")
    for given in (
        {"promise": "New lamp"},
        {"promised_by": date(2030, 1, 1)},
        {"promise": "x", "promised_by": date(2020, 1, 1)},
    ):
        with pytest.raises(NotPossible):
            actions.move(by=li, case=case, verb="answer", said="Yes.", **given)
    assert not CasePromise.objects.exists()


def test_a_due_promise_comes_back_to_its_unit_once(promised):
    with at_day(promised, -1):
        promises.remember()
    assert sent("cases.promise_due") == 0
    with at_day(promised, 0):
        promises.remember()
        found = sent("cases.promise_due")
        promises.remember()
    assert found and sent("cases.promise_due") == found


def test_silence_after_a_promise_tells_the_supervisor_and_the_author_once(promised, settings):
    with at_day(promised, settings.CASE_SILENCE_DAYS):
        promises.remember()
        promises.remember()
    assert sent("cases.promise_silent") == 1 and sent("cases.promise_silent_for_supervisor") >= 1


def test_the_author_hears_when_a_promise_is_kept_and_a_kept_one_does_not_come_back(promised, town):
    promises.keep(by=town.actor("li"), promise=promised, said="It shines.")
    with at_day(promised, 30):
        promises.remember()
    assert (sent("cases.promise_kept"), sent("cases.promise_due")) == (1, 0)
    with pytest.raises(NotPossible):
        promises.drop(by=town.actor("li"), promise=promised, said="No.")


def test_a_promise_moved_keeps_its_first_day_in_sight_and_is_remembered_anew(promised, town):
    first = promised.due
    with at_day(promised, 0):
        promises.remember()
        promises.move(by=town.actor("li"), promise=promised, due=first + timedelta(days=5), said="The part is late.")
    promised.refresh_from_db()
    assert (promised.first_due, promised.due, promised.reminded_at) == (first, first + timedelta(days=5), None)
    assert sent("cases.promise_moved") == 1


def test_a_promise_is_neither_moved_into_the_past_nor_ended_without_words(promised, town):
    with pytest.raises(NotPossible):
        promises.move(by=town.actor("li"), promise=promised, due=localtime(town.now).date(), said="Why not.")
    with pytest.raises(NotPossible):
        promises.keep(by=town.actor("li"), promise=promised, said=" ")


def test_another_unit_cannot_say_what_became_of_a_promise(promised, town):
    with pytest.raises(Refused):
        promises.keep(by=town.actor("hu"), promise=promised, said="Done.")
