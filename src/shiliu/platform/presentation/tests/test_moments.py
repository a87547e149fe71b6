"""Deadlines and dates read as words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from shiliu.platform.presentation.moments import ago, time_left

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Sunday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (NOON + 40 * timedelta(minutes=1), "40 minutes left", "warn"),
        (NOON + 5 * HOUR, "Due today at 17:00", "warn"),
        (NOON + 13 * HOUR, "Due tomorrow at 01:00", "neutral"),
        (NOON + 3 * DAY, "3 days left", "neutral"),
        (NOON - 5 * HOUR, "5 hours overdue", "bad"),
        (NOON - 2 * DAY, "2 days overdue", "bad"),
    ],
)
def test_a_deadline_says_in_words_how_long_is_left(due, words, tone):
    left = time_left(due, NOON)
    assert (left.words, left.tone) == (words, tone)


def test_a_deadline_is_tomorrow_by_the_calendar_of_the_place_and_not_by_hours():
    assert time_left(NOON + 13 * HOUR, NOON).words.startswith("Due tomorrow")
    assert time_left(NOON + 11 * HOUR, NOON).words.startswith("Due today")


def test_the_end_of_the_time_is_near_when_four_fifths_are_used():
    assert time_left(NOON + 2 * DAY, NOON, start=NOON - 2 * DAY).tone == "neutral"
    assert time_left(NOON + 2 * DAY, NOON, start=NOON - 18 * DAY).tone == "warn"


def test_a_met_deadline_says_whether_it_was_met_in_time():
    assert time_left(NOON, NOON + DAY, met=NOON - HOUR).words == "In time"
    assert time_left(NOON, NOON + 9 * DAY, met=NOON + 3 * DAY).words == "3 days late"


def test_a_stopped_clock_counts_nothing_down():
    left = time_left(NOON - DAY, NOON, start=NOON - 2 * DAY, paused=True)
    assert (left.words, left.used, left.by) == ("The clock is stopped", None, "")


def test_the_share_of_time_used_stays_between_nothing_and_all():
    assert time_left(NOON + DAY, NOON, start=NOON + HOUR).used == 0
    assert time_left(NOON - DAY, NOON, start=NOON - 2 * DAY).used == 1


def test_long_ago_is_told_by_the_date():
    assert ago(NOON - 2 * HOUR, NOON) == "2 hours ago"
    assert ago(NOON + 2 * DAY, NOON) == "in 2 days"
    assert "2026" in ago(NOON - 60 * DAY, NOON)
