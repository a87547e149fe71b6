import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.near_words import LEAST, meant, nearness, plain, split

MATTERS = {
    "street_lamp": ["路灯", "Street lamp", "灯不亮", "街灯", "dark street"],
    "lift": ["电梯故障", "Broken lift", "elevator"],
    "manhole": ["井盖缺失", "Missing manhole cover", "井盖"],
    "sewer": ["下水道堵塞", "Blocked drain", "污水外溢"],
    "heating": ["供暖", "Heating", "暖气不热"],
    "dogs": ["养犬", "Dogs", "遛狗"],
}


def found(typed, most=3):
    return [one.key for one in meant(typed, MATTERS.items(), most=most)]


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("路灯", "street_lamp"), ("路灯不亮了", "street_lamp"), ("街灯", "street_lamp"), ("ELEVATOR", "lift"), ("电梯", "lift"),
        ("ｌｉｆｔ", "lift"), ("cover manhole", "manhole"), ("小区井盖松动", "manhole"), ("有人遛狗不牵绳", "dogs"),
    ],
)  # fmt: skip
def test_a_name_or_another_word_for_it_is_found_in_whatever_width_case_and_sentence(typed, matter):
    assert found(typed)[0] == matter and meant(typed, MATTERS.items(), most=1)[0].fits


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("stret lamp", "street_lamp"), ("elevater", "lift"), ("manhoel", "manhole"), ("heatting", "heating"), ("路登", "street_lamp"),
        ("下水到堵", "sewer"), ("暖汽不热", "heating"), ("电梯估障", "lift"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_near_and_says_that_it_only_is(typed, matter):
    near = meant(typed, MATTERS.items(), most=3)
    assert near[0].key == matter
    assert not near[0].fits or "电梯" in typed


@pytest.mark.parametrize("typed", ["", " ", "x", "quantum", "天上的星星", "12345"])
def test_what_nothing_is_like_finds_nothing(typed):
    assert found(typed) == []


def test_where_something_fits_nothing_that_is_only_near_stands_beside_it():
    assert found("路灯") == ["street_lamp"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_nearness_is_a_share_and_the_same_words_are_nearest(one, other):
    assert 0 <= nearness(plain(one), plain(other)) <= 1
    assert nearness(plain(one), plain(one)) == 1


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(), st.lists(st.text(max_size=20), max_size=3)), max_size=5),
    st.integers(0, 4),
)
def test_never_more_than_asked_for_never_below_the_least_best_first(typed, things, most):
    scores = [one.score for one in meant(typed, things, most=most)]
    assert len(scores) <= most and scores == sorted(scores, reverse=True) and all(score >= LEAST for score in scores)


def test_keywords_are_split_at_the_commas_of_any_language():
    assert split("灯不亮，街灯、 Dark street ;,") == ["灯不亮", "街灯", "dark street"]
