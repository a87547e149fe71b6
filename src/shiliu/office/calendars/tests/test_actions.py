"""Entering what a notice says, and what is refused."""

from datetime import date, time

import pytest
from django.core.management import CommandError, call_command

from shiliu.methods.holidays import HOLIDAYS_CN, read_holidays
from shiliu.office.calendars import actions
from shiliu.platform import audit, deadlines
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.deadlines.models import AnnouncedYear, CalendarDay, OfficeHoursRow
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor, Refused
from shiliu.platform.workflow import NotPossible

SUMMER, WINTER = ("05-01", "09-30"), ("10-01", "04-30")
WEEK = (0, 1, 2, 3, 4)
KASHGAR = [(time(10), time(14)), (time(16), time(20))]


def last_row():
    return audit.render(AuditRow.objects.latest("pk"), "en")


def enter(by, calendar, first=date(2026, 3, 20), **given):
    entry = {"working": False, "name": "肉孜节", "source": "自治区通知"} | given
    actions.set_days(by=by, calendar=calendar, first=first, **entry)


def test_days_are_entered_one_by_one_and_count_at_once(by_alice, calendar, community):
    assert deadlines.calendar_of(community).intervals_of(date(2026, 3, 20))
    enter(by_alice, calendar, last=date(2026, 3, 23))
    assert calendar.days.count() == 4
    assert not deadlines.calendar_of(community).intervals_of(date(2026, 3, 20))
    assert last_row() == "Alice entered 2026-03-20 to 2026-03-23 as “肉孜节” for Garden, by 自治区通知."


def test_entering_a_date_again_replaces_it(by_alice, calendar):
    enter(by_alice, calendar)
    enter(by_alice, calendar, working=True, name="值班", hours=(time(10), time(12)))
    row = calendar.days.get()
    assert (row.working, row.name, row.opens, row.closes) == (True, "值班", time(10), time(12))


@pytest.mark.parametrize("last", [date(2026, 3, 19), date(2026, 4, 20)], ids=["backwards", "more than a month"])
def test_a_stretch_backwards_or_too_long_is_refused(by_alice, calendar, last):
    with pytest.raises(NotPossible) as refused:
        enter(by_alice, calendar, last=last)
    assert "last" in refused.value.fields and not calendar.days.exists()


@pytest.mark.parametrize(
    ("working", "hours"),
    [(False, (time(10), time(12))), (True, (time(12), time(10)))],
    ids=["a day off with hours", "closing before opening"],
)
def test_senseless_hours_of_a_day_are_refused(by_alice, calendar, working, hours):
    with pytest.raises(NotPossible):
        enter(by_alice, calendar, working=working, hours=hours)


def test_a_removed_day_is_ordinary_again(by_alice, calendar, community):
    enter(by_alice, calendar)
    actions.remove_days(by=by_alice, calendar=calendar, first=date(2026, 3, 20))
    assert deadlines.calendar_of(community).intervals_of(date(2026, 3, 20))
    assert "removed the entries of 2026-03-20 to 2026-03-20" in last_row()


def test_removing_what_is_not_there_leaves_no_trace(by_alice, calendar):
    before = AuditRow.objects.count()
    actions.remove_days(by=by_alice, calendar=calendar, first=date(2026, 3, 20))
    actions.withdraw_year(by=by_alice, calendar=calendar, year=2031)
    actions.remove_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=WEEK)
    assert AuditRow.objects.count() == before


def test_a_stretch_that_is_moved_leaves_nothing_behind(by_alice, calendar):
    enter(by_alice, calendar, last=date(2026, 3, 22))
    enter(
        by_alice,
        calendar,
        first=date(2026, 3, 21),
        last=date(2026, 3, 23),
        instead_of=(date(2026, 3, 20), date(2026, 3, 22)),
    )
    assert [day.date.day for day in calendar.days.all()] == [21, 22, 23]


def test_an_announced_year_carries_no_warning_until_it_is_taken_back(by_alice, calendar, community):
    actions.announce_year(by=by_alice, calendar=calendar, year=2027, source="自治区通知")
    assert deadlines.unannounced(community, [2027]) == ()
    actions.withdraw_year(by=by_alice, calendar=calendar, year=2027)
    assert deadlines.unannounced(community, [2027]) == (2027,)


def test_a_year_out_of_reach_is_refused(by_alice, calendar):
    with pytest.raises(NotPossible):
        actions.announce_year(by=by_alice, calendar=calendar, year=1900, source="x")


def test_hours_by_season_are_set_and_told(by_alice, calendar, community):
    actions.set_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=WEEK, openings=KASHGAR)
    actions.set_hours(by=by_alice, calendar=calendar, season=WINTER, weekdays=WEEK, openings=[(time(10), time(14))])
    assert OfficeHoursRow.objects.count() == 15
    opened = deadlines.calendar_of(community).intervals_of(date(2026, 7, 1))
    assert [round((closes - opens).total_seconds() / 3600) for opens, closes in opened] == [4, 4]
    assert last_row() == "Alice set the office hours of Garden from 10-01 to 04-30: 10:00-14:00."


def test_setting_hours_again_replaces_those_weekdays_only(by_alice, calendar):
    actions.set_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=WEEK, openings=KASHGAR)
    actions.set_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=[4], openings=[(time(9), time(12))])
    assert calendar.hours.filter(weekday=4).count() == 1 and calendar.hours.filter(weekday=0).count() == 2


def test_a_season_that_meets_another_is_refused_and_nothing_changes(by_alice, calendar):
    actions.set_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=WEEK, openings=KASHGAR)
    with pytest.raises(NotPossible, match="05-01"):
        actions.set_hours(by=by_alice, calendar=calendar, season=("09-01", "04-30"), weekdays=[4], openings=KASHGAR)
    assert calendar.hours.count() == 10


