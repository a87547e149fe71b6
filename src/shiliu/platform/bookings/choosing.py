"""Which days and times somebody is shown who chooses one, and what they press."""

import uuid
from datetime import date, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from shiliu.platform.bookings.bookable import Bookable, Wish

DAYS_SHOWN = 10
A_DAY, HALF_A_DAY = timedelta(days=1), timedelta(hours=12)


def times(kind: Bookable, thing, wish: Wish, given, own=None):
    """The days in reach from `from` on, the chosen one or the first that has room with its times: what bookings/times.html shows.

    {"days": [(day, number free, is chosen)], "day", "times": [datetime], "full": [datetime that can be waited for], "later": day or
    None, "earlier", "zone"}"""
    zone = kind.zone(thing)
    free = by_day(kind.free_runs(thing, wish, own), zone)
    full = by_day(kind.full_runs(thing, wish), zone) if own is None else {}
    days = sorted({*free, *full})
    begin = day_of(given.get("from"))
    listed = [day for day in days if begin is None or day >= begin]
    chosen = day_of(given.get("day"))
    chosen = chosen if chosen in days else next((day for day in listed if day in free), next(iter(listed), None))
    return {
        "days": [(day, len(free.get(day, ())), day == chosen) for day in listed[:DAYS_SHOWN]],
        "day": chosen,
        "times": [run[0].starts for run in free.get(chosen, [])],
        "full": [run[0].starts for run in full.get(chosen, [])],
        "later": listed[DAYS_SHOWN] if len(listed) > DAYS_SHOWN else None,
        "earlier": begin is not None and bool(days) and listed != days,
        "zone": zone,
    }


def by_day(runs, zone):
    """{day: [run]} in the order of time."""
    days = {}
    for run in runs:
        days.setdefault(run[0].starts.astimezone(zone).date(), []).append(run)
    return days


def moment(text):
    """An aware moment from a form, or None."""
    try:
        read = parse_datetime(text or "")
    except ValueError:
        return None
    return read if read and is_aware(read) else None


def key_of(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def day_of(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
