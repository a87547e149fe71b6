"""How texts are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.search.words import LONGEST_TOKEN, normal, query_tokens, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("楼道灯", ["楼道", "道灯", "灯"]),
        ("水", ["水"]),
        ("3号楼 LIFT", ["3", "号楼", "楼", "lift"]),
        ("ＷｉＦｉ坏了", ["wifi", "坏了", "了"]),
        ("كوچا چىرىغى", ["كوچا", "چىرىغى"]),
        ("བོད་ཡིག", ["བོད", "ཡིག"]),
        ("ꆈꌠꉙ", ["ꆈꌠ", "ꌠꉙ", "ꉙ"]),
        ("……!?😀", []),
        ("", []),
    ],
)
def test_texts_are_cut_into_pairs_words_and_syllables(text, expected):
    assert tokens(text) == expected


def test_invisible_characters_between_letters_do_not_part_them():
    assert normal("楼\ufe00道\u200b灯") == "楼道灯"
    assert tokens("soft\u00adhyphen") == ["softhyphen"]


def test_no_control_character_survives():
    assert normal("a\x00b\nc\u2028d") == "a b c d"


def test_a_single_character_is_asked_for_as_the_beginning_of_a_pair():
    assert query_tokens("灯") == [("灯", True)]
    assert query_tokens("道灯") == [("道灯", False)]


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_no_token_holds_a_space_a_quote_or_too_much(text):
    for token in tokens(text):
        assert token
        assert len(token) <= LONGEST_TOKEN
        assert not set(token) & set(" '\"\\*:&|!()")
