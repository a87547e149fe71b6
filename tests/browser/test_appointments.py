"""On a phone: find an item, see its papers, book for two, be reminded with the papers, move it by the link, cancel it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from shiliu.live.services.windows.tests.town_windows import build
from shiliu.platform.bookings import tending
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_household_books_is_reminded_moves_by_the_link_and_cancels(open_page, axe, town, town_clock):
    cache.clear()
    build(town)
    phone = open_page("/services/items/card/", width="phone")
    phone.get_by_role("link", name="Book an appointment").click()
    expect(phone.get_by_role("heading", name="At which window?")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Change").click()
    phone.get_by_label("For how many people is it?").fill("2")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text("Identity Card")).to_be_visible()  # to bring; the register is held already and not asked
    expect(phone.get_by_text("Register")).to_have_count(0)
    phone.get_by_role("link", name=re.compile("Choose.*West window")).click()
    phone.get_by_role("link", name=re.compile("^03-12")).click()
    axe(phone)
    phone.get_by_role("button", name="11:00").click()
    expect(phone.get_by_text("This time is held for you until 10:10.")).to_be_visible()
    axe(phone)
    phone.get_by_label("E-mail").fill("two@example.org")
    phone.get_by_role("button", name="Book this time").click()
    expect(phone.get_by_role("heading", name="Your booking")).to_be_visible()
    axe(phone)

    town_clock.forward(hours=26)
    tending.remind()
    letter = Notice.objects.get(kind="appointments.reminder")
    said = words(letter, "en").text
    assert "Identity Card" in said and "Photo" in said and "Register" not in said

    other = open_page(letter.url, width="phone")
    expect(other.get_by_text("11:00").first).to_be_visible()
    other.get_by_role("link", name="Choose another time").click()
    other.get_by_role("link", name=re.compile("^03-13")).click()
    other.get_by_role("button", name="15:30").click()
    expect(other.get_by_text("Your booking is moved")).to_be_visible()
    other.locator("summary", has_text="Cancel the booking").click()
    other.get_by_role("button", name="Cancel the booking").last.click()
    expect(other.get_by_text("Your booking is cancelled")).to_be_visible()
    axe(other)
