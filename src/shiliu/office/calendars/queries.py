"""The only readers: which calendars there are, what holds in one, and what is still missing."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.office.calendars import rules, values
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import now
from shiliu.platform.deadlines import calendars
from shiliu.platform.deadlines.models import CalendarDay, WorkCalendar
from shiliu.platform.history import Telling
from shiliu.platform.permissions import can, places_of

LEVELS = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY, Area.Level.COMPOUND)
DECEMBER = 12


@dataclass(frozen=True)
class DayLine:
    """Days in a row that differ in the same way, as they hold in one area. `own`: entered in that area's calendar."""

    day: CalendarDay
    last: date
    own: bool

    @property
    def first(self):
        return self.day.date

    def goes_on_with(self, day, own):
        same = ("working", "name", "source", "opens", "closes", "calendar_id")
        following = day.date - self.last == timedelta(days=1)
        return following and own == self.own and all(getattr(day, key) == getattr(self.day, key) for key in same)


@dataclass(frozen=True)
class HoursLine:
    """The same openings on some weekdays of a season."""

    season: tuple[str, str]
    weekdays: tuple[int, ...]
    openings: tuple[tuple[time, time], ...]

    @property
    def season_words(self):
        return season_words(self.season)

    @property
    def weekday_words(self):
        days = self.weekdays
        if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
            return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
        return _(", ").join(str(WEEKDAYS[day]) for day in days)

    @property
    def key(self):
        """Names the entry in an address: "05-01.09-30.01234"."""
        return ".".join([*self.season, "".join(map(str, self.weekdays))])


@dataclass(frozen=True)
class Year:
    """What holds in an area in one year. `announced_by`: (calendar, source) pairs; empty means the warning is due."""

    number: int
    days: list[DayLine]
    announced_by: list[tuple[WorkCalendar, str]]
    own_source: str | None


@dataclass(frozen=True)
class Hours:
    """The office hours that hold in an area: its own, or those of `calendar` around it (None: the ordinary hours)."""

    calendar: WorkCalendar | None
    lines: list[HoursLine]
    own: bool
    shut: list[str]


def visible_to(_actor):
    """All calendars, the country's first: working time is public, whoever asks."""
    return WorkCalendar.objects.select_related("area").prefetch_related("hours", "days", "years")


def editable_by(actor, calendar):
    return bool(can(actor, "calendars.edit", calendar))


def areas_without_calendar(actor):
    """Areas, down to compounds, that the actor may give a calendar of their own."""
    everywhere, paths, _units = places_of(actor, "calendars.edit")
    areas = Area.objects.filter(active=True, level__in=LEVELS, work_calendar=None)
    if everywhere:
        return areas
    return [area for area in areas if area.path.startswith(tuple(paths))] if paths else []


def removed_from(areas):
    """Those of the areas, none of which has a calendar, whose calendar was removed and can be brought back."""
    removed = AuditRow.objects.filter(verb="calendars.closed", data__has_key="entries").values_list(
        "target_id", flat=True
    )
    keys = set(removed)
    return [area for area in areas if str(area.pk) in keys]


def history(calendar):
    """Its newest changes; the sentence of each says all there is to read."""
    return Telling({}).entries(calendar, values.of_calendar(calendar))


def around(calendar):
    """The calendars that hold where this one does, the country's first and this one last."""
    return calendars.calendars_around(calendar.area) if calendar.area else [calendar]


def year_of(calendar, number):
    held = around(calendar)
    days = {row.date: (row, one == calendar) for one in held for row in one.days.all() if row.date.year == number}
    lines = []
    for day in sorted(days):
        row, is_own = days[day]
        if lines and lines[-1].goes_on_with(row, is_own):
            lines[-1] = replace(lines[-1], last=day)
        else:
            lines.append(DayLine(row, day, is_own))
    announced = [(one, row.source) for one in held for row in one.years.all() if row.year == number]
    own = next((source for one, source in announced if one == calendar), None)
    return Year(number, lines, announced, own)


def hours_of(calendar):
    owner, hours = calendars.office_hours_of(around(calendar))
    shut = [season_words(season) for season in rules.shut_seasons(list(hours))]
    return Hours(owner, hours_lines(hours), owner == calendar, shut)


def hours_lines(hours):
    """Rows of office hours gathered into lines, by season and weekday."""
    by_day = {}
    for row in hours:
        by_day.setdefault(((row.valid_from_md, row.valid_until_md), row.weekday), []).append((row.opens, row.closes))
    alike = {}
    for (season, weekday), openings in sorted(by_day.items()):
        alike.setdefault((season, tuple(sorted(openings))), []).append(weekday)
    lines = [HoursLine(season, tuple(days), openings) for (season, openings), days in alike.items()]
    return sorted(lines, key=lambda line: (line.season, line.weekdays))


def years_shown(calendar, number):
    """Years to choose from: those with entries, this one and the next, and the one looked at."""
    today = now().date().year
    entered = {row.date.year for one in around(calendar) for row in one.days.all()}
    return sorted({*entered, today, today + 1, number})


def years_lacking(calendar):
    """This year, and from December the next, when no notice for it stands where this calendar holds."""
    moment = now()
    due = [moment.year] + ([moment.year + 1] if moment.month == DECEMBER else [])
    announced = {row.year for one in around(calendar) for row in one.years.all()}
    return [year for year in due if year not in announced]


def name_of(key):
    """For the audit: whose calendar it is."""
    calendar = WorkCalendar.objects.select_related("area").filter(pk=key).first()
    return str(calendar) if calendar else ""


def season_words(season):
    if season == ("01-01", "12-31"):
        return _("All year")
    first, last = (date_format(date.fromisoformat(f"{rules.LEAP_YEAR}-{md}"), "MONTH_DAY_FORMAT") for md in season)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
