"""A resident with a phone raises a need, follows it and judges it; with and without script, by touch and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from shiliu.govern.cases import actions, moderation
from shiliu.govern.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "The lamp at the east gate has been dark for three nights."


@pytest.fixture(autouse=True)
def ready(catalogue):
    cache.clear()


def go(page: Page, value: str = "next") -> None:
    page.locator(f'button[name="go"][value="{value}"]').first.click()


def raise_it(page: Page, *, text: str = WORDS) -> None:
    """From the first step to the page with the code, choosing the place by its name."""
    page.get_by_role("radio", name=re.compile("Request for help")).check()
    page.get_by_label("What is it about?").select_option("street_lamp")
    go(page)
    page.get_by_label("Building, compound or community").fill("house")
    go(page, "find")
    page.get_by_role("radio", name=re.compile("House")).check()
    go(page)
    page.get_by_label("What happened, or what do you need?").fill(text)
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()
    go(page)
    go(page, "send")


def answer(town, case) -> None:
    actions.move(by=town.actor("li"), case=case, verb="accept")
    actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended this morning.")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_need_is_raised_followed_and_judged_with_and_without_script(open_page, axe, town, javascript):
    page = open_page("/cases/new/", width="phone", javascript=javascript)
    raise_it(page)
    code = page.locator(".tracking code").inner_text()
    answer(town, Case.objects.get())
    elsewhere = open_page("/cases/track/", width="phone", javascript=javascript)
    elsewhere.get_by_label("Tracking code").fill(code.lower())
    elsewhere.get_by_role("button", name="Open the case").click()
    expect(elsewhere.get_by_text("Mended this morning.").first).to_be_visible()
    if javascript:
        axe(elsewhere)
    elsewhere.get_by_role("radio", name=re.compile("No, it is not")).check()
    elsewhere.get_by_role("radio", name="Very dissatisfied").check()
    elsewhere.get_by_label("A word about it").fill("Dark again since yesterday.")
    elsewhere.get_by_role("button", name="Say so").click()
    expect(elsewhere.get_by_role("heading", name="Second promise, after it was re-opened")).to_be_visible()


@pytest.mark.once
def test_a_photo_and_a_point_on_the_map_go_with_the_need(open_page, town, png):
    page = open_page("/cases/new/?kind=hazard&category=manhole", width="phone")
    go(page)
    expect(page.get_by_role("button", name="Choose the middle of the map")).to_be_visible()
    page.get_by_role("application", name="Map to choose a place").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_latitude")).not_to_have_value("")
    page.evaluate(
        "() => { for (const [id, value] of [['id_latitude', '40.0015'], ['id_longitude', '100.0015']]) {"
        " const input = document.getElementById(id); input.value = value; input.dispatchEvent(new Event('change', {bubbles: true})); } }"
    )
    expect(page.locator("#serving")).to_contain_text("City")
    go(page)
    page.locator('input[type="file"]').set_input_files(
        {"name": "hole.png", "mimeType": "image/png", "buffer": png(size=(800, 600)).read()}
    )
    page.get_by_label("What happened, or what do you need?").fill("The cover is loose.")
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()
    go(page)
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    go(page, "send")
    expect(page.get_by_role("heading", name="Your tracking code")).to_be_visible()
    case = Case.objects.get()
    assert (case.area, case.files.count(), case.lead) == (town.places.house, 1, town.units.city)


@pytest.mark.once
def test_words_typed_are_back_after_the_page_was_left(open_page):
    page = open_page("/cases/new/?kind=help&area=house", width="phone")
    go(page)
    go(page)
    page.get_by_label("What happened, or what do you need?").fill(WORDS)
    page.goto("/cases/")
    page.goto("/cases/new/?kind=help&area=house")
    go(page)
    go(page)
    expect(page.get_by_label("What happened, or what do you need?")).to_have_value(WORDS)
    expect(page.get_by_text("was kept on this device")).to_be_visible()


@pytest.mark.once
def test_words_typed_before_the_script_has_come_are_kept_too(open_page):
    page, late = open_page("/cases/new/?kind=help&area=house", width="phone"), []
    go(page)
    page.route(re.compile(r"/shiliu/shiliu[.\w]*\.js"), lambda route: late.append(route))
    go(page)
    page.get_by_label("What happened, or what do you need?").fill(WORDS)
    for route in late:
        route.continue_()
    page.unroute_all()
    page.wait_for_load_state()
    page.goto("/cases/")
    page.goto("/cases/new/?kind=help&area=house")
    go(page)
    go(page)
    expect(page.get_by_label("What happened, or what do you need?")).to_have_value(WORDS)


@pytest.mark.once
def test_the_keyboard_alone_raises_a_need(open_page):
    page = open_page("/cases/new/", width="desktop")
    page.locator('input[name="kind"]').first.focus()
    page.keyboard.press("Space")
    for stop in ("input[name=seek]", "button[value=seek]", "select", "button[value=next]"):
        page.keyboard.press("Tab")
        expect(page.locator(stop).first).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Building, compound or community").focus()
    page.keyboard.type("house")
    page.keyboard.press("Enter")
    page.locator('input[name="area"]').first.focus()
    page.keyboard.press("Space")
    page.locator('button[value="next"]').focus()
    page.keyboard.press("Enter")
    page.locator("textarea").focus()
    page.keyboard.type(WORDS)
    page.locator('input[name="may_publish"]').first.focus()
    page.keyboard.press("Space")
    page.locator('button[value="next"]').focus()
    page.keyboard.press("Enter")
    page.locator('button[value="send"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your tracking code")).to_be_visible()


@pytest.mark.once
def test_every_page_of_a_need_is_accessible(open_page, axe, town, raise_need, png):
    """At a desk and by day; the walk of the main pages looks at most of them on a phone, from right to left and in the dark."""
    case = raise_need(by=None, files=[png()], text="Call 13800138000, says the sign on the dark lamp.").case
    answer(town, case)
    actions.move(
        by=town.actor("gulnar").holding_secret(case.code_hash), case=case, verb="dispute", level=1, said="Dark"
    )
    moderation.publish(
        by=town.actor("lin"),
        case=case,
        title="Dark lamp",
        text="Dark for three nights.",
        photos=[f.pk for f in case.files.all()],
    )
    page = open_page("/")
    for address in (
        "/cases/",
        f"/cases/public/{case.pk}/",
        "/cases/track/",
        "/cases/catalogue/",
        "/cases/rates/",
        f"/cases/{case.pk}/",
    ):
        page.goto(address, wait_until="networkidle")
        axe(page)
    axe(open_page("/cases/mine/", person=town.people.gulnar))


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "ug"])
def test_every_step_is_accessible_also_with_errors(open_page, axe, town, language):
    page = open_page("/cases/new/", width="phone", language=language, dark=language == "ug")
    axe(page)
    go(page)
    axe(page)
    page.locator('input[name="kind"]').first.check()
    go(page)
    axe(page)
    page.locator('input[name="find"]').fill("court")
    go(page, "find")
    axe(page)
    page.locator('input[name="area"]').first.check()
    expect(page.locator("#serving .card")).to_be_visible()
    go(page)
    axe(page)
    go(page)
    axe(page)
    page.locator("textarea").fill("Call 13800138000 about the lamp, please.")
    page.locator('input[name="may_publish"]').first.check()
    go(page)
    axe(page)
    page.locator('input[name="looked"]').check()
    go(page, "send")
    axe(page)
