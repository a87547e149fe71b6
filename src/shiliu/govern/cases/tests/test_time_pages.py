"""Pages about time: the question and its answer, postponing and objecting, both dates of a clock, promises and their lists."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, promises, sweep
from shiliu.govern.cases.models import Case, CasePromise
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet():
    cache.clear()


def words(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def move(town, who, case, verb, **given):
    return actions.move(by=town.actor(who), case=case, verb=verb, **{"said": "Said so.", **given})


@pytest.fixture
def sent(raise_need, town):
    """A need raised without an account and accepted by li's unit: Submitted(case, code)."""
    sent = raise_need(by=None, contact=actions.Contact(email="somebody@example.org"))
    actions.move(by=town.actor("li"), case=sent.case, verb="accept")
    return sent


@pytest.fixture
def asker(visitor, sent):
    """A browser that has shown the code."""
    browser = visitor()
    browser.post("/cases/track/", {"code": sent.code})
    return browser


def in_days(town, days):
    return localtime(town.now).date() + timedelta(days=days)


@pytest.fixture
def shelved(sent, town):
    day = in_days(town, 30)
    move(town, "li", sent.case, "propose_shelving", obstacle="money", review=day)
    move(town, "sun", sent.case, "shelve", review=day, said="The new lamps come in April.")
    return sent.case


@pytest.fixture
def promised(sent, town):
    """The promise of an answered case, due in ten days."""
    move(town, "li", sent.case, "answer", promise="New lamp", promised_by=in_days(town, 10))
    return CasePromise.objects.get()


def test_the_question_stands_on_the_page_and_its_answer_with_a_photo_lets_the_time_run_again(asker, sent, town, png):
    move(town, "li", sent.case, "ask_asker", said="Which of the two gates?")
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "The unit asks you something" in page and "Which of the two gates?" in page
    assert "at the latest until Tue March 17, 17:00" in page and "It stands still until" in page
    assert "Add a word" not in page
    answer = {"reply-said": "The east gate.", "reply-photos": [png()]}
    assert asker.post(f"/cases/{sent.case.pk}/reply/", answer).status_code == 302
    sent.case.refresh_from_db()
    assert sent.case.state == "handling" and sent.case.files.count() == 1
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "The east gate." in page and "The unit asks you something" not in page


def test_an_empty_answer_names_what_is_missing_and_the_question_stays(asker, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    response = asker.post(f"/cases/{sent.case.pk}/reply/", {"reply-said": " "})
    assert response.status_code == 422 and "Write at least one sentence." in words(response)
    assert Case.objects.get().state == "asked"


def test_an_answer_that_comes_too_late_keeps_its_words_as_a_further_word(asker, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    with at_time(sent.case.pauses.get().limit):
        sweep.end_pauses()
    response = asker.post(f"/cases/{sent.case.pk}/reply/", {"reply-said": "The east gate, sorry."})
    page = words(response)
    assert response.status_code == 409 and "no longer possible" in page
    assert "The east gate, sorry." in page and "Add a word" in page


def test_the_question_reaches_somebody_without_an_account_by_the_contact_left(sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    assert Outgoing.objects.filter(address="somebody@example.org", notice__kind="cases.asked").count() == 1


def test_nobody_else_answers_or_objects(visitor, guest, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    for browser in (guest, visitor(town.people.chen), visitor(town.people.li)):
        for door in ("reply", "contest"):
            response = browser.post(f"/cases/{sent.case.pk}/{door}/", {"reply-said": "x", "contest-said": "x"})
            assert response.status_code in {302, 403, 404}
    assert Case.objects.get().state == "asked"


def test_a_postponed_need_tells_its_reason_and_its_day_and_takes_one_objection(asker, shelved, town):
    page = words(asker.get(f"/cases/{shelved.pk}/"))
    assert "There is no money for it this year" in page and "The new lamps come in April." in page
    assert "Day of review" in page and "April 9, 2026" in page
    response = asker.post(f"/cases/{shelved.pk}/contest/", {"contest-said": "It is dark for the children."})
    assert response.status_code == 302
    shelved.refresh_from_db()
    assert shelved.state == "supervision"
    move(town, "sun", shelved, "keep_shelved", review=in_days(town, 5))
    assert "I object to postponing it" not in words(asker.get(f"/cases/{shelved.pk}/"))


def test_an_extension_shows_both_days_and_cannot_be_made_once_the_deadline_has_passed(asker, sent, town):
    due = sent.case.clocks.get(kind="resolution").due
    with at_time(due + timedelta(hours=1)):
        assert "extend" not in {one.key for one in sent.case.workflow.open_to(town.actor("li"), sent.case)}
    move(town, "li", sent.case, "extend", until=localtime(due).date() + timedelta(days=3))
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "First promise: Tue March 17, 10:00. It now stands at Fri March 20, 23:59." in page
    assert "From Tue March 17, 10:00 to Fri March 20, 23:59." in page


def test_a_clock_that_was_late_before_the_question_is_not_shown_as_stopped(asker, sent, town):
    due = sent.case.clocks.get(kind="resolution").due
    with at_time(due + timedelta(days=1)):
        move(town, "li", sent.case, "ask_asker")
        page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "It stands still until" not in page and "overdue" in page


def test_promises_are_listed_with_their_first_and_their_present_day(asker, promised, town):
    page = words(asker.get(f"/cases/{promised.case_id}/"))
    assert "What was promised" in page and "New lamp" in page and "March 20, 2026" in page
    assert promised.step.move == "answer"
    promises.move(by=town.actor("li"), promise=promised, due=in_days(town, 20), said="The part is late.")
    page = words(asker.get(f"/cases/{promised.case_id}/"))
    assert "First day:" in page and "March 30, 2026" in page and "The part is late." in page
    with at_time(town.now + timedelta(days=21)):
        assert "Late" in words(asker.get(f"/cases/{promised.case_id}/"))


def test_every_state_and_every_step_has_an_icon_that_exists():
    from shiliu.govern.cases.timeline import MOVES
    from shiliu.govern.cases.waiting import STANDINGS
    from shiliu.govern.cases.workflow import STATES
    from shiliu.platform.presentation.icons import icon

    for name in [*(state.icon for state in STATES), *(row[2] for row in (*MOVES.values(), *STANDINGS.values()))]:
        assert icon(name)
