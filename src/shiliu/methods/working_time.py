"""Office calendars and the clocks that run on them.

A calendar is the ordinary week of an office, by season, plus exceptions by date (holidays, make-up workdays 调休).
Moments go in and come out aware; results are in UTC, because Python subtracts two moments of one time zone as wall
clocks and would lose the hour in which the clocks change.

Rules and their sources (design notes, domain sections 4 and 9):
- Statutory days follow 全国年节及纪念日放假办法; a yearly notice of the State Council's office moves workdays, and
  regions add days of their own. Kashgar works 10:00-14:00 and 16:00-20:00: nothing here assumes nine to five.
- Working days (five in the Jinan and Weifang hotline rules; public notices) are counted from the day after the start
  and end when the office closes on the last of them: 民法典 201 and 203.
- Working hours run from the moment of the start: 民法典 201.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = range(5)
LONGEST_GAP_DAYS = 800
LONGEST_ALLOWANCE = {"hours": 24 * 3660, "days": 3660}
LONGEST_SPAN_DAYS = 366 * 100
MIDNIGHT = time(0)
Interval = tuple[datetime, datetime]


class NoWorkingTime(ValueError):
    """The calendar never opens, so no deadline can be given. The text says where it was looked for."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """One opening on one weekday of one season, in the calendar's own time.

    `valid_from_md` and `valid_until_md` are "MM-DD", both included; a season may run over the new year ("10-01" to
    "04-30"). `weekday` is 0 for Monday. `closes` at 00:00 is the end of the day; an opening over midnight is two rows.
    """

    valid_from_md: str
    valid_until_md: str
    weekday: int
    opens: time
    closes: time

    def __post_init__(self):
        for value in (self.valid_from_md, self.valid_until_md):
            try:
                date.fromisoformat(f"2024-{value}")  # a leap year, so that 02-29 may bound a season
            except (ValueError, TypeError):
                raise ValueError(f"A season is bounded by month and day as MM-DD, not {value!r}.") from None
        if self.weekday not in range(7):
            raise ValueError(f"A weekday is 0 (Monday) to 6 (Sunday), not {self.weekday!r}.")
        _check_opening(self.opens, self.closes)

    def applies_on(self, day: date) -> bool:
        """Whether this row opens the office on `day`, exceptions aside."""
        return day.weekday() == self.weekday and self.in_season(day)

    def in_season(self, day: date) -> bool:
        """Whether `day` lies in the season, whatever its weekday."""
        md = f"{day:%m-%d}"
        if self.valid_from_md <= self.valid_until_md:
            return self.valid_from_md <= md <= self.valid_until_md
        return md >= self.valid_from_md or md <= self.valid_until_md


@dataclass(frozen=True, slots=True)
class DayException:
    """One date that differs from the ordinary week. `source` names the notice that says so.

    A working day without `intervals` has the hours of a normal weekday; with them, exactly those (local opens, closes).
    """

    date: date
    working: bool
    name: str
    source: str
    intervals: tuple[tuple[time, time], ...] | None = None

    def __post_init__(self):
        if self.intervals and not self.working:
            raise ValueError(f"{self.date} is a day off and cannot have opening hours.")
        for opens, closes in self.intervals or ():
            _check_opening(opens, closes)


@dataclass(frozen=True)
class WorkCalendar:
    """The working time of one office.

    `announced_years` are the years whose holiday notice is among `exceptions`. In any other year the ordinary week
    counts (plus whatever exceptions stand there), and `due` says so, for a visible warning.
    """

    timezone: ZoneInfo
    hours: tuple[OfficeHours, ...]
    exceptions: Mapping[date, DayException] = field(default_factory=dict)
    announced_years: frozenset[int] = frozenset()
    _opened: dict[date, tuple[Interval, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def intervals_of(self, day: date) -> tuple[Interval, ...]:
        """The openings of `day` as (opens, closes) in UTC, in order, overlaps merged; empty on a day off."""
        known = self._opened.get(day)
        if known is None:
            local = self._local(day)
            known = self._opened[day] = _merged(
                (self._moment(day, opens), self._moment(day, closes, closing=True)) for opens, closes in local
            )
        return known

    def is_working(self, moment: datetime) -> bool:
        """Whether the office is open at `moment`: from the minute it opens until just before it closes."""
        moment = _utc(moment)
        day = self._local_date(moment)
        # Where the clocks change at midnight, yesterday's last opening may reach into today.
        openings = (*self.intervals_of(day - timedelta(1)), *self.intervals_of(day))
        return any(opens <= moment < closes for opens, closes in openings)

    def next_opening(self, moment: datetime) -> datetime:
        """When the office opens next; `moment` itself while it is open. Raises NoWorkingTime when it stays shut."""
        moment = _utc(moment)
        return next(max(opens, moment) for opens, closes in self._openings_from(moment) if closes > moment)

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The moment by which `hours` of working time have passed since `start` (`start` itself for 0).

        Time spent up to exactly closing time ends at closing time, not at the next opening.
        Raises NoWorkingTime when the calendar stays shut, ValueError for a negative or absurd amount.
        """
        _check_amount(hours, "hours")
        left = timedelta(hours=float(hours))
        moment = _utc(start)
        if not left:
            return moment
        for opens, closes in self._openings_from(moment):
            begins = max(opens, moment)
            if begins >= closes:
                continue
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise AssertionError("openings never end")  # pragma: no cover

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """When the office closes on the `days`-th working day after the day of `start`, which is not counted.

        Raises NoWorkingTime when the calendar stays shut, ValueError unless `days` is a whole number from 1.
        """
        if isinstance(days, bool) or days != int(days) or days < 1:
            raise ValueError(f"Working days are counted in whole days from 1, not {days!r}.")
        _check_amount(days, "days")
        first = self._local_date(_utc(start)) + timedelta(1)
        left = int(days)
        for day in self._working_days_from(first):
            left -= 1
            if not left:
                return self.intervals_of(day)[-1][1]
        raise AssertionError("working days never end")  # pragma: no cover

    def working_time_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative when `b` comes first. Shut all the time gives zero, not an error."""
        a, b = _utc(a), _utc(b)
        if b < a:
            return -self.working_time_between(b, a)
        if (b - a).days > LONGEST_SPAN_DAYS:
            raise ValueError(f"{a:%Y-%m-%d} and {b:%Y-%m-%d} are more than a hundred years apart.")
        total, day, last = timedelta(), self._local_date(a) - timedelta(1), self._local_date(b)
        while day <= last:
            for opens, closes in self.intervals_of(day):
                total += max(min(closes, b) - max(opens, a), timedelta())
            day += timedelta(1)
        return total

    def years_between(self, a: datetime, b: datetime) -> tuple[int, ...]:
        """Years from `a` to `b`, on the calendar's own dates, whose holidays are not announced."""
        first, last = self._local_date(_utc(a)).year, self._local_date(_utc(b)).year
        return tuple(year for year in range(first, last + 1) if year not in self.announced_years)

    def _local(self, day: date) -> Iterable[tuple[time, time]]:
        exception = self.exceptions.get(day)
        if exception is None:
            return [(row.opens, row.closes) for row in self.hours if row.applies_on(day)]
        if not exception.working:
            return ()
        if exception.intervals is not None:
            return exception.intervals
        return self._normal_weekday(day)

    def _normal_weekday(self, day: date) -> Iterable[tuple[time, time]]:
        """Hours for a working exception: the day's own from Monday to Friday, else those of the first weekday with any.

        So a make-up Saturday is a whole ordinary day even where Saturdays are otherwise open for a morning. Only an
        office without any hours from Monday to Friday uses the weekend's own.
        """
        weekdays = [day.weekday(), *MONDAY_TO_FRIDAY] if day.weekday() < 5 else [*MONDAY_TO_FRIDAY, day.weekday()]
        for weekday in weekdays:
            rows = [(row.opens, row.closes) for row in self.hours if row.weekday == weekday and row.in_season(day)]
            if rows:
                return rows
        return ()

    def _moment(self, day: date, clock: time, *, closing: bool = False) -> datetime:
        if closing and clock == MIDNIGHT:
            day += timedelta(1)
        return datetime.combine(day, clock, tzinfo=self.timezone).astimezone(UTC)

    def _local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.timezone).date()

    def _working_days_from(self, first: date) -> Iterator[date]:
        day, shut_since = first, first
        while (day - shut_since).days <= LONGEST_GAP_DAYS:
            if self.intervals_of(day):
                yield day
                shut_since = day
            day += timedelta(1)
        raise NoWorkingTime(f"No working time between {shut_since} and {day}: add office hours or working days.")

    def _openings_from(self, moment: datetime) -> Iterator[Interval]:
        for day in self._working_days_from(self._local_date(moment) - timedelta(1)):
            yield from self.intervals_of(day)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long something may take: an amount of hours or whole days, in working or in calendar time."""

    amount: float
    unit: Literal["hours", "days"]
    working: bool

    def __post_init__(self):
        if self.unit not in LONGEST_ALLOWANCE:
            raise ValueError(f"An allowance is in hours or days, not {self.unit!r}.")
        _check_amount(self.amount, self.unit)
        if self.unit == "days" and (self.amount != int(self.amount) or self.amount < 1):
            raise ValueError(f"An allowance in days is a whole number from 1, not {self.amount!r}; use hours for less.")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in UTC, and the years whose holidays were not yet announced when it was computed."""

    at: datetime
    fallback_years: tuple[int, ...] = ()


