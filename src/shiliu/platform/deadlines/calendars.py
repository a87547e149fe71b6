"""Joining the calendars that hold at a place into one, and remembering it until something changes."""

import secrets
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Q, Value

from shiliu.foundation.models import Area, MapVersion
from shiliu.methods import working_time
from shiliu.methods.working_time import week
from shiliu.platform.deadlines.models import CalendarVersion, WorkCalendar

VERSION = 1
# When nobody has entered office hours: the hours that the published rules of most cities give.
ORDINARY_HOURS = week(("09:00", "12:00"), ("13:00", "17:00"))

_remembered: dict[str, tuple[tuple[int, int], working_time.WorkCalendar]] = {}


def calendar_of(area):
    """The calendar that counts in `area`: hours of the nearest area that has any, days of all areas around it (the nearest
    wins a date) over the country's, and the time zone of the nearest that names one."""
    return calendars_of([area])[area.path]


def calendars_of(areas):
    """{path: calendar} of several areas, asking once whether anything has changed."""
    version = _versions()
    return {area.path: _as_of(version, area) for area in areas}


def _as_of(version, area):
    known = _remembered.get(area.path)
    if known is None or known[0] != version:
        known = _remembered[area.path] = (version, _joined(area))
    return known[1]


def due(area, start, allowance):
    """When `allowance`, begun at `start`, runs out in `area`, and which years were not announced.

    Raises NoWorkingTime where an office never opens, ValueError for a naive `start`.
    """
    return due_each(area, start, [allowance])[0]


def due_each(area, start, allowances):
    """The same for several allowances begun at once: [Due], in their order."""
    calendar = calendar_of(area)
    return [working_time.due(calendar, start, allowance) for allowance in allowances]


def with_rules_of_their_own():
    """Ids of the areas that have a calendar or a time zone of their own. Everywhere else a deadline is that of the nearest of
    them around, so an import works it out once for all of a district that has none."""
    named = Area.objects.exclude(time_zone="").values_list("pk", flat=True)
    return set(named) | set(WorkCalendar.objects.filter(area__isnull=False).values_list("area_id", flat=True))


def unannounced(area, years):
    """Those of `years` whose holidays are not announced in `area`: deadlines in them rest on Monday to Friday."""
    return tuple(year for year in years if year not in calendar_of(area).announced_years)


def calendars_around(area):
    """The calendars that hold in `area`, from the country's to the nearest, with their rows loaded."""
    around = WorkCalendar.objects.filter(Q(area__isnull=True) | Q(area_id__in=area.chain_ids))
    return list(around.select_related("area").prefetch_related("hours", "days", "years"))


def office_hours_of(calendars):
    """(calendar, its hours) of the nearest that has hours; (None, ordinary hours) when none has."""
    for calendar in reversed(calendars):
        if hours := tuple(row.value() for row in calendar.hours.all()):
            return calendar, hours
    return None, ORDINARY_HOURS


def changed():
    """To be called by every action that changes a calendar, in its transaction. The number is drawn, not counted, so that
    one which was rolled back never comes again with other days behind it."""
    CalendarVersion.objects.update_or_create(pk=VERSION, defaults={"number": secrets.randbits(62) + 1})


def _joined(area):
    calendars = calendars_around(area)
    return working_time.WorkCalendar(
        timezone=_zone_of(area),
        hours=office_hours_of(calendars)[1],
        exceptions={day.date: day.value() for calendar in calendars for day in calendar.days.all()},
        announced_years=frozenset(row.year for calendar in calendars for row in calendar.years.all()),
    )


def _zone_of(area):
    named = (
        Area.objects.filter(pk__in=area.chain_ids)
        .exclude(time_zone="")
        .order_by("path")
        .values_list("time_zone", flat=True)
    )
    name = named.last() or settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def _versions():
    drawn = CalendarVersion.objects.filter(pk=VERSION).order_by().values_list("number").annotate(kind=Value("days"))
    map_ = MapVersion.objects.order_by().values_list("number").annotate(kind=Value("map"))
    found = {kind: number for number, kind in drawn.union(map_, all=True)}
    return found.get("days", 0), found.get("map", 0)
