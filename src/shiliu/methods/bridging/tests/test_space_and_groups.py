"""Opinion space, groups, silhouettes, and the space that follows the votes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.bridging import Running, gather
from shiliu.methods.bridging.groups import find_groups, k_means
from shiliu.methods.bridging.silhouette import _exact, on_grid, silhouettes
from shiliu.methods.bridging.space import opinion_space
from shiliu.methods.bridging.stability import adjusted_rand
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once

ROWS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.sampled_from([-1, 0, 1])), min_size=1, max_size=60)


def columns(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def some_votes(seed, people=40, statements=110, seen=0.5):
    random = np.random.default_rng(seed)
    who, what = np.nonzero(random.random((people, statements)) < seen)
    lean = random.uniform(0, 1, (2, statements))
    return gather(who, what, np.where(random.random(len(who)) < lean[who % 2, what], 1, -1))


def filled(votes):
    """The matrix as dense arithmetic has it: missing votes filled with the mean, centred."""
    matrix = np.full(votes.shape, np.nan)
    matrix[votes.person, votes.statement] = votes.value
    mean = np.nanmean(matrix, axis=0)
    return np.where(np.isnan(matrix), mean, matrix) - mean


@pytest.mark.parametrize("statements", [12, 110])
def test_the_axes_are_the_principal_components_of_the_filled_matrix(statements):
    votes = some_votes(1, statements=statements)
    space = opinion_space(votes)
    dense = filled(votes)
    _left, singular, right = np.linalg.svd(dense, full_matrices=False)
    assert np.allclose(np.abs((space.axes * right[:2]).sum(axis=1)), 1, atol=1e-9)
    assert np.allclose(space.variance, singular[:2] ** 2 / (votes.shape[0] - 1))
    seen = np.bincount(votes.person)
    assert np.allclose(space.places, dense @ space.axes.T * np.sqrt(statements / seen)[:, None])
    assert (space.axes[[0, 1], np.abs(space.axes).argmax(axis=1)] > 0).all()


@given(rows=ROWS)
@settings(max_examples=25)
def test_a_running_conversation_has_the_tables_and_the_space_of_the_whole(rows):
    running = Running()
    for person, statement, value in rows:
        running.vote(person, statement, value)
    votes = gather(*columns(rows))
    assert (running.votes.value == votes.value).all() and running.votes.people == votes.people
    names, mean, axes, variance = running.space()
    order = np.argsort(names)
    dense, seen = np.zeros(votes.shape, dtype=int), np.zeros(votes.shape, dtype=int)
    dense[votes.person, votes.statement], seen[votes.person, votes.statement] = votes.value, 1
    for table, whole in zip(running.tables(), (dense.T @ dense, dense.T @ seen, seen.T @ seen), strict=True):
        assert (table[np.ix_(order, order)] == whole).all()
    space = opinion_space(votes)
    assert np.allclose(mean[order], space.mean) and np.allclose(variance, space.variance, atol=1e-9)
    apart = space.variance[0] - space.variance[1]
    if apart > 1e-3:  # equal variances leave an axis free to turn
        assert np.abs(axes[0, order] @ space.axes[0]) == pytest.approx(float(space.variance[0] > 0), abs=1e-6)


def test_a_running_conversation_refreshes_from_its_last_axes():
    votes = some_votes(2, people=60, seen=0.2)
    running = Running(votes)
    running.space()
    running.vote(0, 3, -1)
    running.vote(60, 110, 1)
    names, _mean, axes, variance = running.space(without={5})
    whole = opinion_space(running.votes, without={5})
    assert np.allclose(variance, whole.variance, rtol=1e-8)
    assert np.allclose(axes[:, np.argsort(names)], whole.axes, atol=1e-6)


@pytest.mark.parametrize("last", ["3", "x"])  # all ids whole numbers, or text among them
def test_a_running_conversation_takes_a_number_and_its_text_for_one(last):
    rows = [(1, "1", 1), ("1", 1, -1), (" 1", 2, 1), (2, "2 ", 0), ("2", 1, 1), (2, last, -1), (last, 1, 1)]
    running, whole = Running(), gather(*columns(rows))
    for row in rows:
        running.vote(*row)
    votes = running.votes
    assert (votes.people, votes.statements) == (whole.people, whole.statements) and len(whole.people) == 3
    assert votes.value.tolist() == whole.value.tolist()
    names, _mean, _axes, variance = running.space(without=["2"])
    assert sorted(names) == list(whole.statements)
    assert np.allclose(variance, opinion_space(whole, without=[whole.statements[1]]).variance, atol=1e-9)


# What looks like a number in some way: negative, padded, beyond 64 bits, of other kinds and in other figures.
IDS = st.sampled_from(
    [
        -1,
        "-1",
        " -1 ",
        1,
        "1",
        "01",
        "+1",
        True,
        1.0,
        np.int64(1),
        0,
        "0",
        "-0",
        -7,
        1.5,
        "1.0",
        "٣",
        2**70,
        str(2**70),
        "x",
    ]
)


@given(rows=st.lists(st.tuples(IDS, IDS, st.sampled_from([-1, 0, 1])), min_size=1, max_size=8))
@settings(max_examples=30)
def test_a_running_conversation_tells_the_ids_apart_that_the_whole_does(rows):
    running, whole = Running(), gather(*columns(rows))
    for row in rows:
        running.vote(*row)
    votes = running.votes
    assert (votes.people, votes.statements) == (whole.people, whole.statements)
    for ours, theirs in ((votes.person, whole.person), (votes.statement, whole.statement), (votes.value, whole.value)):
        assert ours.tolist() == theirs.tolist()
    assert sorted(running.space()[0]) == list(whole.statements)


@pytest.mark.parametrize("empty", ["", " ", None, float("nan")])
def test_a_running_conversation_refuses_an_empty_id(empty):
    for row in ((empty, 1, 1), (1, empty, 1)):
        with pytest.raises(BadInput, match="is empty"):
            Running().vote(*row)


def test_a_running_conversation_takes_only_votes():
    with pytest.raises(BadInput, match="must be 1, 0 or -1"):
        Running().vote("a", 1, 2)


@given(
    points=st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=6, max_size=25, unique=True),
    groups=st.integers(2, 4),
)
@settings(max_examples=20)
def test_every_place_ends_in_the_group_of_its_nearest_centre(points, groups):
    places = np.array(points)
    labels, centres = k_means(places, np.unique(places, axis=0)[:groups])
    away = ((places[:, None] - centres) ** 2).sum(axis=2)
    assert np.allclose(away[np.arange(len(places)), labels], away.min(axis=1), atol=1e-3)


def test_a_group_that_falls_empty_takes_the_farthest_place():
    places = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1], [9, 9]])
    labels, _centres = k_means(places, np.array([[0.0, 0], [100, 100], [200, 200]]))
    assert set(labels) == {0, 1, 2}


def test_silhouettes_follow_their_definition():
    places = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2], [30, 0]])
    labels = np.array([0, 0, 1, 1, 2])
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    means = []
    for one in range(4):
        own = apart[one, (labels == labels[one]) & (np.arange(5) != one)].mean()
        other = min(apart[one, labels == group].mean() for group in range(3) if group != labels[one])
        means.append((other - own) / max(own, other))
    assert silhouettes(places, [labels]) == pytest.approx([sum(means) / 5])  # a place alone in its group counts as 0


def test_silhouettes_from_grids_are_right_to_a_two_thousandth():
    random = np.random.default_rng(4)
    places = np.vstack([random.normal(centre, 1, (240, 2)) for centre in ((0, 0), (4, 1), (1, 5))])
    start = np.unique(places, axis=0)
    groupings = [k_means(places, start[:groups])[0] for groups in (2, 3, 4)]
    assert np.allclose(silhouettes(places, groupings), _exact(places, groupings), atol=5e-4)


def test_places_too_fine_for_a_grid_are_computed_exactly():
    random = np.random.default_rng(5)
    places = np.vstack([random.normal(0, 0.01, (400, 2)), random.normal(3, 0.01, (400, 2)), [[400, 400]]])
    labels = np.repeat([0, 1], [400, 401])
    labels[-1] = 1
    assert abs(on_grid(places, [labels], 64)[0] - _exact(places, [labels])[0]) > 0.05
    assert silhouettes(places, [labels]) == pytest.approx(_exact(places, [labels]))


def test_the_number_of_groups_is_that_of_the_clear_clusters():
    random = np.random.default_rng(6)
    places = np.vstack([random.normal(centre, 0.3, (30, 2)) for centre in ((0, 0), (4, 1), (1, 5))])
    found = find_groups(places)
    assert sorted(found.sizes) == [30, 30, 30] and max(found.scores, key=found.scores.get) == 3
    assert find_groups(places, least=31) is None
    assert find_groups(places[:1]) is None


def test_agreement_of_groupings_is_one_for_the_same_and_about_zero_by_chance():
    assert adjusted_rand(np.array([[5.0, 0], [0, 7]])) == 1
    assert adjusted_rand(np.array([[0.0, 5], [7, 0]])) == 1
    assert adjusted_rand(np.array([[25.0, 25], [25, 25]])) == pytest.approx(
        (1200 - 2450**2 / 4950) / (2450 - 2450**2 / 4950)
    )
    assert adjusted_rand(np.array([[9.0]])) == 1
