"""The life of a booking, and that a slot is never over its capacity however many press at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.platform import bookings
from shiliu.platform.bookings import Booking, Slot, tending
from shiliu.platform.bookings.arithmetic import cut
from shiliu.platform.bookings.tests.conftest import PROVIDER
from shiliu.platform.clock import at_time
from shiliu.platform.workflow import NotPossible

State = Booking.State


def count_again():
    """{slot: taken} from the bookings themselves."""
    rows = Slot.objects.filter(bookings__state__in=Booking.TAKING).annotate(real=Sum("bookings__takes"))
    return {row.pk: row.real for row in rows}


def assert_true_counts():
    real = count_again()
    assert {slot.pk: slot.taken for slot in Slot.objects.exclude(taken=0)} == real


def test_a_household_takes_several_slots_in_a_row_and_gives_them_back(day, at_noon):
    slots = day()
    held = bookings.hold(PROVIDER, slots[:2], size=3, takes=1)
    assert (held.state, held.starts, held.ends) == (State.HELD, slots[0].starts, slots[1].ends)
    assert held.held_until == at_noon + timedelta(minutes=10)
    free = bookings.runs(PROVIDER, at_noon, at_noon + timedelta(days=2), minutes=60)
    assert [run[0].pk for run in free] == [slots[2].pk]
    bookings.cancel(bookings.confirm(held))
    assert not Slot.objects.exclude(taken=0).exists()
    assert bookings.cancel(held).state == State.CANCELLED  # twice is once


def test_what_is_full_or_closed_or_past_is_refused(day, at_noon):
    slots = day(capacity=2)
    bookings.hold(PROVIDER, slots[:1], size=2)
    with pytest.raises(bookings.Full):
        bookings.hold(PROVIDER, slots[:1])
    Slot.objects.filter(pk=slots[1].pk).update(is_open=False)
    with pytest.raises(bookings.Full):
        bookings.hold(PROVIDER, slots[1:2])
    with pytest.raises(bookings.Full):
        bookings.hold("test:2", slots[2:3])
    with at_time(slots[3].starts), pytest.raises(NotPossible):
        bookings.hold(PROVIDER, slots[3:4])
    assert_true_counts()


def test_a_hold_lapses_and_the_next_one_gets_it(day, at_noon):
    slots = day()
    first = bookings.hold(PROVIDER, slots[:1])
    with at_time(at_noon + timedelta(minutes=11)):
        assert [run[0].pk for run in bookings.runs(PROVIDER, slots[0].starts, slots[1].starts)] == [slots[0].pk]
        second = bookings.hold(PROVIDER, slots[:1])
        with pytest.raises(bookings.Lapsed):
            bookings.confirm(first)
        assert bookings.confirm(second).state == State.CONFIRMED
    assert_true_counts()


def test_a_late_hold_that_nobody_needed_still_counts_and_the_sweep_clears_the_others(day, at_noon):
    slots = day()
    late, left = bookings.hold(PROVIDER, slots[:1]), bookings.hold(PROVIDER, slots[1:2])
    with at_time(at_noon + timedelta(minutes=11)):
        assert bookings.confirm(late).state == State.CONFIRMED
        tending.release_lapsed()
    assert not Booking.objects.filter(pk=left.pk).exists()
    assert_true_counts()


def test_the_same_form_sent_twice_is_one_booking(day):
    slots = day()
    one = bookings.hold(PROVIDER, slots[:1])
    assert bookings.hold(PROVIDER, slots[:1], key=one.key).pk == one.pk
    with pytest.raises(bookings.Full):  # the key of a booking elsewhere opens nothing here
        bookings.hold("test:2", slots[1:2], key=one.key)
    assert bookings.by_code(bookings.code_of(one).lower()) == one
    assert bookings.by_code("nonsense") is None


def test_moving_keeps_the_code_and_leaves_a_row_that_leads_to_nobody(day):
    slots = day()
    booking = bookings.confirm(bookings.hold(PROVIDER, slots[:1]), email="a@example.org")
    code = bookings.code_of(booking)
    moved = bookings.move(booking, slots[2:3])
    assert bookings.by_code(code) == moved and moved.starts == slots[2].starts
    trace = Booking.objects.get(state=State.MOVED)
    assert (trace.key, trace.code_hash, trace.email, trace.starts) == (None, None, "", slots[0].starts)
    with pytest.raises(bookings.Full):
        bookings.move(moved, [bookings.hold(PROVIDER, slots[3:4]).slots.get()])
    assert_true_counts()


def test_moving_by_one_slot_may_overlap_what_is_left(day):
    slots = day()
    booking = bookings.confirm(bookings.hold(PROVIDER, slots[:2], takes=1))
    assert bookings.move(booking, slots[1:3]).starts == slots[1].starts
    assert_true_counts()


def test_coming_or_not_is_noted_and_taken_back_and_nothing_is_counted_for_anybody(day):
    slots = day()
    booking = bookings.confirm(bookings.hold(PROVIDER, slots[:1]), email="a@example.org")
    assert bookings.settle(booking, came=False).state == State.DID_NOT_COME
    assert bookings.settle(booking, came=True).state == State.CAME
    assert bookings.unsettle(booking).state == State.CONFIRMED
    again = bookings.confirm(
        bookings.hold(PROVIDER, slots[1:2]), email="a@example.org"
    )  # who did not come may come again
    assert again.state == State.CONFIRMED
    with pytest.raises(NotPossible):
        bookings.unsettle(booking)


def test_the_table_itself_refuses_more_than_the_capacity(day):
    slots = day()
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slots[0].pk).update(taken=2)


def test_laying_again_keeps_what_is_taken_closes_what_no_longer_fits_and_adds_the_rest(day, at_noon):
    slots = day()
    booking = bookings.confirm(bookings.hold(PROVIDER, slots[1:2]))
    opens = at_noon + timedelta(days=1)
    longer = cut([(opens, opens + timedelta(hours=2))], minutes=40, capacity=3)
    met = bookings.lay(PROVIDER, longer, since=at_noon, until=at_noon + timedelta(days=3))
    assert met == [booking] == list(bookings.displaced(PROVIDER))
    present = list(Slot.objects.filter(provider=PROVIDER))
    assert [slot.is_open for slot in present if slot.pk == slots[1].pk] == [False]
    # 10:00 and 10:40 would be in the way of 10:30 to 11:00, which is taken.
    assert [slot.starts for slot in present if slot.is_open] == [opens + timedelta(minutes=80)]
    assert bookings.lay(PROVIDER, slots_as_before(opens), since=at_noon, until=at_noon + timedelta(days=3)) == []
    assert Slot.objects.filter(provider=PROVIDER, is_open=True).count() == 4


def slots_as_before(opens):
    return cut([(opens, opens + timedelta(hours=2))], minutes=30)


STEPS = st.lists(
    st.tuples(st.sampled_from(["hold", "confirm", "cancel", "move", "release", "lapse", "lay"]), st.integers(0, 7)),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_people_do_the_counts_stay_true_and_no_slot_is_over_capacity(day, told, at_noon, steps):
    with transaction.atomic():
        Slot.objects.all().delete()
        slots = day(capacity=2)
        with at_time(at_noon) as moment:
            for verb, number in steps:
                if verb == "lapse":
                    moment += timedelta(minutes=6)
                with at_time(moment):
                    _try(verb, number, slots, at_noon)
                assert_true_counts()
        transaction.set_rollback(True)


def _try(verb, number, slots, at_noon):
    made = list(Booking.objects.order_by("pk"))
    one = made[number % len(made)] if made else None
    run = slots[number % 4 : number % 4 + 1 + number // 4]
    try:
        if verb == "hold":
            bookings.hold(PROVIDER, run, size=1 + number % 2)
        elif verb == "lapse":
            tending.release_lapsed()
        elif verb == "lay":
            opens = at_noon + timedelta(days=1)
            spans = cut([(opens, opens + timedelta(hours=1 + number % 2))], minutes=30, capacity=1 + number % 3)
            bookings.lay(PROVIDER, spans, since=at_noon, until=at_noon + timedelta(days=3))
        elif one and verb == "move":
            bookings.move(one, run)
        elif one:
            {"confirm": bookings.confirm, "cancel": bookings.cancel, "release": bookings.release}[verb](one)
    except NotPossible:
        pass


@pytest.mark.django_db(transaction=True)
def test_twelve_people_at_once_get_the_three_places_there_are_and_not_one_more(at_noon):
    opens = at_noon + timedelta(days=1)
    spans = cut([(opens, opens + timedelta(hours=1))], minutes=30, capacity=3)
    bookings.lay(PROVIDER, spans, since=at_noon, until=at_noon + timedelta(days=3))
    slots = list(Slot.objects.all())
    results, ready = [None] * 12, Barrier(12)

    def press(index):
        ready.wait()
        try:
            with at_time(at_noon):
                # Half of them want both slots, in either order.
                wanted = slots[:1] if index % 3 else slots[:: 1 if index % 2 else -1]
                results[index] = bookings.hold(PROVIDER, wanted, size=1)
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=press, args=(index,)) for index in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [each for each in results if isinstance(each, Booking)]
    assert len(won) == 3 and all(isinstance(each, Booking | bookings.Full) for each in results)
    assert Slot.objects.get(pk=slots[0].pk).taken == 3
    assert dict(Slot.objects.annotate(real=Count("bookings")).values_list("pk", "real")) == {
        slot.pk: slot.taken for slot in Slot.objects.all()
    }
