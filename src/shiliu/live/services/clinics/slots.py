"""The times a clinic gives out: laid from its turns, without the days off of its place, and told to whoever a change meets."""

from datetime import datetime, time, timedelta

from shiliu.live.services.clinics import letters, queries
from shiliu.live.services.clinics.models import ClinicBooking
from shiliu.live.services.windows.rules import days_of_turn
from shiliu.platform import audit, bookings, deadlines
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM


def earliest(clinic):
    return now() + timedelta(hours=clinic.lead_hours)


def latest(clinic, zone):
    """The end of the last local day that can be booked."""
    last = now().astimezone(zone).date() + timedelta(days=clinic.days_ahead + 1)
    return datetime.combine(last, time(), tzinfo=zone)


def openings(clinic, since, days, calendar=None):
    """[(opens, closes)] of the turns from the local day of `since`, by time. A public holiday has none, a Saturday may."""
    calendar = calendar or deadlines.calendar_of(clinic.area)
    first = since.astimezone(calendar.timezone).date()
    last, found = first + timedelta(days=days), set()
    for turn in clinic.turns.all():
        for day in days_of_turn(turn.every, turn.first, turn.until, turn.skipped, first, last):
            off = calendar.exceptions.get(day)
            if off is None or off.working:
                found.add(tuple(datetime.combine(day, clock, tzinfo=calendar.timezone) for clock in (turn.opens, turn.closes)))  # fmt: skip
    return _apart(sorted(found))


def _apart(spans):
    """Where two turns overlap the earlier one counts to the end of the later: the same room is given out once."""
    apart = []
    for opens, closes in spans:
        if apart and opens < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], closes))
        else:
            apart.append((opens, closes))
    return apart


def lay(clinic):
    """Makes the slots of the clinic what its turns say. Returns the bookings that stand in a closed slot by now."""
    calendar, spans = deadlines.calendar_of(clinic.area), []
    if clinic.active:
        spans = bookings.cut(
            openings(clinic, now(), clinic.days_ahead, calendar), minutes=clinic.slot_minutes, capacity=clinic.capacity
        )
    # What was booked further ahead when the horizon was longer is looked at as well.
    until = latest(clinic, calendar.timezone) + timedelta(days=200)
    return bookings.lay(clinic.provider, spans, since=now(), until=until)


def changed(*, clinic, by):
    """In the transaction of every change of a clinic: lays its times again and tells those it meets, each once."""
    met = {booking.pk for booking in lay(clinic)}
    affected = ClinicBooking.objects.filter(clinic=clinic, booking__state="confirmed", booking__starts__gte=now())
    affected.filter(met_by_closing_at__isnull=False).exclude(booking__in=met).update(met_by_closing_at=None)
    told = untold = 0
    for one in affected.filter(booking__in=met, met_by_closing_at=None).select_related("booking", "clinic__area"):
        one.met_by_closing_at = now()
        one.save(update_fields=["met_by_closing_at"])
        if letters.tell("clinics.closed", one):
            told += 1
        else:
            untold += 1
    if told or untold:
        audit.record("clinics.met_by_closing", by=by, target=clinic, area=clinic.area, data={"told": told, "untold": untold})  # fmt: skip


def lay_all():
    """The job: another day comes into reach every day."""
    for clinic in queries.whole(queries.in_use()):
        changed(clinic=clinic, by=SYSTEM)


def free_runs(clinic, own=None):
    """[run of one slot] of the clinic that can be booked now, by time; the place of a booking `own` counts as free."""
    zone = deadlines.calendar_of(clinic.area).timezone
    return bookings.runs(clinic.provider, earliest(clinic), latest(clinic, zone), minutes=1, own=own)


def first_free(clinics):
    """{clinic: the first moment that has room, or None}, by one query."""
    clinics = list(clinics)
    if not clinics:
        return {}
    until = now() + timedelta(days=max(clinic.days_ahead for clinic in clinics) + 1)
    found = bookings.first_runs({clinic.provider: (earliest(clinic), 1) for clinic in clinics}, until)
    return {clinic: found[clinic.provider] for clinic in clinics}
