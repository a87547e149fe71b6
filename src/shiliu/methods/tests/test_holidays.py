from datetime import date

import pytest

from shiliu.methods.holidays import (
    COLUMNS,
    HolidayTableRefused,
    exceptions_of,
    read_holidays,
    shipped_holidays,
    years_in,
)

HEAD = ",".join(COLUMNS)
# 放假办法 art. 2 as revised 2024-11-10: new year 1 day, Spring Festival 4 with its eve, then 1, 2, 1, 1 and 3 days.
STATUTORY = {
    2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-06 10-01 10-02 10-03",
    2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
}


def test_shipped_table_announces_only_the_years_whose_notice_was_read():
    assert years_in(shipped_holidays()) == {2025, 2026}


@pytest.mark.parametrize("year", STATUTORY)
def test_every_statutory_day_is_a_day_off(year):
    exceptions = exceptions_of(shipped_holidays())
    assert all(not exceptions[date.fromisoformat(f"{year}-{day}")].working for day in STATUTORY[year].split())


@pytest.mark.parametrize("year, off, made_up", [(2025, 28, 5), (2026, 33, 6)])
def test_counts_equal_the_notice(year, off, made_up):
    rows = [row for row in shipped_holidays() if row.date.year == year]
    assert (sum(not row.working for row in rows), sum(row.working for row in rows)) == (off, made_up)


@pytest.mark.parametrize("year", STATUTORY)
def test_weekdays_off_less_make_up_days_are_the_thirteen_statutory_days(year):
    """The arithmetic behind 调休: every weekday off beyond the law is worked on a weekend instead."""
    rows = [row for row in shipped_holidays() if row.date.year == year]
    assert sum(not row.working and row.date.weekday() < 5 for row in rows) - sum(row.working for row in rows) == 13


def test_make_up_workdays_fall_on_weekends_and_each_row_names_its_notice():
    for row in shipped_holidays():
        assert not row.working or row.date.weekday() >= 5
        assert row.source.startswith("国办发明电〔")


@pytest.mark.parametrize(
    "lines, complaint",
    [
        ([], "Line 1: the column 'date' is missing"),
        (["date,working,name_zh,name_en"], "'source' is missing"),
        ([HEAD, "2026-13-01,0,x,y,z"], "Line 2: '2026-13-01' is not a date"),
        ([HEAD, "2026-10-01,yes,x,y,z"], "Line 2: working is 0"),
        ([HEAD, "2026-10-01,0,,y,z"], "Line 2: name_zh is empty"),
        ([HEAD, "2026-10-01,0,x,y"], "Line 2: source is empty"),
        ([HEAD, "2026-10-01,0,x,y,z", "2026-10-01,1,x,y,z"], "Line 3: 2026-10-01 stands in the table twice"),
        ([HEAD, "2026-10-01,0," + "x" * 200_000 + ",y,z"], "Line 2: field larger"),
    ],
)
def test_doubtful_table_is_refused_whole_with_the_line(lines, complaint):
    with pytest.raises(HolidayTableRefused, match=complaint):
        read_holidays(lines)
