"""Finding matters and places by typing, with script: nothing is reloaded and nothing chosen is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases.models import Case
from tests.browser.raising import WORDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_a_mistyped_matter_is_asked_for_and_taken_with_one_press(open_page, axe, catalogue, town_clock):
    page = open_page("/cases/new/", width="phone")
    page.get_by_role("radio", name=re.compile("Request for help")).check()
    page.get_by_label("Search the matters in your own words").press_sequentially("stret lamp")
    expect(page.get_by_text("Did you mean:")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Street lamp").click()
    expect(page.get_by_label("What is it about?")).to_have_value("street_lamp")
    expect(page.get_by_label("What is it about?")).to_be_focused()
    page.get_by_role("button", name="Next: where it is").click()
    expect(page.get_by_label("Building, compound or community")).to_be_visible()


def test_the_window_finds_a_place_by_typing_and_keeps_the_photo(open_page, axe, catalogue, town, town_clock, png):
    page = open_page("/cases/office/intake/", person=town.people.zhao)
    page.get_by_label("In a few words").fill("Dark lamp")
    page.get_by_label("What they say").fill(WORDS)
    page.get_by_label("Photos of the place or thing").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": png().read()}
    )
    page.get_by_label("Building, compound or community").fill("house")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("radio", name=re.compile("House")).check()
    axe(page)
    page.get_by_role("button", name="File and print the slip").click()
    expect(page.get_by_text(re.compile("Filed as"))).to_be_visible()
    case = Case.objects.get()
    assert (case.area, case.files.count()) == (town.places.house, 1)
