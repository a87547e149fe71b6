"""Suggestions are learned from confirmed texts, keep silent when unsure, and are measured on texts they have not seen."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods import suggesting
from shiliu.methods.suggesting import NEVER, Example, TooLittle, choose_threshold, learn, measure, split, train

WORDS = {
    "lamp": ("路灯不亮了", "灯坏了一直没修", "夜里没有灯光", "the street lamp is dark"),
    "rubbish": ("垃圾没有人收", "垃圾桶满了", "有人乱倒垃圾", "rubbish lies in the yard"),
    "lift": ("电梯停了", "电梯门关不上", "电梯晃得厉害", "the lift is stuck again"),
}
WHERE = ("东门", "西门", "三号楼", "小区里", "near the school", "在路口")


def examples(n, seed=1):
    dice = Random(seed)
    labels = sorted(WORDS)
    found = []
    for _i in range(n):
        label = dice.choice(labels)
        found.append(Example(f"{dice.choice(WHERE)}{dice.choice(WORDS[label])}，请处理", label))
    return found


def test_a_text_is_suggested_the_matter_its_words_were_confirmed_for():
    model = train(examples(90))
    for text, label in (("我家门口的路灯不亮", "lamp"), ("垃圾桶满了三天", "rubbish"), ("LIFT is stuck", "lift")):
        assert model.guesses(text)[0].label == label, text


def test_the_words_that_weighed_most_are_told_and_stand_in_the_text():
    model = train(examples(90))
    guess = model.guesses("小区里的电梯又停了，请处理", explained=True)[0]
    assert guess.label == "lift" and any("电梯" in word for word in guess.words)
    assert "lift" in model.guesses("The lift of our house", explained=True)[0].words


def test_shares_add_up_to_one_and_a_text_of_unknown_pieces_gets_no_suggestion():
    model = train(examples(60))
    assert model.shares("电梯").sum() == pytest.approx(1)
    assert model.shares("ѪѮ") is None and model.guesses("") == [] and not model.is_sure([])


def test_the_same_examples_give_the_same_model():
    one, two = train(examples(60)), train(examples(60))
    assert np.array_equal(one.weights, two.weights) and one.labels == two.labels


def test_what_stands_in_few_texts_only_is_forgotten():
    rare = "欧阳娜娜"
    model = train([*examples(60), Example(f"{rare}说路灯坏了", "lamp")])
    known = set(model.columns.tolist())
    whole = [piece.column for piece in split(rare)[1] if piece.end - piece.start > 1]
    assert whole and not known & set(whole)


def test_too_few_texts_or_too_few_matters_make_no_model():
    with pytest.raises(TooLittle) as few:
        learn(examples(20), target=0.8, least=100)
    assert (few.value.have, few.value.need) == (20, 100)
    with pytest.raises(TooLittle):
        learn([Example("路灯不亮", "lamp")] * 200, target=0.8, least=100)


def test_the_threshold_is_the_lowest_that_keeps_the_wanted_share_right():
    model = train(examples(90))
    good = examples(60, seed=2)
    assert choose_threshold(model, good, 0.9) <= min(model.guesses(e.text, 1)[0].share for e in good)
    wrong = [Example(example.text, "something else") for example in good]
    assert choose_threshold(model, wrong, 0.5) == NEVER
    assert choose_threshold(model, good[: suggesting.LEAST_SAID - 1], 0.5) == NEVER


def test_measuring_counts_the_unsure_as_silent_and_the_unknown_matter_as_wrong():
    model = train(examples(90))
    silent = measure(model, examples(30, seed=3))
    assert (silent.n, silent.said, silent.first) == (30, 0, 30)
    strange = measure(model, [Example("路灯不亮", "fountain")])
    assert (strange.first, strange.three, strange.confused) == (0, 0, [("fountain", "lamp", 1)])


def test_it_is_measured_on_the_last_fifth_which_it_has_not_seen():
    rows = examples(200)
    learned = learn(rows, target=0.8, least=100)
    assert (learned.fitted, learned.measured.n) == (160, 40)
    assert learned.measured.said_right / learned.measured.said > 0.9 > learned.usual_right / 40
    changed = [*rows[:160], *(Example(row.text, "lift" if row.label == "lamp" else row.label) for row in rows[160:])]
    assert learn(changed, target=0.8, least=100).measured.first < 40


def test_a_matter_with_too_few_texts_is_named_as_left_out():
    learned = learn([*examples(150), Example("喷泉没有水", "fountain")], target=0.8, least=100)
    assert learned.left_out == ["fountain"] and "fountain" not in learned.model.labels


@given(st.text(max_size=60))
def test_any_text_is_split_into_pieces_that_lie_in_its_runs(text):
    runs, pieces = split(text)
    for piece in pieces:
        assert 0 <= piece.start <= piece.end <= len(runs[piece.run]) and 0 <= piece.column < suggesting.HASHES


MODEL = train(examples(60))


@given(st.text(max_size=60))
def test_any_text_gets_shares_in_order_or_nothing(text):
    shares = [guess.share for guess in MODEL.guesses(text)]
    assert shares == sorted(shares, reverse=True) and all(0 <= share <= 1 for share in shares)
