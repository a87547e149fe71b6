"""The times a window gives out: laid from its hours, laid again when these change, and told to whoever is met by it."""

from datetime import datetime, time, timedelta

from shiliu.live.services.appointments import letters
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.windows import hours, queries
from shiliu.platform import audit, bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM


def earliest(window):
    return now() + timedelta(hours=window.lead_hours)


def latest(window):
    """The end of the last local day that can be booked."""
    zone = hours.zone_of(window)
    last = now().astimezone(zone).date() + timedelta(days=window.days_ahead + 1)
    return datetime.combine(last, time(), tzinfo=zone)


def lay(window):
    """Makes the slots of the window what its hours say. Returns the bookings that stand in a closed slot by now."""
    spans = []
    if window.active and window.takes_appointments:
        spans = bookings.cut(
            hours.spans_of_days(window, now(), window.days_ahead), minutes=window.slot_minutes, before=window.minutes_before,
            after=window.minutes_after, capacity=window.desks,
        )  # fmt: skip
    # What is booked later than the horizon of today, because that was longer once, is looked at as well.
    return bookings.lay(window.provider, spans, since=now(), until=latest(window) + timedelta(days=200))


def window_changed(*, window, by):
    """In the transaction of every change of a window: lays its times again and tells those it meets, each once."""
    met = {booking.pk for booking in lay(window)}
    affected = Appointment.objects.filter(window=window, booking__state="confirmed", booking__starts__gte=now())
    for appointment in affected.filter(met_by_closing_at__isnull=False).exclude(booking__in=met):
        appointment.met_by_closing_at = None  # it is open again
        appointment.save(update_fields=["met_by_closing_at"])
    told = untold = 0
    newly = affected.filter(booking__in=met, met_by_closing_at=None)
    for appointment in newly.select_related("booking", "window__area").prefetch_related("items"):
        appointment.met_by_closing_at = now()
        appointment.save(update_fields=["met_by_closing_at"])
        day = appointment.booking.starts.astimezone(hours.zone_of(window)).date()
        if letters.tell("appointments.closed", appointment, why=hours.why_not(window, day)):
            told += 1
        else:
            untold += 1
    if told or untold:
        audit.record(
            "appointments.met_by_closing", by=by, target=window, area=window.area, data={"told": told, "untold": untold}
        )


def met_by(window, openings):
    """How many appointments still to come would no longer lie wholly in `openings(day)`: what a form warns of."""
    zone, count = hours.zone_of(window), 0
    for starts, ends in (
        Appointment.objects.filter(window=window, booking__state="confirmed", booking__starts__gte=now())
        .order_by()
        .values_list("booking__starts", "booking__ends")
    ):
        day = starts.astimezone(zone).date()
        count += not any(opens <= starts and ends <= closes for opens, closes in openings(day))
    return count


def lay_all():
    """The job: another day comes into reach every day."""
    for window in queries.with_hours(queries.in_use().filter(takes_appointments=True)):
        window_changed(window=window, by=SYSTEM)


def free_runs(window, minutes, own=None):
    """[run of slots] of the window that can be booked now, by time; for a booking `own` its own places count as free."""
    return bookings.runs(window.provider, earliest(window), latest(window), minutes=minutes, own=own)


def first_free(minutes_of):
    """{window: the first moment that has room, or None} of {window: minutes}. Those with room this week by one query."""
    wanted = {window.provider: (earliest(window), minutes) for window, minutes in minutes_of.items()}
    soon = bookings.first_runs(wanted, now() + timedelta(days=7))
    found = {}
    for window, minutes in minutes_of.items():
        first = soon[window.provider]
        if first is None and window.takes_appointments:
            runs = free_runs(window, minutes)
            first = runs[0][0].starts if runs else None
        found[window] = first
    return found
