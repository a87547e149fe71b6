"""The only writers of appointments."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.services.appointments import letters, rules, slots
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.windows import queries as windows
from shiliu.live.services.windows.rules import minutes_of
from shiliu.platform import audit, bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def hold(*, by, window, items, starts, people=1, language="zh-hans", key=None, channel="web"):
    """Holds a time at the window while the rest is filled in, for a household of `people` and all of `items` together.

    `starts`: when it begins. The same `key` gives the same appointment again. Raises NotPossible (bookings.Full is one)."""
    demand(by, "windows.book")
    minutes = check(window, items, people)
    known = Appointment.objects.filter(booking__key=key).first() if key else None
    if known is not None:
        return known
    run = next((run for run in slots.free_runs(window, minutes) if run[0].starts == starts), None)
    if run is None:
        raise bookings.Full
    booking = bookings.hold(window.provider, run, size=people, takes=1, language=language, key=key)
    appointment, is_new = Appointment.objects.get_or_create(
        booking=booking, defaults={"window": window, "channel": channel}
    )
    if is_new:
        appointment.items.set(items)
    return appointment


@transaction.atomic
def confirm(*, by, appointment, email="", phone="", called="", language=""):
    """Books what was held. The contact is for the confirmation and the reminder, and may be left out."""
    demand(by, "windows.keep", appointment)
    if appointment.booking.state == "confirmed":
        return appointment
    bookings.confirm(appointment.booking, email=email, phone=phone, language=language)
    appointment.called = called.strip()[: rules.LONGEST_CALLED]
    appointment.save(update_fields=["called"])
    appointment.booking.refresh_from_db()
    _record("booked", by, appointment)
    letters.tell("appointments.booked", appointment)
    return appointment


@transaction.atomic
def book_for_caller(
    *, by, window, items, starts, people=1, email="", phone="", called="", language="zh-hans", key=None
):
    """The window books for somebody who calls or stands there; the code is read out or written on a slip."""
    demand(by, "windows.serve", window)
    appointment = hold(
        by=by, window=window, items=items, starts=starts, people=people, language=language, key=key, channel="desk"
    )
    return confirm(by=by, appointment=appointment, email=email, phone=phone, called=called)


@transaction.atomic
def move(*, by, appointment, starts):
    """To another time at the same window; number and code stay."""
    demand(by, "windows.keep", appointment)
    window, items = appointment.window, list(appointment.items.all())
    minutes = check(window, items, appointment.booking.size)
    run = next((run for run in slots.free_runs(window, minutes, appointment.booking) if run[0].starts == starts), None)
    if run is None:
        raise bookings.Full
    appointment.booking = bookings.move(appointment.booking, run)
    appointment.met_by_closing_at = None
    appointment.save(update_fields=["met_by_closing_at"])
    _record("moved", by, appointment)
    letters.tell("appointments.moved", appointment)
    return appointment


@transaction.atomic
def cancel(*, by, appointment):
    demand(by, "windows.keep", appointment)
    was_cancelled = appointment.booking.state == "cancelled"
    appointment.booking = bookings.cancel(appointment.booking)
    if not was_cancelled:
        _record("cancelled", by, appointment)
        letters.tell("appointments.cancelled", appointment)
    return appointment


@transaction.atomic
def let_go(*, by, appointment):
    """Gives up what is only held; nothing of it is kept."""
    demand(by, "windows.keep", appointment)
    bookings.release(appointment.booking)


@transaction.atomic
def mark_came(*, by, appointment):
    return _settle(by, appointment, "came", came=True)


@transaction.atomic
def mark_absent(*, by, appointment):
    """They did not come. It is noted for the numbers of the window; nothing follows from it for anybody."""
    return _settle(by, appointment, "absent", came=False)


@transaction.atomic
def mark_left(*, by, appointment):
    """They are done and have left the window."""
    demand(by, "windows.serve", appointment)
    if appointment.booking.state != "came":
        raise NotPossible(_("Note first that they came."))
    appointment.left_at = now()
    appointment.save(update_fields=["left_at"])
    _record("left", by, appointment)
    return appointment


@transaction.atomic
def unmark(*, by, appointment):
    """Takes back what was noted about coming and leaving."""
    demand(by, "windows.serve", appointment)
    appointment.booking = bookings.unsettle(appointment.booking)
    appointment.left_at = None
    appointment.save(update_fields=["left_at"])
    _record("unmarked", by, appointment)
    return appointment


def check(window, items, people):
    """Minutes of the household at the window, or NotPossible with what is wrong."""
    minutes = windows.minutes_at(window, items)
    if not window.active or not window.takes_appointments:
        raise NotPossible(_("This window takes no appointments. Come in its opening hours, or choose another window."))
    if not items or minutes is None:
        raise NotPossible(
            _("This window does not serve everything you chose. Choose another window, or book separately.")
        )
    if not 1 <= people <= rules.MOST_PEOPLE:
        problem = _("Give a number from %(least)d to %(most)d.") % {"least": 1, "most": rules.MOST_PEOPLE}
        raise NotPossible(problem, {"people": problem})
    total = minutes_of(minutes, people)
    if total > rules.MOST_MINUTES:
        raise NotPossible(
            _("Together this takes longer than one appointment may. Book part of it now and the rest at another time.")
        )
    return total


def _settle(by, appointment, verb, *, came):
    demand(by, "windows.serve", appointment)
    appointment.booking = bookings.settle(appointment.booking, came=came)
    if not came and appointment.left_at:
        appointment.left_at = None
        appointment.save(update_fields=["left_at"])
    _record(verb, by, appointment)
    return appointment


def _record(verb, by, appointment):
    window = appointment.window
    audit.record(
        f"appointments.{verb}", by=by, target=appointment, area=window.area, unit=window.organisation,
        data={"window_name": window.names, "number": appointment.number},
    )  # fmt: skip
