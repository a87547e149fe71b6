"""Days of a roster and what is wrong with hours, on plain values."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.windows import rules

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=60)
@given(st.sampled_from(["once", "week", "two_weeks", "month"]), days, days, st.integers(0, 400), st.none() | days)
def test_a_turn_comes_on_its_weekday_inside_what_is_asked_and_never_when_skipped(every, first, since, length, until):
    last = since + timedelta(days=length)
    found = rules.days_of_turn(every, first, until, [], since, last)
    assert found == sorted(set(found))
    for day in found:
        assert max(since, first) <= day <= (min(last, until) if until else last)
        assert day.weekday() == first.weekday()
        if every == "two_weeks":
            assert (day - first).days % 14 == 0
        if every == "month":
            assert (day.day - 1) // 7 == (first.day - 1) // 7
    if found:
        skipped = [found[0].isoformat()]
        assert rules.days_of_turn(every, first, until, skipped, since, last) == found[1:]


def test_each_second_tuesday_is_one_day_a_month_and_every_week_misses_none():
    first = date(2026, 3, 10)  # the second Tuesday of March
    found = rules.days_of_turn("month", first, None, [], first, date(2026, 6, 30))
    assert [str(day) for day in found] == ["2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09"]
    assert len(rules.days_of_turn("week", first, None, [], date(2026, 4, 1), date(2026, 4, 30))) == 4


def test_openings_that_overlap_or_end_before_they_begin_are_refused():
    assert rules.problem_with_openings([(time(10), time(14)), (time(16), time(20))]) is None
    assert rules.problem_with_openings([(time(20), time(0))]) is None
    for wrong in (
        [],
        [(time(14), time(10))],
        [(time(10), time(14)), (time(13), time(15))],
        [(time(20), time(0)), (time(21), time(22))],
    ):
        assert rules.problem_with_openings(wrong)
    assert rules.problem_with_season(("02-29", "04-30")) is None and rules.problem_with_season(("13-01", "04-30"))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.integers(1, 8))
def test_the_minutes_of_a_household_add_up_over_items_and_people(items, people):
    assert rules.minutes_of(items, people) == sum(items) * people
