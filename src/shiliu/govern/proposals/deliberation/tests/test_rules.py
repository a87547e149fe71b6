"""Plain decisions: which statement comes next, which two say the same."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.proposals.deliberation import rules


def test_the_weight_is_that_of_polis():
    # ((1 - 1/2) · (0 + 1) · (1/2) · (1 + 8))² for a statement nobody has seen
    assert rules.weight(0, 0, 0, 0.0) == (0.5 * 0.5 * 9) ** 2
    # A = 3, P = 1, S = 5, E = 2: p = 2/7, a = 4/7, 1 + 8/2 = 5
    assert abs(rules.weight(3, 1, 5, 2.0) - ((5 / 7) * 3 * (4 / 7) * 5) ** 2) < 1e-12


def test_what_is_new_comes_before_what_many_have_answered_and_what_nobody_understands_comes_last():
    assert rules.weight(0, 0, 0, 1.0) > rules.weight(50, 5, 100, 1.0) > rules.weight(5, 90, 100, 1.0)


@settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 500), st.floats(1e-6, 100), max_size=20), st.text(max_size=8))
def test_what_is_drawn_is_offered_and_stays_when_others_leave(weights, seed):
    chosen = rules.drawn(weights, seed)
    assert (chosen is None) == (not weights) and (chosen is None or chosen in weights)
    others = {key: weight for key, weight in weights.items() if key != chosen}
    rest = rules.drawn(others, seed)
    assert rules.drawn({**others, **({chosen: weights[chosen]} if weights else {})}, seed) == chosen and rest in {
        *others,
        None,
    }


def test_each_is_drawn_with_a_chance_in_proportion_to_its_weight():
    counts = Counter(rules.drawn({1: 3.0, 2: 1.0}, str(seed)) for seed in range(2000))
    assert 1420 < counts[1] < 1580  # 1500 ± 4 standard deviations of a share of three quarters


def test_statements_are_the_same_whatever_their_spaces_width_case_and_punctuation():
    assert rules.same_words("晚上 要安静。") == rules.same_words("晚上要安静!")
    assert rules.same_words("Plant TREES") == rules.same_words("plant trees …")
    assert rules.same_words("种树") != rules.same_words("不种树")
