"""Booking for a household, the letters, moving and cancelling by code, closing a day, the day's list."""

from datetime import date, timedelta

import pytest

from shiliu.live.services.appointments import actions, slots
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.appointments.papers import to_bring
from shiliu.live.services.appointments.tests.conftest import TOMORROW, at
from shiliu.live.services.windows import actions as windows
from shiliu.live.services.windows import booked
from shiliu.platform import bookings
from shiliu.platform.bookings import Booking, Slot, tending
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible


def said(kind, language="en"):
    found = words(Notice.objects.filter(kind=f"appointments.{kind}").latest("pk"), language)
    return f"{found.title}\n{found.text}"


def test_one_booking_holds_the_time_of_a_household_with_all_its_items(counters, book):
    appointment, _bearer = book(
        10, 0, people=2, items=[counters.items.card, counters.items.pension], email="a@example.org"
    )
    booking = appointment.booking
    assert booking.ends - booking.starts == timedelta(minutes=60)  # (20 + 10) for each of two, in slots of fifteen
    assert (booking.size, booking.takes, booking.slots.count()) == (2, 1, 4)
    letter = said("booked")
    assert "West window" in letter and bookings.code_of(booking) in letter and "Social card, Pension check" in letter
    assert letter.count("Identity Card") == 1 and "Photo" in letter and "Register" not in letter
    assert "石榴街1号" in letter and "11" in letter and "10:00" in letter


def test_only_papers_to_bring_are_listed_each_once_with_the_most_copies(counters):
    counters.items.pension.papers.update(number=2, form="copy")
    found = {one.names["en"]: (one.number, one.form) for one in to_bring([counters.items.card, counters.items.pension])}
    assert found == {"Identity Card": (2, "both"), "Photo": (1, "original")}


def test_what_cannot_be_booked_is_refused_with_the_reason(counters, town, book):
    west, items = counters.west, counters.items
    tomorrow = at(counters, TOMORROW, 10)
    with pytest.raises(NotPossible, match="serve everything"):
        actions.hold(by=ANONYMOUS, window=west, items=[items.court], starts=tomorrow)
    with pytest.raises(NotPossible, match="longer than one appointment"):
        actions.hold(by=ANONYMOUS, window=west, items=[items.card], starts=tomorrow, people=12)
    with pytest.raises(NotPossible) as refused:
        actions.hold(by=ANONYMOUS, window=west, items=[items.card], starts=tomorrow, people=0)
    assert "people" in refused.value.fields
    for wrong in (
        at(counters, TOMORROW, 14),
        at(counters, date(2026, 3, 10), 10, 30),
        at(counters, date(2026, 6, 10), 10),
    ):
        with pytest.raises(bookings.Full):  # the break at noon; sooner than the lead; later than the days ahead
            actions.hold(by=ANONYMOUS, window=west, items=[items.card], starts=wrong)
    windows.edit_window(by=town.actor("ding"), window=west, takes_appointments=False)
    west.refresh_from_db()
    with pytest.raises(NotPossible, match="takes no appointments"):
        actions.hold(by=ANONYMOUS, window=west, items=[items.card], starts=tomorrow)
    assert not Appointment.objects.exists()


def test_the_reminder_comes_the_day_before_with_the_papers_in_the_readers_language(counters, book, at_noon):
    book(15, 30, email="a@example.org", day=date(2026, 3, 12), language="zh-hans")
    with at_time(at_noon + timedelta(days=1, hours=6)):
        tending.remind()
        tending.remind()
    assert Notice.objects.filter(kind="appointments.reminder").count() == 1
    assert "identity card" in said("reminder", "zh-hans") and "West window" in said("reminder")


