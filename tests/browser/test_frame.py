"""The frame around every page: drafts, menus, reading preferences, weight; with script and without."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once  # all of it is the browser's business
NEW = "/cases/new/"
LIMIT = 100_000


def drafts(page):
    return [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("shiliu:draft:")]


def test_a_half_filled_form_is_back_after_the_page_was_lost_and_can_be_discarded(open_page):
    page = open_page(NEW, width="phone")
    page.get_by_role("radio").nth(1).check()
    page.goto("/about/")
    page.goto(NEW)
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_role("radio").nth(1)).not_to_be_checked()
    assert drafts(page) == []


def test_nothing_stays_on_the_device_of_a_form_that_was_accepted(open_page):
    page = open_page("/about/")
    page.evaluate(
        "localStorage['shiliu:draft:reset'] = JSON.stringify({at: Date.now(), sent: true, fields: []});"
        "localStorage['shiliu:draft:other'] = JSON.stringify({at: Date.now(), sent: false, fields: []});"
    )
    page.goto("/about/")
    assert drafts(page) == ["shiliu:draft:other"]


def test_a_draft_is_forgotten_after_a_day(open_page):
    page = open_page("/about/")
    page.evaluate(
        "localStorage['shiliu:draft:old'] = JSON.stringify({at: Date.now() - 90000000, sent: false, fields: []})"
    )
    page.reload()
    assert drafts(page) == []


def test_signing_in_again_does_not_cost_what_was_written(open_page):
    page = open_page(NEW)
    page.get_by_role("radio").nth(2).check()
    page.evaluate(
        "Object.keys(localStorage).forEach(k => { const d = JSON.parse(localStorage[k]); d.sent = true; localStorage[k] = JSON.stringify(d); })"
    )
    page.goto("/account/login/")
    page.goto("/about/")
    page.goto(NEW)
    expect(page.get_by_role("radio").nth(2)).to_be_checked()


def test_large_print_and_darkness_stay_as_chosen(open_page):
    page = open_page("/about/", width="phone")
    page.locator("summary", has_text="Reading").click()
    page.get_by_role("button", name="Large print").click()
    expect(page.locator("html")).to_have_attribute("data-print", "large")
    page.locator("summary", has_text="Reading").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-print", "large")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_can_be_changed_with_and_without_script(open_page, javascript):
    page = open_page("/about/", width="phone", javascript=javascript)
    page.locator("summary", has_text="Choose a language").click()
    page.get_by_role("button", name="ئۇيغۇرچە").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/about/")


def test_escape_closes_a_menu_and_gives_the_focus_back(open_page):
    page = open_page("/about/")
    menu = page.locator("details.menu").first
    menu.locator("summary").press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_key_leads_past_the_header(open_page):
    page = open_page("/about/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.django_db(transaction=True)
def test_on_a_phone_tabs_are_one_row_with_the_one_being_read_in_view(open_page, town):
    page = open_page("/cases/office/suggestions/", person=town.people.sun, width="phone")
    tabs = page.get_by_role("navigation", name="Work on cases").get_by_role("link")
    assert tabs.count() > 5 and len({tab.bounding_box()["y"] for tab in tabs.all()}) == 1
    expect(tabs.get_by_text("Suggestions")).to_be_in_viewport(ratio=1)
    tabs.first.focus()
    expect(tabs.first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "language"), [("phone", "ug"), ("desktop", "zh-hans")])
def test_the_frame_is_accessible_and_nothing_runs_off_its_side(open_page, axe, width, language):
    page = open_page("/", width=width, language=language, dark=language == "ug")
    for path in ("/", "/about/", "/privacy/", "/account/login/", "/account/signup/", "/nowhere/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        axe(page)


def test_a_page_weighs_less_than_a_photo(open_page):
    page = open_page("/about/", width="phone")
    for path in ("/", NEW, "/account/signup/"):
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.send("Network.setBypassServiceWorker", {"bypass": True})  # what comes through it is not counted
        sizes = []
        network.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
        assert 0 < sum(sizes) < LIMIT, f"{path}: {sum(sizes)} bytes"
        network.detach()
