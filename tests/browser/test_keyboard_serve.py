"""Without a mouse: a resident books a time for two, answers a survey, and takes the contact card along."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from shiliu.govern.surveys.models import Answer
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.cards import actions as cards
from shiliu.live.services.windows.tests.town_windows import build
from shiliu.platform.permissions import SYSTEM
from tests.browser.asked import open_survey
from tests.browser.test_keyboard import choose, press, tab_to, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def follow(page, name):
    tab_to(page, name, tag="A")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_household_books_without_a_mouse(open_page, town, town_clock):
    cache.clear()
    build(town)
    page = open_page("/services/items/card/")
    follow(page, "Book an appointment")
    follow(page, "Change")
    tab_to(page, "For how many people is it?")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    press(page, "Continue")
    expect(page.get_by_text("Identity Card")).to_be_visible()
    follow(page, "Choose")
    follow(page, "03-12")
    press(page, "11:00")
    write(page, "E-mail", "two@example.org")
    press(page, "Book this time")
    expect(page.get_by_role("heading", name="Your booking")).to_be_visible()
    assert Appointment.objects.get().booking.size == 2


def test_a_survey_is_answered_without_a_mouse(open_page, town, town_clock):
    round = open_survey(town)["round"]
    page = open_page(f"/surveys/{round}/")
    before = Answer.objects.count()
    follow(page, "Answer now")
    choose(page, "Very poor")
    while page.get_by_role("button", name="Next", exact=True).is_visible():
        press(page, "Next")
    press(page, "Send the answers")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Answer.objects.count() == before + 1


def test_a_card_is_made_and_kept_without_a_mouse(open_page, town, town_clock):
    cards.load_starter(by=SYSTEM)
    page = open_page("/cards/")
    write(page, "Where? Street, community, compound or building", "House")
    tab_to(page, "Health", tag="INPUT")
    page.keyboard.press("Space")
    press(page, "Make the card")
    expect(page.get_by_role("heading", name="Contact card")).to_be_visible()
    with page.expect_download() as taken:
        tab_to(page, "Save as a page", tag="A")
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "card-house.html"
