"""What is published of a conversation, and what never is."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from shiliu.methods.bridging import AGREE, DISAGREE, LEAST, common_ground, gather
from shiliu.methods.bridging.ground import lower_bound, shown_cells
from shiliu.methods.bridging.result import GROUP_TOO_SMALL, NO_DIFFERENCE, TOO_FEW_PEOPLE
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once


def two_camps(people=60, statements=9, seed=3, missing=0.1):
    """Two camps that differ on all statements but the first, which everybody agrees with, and the last, which nobody does."""
    random = np.random.default_rng(seed)
    who, what = (array.ravel() for array in np.mgrid[0:people, 0:statements])
    mind = np.where(who % 2 == 0, 1, -1) * np.where(what % 2 == 0, 1, -1)
    mind = np.where(what == 0, 1, np.where(what == statements - 1, -1, mind))
    value = np.where(random.random(len(who)) < 0.12, 0, mind)
    kept = random.random(len(who)) >= missing
    return gather(who[kept] + 1, what[kept], value[kept])


def test_what_both_camps_agree_on_comes_first_with_and_without_groups():
    found = common_ground(two_camps(), fewest_votes=4)
    assert [group.people for group in found.groups] == [30, 30]
    bridging = sorted(found.statements, key=lambda row: -row.bridging)
    assert {row.id for row in bridging[:2]} == {0, 8}
    assert found.of(0).bridging_agree > 0.4 > 0.1 > found.of(1).bridging_agree
    assert found.of(0).halves_agree > 0.3 > found.of(1).halves_agree
    assert found.of(8).bridging_disagree == found.of(8).bridging
    assert found.agreed == (0,) and found.rejected == (8,)
    assert found.of(0).informed_agree > 0.6 > 0.2 > found.of(3).informed_agree


def test_what_stands_for_a_camp_is_what_the_other_rejects():
    found = common_ground(two_camps(), fewest_votes=4)
    for group in found.groups:
        assert group.stands_for[0].best
        telling = {stands.statement for stands in group.stands_for if stands.ratio > 2}
        assert telling and not telling & {0, 8}


def test_a_result_holds_nothing_about_one_person():
    votes = two_camps()
    named = gather([f"resident {votes.people[p]:04}" for p in votes.person], votes.statement, votes.value)
    found = common_ground(named, fewest_votes=4, resamples=2)
    assert "resident" not in json.dumps(asdict(found))
    assert all(square.people >= LEAST for square in found.squares)


def test_statements_taken_out_are_counted_as_passed_and_not_picked():
    found = common_ground(two_camps(), without={0}, fewest_votes=4)
    assert found.of(0).moderated and found.of(0).pull == 0
    assert found.agreed == ()
    assert all(stands.statement != 0 for group in found.groups for stands in group.stands_for)


def test_groups_under_the_least_number_are_refused_with_the_reason():
    assert common_ground(two_camps(people=12), fewest_votes=4).no_groups == TOO_FEW_PEOPLE
    assert common_ground(two_camps(), fewest_votes=4, least=31).no_groups == TOO_FEW_PEOPLE
    alike = gather(list(range(30)) * 3, [0] * 30 + [1] * 30 + [2] * 30, [1] * 90)
    found = common_ground(alike, fewest_votes=1)
    assert (found.no_groups, found.groups, found.of(0).by_group) == (NO_DIFFERENCE, (), ())
    assert found.of(0).votes.agree == 30 and found.of(0).surely_agree > 0.8
    who, what = (array.ravel() for array in np.mgrid[0:40, 0:4])
    hermit = gather(who, what, np.where(who == 0, -1, 1))
    assert common_ground(hermit, fewest_votes=4).no_groups == GROUP_TOO_SMALL


@given(seed=st.integers(0, 10_000), people=st.integers(20, 70), least=st.integers(2, 12), missing=st.floats(0, 0.85))
@settings(max_examples=12)
def test_no_published_number_is_about_fewer_than_the_least(seed, people, least, missing):
    votes = two_camps(people, 9, seed, missing)
    found = common_ground(votes, fewest_votes=3, least=least)
    assert all(group.people >= least for group in found.groups)
    for row in found.statements:
        shown = [cell for cell in row.by_group if cell]
        assert all(cell.voters == 0 or cell.voters >= least for cell in [*shown, *([row.votes] if row.votes else [])])
        if row.votes and None in row.by_group:
            assert row.votes.voters - sum(cell.voters for cell in shown) >= least
        if None in row.by_group:
            assert row.bridging is None and row.informed_agree is None


def test_two_who_voted_seldom_do_not_show_in_the_difference_between_all_and_the_grouped():
    """Their two votes would follow from the shares of all less the counts of the groups."""
    votes = two_camps()
    rows = [
        (votes.people[p], s, v) for p, s, v in zip(votes.person, votes.statement.tolist(), votes.value, strict=True)
    ]
    alone = common_ground(votes, fewest_votes=4).of(0)
    for mind in (AGREE, DISAGREE):
        seldom = [(1001, 0, mind), (1002, 0, mind)]
        row = common_ground(gather(*zip(*rows, *seldom, strict=True)), fewest_votes=4).of(0)
        assert (row.votes, row.surely_agree, row.surely_disagree) == (
            alone.votes,
            alone.surely_agree,
            alone.surely_disagree,
        )
    many = [(1000 + at, 0, DISAGREE) for at in range(LEAST)]
    assert (
        common_ground(gather(*zip(*rows, *many, strict=True)), fewest_votes=4).of(0).surely_agree < alone.surely_agree
    )


def test_of_a_statement_that_few_have_seen_nothing_is_told_not_even_how_far_it_pulls():
    votes = two_camps()
    rows = [
        (votes.people[p], s, v) for p, s, v in zip(votes.person, votes.statement.tolist(), votes.value, strict=True)
    ]
    found = common_ground(gather(*zip(*rows, (1, 9, AGREE), (2, 9, DISAGREE), strict=True)), fewest_votes=4)
    row = found.of(9)
    assert {row.votes, row.surely_agree, row.halves_agree, row.informed_agree, row.bridging, row.pull} == {None}
    # Thirty of one camp have seen this one, and nobody of the other: the product of the shares would be a guess about them.
    half = [(person, 10, AGREE) for person in range(1, 61, 2)]
    row = common_ground(gather(*zip(*rows, *half, strict=True)), fewest_votes=4).of(10)
    assert row.votes.agree == 30 and (row.informed_agree, row.bridging) == (None, None)


@given(
    seen=st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=5),
    least=st.integers(2, 15),
)
@settings(max_examples=30)
def test_what_is_hidden_of_a_statement_adds_up_to_the_least_or_to_all(seen, least):
    cells = np.array(seen).T
    shown = shown_cells(cells, least)
    assert ((cells == 0) | (cells >= least))[shown].all()
    for column, visible in zip(cells.T, shown.T, strict=True):
        hidden = column[~visible].sum()
        assert hidden == 0 or hidden >= least or hidden == column.sum()


@given(order=st.randoms(use_true_random=False))
@settings(max_examples=5)
def test_the_order_of_the_rows_does_not_matter(order):
    votes = two_camps()
    rows = list(zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True))
    order.shuffle(rows)
    again = gather(*zip(*[(votes.people[p], s, v) for p, s, v in rows], strict=True))
    assert common_ground(again, fewest_votes=4) == common_ground(votes, fewest_votes=4)


def test_stability_is_high_for_two_clear_camps_and_low_for_noise():
    clear = common_ground(two_camps(), fewest_votes=4, resamples=4)
    assert (
        clear.stability.agreement > 0.9 and clear.stability.same_number >= 0.75 and min(clear.stability.overlap) > 0.8
    )
    random = np.random.default_rng(0)
    who, what = (array.ravel() for array in np.mgrid[0:80, 0:9])
    noise = common_ground(gather(who, what, random.choice([-1, 0, 1], len(who))), fewest_votes=4, resamples=4, least=5)
    assert noise.stability.agreement < 0.6
    assert clear == common_ground(two_camps(), fewest_votes=4, resamples=4)


@pytest.mark.parametrize("voters", [1, 7, 30])
def test_the_lower_bound_covers_whatever_the_share_is(voters):
    votes = np.arange(voters + 1)
    bound = lower_bound(votes, np.full(voters + 1, voters), 0.95)
    for share in np.linspace(0.01, 0.99, 23):
        assert binom.pmf(votes, voters, share)[bound > share].sum() <= 0.05 + 1e-12
    assert bound[0] == 0 and (np.diff(bound) > 0).all()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"least": 1}, "least_too_small"),
        ({"most_groups": 1}, "too_few_groups"),
        ({"without": [99]}, "unknown_statement"),
        ({"resamples": -1}, "negative"),
        ({"seed": -1}, "negative"),
    ],
)
def test_what_cannot_be_done_is_refused(change, code):
    with pytest.raises(BadInput) as refused:
        common_ground(two_camps(), **change)
    assert refused.value.code == code
