"""The waiting list of a full time, booking for a caller, the calendars: as residents and the desk walk it."""

import re

import pytest
from django.test import Client
from icalendar import Calendar

from shiliu.live.services.clinics import actions, office
from shiliu.live.services.clinics.models import ClinicBooking
from shiliu.live.services.clinics.tests.conftest import at
from shiliu.live.services.clinics.tests.test_pages import page
from shiliu.platform import bookings
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def guest():
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def desk(town):
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.force_login(town.people.zhao)
    return browser


def wait_for(clinics, *clock, **contact):
    contact = contact or {"email": "wait@example.org"}
    return actions.wait(by=ANONYMOUS, clinic=clinics.legal, starts=at(clinics.legal, *clock), **contact)


def test_a_guest_waits_for_a_taken_time_is_offered_it_and_confirms(guest, clinics, book):
    _taken, bearer = book(10, 0)
    address, full = (
        "/clinics/at/legal-west/wait/",
        page(guest, "/clinics/at/legal-west/").partition("I want is taken")[2],
    )
    starts = re.search(r'name="starts" value="([^"]+)"', full)[1]
    assert "whoever has waited longest" in page(guest, address, starts=starts)
    assert guest.post(address, {"starts": starts}).status_code == 422  # nobody could be told
    assert guest.post(address, {"starts": "soon"})["Location"].startswith("/clinics/at/legal-west/")
    answer = guest.post(address, {"starts": starts, "email": "wait@example.org"})
    mine = ClinicBooking.objects.get(booking__state="waiting")
    own = page(guest, answer["Location"])
    assert "Leave the waiting list" in own and "Choose another time" not in own
    actions.cancel(by=bearer, booked=_taken)
    letter = words(Notice.objects.get(kind="bookings.offered"), "en")
    code = bookings.code_of(mine.booking)
    assert code in letter.text and "22:00" in letter.text and "egal" not in letter.title + letter.text
    other = Client(headers={"accept-language": "en"})
    assert other.get("/clinics/open/", {"code": code})["Location"] == f"/clinics/bookings/{mine.pk}/"
    form = page(other, f"/clinics/bookings/{mine.pk}/confirm/")
    assert "A place has become free" in form and "wait@example.org" in form
    other.post(f"/clinics/bookings/{mine.pk}/confirm/", {"email": "wait@example.org"})
    mine.refresh_from_db()
    assert mine.booking.state == "confirmed" and Notice.objects.filter(kind="clinics.booked").count() == 1


def test_leaving_the_list_gives_the_next_their_turn_and_sends_no_cancellation(guest, clinics, book):
    _taken, bearer = book(10, 0)
    first, second = wait_for(clinics, 10), wait_for(clinics, 10, phone="13800138000")
    guest.get("/clinics/open/", {"code": bookings.code_of(first.booking)})
    guest.post(f"/clinics/bookings/{first.pk}/cancel/")
    actions.cancel(by=bearer, booked=_taken)
    for one, state in ((first, "cancelled"), (second, "held")):
        one.booking.refresh_from_db()
        assert one.booking.state == state
    assert not Notice.objects.filter(kind="clinics.cancelled").exists()


def test_nobody_waits_where_there_is_room_or_where_nothing_is_held(clinics, book):
    with pytest.raises(NotPossible, match="room now"):
        wait_for(clinics, 10)
    for moment in (at(clinics.legal, 13), at(clinics.legal, 9)):
        with pytest.raises(bookings.Full):
            actions.wait(by=ANONYMOUS, clinic=clinics.legal, starts=moment, email="a@example.org")


def test_who_waits_for_a_time_that_falls_away_is_told_and_waits_no_longer(clinics, town, book):
    book(10, 0)
    mine = wait_for(clinics, 10)
    office.set_active(by=town.actor("ding"), clinic=clinics.legal, active=False)
    mine.booking.refresh_from_db()
    assert mine.booking.state == "cancelled" and Notice.objects.filter(kind="bookings.wait_over").count() == 1


def test_the_desk_books_for_a_caller_prints_the_code_and_cancels(desk, clinics, town):
    home = f"/office/clinics/days/{clinics.legal.pk}/"
    shown = page(desk, f"{home}book/")
    assert "Do not ask for a name" in shown and "called" not in re.findall(r'name="(\w+)"', shown)
    given = {"starts": at(clinics.legal, 10).isoformat(), "phone": "x"}
    assert desk.post(f"{home}book/", given).status_code == 422
    sent = desk.post(f"{home}book/", {**given, "phone": "13800138000"})
    made = ClinicBooking.objects.get()
    assert sent["Location"] == f"/office/clinics/days/bookings/{made.pk}/slip/"
    assert bookings.code_of(made.booking) in page(desk, sent["Location"])
    assert "just taken" in desk.post(f"{home}book/", {**given, "phone": ""}, follow=True).content.decode()
    desk.post(f"{home}mark/{made.pk}/cancel/")
    made.booking.refresh_from_db()
    assert made.booking.state == "cancelled"
    with pytest.raises(Refused):
        actions.book_for_caller(by=town.actor("hu"), clinic=clinics.legal, starts=at(clinics.legal, 11))


def test_the_day_says_how_many_wait_and_what_nobody_noted_can_still_be_noted(desk, clinics, book, at_noon):
    made, _bearer = book(10, 0)
    wait_for(clinics, 10)
    home = f"/office/clinics/days/{clinics.legal.pk}/"
    assert "1 waits for a place" in page(desk, home, day="2026-03-11")
    bookings.Booking.objects.filter(pk=made.booking_id).update(state="not_recorded")
    shown = page(desk, home, day="2026-03-11")
    assert "Not recorded" in shown and "Did not come" in shown


def events(answer):
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_calendar_programs_follow_a_booking_the_desk_and_the_hours_by_addresses_that_only_read(
    guest, desk, clinics, book, town
):
    made, bearer = book(10, 0)
    guest.get("/clinics/open/", {"code": bookings.code_of(made.booking)})
    feed = re.search(r'href="(/clinics/kept/[^"]+\.ics)"', page(guest, f"/clinics/bookings/{made.pk}/"))[1]
    program = Client()
    actions.move(by=bearer, booked=made, starts=at(clinics.legal, 11))
    (event,) = events(program.get(feed))
    assert event.decoded("dtstart") == at(clinics.legal, 11) and "egal" not in str(event["summary"])
    actions.cancel(by=bearer, booked=made)
    assert str(events(program.get(feed))[0]["status"]) == "CANCELLED"
    assert program.get(feed[:-6] + "x.ics").status_code == 404
    book(11, 30)
    home = page(desk, f"/office/clinics/days/{clinics.legal.pk}/")
    mine = re.search(r'href="(/office/clinics/calendar/[^"]+)"', home)[1]
    assert len(events(program.get(mine))) == 1 and program.get(mine[:-5] + "/").status_code == 404
    town.people.zhao.roles.all().delete()
    assert events(program.get(mine)) == []
    held = events(program.get("/clinics/at/legal-west/hours.ics"))
    assert len(held) == 26 and held[0].decoded("dtstart") == at(clinics.legal, 10)


def test_the_unit_of_an_adviser_whose_term_is_over_no_longer_sees_the_bookings(clinics, town, book, at_noon):
    made, _bearer = book(10, 0)
    actions.mark(by=town.actor("fang"), booked=made, came=True)
    office.end_term(by=town.actor("ding"), term=clinics.adviser.terms.get())
    with at_time(at_noon.replace(day=12)), pytest.raises(Refused):
        actions.unmark(by=town.actor("fang"), booked=made)
