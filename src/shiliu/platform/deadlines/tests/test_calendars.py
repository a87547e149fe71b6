"""Whose calendar counts where, and that a change is seen at once."""

import threading
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from shiliu.foundation.models import Area
from shiliu.platform import deadlines
from shiliu.platform.deadlines import calendars
from shiliu.platform.deadlines.models import AnnouncedYear, CalendarDay, OfficeHoursRow, WorkCalendar

FIVE_DAYS = deadlines.Allowance(5, "days", working=True)
TWO_HOURS = deadlines.Allowance(2, "hours", working=True)


@pytest.fixture
def district(db):
    return Area.objects.create(names={"zh-hans": "区"}, code="d", level="district")


@pytest.fixture
def community(district):
    street = Area.objects.create(names={"zh-hans": "街道"}, code="s", level="street", parent=district)
    return Area.objects.create(names={"zh-hans": "花园村"}, code="c", level="community", parent=street)


@pytest.fixture
def xinjiang(community):
    """Kashgar's hours: a break of two hours at noon, later evenings in summer."""
    calendar = WorkCalendar.objects.create(area=community)
    summer, winter = ("05-01", "09-30"), ("10-01", "04-30")
    for season, openings in ((summer, ((10, 14), (16, 20))), (winter, ((10, 14), (15.5, 19.5)))):
        for weekday in range(5):
            for opens, closes in openings:
                OfficeHoursRow.objects.create(
                    calendar=calendar,
                    valid_from_md=season[0],
                    valid_until_md=season[1],
                    weekday=weekday,
                    opens=clock(opens),
                    closes=clock(closes),
                )
    calendars.changed()
    return calendar


def clock(hours):
    return time(int(hours), int(hours % 1 * 60))


def beijing(*parts):
    """A moment given in Beijing time (UTC+8, no summer time), in UTC."""
    year, month, day, hour, minute = (*parts, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def test_the_country_knows_its_holidays_and_make_up_workdays(community):
    calendar = deadlines.calendar_of(community)
    assert not calendar.intervals_of(date(2026, 10, 6)), "National Day"
    assert calendar.intervals_of(date(2026, 10, 10)), "a make-up Saturday"
    assert {2025, 2026} <= calendar.announced_years


def test_a_deadline_passes_over_a_holiday_and_counts_make_up_workdays(community):
    found = deadlines.due(community, beijing(2026, 9, 30, 10), FIVE_DAYS)
    # 1 to 7 October are off; 8, 9, the make-up Saturday 10, 12 and 13 count.
    assert found == deadlines.Due(beijing(2026, 10, 13, 17), ())


def test_a_year_not_announced_falls_back_to_the_ordinary_week_and_says_so(community):
    found = deadlines.due(community, beijing(2026, 12, 30, 10), FIVE_DAYS)
    assert found.fallback_years == (2027,)
    assert found.at == beijing(2027, 1, 6, 17)
    assert deadlines.unannounced(community, [2026, 2027, 2028]) == (2027, 2028)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (beijing(2026, 7, 1, 13), beijing(2026, 7, 1, 17)),
        (beijing(2026, 11, 20, 13), beijing(2026, 11, 20, 16, 30)),
        (beijing(2026, 7, 1, 19), beijing(2026, 7, 2, 11)),
        (beijing(2026, 11, 20, 19), beijing(2026, 11, 23, 11, 30)),
    ],
    ids=["over the long summer noon", "over the shorter winter noon", "into the next morning", "over the weekend"],
)
def test_working_hours_follow_the_seasons_of_xinjiang(xinjiang, community, start, expected):
    assert deadlines.due(community, start, TWO_HOURS).at == expected


def test_hours_of_an_area_hold_for_everything_inside_it_and_nowhere_else(xinjiang, community, district):
    compound = Area.objects.create(names={"zh-hans": "小区"}, code="x", level="compound", parent=community)
    assert deadlines.calendar_of(compound).is_working(beijing(2026, 7, 1, 19))
    assert not deadlines.calendar_of(district).is_working(beijing(2026, 7, 1, 19))


def test_the_nearest_hours_win(xinjiang, community, district):
    wide = WorkCalendar.objects.create(area=district)
    OfficeHoursRow.objects.create(calendar=wide, weekday=2, opens=time(8), closes=time(9))
    calendars.changed()
    assert deadlines.calendar_of(community).is_working(beijing(2026, 7, 1, 19))
    assert not deadlines.calendar_of(community).is_working(beijing(2026, 7, 1, 8, 30))
    assert deadlines.calendar_of(district).is_working(beijing(2026, 7, 1, 8, 30))


def test_a_local_holiday_is_added_to_those_of_the_country(xinjiang, community):
    CalendarDay.objects.create(
        calendar=xinjiang, date=date(2026, 3, 20), working=False, name="肉孜节", source="自治区通知"
    )
    calendars.changed()
    calendar = deadlines.calendar_of(community)
    assert not calendar.intervals_of(date(2026, 3, 20)) and not calendar.intervals_of(date(2026, 10, 6))


def test_the_nearest_calendar_wins_a_date(xinjiang, community):
    CalendarDay.objects.create(calendar=xinjiang, date=date(2026, 10, 6), working=True, name="值班", source="社区通知")
    calendars.changed()
    assert deadlines.calendar_of(community).intervals_of(date(2026, 10, 6))


def test_a_working_day_may_have_hours_of_its_own(xinjiang, community):
    CalendarDay.objects.create(
        calendar=xinjiang,
        date=date(2026, 10, 6),
        working=True,
        name="值班",
        source="通知",
        opens=time(10),
        closes=time(12),
    )
    calendars.changed()
    assert deadlines.calendar_of(community).intervals_of(date(2026, 10, 6)) == (
        (beijing(2026, 10, 6, 10), beijing(2026, 10, 6, 12)),
    )


def test_an_area_may_announce_a_year_before_the_country_does(xinjiang, community, district):
    AnnouncedYear.objects.create(calendar=xinjiang, year=2027, source="自治区通知")
    calendars.changed()
    assert deadlines.unannounced(community, [2027]) == () and deadlines.unannounced(district, [2027]) == (2027,)


def test_the_time_zone_of_the_nearest_area_that_names_one_counts(district, community):
    Area.objects.filter(pk=district.pk).update(time_zone="Asia/Urumqi")
    calendars.changed()
    assert deadlines.calendar_of(community).timezone.key == "Asia/Urumqi"


def test_a_time_zone_nobody_knows_falls_back_to_that_of_the_site(district, community):
    Area.objects.filter(pk=district.pk).update(time_zone="Mars/Olympus")
    calendars.changed()
    assert deadlines.calendar_of(community).timezone.key == "Asia/Shanghai"


def test_a_calendar_is_joined_once_and_remembered(community, django_assert_num_queries):
    deadlines.calendar_of(community)
    with django_assert_num_queries(1):
        deadlines.calendar_of(community)


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_process_is_seen_at_once(xinjiang, community):
    assert not deadlines.calendar_of(community).intervals_of(date(2026, 10, 6))

    def somebody_else():
        with transaction.atomic():
            CalendarDay.objects.create(
                calendar=xinjiang, date=date(2026, 10, 6), working=True, name="值班", source="通知"
            )
            calendars.changed()
        connection.close()

    thread = threading.Thread(target=somebody_else)
    thread.start()
    thread.join(20)
    assert deadlines.calendar_of(community).intervals_of(date(2026, 10, 6))
