"""Without a mouse: raising a need, handling it at the desk and judging it, with a focus one can see all the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case
from tests.browser.raising import WORDS

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus: its name for a reader, whether it is on the screen, and whether anything marks it.
FOCUS = r"""() => {
  const focused = document.activeElement;
  const control = focused.matches('.visually-hidden, input') ? focused.closest('label') ?? focused : focused;
  const box = control.getBoundingClientRect();
  const marks = (element) => { const style = getComputedStyle(element); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'; };
  const label = focused.labels?.[0]?.textContent ?? focused.getAttribute('aria-label') ?? focused.textContent;
  return {
    name: (label ?? '').replace(/\s+/g, ' ').trim(), tag: focused.tagName, type: focused.type ?? '',
    top: box.top + scrollY, onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight, marked: marks(focused) || marks(control),
  };
}"""


def focus(page: Page) -> dict:
    return page.evaluate(FOCUS)


def tab_to(page: Page, name: str, *, tag: str = "", most: int = 60) -> None:
    """Press Tab until something called `name` has the focus; every stop on the way must show it."""
    passed = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = focus(page)
        passed.append(stop["name"])
        assert stop["tag"] == "BODY" or (stop["marked"] and stop["onScreen"]), f"nobody sees the focus on {stop}"
        if stop["name"].startswith(name) and stop["tag"].startswith(tag):
            return
    raise AssertionError(f"Tab never reaches {name!r}; it passed {passed}")


def press(page: Page, name: str) -> None:
    tab_to(page, name, tag="BUTTON")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)


def choose(page: Page, group: str, steps: int = 0) -> None:
    """Tab enters a group of radio buttons at its first; arrows move on in it."""
    tab_to(page, group, tag="INPUT")
    page.keyboard.press("Space")
    for _step in range(steps):
        page.keyboard.press("ArrowDown")


@pytest.mark.once
def test_a_need_is_raised_handled_and_judged_without_a_mouse(open_page, town, catalogue, town_clock):
    page = open_page("/cases/new/")
    choose(page, "Request for help")
    tab_to(page, "What is it about?", tag="SELECT")
    page.keyboard.type("Street")
    press(page, "Next: where it is")
    write(page, "Building, compound or community", "house")
    press(page, "Search")
    choose(page, "House")
    press(page, "Next: what happened")
    write(page, "What happened, or what do you need?", WORDS)
    choose(page, "Yes, neighbours may read it")
    press(page, "Next: look at it once more")
    press(page, "Send it now")
    expect(page.get_by_role("heading", name="Your tracking code")).to_be_visible()
    case = Case.objects.get()
    assert (case.category.code, case.area, case.lead) == ("street_lamp", town.places.house, town.units.city)

    desk = open_page("/cases/office/", person=town.people.li)
    tab_to(desk, "The lamp at the east gate", tag="A")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    press(desk, "Accept")
    expect(desk.get_by_text("Done: Accept.")).to_be_visible()
    write(desk, "Answer to the resident", "The fuse has been replaced.")
    press(desk, "Answer")
    expect(desk.get_by_text("Done: Answer.")).to_be_visible()

    page.goto(f"/cases/{case.pk}/")
    choose(page, "Yes, it is solved")
    choose(page, "Very satisfied")
    press(page, "Say so")
    expect(page.get_by_text("Thank you. The need is closed as solved.")).to_be_visible()
    case.refresh_from_db()
    assert case.state == "confirmed" and case.judgements.get().solved


@pytest.mark.once
def test_the_skip_link_comes_first_is_seen_and_leads_past_the_navigation(open_page, town, raise_need, town_clock):
    case = raise_need().case
    for person, path in ((None, "/cases/new/"), (town.people.li, f"/cases/office/{case.pk}/")):
        page = open_page(path, person=person)
        page.keyboard.press("Tab")
        first = focus(page)
        assert first["name"] == "Go to the content" and first["onScreen"] and first["marked"]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "ug"])
def test_the_focus_runs_down_the_page_once_and_is_always_seen(open_page, town, raise_need, town_clock, language):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    page = open_page(f"/cases/office/{case.pk}/", person=town.people.li, language=language)
    page.get_by_role("main").focus()
    stops = []
    while (
        page.keyboard.press("Tab")
        or page.evaluate("document.querySelector('main > * > .page-body > div').contains(document.activeElement)")
        or not stops
    ):
        stops.append(focus(page))
        assert len(stops) < 80, "the focus is caught in the page"
    column = [stop["top"] for stop in stops]
    assert len(stops) > 5 and all(stop["marked"] and stop["onScreen"] for stop in stops), stops
    assert all(later >= earlier - 60 for earlier, later in pairwise(column)), column
