"""What other programs are told of cases and promises: only what everybody reads, as it reads when it leaves."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, appeals, junk, moderation, programs_told, promises, purging
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.tests.test_moderation import NUMBER, texts_of_the_database
from shiliu.platform.webhooks import actions as hooks
from shiliu.platform.webhooks import events, sending
from shiliu.platform.webhooks.models import HookDelivery
from shiliu.platform.webhooks.tests import receiving

pytestmark = pytest.mark.django_db
SECRET = "Call 13800138000, says Wang Qiang"


@pytest.fixture(autouse=True)
def told(town, settings):
    """told() -> [(event, thing)] since it was last asked; everything is told to one program."""
    settings.WEBHOOK_SENDER = f"{receiving.__name__}.post"
    receiving.heard.clear()
    every = [event.name for event in events.offered()]
    hooks.add(by=town.actor("ding"), name="City app", url="https://app.example/", events=every)
    seen = [0]

    def ask():
        rows = HookDelivery.objects.filter(pk__gt=seen[0]).order_by("pk")
        found = [(row.event, row.thing) for row in rows]
        seen[0] = max([row.pk for row in rows], default=seen[0])
        return found

    return ask


def bodies():
    """{event: data} of everything sent now."""
    receiving.heard.clear()
    sending.deliver()
    return {one["type"]: one["data"] for one in (json.loads(heard.body) for heard in receiving.heard)}


def test_a_case_is_told_of_from_its_publication_to_its_end(town, raise_need, told):
    case = raise_need(text=SECRET).case
    li, thing = town.actor("li"), str(case.pk)
    actions.move(by=li, case=case, verb="accept")
    assert told() == []
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.")
    assert told() == [("case.published", thing)]
    step = actions.move(by=li, case=case, verb="answer", said=SECRET)
    assert told() == [("case.answered", thing)]
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.", answers={step.pk: "Mended."})
    assert told() == [("case.changed", thing)]
    actions.remark(by=li, case=case, note="Among us")
    assert told() == []
    actions.move(by=town.actor("gulnar").holding_secret(case.code_hash), case=case, verb="confirm", level=5)
    assert told() == [("case.ended", thing)]
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.")
    assert told() == [("case.hidden", thing)]
    moderation.withhold(by=town.actor("lin"), case=case, reason="Still.")
    assert told() == []


def test_a_message_holds_the_moderated_words_and_no_trace_of_a_person(town, raise_need):
    case = raise_need(by="gulnar", title=SECRET, text=SECRET, place_note=SECRET, point=(100.00247, 40.00247)).case
    actions.move(by=town.actor("li"), case=case, verb="accept", note=SECRET)
    case = moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.")
    actions.move(by=town.actor("li"), case=case, verb="contact", said=SECRET)
    found = bodies()
    assert set(found) == {"case.published", "case.changed"}
    data, whole = found["case.published"], str(found)
    assert (data["title"], data["text"], data["area"], data["unit"]) == ("Lamp", "Dark.", "court", "city")
    assert data["url"].endswith(f"/cases/public/{case.pk}/")
    assert [step["step"] for step in data["steps"]] == ["submit", "route", "accept", "contact"]
    assert not [word for word in ("Wang", "1380", "gulnar", "house", "100.00247") if word in whole]


def test_a_promise_is_told_of_with_names_covered(town, published, told):
    case, li, day = published(), town.actor("li"), localtime(town.now).date() + timedelta(days=3)
    told()
    actions.move(by=li, case=case, verb="accept")
    actions.move(by=li, case=case, verb="answer", said="Soon.", promise=f"Ring {NUMBER}", promised_by=day)
    promise = case.promises.get()
    thing = str(promise.pk)
    assert told()[1:] == [("case.answered", str(case.pk)), ("promise.made", thing)]
    data = bodies()["promise.made"]
    assert NUMBER not in data["what"]
    assert (data["due"], data["case"]["number"]) == ("2026-03-13", case.number)
    promises.move(by=li, promise=promise, due=day + timedelta(days=1), said="Later.")
    promises.keep(by=li, promise=promise, said="Done.")
    assert told() == [("promise.moved", thing), ("promise.kept", thing)]


def test_what_is_hidden_while_it_waits_does_not_leave_and_what_comes_back_is_told_anew(town, published, told):
    case = published()
    case.refresh_from_db()
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.")
    found = bodies()
    assert set(found) == {"case.hidden"} and set(found["case.hidden"]) == {"id", "number", "url"}
    told()
    moderation.restore(by=town.actor("lin"), case=case, entry=case.moderation_history.first(), reason="It does not.")
    assert told() == [("case.published", str(case.pk))]


def test_what_is_set_aside_as_junk_is_hidden_for_programs_too_until_it_comes_back(town, published, told):
    case = published()
    told()
    batch = junk.set_aside(by=town.actor("lin"), cases=[case], reason="advert").batch
    assert told() == [("case.hidden", str(case.pk))]
    junk.bring_back(by=town.actor("lin"), batch=batch)
    assert told() == [("case.published", str(case.pk))]


def test_an_appeal_that_hides_or_changes_is_told_of(town, published, told):
    case = published(by="gulnar")
    appeals.appeal(by=town.actor("gulnar"), case=case, said="Not my words.")
    told()
    appeals.decide(by=town.actor("sun"), case=case, granted=True, reason="Right.")
    assert told() == [("case.hidden", str(case.pk))]


def test_a_removal_reaches_what_waits_and_what_was_sent_is_kept_nowhere(town, published, told):
    case = published(title=f"Call {NUMBER}", text=f"Ask at {NUMBER}.")
    assert NUMBER in bodies()["case.published"]["title"], "a moderator let it through"
    receiving.answers.append(500)
    actions.move(by=town.actor("li"), case=case, verb="accept")
    sending.deliver()
    purging.purge(by=town.actor("sun"), case=case, words=NUMBER, reason="A private number.")
    HookDelivery.objects.exclude(state="sent").update(next_try=town.now)
    hooks.Hook.objects.update(rest_until=None)
    assert [data["title"] for data in bodies().values()] == ["Call ■■"]
    assert [found for found in texts_of_the_database() if NUMBER in found[1]] == []


@pytest.mark.parametrize("build", [programs_told.case_data, programs_told.hidden_data, programs_told.promise_data])
def test_a_thing_that_is_gone_is_told_of_no_more(build):
    assert build("4711") is None


def test_a_hidden_case_is_not_told_of_by_other_events(town, published):
    case = published()
    Case.objects.filter(pk=case.pk).update(publication="withheld")
    assert programs_told.case_data(case.pk) is None
