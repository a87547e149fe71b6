"""The network is cut while a need is written: nothing is lost, it is sent once, and nothing private is kept on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from shiliu.govern.cases.models import Case
from shiliu.platform.attachments.models import Attachment
from tests.browser.raising import WORDS, choose_matter, name_the_place, say_it

pytestmark = pytest.mark.django_db(transaction=True)
NO_SIGNAL = "No signal: write it now, send it later"
IN_CACHES = """async () => { const found = []; for (const name of await caches.keys()) { const cache = await caches.open(name);
 for (const request of await cache.keys()) found.push([new URL(request.url).pathname, await (await cache.match(request)).text()]); } return found; }"""


def ready(page: Page) -> None:
    """The worker has taken over; from now on the signal may go."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def waiting(page: Page):
    return page.get_by_role("region", name="Kept on this device").locator("ul.list > li")


def write_without_signal(page: Page, text: str = WORDS) -> None:
    expect(page.get_by_role("heading", name=NO_SIGNAL)).to_be_visible()
    page.get_by_role("radio", name=re.compile("Request for help")).check()
    page.get_by_label("What is it about?").select_option(label="Street lamp")
    page.get_by_label("Building, compound or community").fill("house")
    page.get_by_label("What happened, or what do you need?").fill(text)
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep it and send it when there is a signal").click()
    expect(page.get_by_text("Kept on this device. It is sent by itself").first).to_be_attached()


@pytest.fixture
def phone(open_page, catalogue, town_clock):
    page = open_page("/cases/new/", width="phone")
    ready(page)
    return page


@pytest.mark.once
def test_a_need_with_a_photo_written_without_signal_is_sent_once_when_it_is_back(phone, axe, town, png):
    phone.context.set_offline(True)
    phone.goto("/cases/new/")
    write_without_signal(phone)
    phone.get_by_label("Photos").set_input_files({"name": "lamp.png", "mimeType": "image/png", "buffer": png().read()})
    axe(phone)
    keep(phone)
    expect(waiting(phone)).to_contain_text("Waiting to be sent")
    phone.reload()
    expect(waiting(phone)).to_contain_text(WORDS)
    assert not Case.objects.exists()
    phone.context.set_offline(False)
    expect(waiting(phone)).to_contain_text("It has arrived.")
    case = Case.objects.get()
    assert (case.text, case.area, case.files.count()) == (WORDS, town.places.house, 1)
    assert Attachment.objects.count() == 1
    axe(phone)
    waiting(phone).get_by_role("link", name="Open the need").click()
    expect(phone.get_by_role("heading", name="Your tracking code")).to_be_visible()
    phone.goto("/cases/new/")
    expect(phone.get_by_label("What is it about?")).to_be_visible()
    expect(waiting(phone)).to_have_count(0)


@pytest.mark.both  # the second request meets the row of the first
def test_an_answer_that_is_lost_makes_no_second_need(phone, png):
    """The site has the need, the phone does not know: the same form is sent again and the same code comes back."""
    phone.context.set_offline(True)
    phone.goto("/cases/new/")
    write_without_signal(phone)
    keep(phone)
    stop = "() => { window.whole = fetch; window.fetch = async (...asked) => { const answer = await whole(...asked); if (asked[1]?.method === 'POST') throw new TypeError('lost'); return answer; }; }"
    phone.evaluate(
        "async () => { for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister(); }"
    )
    phone.evaluate(stop)
    phone.context.set_offline(False)
    expect(phone.get_by_text("Still no signal, or the site does not answer.")).to_be_attached()
    assert Case.objects.count() == 1
    phone.evaluate("() => { window.fetch = whole; }")
    phone.get_by_role("button", name="Try to send it now").click()
    expect(waiting(phone)).to_contain_text("It has arrived.")
    assert Case.objects.count() == 1


@pytest.mark.once
def test_the_signal_goes_between_two_steps_and_everything_typed_is_on_the_page_without_one(phone, png):
    choose_matter(phone)
    name_the_place(phone)
    phone.context.set_offline(True)
    say_it(phone, photo=png().read())
    expect(phone.get_by_text("Everything you had written is below")).to_be_visible()
    expect(phone.get_by_label("What happened, or what do you need?")).to_have_value(WORDS)
    expect(phone.get_by_text("The place you had chosen:")).to_contain_text("House")
    expect(phone.get_by_role("button", name="Remove lamp.png")).to_be_visible()
    keep(phone)
    # What is sent is no draft any more, or it would be offered again.
    assert not phone.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('case-new'))")
    phone.context.set_offline(False)
    expect(waiting(phone)).to_contain_text("It has arrived.")
    assert Case.objects.get().files.count() == 1


