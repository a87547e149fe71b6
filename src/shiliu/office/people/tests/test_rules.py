"""Pure decisions."""

import random
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from shiliu.office.people import rules


@pytest.mark.parametrize("language", ["zh-hans", "en", "ug"])
def test_every_suggested_pseudonym_is_a_good_one(language):
    for seed in range(200):
        name = rules.suggest_pseudonym(language, random.Random(seed))
        assert rules.clean_pseudonym(name) == name


def test_a_suggestion_speaks_the_readers_language():
    assert rules.suggest_pseudonym("zh-hans", random.Random(1)).count("-") == 1
    assert rules.suggest_pseudonym("en", random.Random(1)).isascii()
    assert any("\u0600" <= sign <= "\u06ff" for sign in rules.suggest_pseudonym("ug", random.Random(1)))


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "12",
        "😀😀",
        "13800138000 me",
        "小王138-0013-8000",
        "１３８００１３８０００王",
        "me@example.org",
        "Admin Li",
        "吉福居委会",
        "x" * 41,
    ],
)
def test_a_pseudonym_that_gives_away_too_much_or_poses_as_an_office_is_refused(bad):
    with pytest.raises(ValidationError):
        rules.clean_pseudonym(bad)


def test_invisible_signs_and_spare_spaces_leave_a_pseudonym():
    assert rules.clean_pseudonym("  梧\u202e桐\u200b \n 3127 ") == "梧桐 3127"


@given(st.text(max_size=60))
def test_a_cleaned_pseudonym_stays_as_it_is_and_fits_its_column(text):
    try:
        once = rules.clean_pseudonym(text)
    except ValidationError:
        return
    assert rules.clean_pseudonym(once) == once and 2 <= len(once) <= 40


@given(st.integers(4, 16))
def test_a_code_is_understood_however_it_is_typed(length):
    code = rules.new_code(length)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for typed in (code.lower(), rules.grouped(code), f" {rules.grouped(code).replace('-', ' ')} ", wide):
        assert rules.code_hash("door", typed) == rules.code_hash("door", code)
    assert rules.code_hash("shown", code) != rules.code_hash("door", code)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_its_month(moment, months):
    later = rules.months_later(moment, months)
    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    assert later.day == moment.day or (later.day < moment.day and (later.replace(day=28).month == later.month))
    assert (later.day, later.time()) == (min(moment.day, later.day), moment.time())
