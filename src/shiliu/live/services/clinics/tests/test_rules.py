"""Quarters, terms and hours on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.clinics import rules

pytestmark = pytest.mark.once
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@settings(max_examples=40)
@given(days)
def test_every_day_lies_in_one_quarter_and_the_one_before_ends_the_day_before(day):
    begin, end = rules.quarter_of(day)
    assert begin <= day <= end and 90 <= (end - begin).days + 1 <= 92
    assert rules.quarter_before(begin)[1] == begin - timedelta(days=1)


@settings(max_examples=40)
@given(days)
def test_a_quarter_is_told_only_when_nobody_can_change_it_any_more(today):
    begin, end = rules.last_told(today)
    assert end + timedelta(days=rules.LOG_DAYS) < today
    after = rules.quarter_of(end + timedelta(days=1))
    assert after[1] + timedelta(days=rules.SETTLED_DAYS) > today
    assert rules.quarter_of(rules.blurred(end)) == (begin, end)


@settings(max_examples=40)
@given(days, st.integers(0, 400), days, st.integers(0, 400))
def test_two_terms_of_an_adviser_never_share_a_day(since, length, other, its_length):
    until, end = since + timedelta(days=length), other + timedelta(days=its_length)
    shared = max(since, other) <= min(until, end)
    assert bool(rules.problem_of_term(since, until, [(other, end)])) == shared
