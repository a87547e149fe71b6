"""The guesses that choose fonts and directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.texts import LANGUAGE_NAMES, direction, guess_language, language_name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("楼道灯坏了，请修一下", "zh-hans"),
        ("请打开 WiFi router 的密码", "zh-hans"),
        ("𠮷野家门口有积水", "zh-hans"),
        ("ماڭا ياردەم كېرەك", "ug"),
        ("كوچا چىرىغى بۇزۇلدى", "ug"),
        ("مەن ٴبىلىم الامىن", "kk-arab"),
        ("السلام عليكم", "ar"),
        ("བོད་ཡིག་གི་སྙན་ཞུ", "bo"),
        ("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "mn-mong"),
        ("ꆈꌠꉙ", "ii"),
        ("엘리베이터가 고장났어요", "ko"),
        ("エレベーターが故障", "ja"),
        ("The lift in block 3 is broken", "en"),
        ("Лифт сломан", "ru"),
    ],
)
def test_the_script_tells_the_language(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize("text", ["", "12345", "……！？", "😀", "༄༅།"])
def test_a_text_without_letters_gets_the_language_of_the_site_or_the_one_asked_for(text):
    assert guess_language(text) == "zh-hans"
    assert guess_language(text, default="ug") == "ug"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ug", "rtl"), ("kk-arab", "rtl"), ("kk_Arab_CN", "rtl"), ("ar", "rtl"), ("kk", "ltr"), ("zh-hans", "ltr"),
     ("mn-mong", "ltr"), ("", "ltr"), (None, "ltr")],
)  # fmt: skip
def test_arabic_letters_run_from_right_to_left(language, expected):
    assert direction(language) == expected


def test_languages_are_named_in_themselves_and_unknown_tags_stay_tags():
    assert language_name("ug") == "ئۇيغۇرچە"
    assert language_name("tlh") == "tlh"


def test_the_name_of_each_language_is_written_in_that_language():
    unlike = {
        "zh-hant": "zh-hans",
        "ja": "zh-hans",
        "za": "en",
        "kk-arab": "ar",
    }  # too short or not told apart by letters
    for language, name in LANGUAGE_NAMES.items():
        assert guess_language(name) == unlike.get(language, language)


@given(st.text())
def test_any_text_gets_a_language_and_a_direction(text):
    assert direction(guess_language(text)) in {"ltr", "rtl"}