@pytest.mark.once
def test_a_need_that_waits_can_be_changed_deleted_and_brought_back(phone):
    phone.context.set_offline(True)
    phone.goto("/cases/new/")
    write_without_signal(phone)
    keep(phone)
    phone.get_by_role("button", name="Change it").click()
    expect(phone.get_by_label("What happened, or what do you need?")).to_have_value(WORDS)
    phone.get_by_label("What happened, or what do you need?").fill("Changed words about the lamp.")
    keep(phone)
    expect(waiting(phone)).to_contain_text("Changed words")
    phone.get_by_role("button", name="Delete").click()
    expect(phone.get_by_role("button", name="Undo")).to_be_focused()
    phone.get_by_role("button", name="Undo").click()
    expect(waiting(phone)).to_contain_text("Changed words")
    phone.get_by_role("button", name="Delete").click()
    expect(phone.get_by_role("button", name="Undo")).to_be_focused()
    phone.reload()
    expect(phone.get_by_role("heading", name=NO_SIGNAL)).to_be_visible()
    expect(waiting(phone)).to_have_count(0)
    phone.context.set_offline(False)
    phone.goto("/cases/new/")
    assert not Case.objects.exists()


@pytest.mark.once
def test_without_signal_an_emergency_shows_the_number_and_is_not_kept_as_a_need(phone):
    phone.context.set_offline(True)
    phone.goto("/")
    write_without_signal(phone, "着火了 in the hall")
    expect(phone.get_by_role("alert")).to_contain_text("119")
    phone.get_by_role("button", name="Keep it and send it when there is a signal").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_role("button", name="It is not an emergency, go on").click()
    expect(phone.get_by_role("alert")).to_have_count(0)
    phone.get_by_label("What is it about?").select_option("emergency_fire")
    expect(phone.get_by_role("alert")).to_contain_text("119")


@pytest.mark.once
def test_words_that_name_somebody_are_looked_at_before_they_are_sent(phone):
    phone.context.set_offline(True)
    phone.goto("/cases/new/")
    write_without_signal(phone, "Call me at 13800138000 about the lamp.")
    keep(phone)
    phone.context.set_offline(False)
    expect(waiting(phone)).to_contain_text("Change the marked words, or say that they may stay.")
    phone.problems.clear()
    assert not Case.objects.exists()
    phone.get_by_role("button", name="Look at it and send it").click()
    phone.get_by_label("I have looked at the marked words and they may stay").check()
    phone.get_by_role("button", name="Send it now").click()
    expect(phone.get_by_role("heading", name="Your tracking code")).to_be_visible()
    phone.goto("/cases/new/")
    expect(phone.get_by_label("What is it about?")).to_be_visible()
    expect(waiting(phone)).to_have_count(0)
    assert Case.objects.count() == 1


@pytest.mark.once
def test_no_page_of_anybody_is_kept_on_the_phone_and_whoever_was_signed_in_is_asked(
    open_page, catalogue, town, raise_need, town_clock
):
    case = raise_need(by="gulnar", title="A private matter of mine").case
    page = open_page("/cases/new/", width="phone", person=town.people.gulnar)
    ready(page)
    for address in (f"/cases/{case.pk}/", "/cases/mine/", "/me/", "/notices/", "/cases/new/"):
        page.goto(address)
    page.context.set_offline(True)
    page.goto("/cases/mine/")
    expect(page.get_by_role("heading", name=NO_SIGNAL)).to_be_visible()
    write_without_signal(page)
    keep(page)
    found = page.evaluate(IN_CACHES)
    assert found and not [
        path for path, _text in found if not re.match("/static/|/cases/new/offline/|/offline-language$", path)
    ]
    assert not [
        path
        for path, text in found
        if "gulnar" in text or "A private matter" in text or 'name="csrfmiddlewaretoken"' in text
    ]
    page.context.clear_cookies(name="shiliu_session")
    page.context.set_offline(False)
    expect(waiting(page)).to_contain_text("You were signed in when you wrote this and are not now.")
    page.problems.clear()
    assert Case.objects.count() == 1


@pytest.mark.once
def test_signing_out_deletes_what_waits(open_page, catalogue, town, town_clock):
    page = open_page("/cases/new/", width="desktop", person=town.people.gulnar)
    ready(page)
    page.context.set_offline(True)
    page.goto("/cases/new/")
    write_without_signal(page, "Call me at 13800138000 about the lamp.")
    keep(page)
    page.context.set_offline(False)
    page.goto("/cases/new/")
    page.problems.clear()
    expect(waiting(page)).to_have_count(1)
    page.locator("details.menu summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign out and delete it").click()
    expect(page.get_by_role("heading", name="Say what you need.")).to_be_visible()
    page.goto("/cases/new/")
    expect(page.get_by_label("What is it about?")).to_be_visible()
    expect(waiting(page)).to_have_count(0)


@pytest.mark.once
def test_a_site_that_switches_it_off_takes_worker_and_caches_off_the_phone_and_the_form_goes_on(phone, settings):
    settings.OFFLINE_FORM = False
    phone.goto("/cases/new/")
    phone.wait_for_function(
        "async () => !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length"
    )
    choose_matter(phone)
    expect(phone.get_by_label("Building, compound or community")).to_be_visible()


@pytest.mark.once
def test_the_signal_goes_with_the_last_press_and_the_need_is_sent_with_the_same_code(phone):
    choose_matter(phone)
    name_the_place(phone)
    say_it(phone)
    expect(phone.get_by_role("button", name="Send it now")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send it now").click()
    expect(waiting(phone)).to_contain_text("Waiting to be sent")
    phone.context.set_offline(False)
    expect(waiting(phone)).to_contain_text("It has arrived.")
    assert Case.objects.get().text == WORDS
