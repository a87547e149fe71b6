"""Whoever has booked draws with the code of the appointment, waits before the others, and is noted as having come and left."""

import pytest
from django.urls import reverse

from shiliu.live.services.appointments.tests.conftest import book
from shiliu.live.services.queue import actions, halls
from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.windows.tests.town_windows import counters
from shiliu.platform import bookings

__all__ = ["book", "counters"]


@pytest.fixture
def line(town, counters):
    """A line of the window of the west, in whose hall numbers are drawn from anywhere."""
    ding, names = town.actor("ding"), {"zh-hans": "大厅"}
    hall = halls.save_hall(
        by=ding, code="west", names=names, organisation=town.units.committee, area=town.places.west, from_home=True, fair_minutes=30,
        left_after=2, near=3,
    )  # fmt: skip
    return halls.save_line(by=ding, hall=hall, letter="A", names=names, windows=[counters.west], items=[])


def test_the_code_of_todays_appointment_gives_one_number_with_priority_item_and_people(
    town, counters, line, book, client
):
    client.cookies["django_language"] = "en"
    kiosk = reverse("queue:kiosk", args=["west"])
    today, _bearer = book(11, 15, people=2, day=town.now.date())
    tomorrow, _bearer = book(10, 0)
    for code in (bookings.code_of(tomorrow.booking), "3333-3333-33"):
        assert (
            "No appointment of today"
            in client.post(kiosk, {"line": line.pk, "people": 1, "code": code}).content.decode()
        )
    given = {"line": line.pk, "people": 1, "code": bookings.code_of(today.booking)}
    assert client.post(kiosk, given).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.priority, ticket.people, ticket.item, ticket.booking) == (
        "booked",
        2,
        counters.items.card,
        today.booking,
    )
    assert "A001 was drawn" in client.post(kiosk, given).content.decode() and Ticket.objects.count() == 1
    zhao = town.actor("zhao")
    actions.call_next(by=zhao, window=counters.west)
    actions.begin(by=zhao, ticket=ticket)
    today.booking.refresh_from_db()
    assert today.booking.state == "came"
    actions.finish(by=zhao, ticket=ticket)
    today.refresh_from_db()
    assert today.left_at == town.now
