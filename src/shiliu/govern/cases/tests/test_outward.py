"""What neighbours, followers, moderators and other programs notice of a step, of words let through later, and of a remark."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from shiliu.govern.cases import actions, junk, moderation, neighbours, purging, queries
from shiliu.govern.cases.models import Case, JunkBatch
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice

pytestmark = pytest.mark.django_db


def changed(case):
    return Case.objects.get(pk=case.pk).public_changed_at


def let_through(town, case, answers, *, hours=0, reason=""):
    case.refresh_from_db()
    with at_time(town.now + timedelta(hours=hours)):
        moderation.publish(
            by=town.actor("lin"),
            case=case,
            title=case.public_title,
            text=case.public_text,
            answers=answers,
            reason=reason,
        )


@pytest.fixture
def answered(town, published):
    """(case, step): published, answered two hours later, and no moderator has seen the answer."""
    case = published()
    with at_time(town.now + timedelta(hours=2)):
        actions.move(by=town.actor("li"), case=case, verb="accept")
        step = actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended, Mr Wang.")
    return case, step


def updates(**asked):
    return Client().get("/open311/v2/servicerequestupdates.json", asked).json()


def requests(**asked):
    return [row["service_request_id"] for row in Client().get("/open311/v2/requests.json", asked).json()]


def test_a_remark_and_a_word_of_the_asker_move_nothing_that_neighbours_can_ask_for(town, published):
    case = published()
    before = changed(case)
    with at_time(town.now + timedelta(hours=1)):
        actions.remark(by=town.actor("li"), case=case, note="Called him.")
        actions.add_word(by=town.actor("lin").holding_secret(case.code_hash), case=case, said="Still dark.")
    assert changed(case) == before


def test_words_let_through_after_the_end_reach_whoever_asks_what_has_changed(town, answered):
    case, step = answered
    assert changed(case) == town.now + timedelta(hours=2)
    let_through(town, case, {step.pk: "Mended."}, hours=30)
    with at_time(town.now + timedelta(hours=31)):
        since = (town.now + timedelta(hours=29)).isoformat()
        [row] = updates(start_date=since)
        assert (row["update_id"], row["updated_datetime"]) == (str(step.pk), "2026-03-11T16:00:00+08:00")
        assert row["description"].endswith("Mended.")
        assert requests(updated_after=since) == [case.number]
        assert requests(updated_before=since) == []
        [told] = Client().get(f"/open311/v2/requests/{case.number}.json").json()
        assert (told["status"], told["updated_datetime"]) == ("closed", "2026-03-11T16:00:00+08:00")


def test_what_changed_is_listed_whenever_it_was_raised_and_the_longest_unchanged_first(town, published):
    old, new = published(title="Old"), published(title="New")
    Case.objects.filter(pk=old.pk).update(received_at=town.now - timedelta(days=400))
    old.refresh_from_db()
    with at_time(town.now + timedelta(hours=1)):
        actions.move(by=town.actor("li"), case=old, verb="accept")
    asked = {"updated_after": town.now.isoformat()}
    assert requests(**asked) == [new.number, old.number]
    assert requests(**asked, page_size=1, page=2) == [old.number]
    assert requests(**asked, start_date="2026-03-01T00:00:00Z") == [new.number]
    assert Client().get("/open311/v2/requests.json", {"updated_after": "soon"}).status_code == 400


def test_deciding_the_same_again_moves_nothing(town, answered):
    case, step = answered
    let_through(town, case, {step.pk: ""}, hours=30)
    assert changed(case) == town.now + timedelta(hours=2)


def test_what_is_taken_away_for_good_moves_the_moment_too(town, answered):
    case, step = answered
    let_through(town, case, {step.pk: "Mended by Wang."}, hours=3)
    with at_time(town.now + timedelta(hours=5)):
        purging.purge(by=town.actor("sun"), case=case, words="Wang", reason="A name.")
    assert changed(case) == town.now + timedelta(hours=5)
    with at_time(town.now + timedelta(hours=6)):
        told = updates(start_date=(town.now + timedelta(hours=4)).isoformat())
    assert [row["description"][-5:] for row in told] == ["y ■■."]


def test_words_said_after_publication_are_on_the_moderators_list_until_somebody_decided(town, answered):
    case, step = answered
    lin = town.actor("lin")
    assert list(queries.to_moderate(lin)) == [case]
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(town.people.lin)
    assert "Staff said something new" in browser.get(reverse("cases:moderation")).content.decode()
    let_through(town, case, {step.pk: ""}, hours=3)
    assert not queries.to_moderate(lin).exists(), "left between the unit and the asker: that is a decision too"


def test_a_word_said_while_a_moderator_decides_still_waits(town, answered):
    case, step = answered
    with at_time(town.now + timedelta(hours=3)):
        actions.move(
            by=town.actor("gulnar").holding_secret(case.code_hash), case=case, verb="dispute", level=1, said="No."
        )
        actions.move(by=town.actor("sun"), case=case, verb="uphold", said="It is mended.")
    let_through(town, case, {step.pk: "Mended."}, hours=4)
    assert queries.to_moderate(town.actor("lin")).exists()


def test_a_step_without_words_asks_no_moderator(town, published):
    case = published()
    actions.move(by=town.actor("li"), case=case, verb="accept")
    assert not queries.to_moderate(town.actor("lin")).exists()


def test_followers_and_joined_askers_get_one_letter_when_words_can_be_read(town, published, raise_need):
    case, other = published(), raise_need(by="gulnar").case
    neighbours.support(by=town.actor("chen"), case=case)
    actions.move(by=town.actor("lin"), case=other, verb="merge", into=case, said="The same lamp.")
    case.refresh_from_db()
    li = town.actor("li")
    actions.move(by=li, case=case, verb="accept")
    steps = [actions.move(by=li, case=case, verb="contact", said="Coming at ten, Mr Wang."),
             actions.move(by=li, case=case, verb="answer", said="Mended, Mr Wang.")]  # fmt: skip
    words = {steps[0].pk: "Coming at ten.", steps[1].pk: "Mended."}
    let_through(town, case, words)
    for kind, person in (("cases.followed_words", town.people.chen), ("cases.joined_words", town.people.gulnar)):
        [letter] = Notice.objects.filter(kind=kind)
        assert (letter.person, letter.params["said"]) == (person, "Coming at ten.\n\nMended.")
    let_through(town, case, {**words, steps[1].pk: "Mended today."}, reason="Clearer.")
    let_through(town, case, {**words, steps[1].pk: ""}, reason="A slip.")
    let_through(town, case, words, reason="It was right.")
    assert Notice.objects.filter(kind="cases.followed_words").count() == 1


def test_what_comes_back_before_the_neighbours_is_new_to_whoever_asks(town, published):
    case = published()
    with at_time(town.now + timedelta(hours=1)):
        junk.set_aside(by=town.actor("lin"), cases=[case], reason="advert")
    with at_time(town.now + timedelta(hours=2)):
        junk.bring_back(by=town.actor("lin"), batch=JunkBatch.objects.get())
    with at_time(town.now + timedelta(hours=3)):
        since = (town.now + timedelta(hours=2)).isoformat()
        assert requests(updated_after=since) == [case.number]
        assert len(updates(start_date=since)) == len(updates())


def test_rows_from_before_get_their_moments_and_their_place_on_the_list(town, answered):
    case, step = answered
    Case.objects.update(words_wait=False, public_changed_at=town.now - timedelta(days=9))
    case.steps.update(shown_at=town.now - timedelta(days=9))
    importlib.import_module("shiliu.govern.cases.migrations.0006_public_changes").fill(apps, None)
    step.refresh_from_db()
    case.refresh_from_db()
    assert (case.words_wait, case.public_changed_at, step.shown_at) == (True, case.changed_at, step.at)
