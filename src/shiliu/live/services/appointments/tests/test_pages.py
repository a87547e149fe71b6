"""The steps of booking without script, the pages of one appointment, the window's list."""

import re

import pytest
from django.test import Client
from icalendar import Calendar

from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.appointments.tests.conftest import TOMORROW, at
from shiliu.platform import bookings
from shiliu.platform.bookings import Booking
from tests.town import person


@pytest.fixture
def guest():
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


def page(browser, address, status=200, **query):
    answer = browser.get(address, query)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def press(browser, counters, starts, **more):
    given = {"item": ["card", "pension"], "people": "2", "window": "west-1", "starts": starts.isoformat(), **more}
    return browser.post("/appointments/hold/", given)


def test_a_guest_books_step_by_step_and_comes_back_with_the_code(guest, counters):
    assert "Social card" in page(guest, "/appointments/new/")
    assert "Social card" not in page(guest, "/appointments/new/", q="pension", people="1", go="search")
    assert "Choose at least one" in page(guest, "/appointments/new/", 422, people="1", go="items")
    where = page(guest, "/appointments/new/?item=card&people=1")
    assert where.index("West window") < where.index("Street window") and "Identity Card" in where
    assert "Street window" not in page(guest, "/appointments/new/?item=card&people=1&language=ug")
    when = page(guest, "/appointments/new/?item=card&item=pension&people=2&window=west-1")
    assert "60 minutes for all of it" in when and at(counters, TOMORROW, 10).isoformat() is not None
    answer = press(guest, counters, at(counters, TOMORROW, 10))
    held = Appointment.objects.get()
    assert answer["Location"] == f"/appointments/{held.pk}/confirm/"
    assert "held for you until 10:10" in page(guest, answer["Location"])
    wrong = guest.post(answer["Location"], {"email": "x", "called": "王"})
    assert wrong.status_code == 422 and 'value="王"' in wrong.content.decode()
    guest.post(answer["Location"], {"email": "a@example.org"})
    own = page(guest, f"/appointments/{held.pk}/")
    code = bookings.code_of(Booking.objects.get())
    assert code in own and "Number" in own
    other = Client()
    assert other.get(f"/appointments/{held.pk}/").status_code == 404
    assert other.get("/appointments/open/", {"code": "3333-3333-33"}).status_code == 422
    assert other.get("/appointments/open/", {"code": code.lower()}).status_code == 302
    assert code in page(other, f"/appointments/{held.pk}/")
    assert "West window" in page(guest, "/appointments/")


def test_somebody_quicker_sends_one_back_to_the_times_with_everything_chosen(guest, counters):
    press(Client(), counters, at(counters, TOMORROW, 10))
    answer = guest.post("/appointments/hold/", {"item": "card", "people": "1", "window": "west-1",
                        "starts": at(counters, TOMORROW, 10).isoformat(), "day": "2026-03-11"}, follow=True)  # fmt: skip
    assert "just taken this time" in answer.content.decode() and "item=card" in answer.request["QUERY_STRING"]
    assert Appointment.objects.count() == 1
    for nonsense in ({}, {"starts": "soon"}, {"item": "card", "window": "west-1", "starts": "2026-03-11"}):
        assert guest.post("/appointments/hold/", nonsense).status_code == 302


def test_letting_go_frees_the_time_and_moving_and_cancelling_work_by_form(guest, counters):
    press(guest, counters, at(counters, TOMORROW, 10))
    back = guest.post(f"/appointments/{Appointment.objects.get().pk}/let-go/")
    assert "item=card" in back["Location"] and not Booking.objects.exists()
    press(guest, counters, at(counters, TOMORROW, 10))
    pk = Appointment.objects.get().pk
    guest.post(f"/appointments/{pk}/confirm/", {})
    assert "11:00" in page(guest, f"/appointments/{pk}/move/", day="2026-03-11")
    guest.post(f"/appointments/{pk}/move/", {"starts": at(counters, TOMORROW, 11).isoformat()})
    assert "11:00" in page(guest, f"/appointments/{pk}/")
    (event,) = Calendar.from_ical(guest.get(f"/appointments/{pk}/booking.ics").content).walk("VEVENT")
    assert event.decoded("dtstart") == at(counters, TOMORROW, 11) and "Identity Card" in str(event["description"])
    guest.post(f"/appointments/{pk}/cancel/")
    assert "Cancelled" in page(guest, f"/appointments/{pk}/")
    assert Client().post(f"/appointments/{pk}/cancel/").status_code == 404


def test_the_window_sees_its_day_books_for_a_caller_and_notes_who_came(counters, town, book):
    made, _bearer = book(10, 0, people=2, called="王阿姨")
    desk = Client()
    desk.force_login(town.people.zhao)
    desk.cookies["django_language"] = "en"
    day = page(desk, f"/office/windows/{counters.west.pk}/day/", day="2026-03-11")
    assert "王阿姨" in day and "10:00" in day and "2 people" in day
    assert "No appointment of this day" in page(
        desk, f"/office/windows/{counters.west.pk}/day/", day="2026-03-11", q="0"
    )
    assert page(desk, f"/office/windows/{counters.street.pk}/day/", 404)
    assert "/day/" in desk.get("/office/windows/appointments/")["Location"]
    address = f"/office/windows/{counters.west.pk}/book/"
    assert "Press a time" in page(desk, f"{address}?item=card&people=1")
    sent = desk.post(
        address, {"item": "card", "people": "1", "starts": at(counters, TOMORROW, 11).isoformat(), "called": "李"}
    )
    slip = page(desk, sent["Location"])
    assert bookings.code_of(Booking.objects.latest("pk")) in slip
    for verb, word in (("came", "Came"), ("left", "Done"), ("undo", "Did not come"), ("absent", "Take back")):
        desk.post(f"/office/windows/appointments/{made.pk}/mark/{verb}/")
        assert word in page(desk, f"/office/windows/{counters.west.pk}/day/", day="2026-03-11")
    assert desk.post(f"/office/windows/appointments/{made.pk}/mark/punish/").status_code == 404
    link = re.search(r'href="(/office/windows/calendar/[^"]+)"', day)[1]
    written = Client().get(link).content.decode()
    assert written.count("BEGIN:VEVENT") == 2 and "王" not in written
    assert Client().get(link[:-5] + "/").status_code == 404


def test_whoever_works_at_several_windows_chooses_among_them(counters, town):
    desk = Client()
    desk.force_login(person("kim", ("window_worker", town.places.street)))
    desk.cookies["django_language"] = "en"
    shown = page(desk, "/office/windows/appointments/")
    assert "West window" in shown and "Street window" in shown and "0 appointments today" in shown


def test_choosing_a_time_takes_as_many_queries_for_one_booking_as_for_many(
    guest, counters, book, django_assert_max_num_queries
):
    for hour in range(10, 13):
        book(hour, 0)
    with django_assert_max_num_queries(20):
        page(guest, "/appointments/new/?item=card&people=1&window=west-1")
    with django_assert_max_num_queries(22):
        page(guest, "/appointments/new/?item=card&people=1")
