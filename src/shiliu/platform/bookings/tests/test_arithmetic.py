"""Slots on plain values: nothing overlaps, nothing leaves the opening, runs are whole."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.platform.bookings.arithmetic import Span, cut, follows, meets, runs_of

START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
minutes = st.integers(1, 90)
around = st.integers(0, 20)


@st.composite
def openings(draw):
    """One to four openings, in order and apart, of one day."""
    edges = sorted(draw(st.sets(st.integers(0, 900), min_size=2, max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(START + timedelta(minutes=a), START + timedelta(minutes=b)) for a, b in pairs]


@settings(max_examples=60)
@given(openings(), minutes, around, around)
def test_spans_with_the_time_around_them_never_overlap_and_never_leave_an_opening(hours, length, before, after):
    spans = cut(hours, minutes=length, before=before, after=after)
    assert all(not meets(one, other) for one, other in pairwise(spans))
    assert all(any(opens <= span.begins and span.over <= closes for opens, closes in hours) for span in spans)
    assert {span.ends - span.starts for span in spans} <= {timedelta(minutes=length)}
    whole = sum((closes - opens) // timedelta(minutes=before + length + after) for opens, closes in hours)
    assert len(spans) == whole  # none is missing that would have fitted


@settings(max_examples=60)
@given(openings(), minutes, around, st.integers(1, 240))
def test_a_run_is_long_enough_without_a_gap_and_no_longer_than_needed(hours, length, before, wanted):
    spans = cut(hours, minutes=length, before=before)
    for run in runs_of(spans, wanted):
        assert run[-1].ends - run[0].starts >= timedelta(minutes=wanted)
        assert len(run) == 1 or run[-2].ends - run[0].starts < timedelta(minutes=wanted)
        assert all(follows(one, other) for one, other in pairwise(run))
        assert any(opens <= run[0].begins and run[-1].over <= closes for opens, closes in hours)


def test_the_wall_clock_of_a_zone_without_changes_shows_the_same_times_every_day_of_the_year():
    kashgar = ZoneInfo("Asia/Urumqi")
    shown = set()
    for number in range(365):
        opens = datetime(2026, 1, 1, 10, 0, tzinfo=kashgar) + timedelta(days=number)
        spans = cut([(opens.astimezone(UTC), (opens + timedelta(hours=4)).astimezone(UTC))], minutes=20, after=10)
        shown.add(tuple(f"{span.starts.astimezone(kashgar):%H:%M}" for span in spans))
    assert shown == {("10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30")}


def test_touching_spans_are_not_in_each_others_way_and_a_buffer_makes_them_so():
    one = Span(START, START + timedelta(minutes=15))
    other = Span(one.ends, one.ends + timedelta(minutes=15))
    assert follows(one, other) and not meets(one, other)
    assert meets(one, Span(other.starts, other.ends, before=1))


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 5, "before": -1}, {"minutes": 5, "capacity": 0}])
def test_impossible_slots_are_refused(wrong):
    with pytest.raises(ValueError):
        cut([], **wrong)
