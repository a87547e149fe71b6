"""Plain examples first, each the story of one rule; then properties that hold for any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shiliu.methods.holidays import exceptions_of, shipped_holidays, years_in
from shiliu.methods.working_time import (
    Allowance,
    DayException,
    NoWorkingTime,
    OfficeHours,
    WorkCalendar,
    due,
    week,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
HOURS = week(("09:00", "12:00"), ("13:00", "17:00"))
KASHGAR_HOURS = (
    *week(("10:00", "14:00"), ("16:00", "20:00"), season=("05-01", "09-30")),
    *week(("10:00", "14:00"), ("15:30", "19:30"), season=("10-01", "04-30")),
)
ROWS = shipped_holidays()
CHENGDU = WorkCalendar(SHANGHAI, HOURS, exceptions_of(ROWS), years_in(ROWS))
KASHGAR = WorkCalendar(SHANGHAI, KASHGAR_HOURS, exceptions_of(ROWS), years_in(ROWS))


def at(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def shown(calendar, day):
    return [tuple(f"{end.astimezone(calendar.timezone):%H:%M}" for end in pair) for pair in calendar.intervals_of(day)]


# The ordinary week


def test_office_is_open_from_opening_until_just_before_closing():
    assert CHENGDU.is_working(at("2026-11-23T09:00"))
    assert CHENGDU.is_working(at("2026-11-23T11:59:59"))
    assert not CHENGDU.is_working(at("2026-11-23T12:00"))
    assert not CHENGDU.is_working(at("2026-11-22T10:00"))


def test_hours_skip_lunch_night_and_weekend():
    assert CHENGDU.add_working_hours(at("2026-11-20T11:00"), 2) == at("2026-11-20T14:00")
    assert CHENGDU.add_working_hours(at("2026-11-20T16:00"), 2) == at("2026-11-23T10:00")
    assert CHENGDU.add_working_hours(at("2026-11-21T03:00"), 0.5) == at("2026-11-23T09:30")


def test_hours_used_up_at_closing_time_end_there_and_not_at_the_next_opening():
    assert CHENGDU.add_working_hours(at("2026-11-20T15:00"), 2) == at("2026-11-20T17:00")


def test_no_hours_are_due_at_once_even_when_shut():
    assert CHENGDU.add_working_hours(at("2026-11-21T03:00"), 0) == at("2026-11-21T03:00")


def test_day_of_start_is_not_counted_and_the_last_day_ends_at_closing():
    assert CHENGDU.add_working_days(at("2026-11-23T09:01"), 1) == at("2026-11-24T17:00")
    assert CHENGDU.add_working_days(at("2026-11-20T16:59"), 5) == at("2026-11-27T17:00")
    assert CHENGDU.add_working_days(at("2026-11-21T10:00"), 1) == at("2026-11-23T17:00")


def test_moments_in_any_zone_mean_the_same_and_come_back_in_utc():
    answer = CHENGDU.add_working_days(datetime(2026, 11, 22, 17, 30, tzinfo=UTC), 1)  # already Monday in Chengdu
    assert answer == at("2026-11-24T17:00")
    assert answer.tzinfo is UTC


def test_time_between_counts_only_working_time_and_backwards_is_negative():
    friday, monday = at("2026-11-20T16:00"), at("2026-11-23T10:30")
    assert CHENGDU.working_time_between(friday, monday) == timedelta(hours=2.5)
    assert CHENGDU.working_time_between(monday, friday) == -timedelta(hours=2.5)


# Seasons, holidays, make-up days


def test_kashgar_has_summer_and_winter_hours_and_winter_runs_over_the_new_year():
    assert shown(KASHGAR, date(2026, 9, 30)) == [("10:00", "14:00"), ("16:00", "20:00")]
    assert shown(KASHGAR, date(2026, 11, 23)) == [("10:00", "14:00"), ("15:30", "19:30")]
    assert shown(KASHGAR, date(2026, 1, 5)) == [("10:00", "14:00"), ("15:30", "19:30")]


def test_national_day_week_is_skipped_and_the_make_up_saturday_counts():
    assert CHENGDU.intervals_of(date(2026, 10, 5)) == ()
    assert shown(CHENGDU, date(2026, 10, 10)) == [("09:00", "12:00"), ("13:00", "17:00")]
    assert CHENGDU.add_working_days(at("2026-09-30T10:00"), 3) == at("2026-10-10T17:00")


def test_make_up_day_has_a_whole_weekday_even_where_saturdays_are_short():
    calendar = WorkCalendar(SHANGHAI, HOURS + week(("09:00", "11:00"), days=[5]), CHENGDU.exceptions, frozenset({2026}))
    assert shown(calendar, date(2026, 11, 21)) == [("09:00", "11:00")]
    assert shown(calendar, date(2026, 10, 10)) == [("09:00", "12:00"), ("13:00", "17:00")]


def test_make_up_day_follows_the_season_it_lies_in():
    assert shown(KASHGAR, date(2026, 5, 9)) == [("10:00", "14:00"), ("16:00", "20:00")]
    assert shown(KASHGAR, date(2026, 2, 28)) == [("10:00", "14:00"), ("15:30", "19:30")]


def test_exception_may_set_its_own_hours():
    eve = DayException(date(2026, 11, 24), True, "值班", "街道通知", ((time(9), time(11)),))
    calendar = WorkCalendar(SHANGHAI, HOURS, {eve.date: eve})
    assert shown(calendar, eve.date) == [("09:00", "11:00")]
    assert calendar.add_working_days(at("2026-11-23T10:00"), 1) == at("2026-11-24T11:00")


def test_working_exception_on_a_weekday_keeps_that_weekdays_hours():
    hours = (*week(("09:00", "17:00"), days=[0, 1, 2]), *week(("13:00", "20:00"), days=[3]))
    thursday = DayException(date(2026, 11, 26), True, "照常上班", "街道通知")
    assert shown(WorkCalendar(SHANGHAI, hours, {thursday.date: thursday}), thursday.date) == [("13:00", "20:00")]


# Deadlines


def test_deadline_over_a_year_not_announced_names_that_year():
    answer = due(CHENGDU, at("2026-12-30T10:00"), Allowance(5, "days", True))
    assert answer.fallback_years == (2027,)
    assert answer.at == at("2027-01-06T17:00")  # 1 January counts as an ordinary Friday: hence the warning


def test_deadline_within_announced_years_warns_of_nothing():
    assert due(CHENGDU, at("2025-12-30T10:00"), Allowance(8, "hours", True)).fallback_years == ()


def test_calendar_time_ignores_offices_and_never_warns():
    assert due(CHENGDU, at("2026-12-31T23:00"), Allowance(2, "hours", False)).at == at("2027-01-01T01:00")
    answer = due(CHENGDU, at("2026-12-30T10:00"), Allowance(7, "days", False))
    assert (answer.at, answer.fallback_years) == (at("2027-01-06T10:00"), ())


def test_calendar_days_keep_the_local_time_of_day_when_clocks_change():
    calendar = WorkCalendar(BERLIN, HOURS)
    start = at("2026-03-28T10:00", BERLIN)
    assert due(calendar, start, Allowance(1, "days", False)).at == at("2026-03-29T10:00", BERLIN)
    assert due(calendar, start, Allowance(24, "hours", False)).at == at("2026-03-29T11:00", BERLIN)


# Clock changes


def test_night_office_loses_and_gains_the_hour_of_the_clock_change():
    calendar = WorkCalendar(BERLIN, week(("00:00", "06:00"), days=range(7)))
    spring, autumn = calendar.intervals_of(date(2026, 3, 29)), calendar.intervals_of(date(2026, 10, 25))
    assert [closes - opens for opens, closes in (*spring, *autumn)] == [timedelta(hours=5), timedelta(hours=7)]


def test_opening_that_the_clock_change_swallows_is_no_opening():
    calendar = WorkCalendar(BERLIN, week(("02:30", "02:45"), ("02:50", "03:10"), ("03:00", "04:00"), days=range(7)))
    assert shown(calendar, date(2026, 3, 29)) == [("03:00", "04:00")]


def test_office_open_all_day_closes_at_midnight():
    calendar = WorkCalendar(SHANGHAI, week(("00:00", "00:00"), days=range(7)))
    assert calendar.add_working_hours(at("2026-11-22T22:00"), 30) == at("2026-11-24T04:00")
    assert calendar.is_working(at("2026-11-22T23:59:59"))


# Refusals


def test_calendar_that_never_opens_says_so_instead_of_searching_for_ever():
    empty = WorkCalendar(SHANGHAI, ())
    for allowance in (Allowance(1, "hours", True), Allowance(1, "days", True)):
        with pytest.raises(NoWorkingTime, match="add office hours"):
            due(empty, at("2026-11-22T10:00"), allowance)
    assert empty.working_time_between(at("2026-01-01T00:00"), at("2026-12-31T00:00")) == timedelta()


def test_calendar_with_a_few_openings_left_says_when_they_run_out():
    only = DayException(date(2026, 11, 23), True, "开放日", "通知", ((time(9), time(10)),))
    calendar = WorkCalendar(SHANGHAI, (), {only.date: only})
    assert calendar.add_working_hours(at("2026-11-22T10:00"), 1) == at("2026-11-23T10:00")
    with pytest.raises(NoWorkingTime, match="2026-11-23"):
        calendar.add_working_hours(at("2026-11-22T10:00"), 1.5)


NONSENSE = [datetime(2026, 11, 22, 10), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]


@pytest.mark.parametrize("moment", NONSENSE)
@pytest.mark.parametrize(
    "amount", [Allowance(1, "hours", True), Allowance(1, "days", True), Allowance(1, "days", False)]
)
def test_moments_without_zone_or_sense_are_refused(moment, amount):
    with pytest.raises(ValueError, match=r"time zone|outside"):
        due(CHENGDU, moment, amount)
    with pytest.raises(ValueError, match=r"time zone|outside"):
        CHENGDU.is_working(moment)


@pytest.mark.parametrize(
    "amount, unit", [(-1, "hours"), (float("nan"), "hours"), (10**9, "days"), (0, "days"), (1.5, "days"), (1, "weeks")]
)
def test_absurd_allowances_are_refused(amount, unit):
    with pytest.raises(ValueError):
        Allowance(amount, unit, True)


@pytest.mark.parametrize("days", [0, -1, 1.5, True, 10**6])
def test_working_days_are_whole_and_positive(days):
    with pytest.raises(ValueError):
        CHENGDU.add_working_days(at("2026-11-22T10:00"), days)


@pytest.mark.parametrize(
    "row",
    [
        ("13-01", "12-31", 0, time(9), time(17)),
        ("01-01", "1231", 0, time(9), time(17)),
        ("01-01", "12-31", 7, time(9), time(17)),
        ("01-01", "12-31", 0, time(17), time(9)),
        ("01-01", "12-31", 0, time(9), time(9)),
        ("01-01", "12-31", 0, time(9, tzinfo=UTC), time(17)),
    ],
)
def test_office_hours_that_make_no_sense_are_refused(row):
    with pytest.raises(ValueError):
        OfficeHours(*row)


def test_day_off_cannot_have_opening_hours():
    with pytest.raises(ValueError, match="day off"):
        DayException(date(2026, 11, 24), False, "x", "y", ((time(9), time(10)),))


# Properties

minutes = st.integers(0, 24 * 4 - 2).map(lambda quarter: quarter * 15)


@st.composite
def calendars(draw):
    rows = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        opens = draw(minutes)
        closes = draw(st.integers(opens // 15 + 1, 24 * 4 - 1)) * 15
        season = draw(st.sampled_from([("01-01", "12-31"), ("10-01", "04-30"), ("02-29", "08-31")]))
        rows.append(OfficeHours(*season, weekday, time(opens // 60, opens % 60), time(closes // 60, closes % 60)))
    days = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=8))
    exceptions = {day: DayException(day, working, "x", "y") for day, working in days.items()}
    return WorkCalendar(draw(st.sampled_from([SHANGHAI, BERLIN])), tuple(rows), exceptions)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@settings(max_examples=40, deadline=None)
@given(calendars(), moments, st.integers(1, 200))
def test_adding_hours_and_measuring_them_agree(calendar, start, quarters):
    end = calendar.add_working_hours(start, quarters / 4)
    assert calendar.working_time_between(start, end) == timedelta(hours=quarters / 4)
    assert calendar.is_working(end - timedelta(seconds=1))


@settings(max_examples=40, deadline=None)
@given(calendars(), moments, st.integers(1, 60), st.integers(1, 60))
def test_hours_can_be_added_in_parts(calendar, start, first, second):
    halfway = calendar.add_working_hours(start, first)
    assert calendar.add_working_hours(halfway, second) == calendar.add_working_hours(start, first + second)


@settings(max_examples=40, deadline=None)
@given(calendars(), moments, moments, st.integers(1, 12))
def test_starting_later_is_never_due_earlier(calendar, a, b, days):
    early, late = sorted((a, b))
    assert calendar.add_working_days(early, days) <= calendar.add_working_days(late, days)
    assert calendar.add_working_hours(early, days) <= calendar.add_working_hours(late, days)


@settings(max_examples=40, deadline=None)
@given(calendars(), moments, moments, moments)
def test_working_time_adds_up_over_a_point_between(calendar, a, b, c):
    a, b, c = sorted((a, b, c))
    assume((c - a).days < 200)
    parts = calendar.working_time_between(a, b) + calendar.working_time_between(b, c)
    assert parts == calendar.working_time_between(a, c)


@settings(max_examples=40, deadline=None)
@given(calendars(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_openings_of_a_day_are_in_order_and_apart(calendar, day):
    ends = [moment for pair in calendar.intervals_of(day) for moment in pair]
    assert ends == sorted(set(ends))
