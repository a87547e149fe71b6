"""A unit asks, the resident answers on a phone with the code; a promise is made at the desk, moved, and read by neighbours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from shiliu.govern.cases import actions, moderation
from shiliu.govern.cases.models import CasePromise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_question_is_answered_with_the_code_and_the_promise_of_the_answer_is_followed(
    open_page, axe, town, town_clock, raise_need, png
):
    cache.clear()
    sent = raise_need(by=None)
    actions.move(by=town.actor("li"), case=sent.case, verb="accept")
    desk = open_page(f"/cases/office/{sent.case.pk}/", person=town.people.li)
    desk.locator("summary", has_text="Ask the resident").click()
    desk.get_by_label("What do you need to know?").fill("Which of the two gates?")
    desk.get_by_role("button", name="Ask the resident").click()
    expect(desk.get_by_text("It stands still until").first).to_be_visible()

    phone = open_page("/cases/track/", width="phone")
    phone.get_by_label("Tracking code").fill(sent.code)
    phone.get_by_role("button", name="Open the case").click()
    expect(phone.get_by_role("heading", name="The unit asks you something")).to_be_visible()
    axe(phone)
    phone.get_by_label("Your answer").fill("The east gate.")
    photo = {"name": "gate.png", "mimeType": "image/png", "buffer": png(size=(800, 600)).read()}
    phone.locator('input[type="file"]').set_input_files(photo)
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("Your answer is with the unit")).to_be_visible()

    desk.goto(f"/cases/office/{sent.case.pk}/")
    expect(desk.get_by_text("The east gate.", exact=True)).to_be_visible()
    answer = desk.locator("details.move", has=desk.locator("summary", has_text="Report the work done"))
    answer.locator("summary").click()
    answer.get_by_label("Answer to the resident").fill("A new lamp is on its way.")
    answer.get_by_label("Something you promise").fill("New lamp")
    answer.get_by_label("Promised by").fill("2026-03-20")
    answer.get_by_role("button", name="Report the work done").click()
    promise = desk.locator("article", has_text="New lamp")
    promise.locator("summary", has_text="Give a new day").click()
    promise.get_by_label("New day").fill("2026-03-27")
    promise.get_by_label("Why is it later?").fill("The part is late.")
    promise.get_by_role("button", name="Give a new day").click()
    expect(desk.get_by_text("First day:").first).to_be_visible()
    assert str(CasePromise.objects.get().due) == "2026-03-27"
    moderation.publish(by=town.actor("lin"), case=sent.case, title="Dark lamp", text="It is dark at the gate.")

    neighbour = open_page("/cases/public/promises/", width="phone")
    expect(neighbour.get_by_role("link", name="New lamp")).to_be_visible()
    expect(neighbour.get_by_text("1 promise in all")).to_be_visible()
    axe(neighbour)


@pytest.mark.once
def test_whoever_raised_it_objects_to_waiting_without_script(open_page, town, town_clock, raise_need):
    case = raise_need().case
    day = town.now.date() + timedelta(days=30)
    actions.move(by=town.actor("li"), case=case, verb="accept")
    for who, verb in (("li", "propose_shelving"), ("sun", "shelve")):
        actions.move(by=town.actor(who), case=case, verb=verb, said="Not this year.", obstacle="money", review=day)
    page = open_page(f"/cases/{case.pk}/", width="phone", person=town.people.gulnar, javascript=False)
    page.locator("summary", has_text="I object to postponing it").click()
    page.get_by_label("Why should it not wait?").fill("It is dark for the children.")
    page.get_by_role("button", name="Send the objection").click()
    expect(page.get_by_text("With the supervisor").first).to_be_visible()