def test_the_bearer_of_the_code_moves_and_cancels_and_nobody_else(counters, town, book):
    appointment, bearer = book(10, 0, phone="13800138000")
    later = at(counters, TOMORROW, 11)
    for stranger in (ANONYMOUS, town.actor("gulnar"), town.actor("lin")):
        with pytest.raises(Refused):
            actions.move(by=stranger, booked=appointment, starts=later)
    moved = actions.move(by=bearer, booked=appointment, starts=later)
    assert (moved.pk, moved.booking.starts) == (appointment.pk, later) and "11:00" in said("moved")
    assert actions.move(by=bearer, booked=moved, starts=at(counters, TOMORROW, 11, 15)).booking.starts > later
    assert actions.cancel(by=bearer, booked=moved).booking.state == "cancelled"
    actions.cancel(by=bearer, booked=moved)
    assert Notice.objects.filter(kind="appointments.cancelled").count() == 1
    assert not Slot.objects.filter(taken__gt=0).exists()


def test_closing_a_day_warns_how_many_it_meets_and_tells_each_of_them_once(counters, town, book):
    (told, bearer), (untold, _b) = book(10, 0, email="a@example.org"), book(11, 0)
    assert (
        booked.met(
            counters.west, lambda day: [] if day == TOMORROW else [(at(counters, day, 0), at(counters, day, 23))]
        )
        == 2
    )
    by = town.actor("ding")
    for _twice in range(2):
        windows.set_day(by=by, window=counters.west, day=TOMORROW, is_open=False, reason="停电检修")
    assert Notice.objects.filter(kind="appointments.closed").count() == 1 and "停电检修" in said("closed")
    for one in (told, untold):
        one.refresh_from_db()
        assert one.met_by_closing_at is not None and one.booking.state == "confirmed"
    actions.move(by=bearer, booked=told, starts=at(counters, date(2026, 3, 12), 10))
    told.refresh_from_db()
    assert told.met_by_closing_at is None
    windows.remove_day(by=by, window=counters.west, day=TOMORROW)
    untold.refresh_from_db()
    assert untold.met_by_closing_at is None and bookings.displaced(counters.west.provider).count() == 0


def test_the_window_books_for_a_caller_and_notes_who_came_and_takes_it_back(counters, town, book):
    zhao = town.actor("zhao")
    made = actions.book_for_caller(by=zhao, window=counters.west, items=[counters.items.pension],
                                   starts=at(counters, TOMORROW, 10), called="王阿姨")  # fmt: skip
    assert (made.channel, made.called, made.booking.state) == ("desk", "王阿姨", "confirmed")
    with pytest.raises(NotPossible):
        actions.mark_left(by=zhao, booked=made)
    for act, state in (
        (actions.mark_came, "came"),
        (actions.mark_left, "came"),
        (actions.mark_absent, "did_not_come"),
        (actions.unmark, "confirmed"),
    ):
        assert act(by=zhao, booked=made).booking.state == state
    for stranger in (town.actor("li"), ANONYMOUS, town.actor("ding")):
        with pytest.raises(Refused):
            actions.mark_came(by=stranger, booked=made)
    with pytest.raises(Refused):
        actions.book_for_caller(
            by=zhao, window=counters.street, items=[counters.items.card], starts=at(counters, TOMORROW, 10)
        )


def test_when_the_retention_is_over_nothing_leads_to_anybody(counters, town, book, at_noon):
    appointment, _bearer = book(10, 0, email="a@example.org", called="王阿姨")
    with at_time(at_noon + timedelta(days=40)):
        tending.forget()
    appointment.refresh_from_db()
    booking = Booking.objects.get(pk=appointment.booking_id)
    assert (appointment.called, booking.email, booking.code_hash) == ("", "", None)


def test_the_same_form_sent_twice_is_one_appointment_and_every_day_another_day_can_be_booked(counters, at_noon):
    key = "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"
    given = {
        "by": ANONYMOUS,
        "window": counters.west,
        "items": [counters.items.card],
        "starts": at(counters, TOMORROW, 10),
    }
    assert actions.hold(**given, key=key) == actions.hold(**given, key=key)
    last = slots.free_runs(counters.west, 20)[-1][0].starts
    with at_time(at_noon + timedelta(days=3)):
        slots.lay_all()
        assert slots.free_runs(counters.west, 20)[-1][0].starts > last