def due(calendar: WorkCalendar, start: datetime, allowance: Allowance) -> Due:
    """When `allowance`, started at `start`, runs out.

    Calendar days end at the same local time of day, never later than the midnight of 民法典 203: the stricter reading
    for the unit that answers. Calendar time consults no holiday, so it has no fallback years.
    """
    begin = _utc(start)
    if not allowance.working:
        if allowance.unit == "hours":
            return Due(begin + timedelta(hours=float(allowance.amount)))
        local = begin.astimezone(calendar.timezone)
        return Due((local + timedelta(days=int(allowance.amount))).astimezone(UTC))
    if allowance.unit == "hours":
        at = calendar.add_working_hours(begin, allowance.amount)
    else:
        at = calendar.add_working_days(begin, int(allowance.amount))
    return Due(at, calendar.years_between(begin, at))


def week(
    *openings: tuple[str, str], days: Iterable[int] = MONDAY_TO_FRIDAY, season: tuple[str, str] = ("01-01", "12-31")
) -> tuple[OfficeHours, ...]:
    """Rows for the same openings on several days: `week(("09:00", "12:00"), ("13:00", "17:00"))`."""
    spans = [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in openings]
    return tuple(OfficeHours(*season, day, *span) for day in days for span in spans)


def _merged(openings: Iterable[Interval]) -> tuple[Interval, ...]:
    # A clock change can shrink an opening to nothing (02:30-02:45 in the skipped hour) or push it into its neighbour.
    merged: list[Interval] = []
    for opens, closes in sorted(pair for pair in openings if pair[0] < pair[1]):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone.")
    if not 1900 <= moment.year <= 2200:
        raise ValueError(f"{moment.year} is outside 1900 to 2200.")
    return moment.astimezone(UTC)


def _check_opening(opens: time, closes: time) -> None:
    if opens.tzinfo or closes.tzinfo:
        raise ValueError("Office hours are plain local times; the calendar holds the time zone.")
    if closes != MIDNIGHT and closes <= opens:
        raise ValueError(f"{opens:%H:%M}-{closes:%H:%M} closes before it opens; write hours over midnight as two rows.")


def _check_amount(amount: float, unit: str) -> None:
    if not 0 <= amount <= LONGEST_ALLOWANCE[unit]:  # also refuses NaN
        raise ValueError(f"An allowance is 0 to {LONGEST_ALLOWANCE[unit]} {unit}, not {amount!r}.")
