import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.phones import normal_phone, spoken_phone


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "+86 138 0013 8000",
        "0086 13800138000",
        "86 13800138000",
        "（+86）13800138000",
        "\u202a+8613800138000\u202c",
        "١٣٨٠٠١٣٨٠٠٠",
    ],
)
def test_one_mainland_number_however_it_is_typed(typed):
    assert normal_phone(typed) == "+8613800138000"


@pytest.mark.parametrize(
    "typed", ["", "110", "12345678901", "+8612345678901", "abc", "+0123456789", "+123456789012345678", "138001380001"]
)
def test_what_is_no_mobile_number_is_none(typed):
    assert normal_phone(typed) is None


def test_a_number_abroad_keeps_its_country_code():
    assert normal_phone("+44 20 7946 0958") == normal_phone("0044 20 7946 0958") == "+442079460958"


@given(st.text(max_size=40))
def test_any_text_gives_none_or_a_number_that_stays_itself(text):
    number = normal_phone(text)
    assert number is None or (
        normal_phone(number) == number and number[0] == "+" and number[1:].isascii() and len(number) <= 16
    )


def test_a_mainland_number_is_read_in_groups():
    assert spoken_phone("+8613800138000") == "+86 138 0013 8000"
    assert spoken_phone("+442079460958") == "+442079460958"
