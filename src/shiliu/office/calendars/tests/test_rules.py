"""Seasons and openings, on plain values."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.working_time import week
from shiliu.office.calendars import queries, rules

month_days = st.dates(min_value=rules.date(2024, 1, 1), max_value=rules.date(2024, 12, 31)).map(
    lambda day: f"{day:%m-%d}"
)
seasons = st.tuples(month_days, month_days)


@given(seasons)
def test_a_season_and_the_rest_of_the_year_make_a_whole_year(season):
    hours = list(week(("09:00", "17:00"), season=season))
    shut = [day for span in rules.shut_seasons(hours) for day in rules.days_of_season(*span)]
    assert sorted([*rules.days_of_season(*season), *shut]) == rules.days_of_season("01-01", "12-31")


@given(seasons, seasons)
def test_two_seasons_meet_when_one_holds_an_end_of_the_other(one, other):
    one_days, other_days = rules.days_of_season(*one), rules.days_of_season(*other)
    touching = any(md in other_days for md in one) or any(md in one_days for md in other)
    assert rules.seasons_meet(one, other) == rules.seasons_meet(other, one) == touching


def test_no_hours_at_all_are_no_gap():
    assert rules.shut_seasons([]) == []


def test_a_gap_over_the_new_year_is_one_gap():
    assert rules.shut_seasons(list(week(("09:00", "17:00"), season=("03-01", "10-31")))) == [("11-01", "02-29")]


@pytest.mark.parametrize("openings", [[(time(9), time(0))], [(time(10), time(14)), (time(16), time(20))]])
def test_hours_until_midnight_and_with_a_break_make_sense(openings):
    assert rules.problem_with_openings(openings) is None


def test_rows_are_gathered_by_season_and_weekday():
    rows = week(("10:00", "14:00"), ("16:00", "20:00"), season=("05-01", "09-30")) + week(
        ("10:00", "14:00"), days=[5], season=("05-01", "09-30")
    )
    lines = queries.hours_lines(rows)
    assert [(line.weekdays, len(line.openings)) for line in lines] == [((0, 1, 2, 3, 4), 2), ((5,), 1)]
    assert lines[0].key == "05-01.09-30.01234"
