import json

import pytest

from shiliu.methods import strict_json


@pytest.mark.parametrize(
    ("text", "why", "column"),
    [
        ('{"name": "\\ud800bad"}', "half of a character", 11),
        ('["\\uDE00"]', "half of a character", 3),
        ('{"\\ud800": 1}', "half of a character", 3),
        ("[1, " + "9" * 5000 + "]", "too many digits", 5),
        ("[-" + "9" * 401 + "]", "too many digits", 2),
    ],
)
def test_what_could_not_be_kept_is_refused_with_its_place(text, why, column):
    with pytest.raises(json.JSONDecodeError, match=why) as refused:
        strict_json.read(text)
    assert refused.value.colno == column


def test_whole_characters_and_ordinary_numbers_are_read():
    assert strict_json.read('["\\ud83c\\udf38", "\\\\ud800", 12, -3, 1.5]') == ["🌸", "\\ud800", 12, -3, 1.5]