def test_hours_may_be_replaced_together_with_their_season(by_alice, calendar):
    actions.set_hours(by=by_alice, calendar=calendar, season=SUMMER, weekdays=WEEK, openings=KASHGAR)
    actions.set_hours(
        by=by_alice,
        calendar=calendar,
        season=("04-15", "09-30"),
        weekdays=WEEK,
        openings=KASHGAR,
        instead_of=(SUMMER, WEEK),
    )
    assert set(calendar.hours.values_list("valid_from_md", flat=True)) == {"04-15"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"openings": [(time(14), time(10))]}, "opens"),
        ({"openings": [(time(10), time(14)), (time(13), time(17))]}, "opens"),
        ({"openings": [(time(10), time(0)), (time(13), time(17))]}, "opens"),
        ({"openings": []}, "opens"),
        ({"weekdays": []}, "weekdays"),
        ({"season": ("02-30", "12-31")}, "valid_from_md"),
    ],
)
def test_senseless_hours_are_refused_at_their_field(by_alice, calendar, given, field):
    entry = {"season": SUMMER, "weekdays": WEEK, "openings": KASHGAR} | given
    with pytest.raises(NotPossible) as refused:
        actions.set_hours(by=by_alice, calendar=calendar, **entry)
    assert field in refused.value.fields


def test_without_its_own_hours_an_area_has_those_around_it_again(by_alice, calendar, community):
    actions.set_hours(by=by_alice, calendar=calendar, season=("01-01", "12-31"), weekdays=WEEK, openings=KASHGAR)
    actions.remove_hours(by=by_alice, calendar=calendar, season=("01-01", "12-31"), weekdays=WEEK)
    assert [opens.hour for opens, _ in deadlines.calendar_of(community).intervals_of(date(2026, 7, 1))] == [1, 5]


def test_an_area_has_one_calendar(by_alice, calendar, community):
    with pytest.raises(NotPossible, match="already"):
        actions.open_calendar(by=by_alice, area=community)


def test_a_closed_calendar_takes_its_entries_along(by_alice, calendar, community):
    enter(by_alice, calendar)
    actions.close_calendar(by=by_alice, calendar=calendar)
    assert deadlines.calendar_of(community).intervals_of(date(2026, 3, 20))
    assert last_row() == "Alice removed the calendar of Garden."


@pytest.mark.parametrize("who", ["guest", "administrator elsewhere", "administrator of the area for the country"])
def test_only_administrators_of_the_area_change_its_calendar(by_alice, calendar, country, district, administrator, who):
    actor, place = by_alice, country
    if who == "guest":
        actor, place = ANONYMOUS, calendar
    if who == "administrator elsewhere":
        administrator.roles.update(
            area=district.children.first().children.create(names={"zh-hans": "x"}, code="x", level="community")
        )
        actor, place = Actor.of(administrator), calendar
    before = CalendarDay.objects.count()
    for action, given in [
        (actions.set_days, {"first": date(2026, 3, 20), "working": False, "name": "x", "source": "x"}),
        (actions.remove_days, {"first": date(2026, 10, 1)}),
        (actions.announce_year, {"year": 2027, "source": "x"}),
        (actions.withdraw_year, {"year": 2026}),
        (actions.set_hours, {"season": SUMMER, "weekdays": WEEK, "openings": KASHGAR}),
        (actions.remove_hours, {"season": SUMMER, "weekdays": WEEK}),
        (actions.read_table, {"rows": [], "whole_years": False}),
        (actions.close_calendar, {}),
    ]:
        with pytest.raises(Refused):
            action(by=actor, calendar=place, **given)
    assert CalendarDay.objects.count() == before


def test_the_countrys_calendar_stays(country):
    with pytest.raises(NotPossible):
        actions.close_calendar(by=SYSTEM, calendar=country)


def test_years_shipped_with_an_update_are_read_once(country):
    CalendarDay.objects.filter(calendar=country, date__year=2026).delete()
    AnnouncedYear.objects.filter(calendar=country, year=2026).delete()
    added, changed = actions.read_shipped_years()
    assert added > 30 and changed == 0 and country.years.filter(year=2026).exists()
    assert actions.read_shipped_years() == (0, 0)


def test_a_day_somebody_corrected_is_not_overwritten_by_the_daily_job(country):
    country.days.filter(date=date(2026, 10, 10)).update(working=False)
    actions.read_shipped_years()
    assert country.days.get(date=date(2026, 10, 10)).working is False


def test_a_table_is_read_and_told(by_alice, calendar):
    rows = read_holidays(["date,working,name_zh,name_en,source", "2027-03-09,0,肉孜节,Eid,自治区通知"])
    assert actions.read_table(by=by_alice, calendar=calendar, rows=rows, whole_years=False) == (1, 0)
    assert not calendar.years.exists()
    assert last_row() == "Alice read a table of days for Garden: 1 new, 0 changed."


def test_the_command_reads_a_table_for_an_area(community, tmp_path, capsys):
    call_command("import_holidays", HOLIDAYS_CN, area="c")
    assert "new" in capsys.readouterr().out and community.work_calendar.years.count() == 2


def test_the_command_refuses_a_doubtful_table_whole(country, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("date,working,name_zh,name_en,source\n2027-01-01,0,元旦,New Year,通知\n2027-13-01,0,x,x,x\n")
    with pytest.raises(CommandError, match="Line 3"):
        call_command("import_holidays", file)
    assert not country.days.filter(date__year=2027).exists()


def test_the_command_refuses_an_unknown_area(db):
    with pytest.raises(CommandError, match="no area"):
        call_command("import_holidays", HOLIDAYS_CN, area="nowhere")
