"""Which needs may be the same: words in any script, matter, place; and how often that is right on invented pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.places import coarsen, distance_m
from shiliu.methods.similar import Need, columns_around, likeness, match_of, matches, pieces, rows_around

HERE = (104.06, 30.67)
POINTS = st.tuples(st.floats(73, 135), st.floats(3, 54))


def need(key=1, text="东门外的路灯不亮", **changes):
    return Need(key, text, **{"matter": "lamp", "group": "streets", "point": HERE, **changes})


def east(metres, of=HERE):
    return of[0] + metres / 95_700, of[1]


# One thing in the words of two people, then two things of one neighbourhood.
SAME = (
    (
        "东门外的路灯不亮。东门外那盏路灯三天没亮了，孩子放学看不清。",
        "路灯坏了。小区东门的路灯好几天不亮，晚上很黑。",
        True,
    ),
    ("电梯停在二楼不动", "电梯坏了，一直停在2楼，轮椅出不了门", True),
    ("垃圾桶满了没人收，味道很大", "四号点垃圾桶中午就满，没人清运，臭", True),
    ("井盖缺了一块，很危险", "人行道井盖缺角，用树枝挡着", True),
    ("一楼下水道返水", "下水道堵了，一楼卫生间往外返水", True),
    ("早上水压很小", "六楼早上没有水，水压小", True),
    ("Street lamp flickers at the bus stop", "The lamp at the bus stop keeps flickering", True),
    ("مەكتەپ ئالدىدىكى يولدا چوڭ ئازگال بار", "مەكتەپ ئالدىدا يولدا ئازگال بار، خەتەرلىك", True),
    ("楼顶加盖了彩钢棚", "六号楼顶搭彩钢棚，怕掉下来", True),
    ("充电桩不够用", "电动车充电桩太少，总排队", True),
)
OTHER = (
    ("东门外的路灯不亮", "一楼下水道返水", False),
    ("电梯停在二楼不动", "垃圾桶满了没人收，味道很大", False),
    ("井盖缺了一块，很危险", "希望公交站加一条长椅", False),
    ("早上水压很小", "晚上广场舞太吵", False),
    ("楼顶加盖了彩钢棚", "门禁坏了好几天", False),
    ("Street lamp flickers at the bus stop", "Bilingual sign at the service hall", False),
    ("充电桩不够用", "宠物随地大小便", False),
    ("树枝挡住窗户", "顶楼漏雨", False),
)


@pytest.mark.parametrize(("one", "other", "same"), [*SAME, *OTHER])
def test_words_of_two_people_about_one_thing_are_told_from_words_about_another(one, other, same):
    mine, theirs = need(text=one, matter="x" if same else "y"), need(2, other, matter="x", point=east(60))
    assert bool(match_of(mine, theirs, metres=250)) == same


def test_without_a_matter_chosen_most_pairs_are_still_found_and_no_wrong_one():
    found = [
        bool(match_of(need(text=one, matter=None, group=None), need(2, other, point=east(60)), metres=250))
        for one, other, _same in SAME
    ]
    wrong = [
        bool(match_of(need(text=one, matter=None, group=None), need(2, other, point=east(60)), metres=250))
        for one, other, _same in OTHER
    ]
    assert sum(found) >= 6 and not any(wrong)


def test_the_same_words_too_far_away_are_another_need():
    assert match_of(need(), need(2, point=east(240)), metres=250)
    assert match_of(need(), need(2, point=east(270)), metres=250) is None


def test_the_same_compound_counts_as_near_however_large_it_is():
    far = need(2, point=east(900), enclosure="court")
    assert match_of(need(enclosure="court"), far, metres=250)
    assert match_of(need(enclosure="other"), far, metres=250) is None


def test_nothing_is_the_same_where_no_place_is_known():
    assert match_of(need(point=None), need(2, point=None), metres=250) is None


def test_before_anything_is_written_only_the_same_matter_is_offered():
    others = [need(2, matter="lamp"), need(3, matter="road"), need(4, matter=None)]
    assert [match.key for match in matches(need(text=" "), others, metres=250, most=3)] == [2]


def test_the_likeliest_come_first_and_no_more_than_asked_for():
    others = [
        need(key, text, point=east(80)) for key, text in ((2, "路灯"), (3, "东门外的路灯不亮"), (4, "东门路灯不亮"))
    ]
    assert [match.key for match in matches(need(), others, metres=250, most=2)] == [3, 4]


def test_needs_of_different_groups_must_be_liker_in_words_than_those_of_whom_one_did_not_choose():
    mine = need(text="Dark for three nights. Please mend the lamp.")
    assert match_of(need(text=mine.text, matter=None, group=None), need(2, "Loud music. Every night."), metres=250)
    assert match_of(mine, need(2, "Loud music. Every night.", matter="noise", group="homes"), metres=250) is None


def test_full_width_and_capital_letters_do_not_matter():
    assert likeness("ＬＥＤ 路灯", "led路灯") == 1.0
    assert pieces("at the bus") == frozenset(), "words every sentence has say nothing"
    assert pieces("灯") == {"灯"} and pieces("!?、") == frozenset()


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_lies_between_nothing_and_all(one, other):
    found = likeness(one, other)
    assert 0 <= found <= 1 + 1e-9 and found == likeness(other, one)
    assert likeness(one, one) == pytest.approx(1.0 if pieces(one) else 0.0)


@given(POINTS, st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([20.0, 150.0, 400.0]))
def test_the_square_of_every_point_within_reach_is_among_the_rows_and_columns(point, north, side, square):
    other = (point[0] + side * 0.004, point[1] + north * 0.004)
    if distance_m(point, other) <= 250:
        lon, lat = coarsen(*other, square)
        west, right = columns_around(point, 250, square)
        assert lat in rows_around(point, 250, square) and west <= lon <= right
