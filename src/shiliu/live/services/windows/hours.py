"""When a window is open: its own week or that of the office calendar around it, holidays, and its own exceptions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from shiliu.live.services.windows import rules
from shiliu.methods.working_time import DayException, NoWorkingTime, WorkCalendar
from shiliu.platform import deadlines
from shiliu.platform.clock import now


@dataclass(frozen=True)
class Standing:
    """How a window stands at a moment: open until `until`, or opening next at `opens` (None: nobody knows when)."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True)
class Sitting:
    """One day on which a visiting department sits at the window. `held` is false when the window is closed then."""

    turn: object
    starts: datetime
    ends: datetime
    held: bool


def calendar_of(window):
    """methods.working_time.WorkCalendar of a window; `hours` and `days` may be prefetched."""
    around = _around(window)
    own = tuple(row.value() for row in window.hours.all())
    days = {row.date: _exception(row) for row in window.days.all()}
    return WorkCalendar(
        timezone=around.timezone,
        hours=own or around.hours,
        exceptions={**around.exceptions, **days},
        announced_years=around.announced_years,
    )


def with_calendars(windows):
    """The windows as a list, each knowing the calendar around it: asked for all of them at once."""
    windows = list(windows)
    known = deadlines.calendars_of({window.area.path: window.area for window in windows}.values())
    for window in windows:
        window.around = known[window.area.path]
    return windows


def _around(window):
    return getattr(window, "around", None) or deadlines.calendar_of(window.area)


def _exception(row):
    intervals = ((row.opens, row.closes),) if row.opens else None
    return DayException(row.date, row.is_open, row.reason, row.reason, intervals)


def standing(window, moment=None, calendar=None):
    moment, calendar = moment or now(), calendar or calendar_of(window)
    today = moment.astimezone(calendar.timezone).date()
    for opens, closes in calendar.intervals_of(today):
        if opens <= moment < closes:
            return Standing(True, until=closes)
    try:
        return Standing(False, opens=calendar.next_opening(moment))
    except NoWorkingTime:
        return Standing(False)


def zone_of(window):
    return _around(window).timezone


def why_not(window, day):
    """The reason why a window differs on a day, or ''."""
    return next((row.reason for row in window.days.all() if row.date == day), "")


def sittings(window, since: date, last: date, calendar=None):
    """Sittings of visiting departments from `since` to `last`, by time. `turns` may be prefetched with their units."""
    calendar = calendar or calendar_of(window)
    found = []
    for turn in window.turns.all():
        for day in rules.days_of_turn(turn.every, turn.first, turn.until, turn.skipped, since, last):
            starts, ends = (
                datetime.combine(day, clock, tzinfo=calendar.timezone) for clock in (turn.opens, turn.closes)
            )
            is_held = any(opens < ends and starts < closes for opens, closes in calendar.intervals_of(day))
            found.append(Sitting(turn, starts, ends, is_held))
    return sorted(found, key=lambda one: (one.starts, one.turn.key))


def spans_of_days(window, since, days, calendar=None):
    """[(opens, closes)] of the next `days` days from the local day of `since`."""
    calendar = calendar or calendar_of(window)
    first = since.astimezone(calendar.timezone).date()
    return [span for number in range(days + 1) for span in calendar.intervals_of(first + timedelta(days=number))]


@dataclass(frozen=True)
class HoursLine:
    """The same openings on some weekdays of a season."""

    season: tuple[str, str]
    weekdays: tuple[int, ...]
    openings: tuple

    @property
    def key(self):
        """Names the entry in an address: "05-01.09-30.01234"."""
        return ".".join([*self.season, "".join(map(str, self.weekdays))])

    @property
    def season_words(self):
        from django.utils.formats import date_format

        if self.season == rules.ALL_YEAR:
            return _("All year")
        first, last = (date_format(date.fromisoformat(f"2024-{md}"), "MONTH_DAY_FORMAT") for md in self.season)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def weekday_words(self):
        from django.utils.dates import WEEKDAYS

        days = self.weekdays
        if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
            return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
        return _(", ").join(str(WEEKDAYS[day]) for day in days)


def lines_of(hours):
    """OfficeHours values gathered into lines, by season and weekday."""
    by_day = {}
    for row in hours:
        by_day.setdefault(((row.valid_from_md, row.valid_until_md), row.weekday), []).append((row.opens, row.closes))
    alike = {}
    for (season, weekday), openings in sorted(by_day.items()):
        alike.setdefault((season, tuple(sorted(openings))), []).append(weekday)
    lines = [HoursLine(season, tuple(days), openings) for (season, openings), days in alike.items()]
    return sorted(lines, key=lambda line: (line.season, line.weekdays))
