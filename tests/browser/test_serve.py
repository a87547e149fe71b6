"""The fifteen minutes of a resident: the right papers, a time for two, a number, a counter, a hand-over, a card to take home."""

from __future__ import annotations

import io
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from pypdf import PdfReader

from shiliu.live.services.appointments import actions as appointments
from shiliu.live.services.appointments.tests.conftest import TOMORROW, at
from shiliu.live.services.cards import actions as cards
from shiliu.live.services.queue import halls
from shiliu.live.services.visit.tests.conftest import decided_by_the_street
from shiliu.live.services.windows.tests.town_windows import build
from shiliu.platform import bookings
from shiliu.platform.bookings import tending
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import ANONYMOUS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def text_of(page, link) -> str:
    """What stands in the PDF behind a link of the page."""
    return "".join(
        leaf.extract_text() for leaf in PdfReader(io.BytesIO(page.request.get(link.get_attribute("href")).body())).pages
    )


@pytest.fixture
def made(town, town_clock):
    """The windows of the town, a hall at the one of the west, and lines for contact cards."""
    cache.clear()
    made, ding = build(town), town.actor("ding")
    decided_by_the_street(town, made.items.card)
    hall = halls.save_hall(
        by=ding, code="west", names={"zh-hans": "大厅", "en": "Hall"}, organisation=town.units.committee, area=town.places.west,
        from_home=False, fair_minutes=30, left_after=2, near=3,
    )  # fmt: skip
    names = {"zh-hans": "社保", "en": "Social cards"}
    halls.save_line(by=ding, hall=hall, letter="A", names=names, windows=[made.west], items=[made.items.card])
    cards.load_starter(by=ding)
    return made


def booked_for_two(made):
    """As test_appointments walks it."""
    held = appointments.hold(
        by=ANONYMOUS, window=made.west, items=[made.items.card], starts=at(made, TOMORROW, 11), people=2
    )
    bearer = ANONYMOUS.holding_secret(held.booking.code_hash)
    return appointments.confirm(by=bearer, booked=held, email="two@example.org")


def test_from_the_right_papers_over_the_counter_and_home_with_a_slip_and_a_card(open_page, axe, town, town_clock, made):
    phone = open_page("/services/", width="phone")
    phone.get_by_role("link", name="Social card").click()
    expect(phone.get_by_text("Identity Card")).to_be_visible()
    expect(phone.get_by_role("heading", name="Not asked of you")).to_be_visible()  # the register, which is held already
    booking = booked_for_two(made).booking
    town_clock.forward(hours=24, minutes=40)
    tending.remind()
    assert "Identity Card" in words(Notice.objects.get(kind="appointments.reminder"), "en").text

    desk = open_page("/office/queue/", person=town.people.zhao)
    desk.get_by_role("link", name="Hall", exact=True).click()
    desk.get_by_role("button", name="Make this device the kiosk").click()
    expect(desk).to_have_url(re.compile("/kiosk/$"))
    kiosk = desk.context.new_page()
    kiosk.goto("/queue/west/kiosk/")
    kiosk.get_by_text("I have an appointment").click()
    kiosk.get_by_label("Code of your appointment").fill(bookings.code_of(booking))
    axe(kiosk)
    kiosk.get_by_role("button", name="Social cards").click()
    expect(kiosk.locator(".ticket-number")).to_have_text("A001")

    screen = open_page("/queue/west/screen/", javascript=False)
    desk.goto(f"/office/queue/counters/{made.west.pk}/1/")
    desk.get_by_role("button", name="Call the next").click()
    expect(desk.get_by_role("button", name="Is here")).to_be_visible()
    screen.reload()
    expect(screen.locator("[data-calls] strong")).to_have_text("A001")
    desk.get_by_role("button", name="Is here").click()
    desk.get_by_role("link", name="What to do").click()
    expect(desk.get_by_role("heading", name="Social card")).to_be_visible()
    expect(desk.get_by_text("2 people")).to_be_visible()
    desk.get_by_label("Photo").check()
    desk.get_by_label("Street window").check()
    axe(desk)
    desk.get_by_role("button", name="Hand over and make the slip").click()
    expect(desk.get_by_text("Handed over.")).to_be_visible()
    slip = text_of(desk, desk.get_by_role("link", name="Slip for the person"))
    assert "街道窗口" in slip and "Photo" in slip and "H0" in slip

    desk.goto(f"/office/visit/?window={made.west.pk}&item=card")
    desk.get_by_role("link", name="Make a contact card").click()
    desk.get_by_role("checkbox", name="Safety").check()
    desk.get_by_role("button", name="Change the card").click()
    card = text_of(desk, desk.get_by_role("link", name="Print (A6)"))
    assert "119" in card and "服务联系卡" in card
    desk.goto(f"/office/visit/?window={made.west.pk}")
    desk.get_by_role("link", name="A001").click()
    desk.get_by_role("button", name="Served").click()
    expect(desk.get_by_text("The visit is over.")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == "came" and booking.appointment.left_at is not None
    screen.reload()
    expect(screen.locator("[data-calls] strong")).to_have_count(0)
