"""The waiting list, reminders, forgetting, calendars, and what a person may ask for."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from icalendar import Calendar

from shiliu.foundation.models import Person
from shiliu.platform import bookings
from shiliu.platform.bookings import Booking, Slot, kinds, lists, personal, taking, tending
from shiliu.platform.bookings.arithmetic import cut
from shiliu.platform.bookings.tests.conftest import PROVIDER
from shiliu.platform.clock import at_time
from shiliu.platform.workflow import NotPossible

State = Booking.State


def booked(slots, **contact):
    return bookings.confirm(bookings.hold(PROVIDER, slots), **contact)


def test_whoever_waits_longest_is_offered_what_becomes_free_and_the_next_when_it_is_not_taken(day, told, at_noon):
    slots = day()
    first = booked(slots[:1])
    waiting = [bookings.wait(PROVIDER, slots[:1], email=f"{name}@example.org") for name in "ab"]
    bookings.cancel(first)
    assert told.offered == [waiting[0].pk]
    with pytest.raises(bookings.Full):  # it is kept for the one who waited
        bookings.hold(PROVIDER, slots[:1])
    with at_time(at_noon + timedelta(hours=13)):
        tending.release_lapsed()
        assert told.offered == [one.pk for one in waiting]
        taken = bookings.confirm(waiting[1])
    assert (taken.state, taken.email) == (State.CONFIRMED, "b@example.org")
    assert Slot.objects.get(pk=slots[0].pk).taken == 1


def test_waiting_needs_a_contact_a_full_slot_and_a_party_that_could_ever_fit(day, told):
    slots = day()
    with pytest.raises(NotPossible) as refused:
        bookings.wait(PROVIDER, slots[:1])
    assert "email" in refused.value.fields
    with pytest.raises(NotPossible, match="room now"):
        bookings.wait(PROVIDER, slots[:1], email="a@example.org")
    booked(slots[:1])
    with pytest.raises(NotPossible, match="never fit"):
        bookings.wait(PROVIDER, slots[:1], size=2, email="a@example.org")
    assert bookings.cancel(bookings.wait(PROVIDER, slots[:1], email="a@example.org")).state == State.CANCELLED
    assert Slot.objects.get(pk=slots[0].pk).taken == 1


def test_people_are_reminded_once_a_day_before_and_again_after_moving(day, told, at_noon):
    slots = day()
    with at_time(at_noon - timedelta(days=1)):
        booking = booked(slots[:1], email="a@example.org")
        booked(slots[1:2])  # without a contact nobody can be reminded
        tending.remind()
        assert told.reminded == []
    with at_time(at_noon):
        tending.remind()
        tending.remind()
    assert told.reminded == [booking.pk]
    bookings.move(booking, slots[3:4])
    with at_time(at_noon + timedelta(hours=2)):
        tending.remind()
    assert told.reminded == [booking.pk] * 2


def test_whoever_books_for_today_and_whoever_cancelled_is_not_reminded(day, told, at_noon):
    slots = day()
    with at_time(at_noon + timedelta(hours=20)):
        booked(slots[:1], email="a@example.org")
    with at_time(at_noon - timedelta(hours=1)):
        bookings.cancel(booked(slots[1:2], email="b@example.org"))
    with at_time(at_noon + timedelta(hours=21)):
        tending.remind()
    assert told.reminded == []


def test_one_reminder_that_fails_keeps_no_other_back_and_is_tried_again(day, told, at_noon, monkeypatch):
    slots = day()
    with at_time(at_noon - timedelta(days=1)):
        one, other = (booked(slots[n : n + 1], email="a@example.org") for n in (0, 1))
    kind = kinds.kind_of(PROVIDER)

    def fails(booking):
        if booking.pk == one.pk:
            raise RuntimeError
        kind.remind(booking)

    with at_time(at_noon + timedelta(hours=1)):
        with monkeypatch.context() as patched:
            patched.setitem(kinds._kinds, "test", kinds.Kind("test", fails, kind.offer, kind.forget))
            tending.remind()
        assert told.reminded == [other.pk]
        tending.remind()
    assert told.reminded == [other.pk, one.pk]


def test_contact_and_code_are_forgotten_and_only_what_can_be_counted_remains(day, told, at_noon):
    slots = day()
    booking = booked(slots[:1], email="a@example.org", phone="+8613800000000")
    code = bookings.code_of(booking)
    with at_time(at_noon + timedelta(days=32)):
        tending.forget()
        booking.refresh_from_db()
    assert (booking.key, booking.code_hash, booking.email, booking.phone) == (None, None, "", "")
    assert bookings.code_of(booking) == "" and bookings.by_code(code) is None
    assert told.forgotten == [booking.pk] and booking.state == State.CONFIRMED
    assert not Slot.objects.exists()


def test_a_person_gets_and_erases_the_bookings_made_with_their_own_addresses_only(day):
    slots = day()
    person = Person.objects.create_user(pseudonym="x", email="a@example.org", phone="+8613800000000")
    mine, other = booked(slots[:1], email="A@example.org"), booked(slots[1:2], phone="+8613800000000")
    assert [row["email"] for row in personal.export(person)] == ["A@example.org"]  # the number is not proved
    personal.erase(person)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.email, mine.state, other.phone) == ("", State.CONFIRMED, "+8613800000000")


def test_a_calendar_can_be_read_by_other_programs(at_noon):
    entry = bookings.Entry(
        uid="booking-1", starts=at_noon, ends=at_noon + timedelta(minutes=30), title="社保卡, 窗口 1", text="带: 身份证",
        place="石榴街 1 号", url="http://localhost/x", sequence=2, point=(40.0, 100.0),
    )  # fmt: skip
    read = Calendar.from_ical(bookings.calendar([entry], "预约"))
    (event,) = read.walk("VEVENT")
    assert str(event["summary"]) == "社保卡, 窗口 1" and event.decoded("dtstart") == at_noon
    assert (int(event["sequence"]), str(event["status"]), str(event["uid"])) == (
        2,
        "CONFIRMED",
        "booking-1@localhost:8000",
    )


def test_what_nobody_noted_is_closed_without_a_guess_and_can_still_be_noted(day, told, at_noon):
    slots = day()
    booking, other = booked(slots[:1], email="a@example.org"), booked(slots[1:2])
    in_line = bookings.wait(PROVIDER, slots[:1], email="b@example.org")
    with at_time(slots[0].ends + timedelta(hours=71)):
        tending.close_past()
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED and not Booking.objects.filter(pk=in_line.pk).exists()
        bookings.settle(other, came=True)
        for act in (bookings.cancel, lambda one: bookings.move(one, slots[2:3])):
            with pytest.raises(NotPossible, match="is over"):
                act(booking)
    with at_time(slots[0].ends + timedelta(hours=73)):
        tending.close_past()
        booking.refresh_from_db()
        other.refresh_from_db()
        assert (booking.state, other.state) == (State.NOT_RECORDED, State.CAME)
        assert bookings.settle(booking, came=True).state == State.CAME


def test_an_offer_nobody_confirms_lapses_and_its_row_says_so(day, told, at_noon):
    slots = day()
    first = booked(slots[:1])
    waiting = bookings.wait(PROVIDER, slots[:1], email="a@example.org")
    bookings.cancel(first)
    with at_time(at_noon + timedelta(hours=13)):
        bookings.hold(PROVIDER, slots[:1])  # takes over what lapsed before the job has come by
        waiting.refresh_from_db()
        assert (waiting.state, waiting.held_until) == (State.CANCELLED, None)
        with pytest.raises(NotPossible, match="Cancelled"):
            bookings.confirm(waiting)


def test_more_room_in_a_full_slot_is_offered_to_whoever_waits(day, told, at_noon):
    slots = day()
    booked(slots[:1])
    waiting = bookings.wait(PROVIDER, slots[:1], email="a@example.org")
    day(capacity=2)
    assert told.offered == [waiting.pk]


def test_who_erases_the_address_leaves_the_waiting_list_and_the_app_forgets_too(day, told):
    slots = day()
    person = Person.objects.create_user(pseudonym="x", email="a@example.org")
    mine = booked(slots[:1], email="a@example.org")
    waiting = bookings.wait(PROVIDER, slots[:1], email="a@example.org")
    personal.erase(person)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED and told.forgotten == [mine.pk, waiting.pk]


def test_only_open_runs_that_are_full_can_be_waited_for(day, at_noon):
    slots = day()
    booked(slots[1:2])
    Slot.objects.filter(pk=slots[3].pk).update(is_open=False)
    reach = at_noon, at_noon + timedelta(days=2)
    assert [run[0].pk for run in lists.full_runs(PROVIDER, *reach)] == [slots[1].pk]
    assert [run[0].pk for run in lists.full_runs(PROVIDER, *reach, minutes=60)] == [slots[0].pk, slots[1].pk]
    assert lists.full_runs(PROVIDER, *reach, takes=2) == []


def test_who_leaves_the_list_just_when_a_place_is_freed_is_not_given_it(day, told, monkeypatch):
    slots = day()
    first = booked(slots[:1])
    waiting = bookings.wait(PROVIDER, slots[:1], email="a@example.org")
    lock = taking.lock

    def leaves_meanwhile(ids):
        if Slot.objects.get(pk=slots[0].pk).taken == 0:
            Booking.objects.filter(pk=waiting.pk).update(state=State.CANCELLED)
        return lock(ids)

    monkeypatch.setattr(taking, "lock", leaves_meanwhile)
    bookings.cancel(first)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED and told.offered == [] and Slot.objects.get(pk=slots[0].pk).taken == 0


@pytest.mark.django_db(transaction=True)
def test_places_freed_at_the_same_instant_are_offered_once_to_whoever_waits_for_all_of_them(told, at_noon):
    opens = at_noon + timedelta(days=1)
    bookings.lay(
        PROVIDER, cut([(opens, opens + timedelta(hours=4))], minutes=30), since=at_noon, until=opens + timedelta(days=1)
    )
    slots = list(Slot.objects.all())
    with at_time(at_noon):
        taken = [bookings.confirm(bookings.hold(PROVIDER, [slot])) for slot in slots]
        line = [bookings.wait(PROVIDER, slots[n : n + 2], takes=1, email="a@example.org") for n in range(0, 8, 2)]
    ready, failed = Barrier(8), []

    def leave(booking):
        ready.wait()
        try:
            with at_time(at_noon):
                bookings.cancel(booking)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=leave, args=(booking,)) for booking in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and sorted(told.offered) == [one.pk for one in line]
    assert set(Slot.objects.values_list("taken", flat=True)) == {1}
