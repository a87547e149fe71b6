"""Two tables beside each other: what changed, whether by more than chance, and why."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shiliu.methods import embedding
from shiliu.methods.embedding import BadInput, Counts
from shiliu.methods.embedding.chance import generator
from shiliu.methods.embedding.comparing import DEALS

pytestmark = pytest.mark.once
few = settings(max_examples=max(4, settings.default.max_examples // 8), deadline=None)
filled = arrays.arrays(np.int64, (4, 3), elements=st.integers(1, 30))
THEN = Counts.of([[60, 10], [30, 20], [10, 70], [12, 60]], units=["A1", "A2", "B1", "B2"], groups=["here", "far"])
NOW = Counts.of([[50, 20], [30, 24], [20, 60], [22, 50]], units=["A1", "A2", "B1", "B2"], groups=["here", "far"])


@few
@given(filled, filled)
def test_the_parts_of_a_change_add_up_to_it_and_turn_round_with_the_tables(first, second):
    one, two = Counts.of(first), Counts.of(second)
    for there, back in zip(embedding.changes(one, two), embedding.changes(two, one), strict=True):
        parts = there.removed + there.added + there.groups + there.units + there.structure
        assert parts == pytest.approx(there.difference, abs=1e-12)
        assert there.structure == pytest.approx(-back.structure, abs=1e-7)
        assert there.groups == pytest.approx(-back.groups, abs=1e-7)


@few
@given(filled, st.lists(st.integers(1, 9), min_size=4, max_size=4), st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_sizes_that_change_alone_are_no_change_of_structure(table, units, groups):
    second = table * np.array(units)[:, None] * np.array(groups)
    for change in embedding.changes(Counts.of(table), Counts.of(second)):
        assert change.structure == pytest.approx(0, abs=1e-6) and change.added == change.removed == 0


def test_units_and_groups_that_came_or_went_are_counted_apart():
    first = Counts.of([[60, 10, 0], [30, 20, 0], [10, 70, 9]], units=["a", "b", "gone"], groups=["x", "y", "z"])
    second = Counts.of([[30, 20], [60, 10], [5, 5]], units=["b", "a", "new"], groups=["x", "y"])
    one, two = embedding.in_common(first, second)
    assert one.units == two.units == ("a", "b") and one.groups == ("x", "y")
    assert (one.people == two.people).all()
    change = embedding.changes(first, second, ("mutual_information",))[0]
    assert change.groups == change.units == change.structure == 0
    shared = embedding.mutual_information([[60, 10], [30, 20]])
    assert (change.removed, change.added) == pytest.approx((shared - change.first, change.second - shared))


def test_people_are_dealt_as_every_way_to_choose_the_people_of_a_table_would():
    first, second = np.array([[2, 1], [0, 1]]), np.array([[1, 0], [1, 0]])
    people = np.repeat(np.arange(4), (first + second).ravel())
    every = Counter(tuple(np.bincount(people[list(some)], minlength=4)) for some in combinations(range(6), 4))
    one, two = DEALS["people"](first, second, 4_000, generator(1))
    drawn = Counter(map(tuple, one.reshape(-1, 4)))
    assert set(drawn) == set(every) and (one + two == first + second).all()
    for table, often in every.items():
        share = often / every.total()
        assert abs(drawn[table] / 4_000 - share) < 5 * (share * (1 - share) / 4_000) ** 0.5


@pytest.mark.parametrize("deal", list(DEALS))
def test_every_deal_keeps_all_people_and_a_seed_gives_the_same_answer(deal):
    one, two = THEN.whole(), NOW.whole()
    first, second = DEALS[deal](one, two, 5, generator(2))
    assert (first.sum(axis=1) + second.sum(axis=1) == (one + two).sum(axis=0)).all() and (first >= 0).all()
    found = embedding.differences(THEN, NOW, deal=deal, replicates=40, bootstraps=20)
    assert found == embedding.differences(THEN, NOW, deal=deal, replicates=40, bootstraps=20)
    assert [each.name for each in found] == ["dissimilarity", "gini", "information", "mutual_information"]


def test_a_great_change_is_told_from_chance_and_none_is_not():
    change = embedding.differences(THEN, NOW, ["information"], replicates=199, bootstraps=99)[0]
    assert change.p < 0.05 and change.interval.high < 0 and change.difference < -0.2
    same = embedding.differences(THEN, THEN, ["information"], replicates=99, bootstraps=0)[0]
    assert same.difference == 0 and same.p > 0.5 and same.interval is None


def test_a_smaller_count_of_the_same_people_is_no_change_though_its_index_is_higher():
    """Ten in a hundred counted again: small units alone push the index up, and `by_chance` says how far."""
    whole, part = (generator(5).multinomial(size, [0.9, 0.1], size=30) for size in (500, 50))
    change = embedding.differences(Counts.of(whole), Counts.of(part), ["dissimilarity"], replicates=99, bootstraps=0)[0]
    assert (
        change.difference > 0.1 and change.by_chance == pytest.approx(change.difference, abs=0.06) and change.p > 0.05
    )


@pytest.mark.parametrize(
    ("other", "given", "code"),
    [
        (NOW, {"names": ["no"]}, "unknown_index"),
        (NOW, {"deal": "no"}, "unknown_draw"),
        (NOW, {"replicates": 0}, "replicates"),
        (NOW, {"confidence": 1}, "confidence"),
        (NOW, {"seed": -1}, "negative_seed"),
        (Counts.of([[1, 2], [3, 4]], units=["A1", "A2"], groups=["here", "far"]), {}, "other_units"),
        (Counts.of([[1, 2], [3, 4]], groups=["here", "there"]), {}, "other_groups"),
    ],
)
def test_tables_that_cannot_be_compared_are_refused(other, given, code):
    with pytest.raises(BadInput) as refused:
        embedding.differences(THEN, other, **given)
    assert refused.value.code == code


def test_a_change_that_cannot_be_taken_apart_says_why():
    with pytest.raises(BadInput, match="fewer than two units or groups") as refused:
        embedding.changes(THEN, Counts.of([[1, 2], [3, 4]], groups=["here", "far"]))
    assert refused.value.code == "nothing_in_common"
    with pytest.raises(BadInput) as refused:
        embedding.changes(THEN, NOW, ("no",))
    assert refused.value.code == "unknown_index"
    one, two = Counts.of([[90, 0], [1, 9]]), Counts.of([[1, 0], [1, 90]])
    with pytest.raises(BadInput, match="too many of its cells are empty") as refused:
        embedding.changes(one, two)
    assert refused.value.code == "no_fit"
