"""The published statistics, by hand."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shiliu.methods.bridging import gather
from shiliu.methods.bridging.statistics import Counts, Picked, agreed_by_all, count, measures, representative

pytestmark = pytest.mark.once


def table(agree, disagree, seen):
    return Counts(*(np.array(rows) for rows in (agree, disagree, seen)))


def test_the_statistics_of_two_groups_are_those_worked_out_by_hand():
    found = measures(table([[8], [2]], [[1], [7]], [[10], [10]]))
    assert found.share[0].ravel() == pytest.approx([9 / 12, 3 / 12])
    assert found.share_z[0, 0, 0] == pytest.approx(2 * sqrt(11) * (9 / 11 - 1 / 2))
    assert found.ratio[0].ravel() == pytest.approx([3, 1 / 3])
    pooled = 12 / 22
    z = (9 / 11 - 3 / 11) / sqrt(pooled * (1 - pooled) * 2 / 11)
    assert found.ratio_z[0].ravel() == pytest.approx([z, -z])
    assert found.informed.ravel() == pytest.approx([9 / 12 * 3 / 12, 2 / 12 * 8 / 12])


def test_where_everybody_agrees_no_group_differs():
    assert (measures(table([[9], [4]], [[0], [0]], [[9], [4]])).ratio_z[0] == 0).all()


def test_votes_are_counted_by_group_and_nobody_outside_the_groups():
    votes = gather([0, 0, 1, 1, 2, 3], [0, 1, 0, 1, 0, 0], [1, 0, -1, 1, 1, 1])
    counts = count(votes, np.array([0, 1, 0, -1]), 2)
    assert counts.agree.tolist() == [[2, 0], [0, 1]]
    assert counts.disagree.tolist() == [[0, 0], [1, 0]]
    assert counts.seen.tolist() == [[2, 1], [1, 1]]


def test_what_stands_for_a_group_is_told_with_its_side_and_what_is_left_out_is_not():
    counts = table([[28, 1, 15], [2, 29, 15]], [[1, 28, 15], [27, 0, 15]], [[30, 30, 30], [30, 30, 30]])
    found, every = measures(counts), np.ones(3, dtype=bool)
    assert representative(found, counts, every, 0) == (Picked(0, True, best=True), Picked(1, False))
    assert representative(found, counts, every, 1) == (Picked(1, True, best=True), Picked(0, False))
    assert representative(found, counts, np.array([False, True, True]), 0) == (Picked(1, False),)
    assert representative(found, counts, np.array([False, False, True]), 0) == (Picked(2, False),)
    assert representative(found, counts, np.zeros(3, dtype=bool), 0) == ()


def test_consensus_needs_more_than_half_and_enough_votes_to_be_sure():
    counts = table([[90, 3, 49, 2]], [[5, 0, 40, 80]], [[100, 4, 100, 85]])
    assert agreed_by_all(counts, np.ones(4, dtype=bool)) == ((Picked(0, True), Picked(1, True)), (Picked(3, False),))
    assert agreed_by_all(counts, np.array([False, True, True, True]))[0] == (Picked(1, True),)


@given(arrays(np.int64, (3, 3, 4), elements=st.integers(0, 50)))
@settings(max_examples=25)
def test_shares_lie_between_zero_and_one_and_order_of_groups_does_not_matter(numbers):
    agree, disagree, passed = numbers
    found = measures(table(agree, disagree, agree + disagree + passed))
    assert ((found.share > 0) & (found.share < 1)).all() and (found.ratio > 0).all()
    assert np.isfinite(found.ratio_z).all() and (found.share.sum(axis=0) <= 1 + 1e-12).all()
    turned = measures(table(agree[::-1], disagree[::-1], (agree + disagree + passed)[::-1]))
    assert np.allclose(turned.informed, found.informed)
