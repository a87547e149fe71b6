"""The two ways of solving for hidden cells, all at once by cuts and one by one by flows, find the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shiliu.methods.disclosure import BadInput, Counts, bounds, cuts, learnable, ranging, suppress, with_margins
from shiliu.methods.disclosure.cuts import Cuts
from shiliu.methods.disclosure.flows import Attacker, any_table
from shiliu.methods.disclosure.ranging import ByFlows

pytestmark = pytest.mark.once
few = settings(max_examples=max(5, settings.default.max_examples // 8), deadline=None)
tables = arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.integers(0, 9))


@few
@given(tables, st.integers(0, 3), st.sampled_from([0.3, 0.6, 0.9]), st.integers(0, 99), st.integers(0, 1))
def test_cuts_and_flows_give_each_hidden_cell_the_same_range(table, areas, share, seed, floor):
    table[:, 0] += 1
    within = [str(i % areas) for i in range(len(table))] if areas else None
    whole = with_margins(Counts.of(table, within=within, keep_empty=True))
    truth = whole.values.ravel()
    hidden = (np.random.default_rng(seed).random(len(truth)) < share) & (truth >= floor)
    hidden[-1] = False
    fall, rise, _looked = Cuts(whole).rooms(truth, hidden, floor, int(truth[-1]))
    attacker = Attacker(whole, truth, hidden, floor, int(truth[-1]))
    for cell in map(int, np.flatnonzero(hidden)):
        assert (fall[cell], rise[cell]) == (attacker.room(cell, up=False), attacker.room(cell, up=True))
    fitting = any_table(whole, np.where(hidden, np.nan, truth.astype(float)), hidden, floor, int(truth[-1]))
    assert not (whole.equations() @ fitting).any() and (fitting[hidden] >= floor).all()
    assert (fitting[~hidden] == truth[~hidden]).all()


@few
@given(tables, st.integers(0, 3), st.sampled_from([0.3, 0.6, 0.9]), st.integers(0, 99), st.integers(0, 1))
def test_bounds_enclose_how_far_each_hidden_cell_can_move(table, areas, share, seed, floor):
    table[:, 0] += 1
    within = [str(i % areas) for i in range(len(table))] if areas else None
    whole = with_margins(Counts.of(table, within=within, keep_empty=True))
    truth = whole.values.ravel()
    hidden = (np.random.default_rng(seed).random(len(truth)) < share) & (truth >= floor)
    hidden[-1] = False
    most = int(truth[-1])
    fall, rise, _looked = Cuts(whole).rooms(truth, hidden, floor, most)
    for exact, (least, greatest) in zip((fall, rise), bounds.rooms(whole, truth, hidden, floor, most), strict=True):
        assert (least <= exact).all() and (exact <= greatest).all() and (least >= 0).all()
    for enough in (4, most):
        for exact, least in zip(
            (fall, rise), bounds.sure_rooms(whole, truth, hidden, floor, most, enough), strict=True
        ):
            assert (least <= np.minimum(exact, enough)).all() and (least >= 0).all()
    found = ByFlows(whole, truth, floor, most).find(hidden, np.flatnonzero(hidden), most + 1, None)
    assert np.array_equal(found[0], truth - fall) and np.array_equal(found[1], truth + rise)
    low, high = ByFlows(whole, truth, floor, most).find(hidden, np.flatnonzero(hidden), 4, None)
    assert ((high - low >= 4) == (fall + rise >= 4))[hidden].all()


@pytest.mark.parametrize("within", [None, ["north", "south"] * 20])
def test_bounds_settle_most_of_a_table_of_small_cells(within):
    counts = np.random.default_rng(4).poisson(3, size=(40, 13))
    whole = with_margins(Counts.of(counts, within=within))
    truth = whole.values.ravel()
    hidden = truth < 5
    for least, greatest in bounds.rooms(whole, truth, hidden, 0, int(truth[-1])):
        assert (least == greatest).mean() > 0.95


def test_what_would_take_too_long_to_prove_is_refused_and_nothing_is_published(monkeypatch):
    monkeypatch.setattr(ranging, "MOST_WORK", 0)
    monkeypatch.setattr(cuts, "MOST_COLUMNS", 0)
    counts = np.random.default_rng(4).poisson(3, size=(40, 13))
    with pytest.raises(BadInput) as refused:
        suppress(Counts.of(counts, within=["north", "south"] * 20), least=5, progress=None)
    assert refused.value.code == "too_large"


def test_a_table_with_many_rows_and_columns_is_protected_by_flows(monkeypatch):
    counts = Counts.of(np.random.default_rng(2).poisson(9, size=(7, 5)), keep_empty=True)
    quick = suppress(counts, least=6, progress=None)
    monkeypatch.setattr(cuts, "MOST_COLUMNS", 0)
    slow = suppress(counts, least=6, progress=None)
    assert slow.narrowest >= 6 and quick.narrowest >= 6 and slow.small == quick.small
    assert learnable(with_margins(counts), quick.cells, progress=None) == quick.ranges


def test_what_is_certainly_needed_is_what_leaves_a_small_cell_of_its_row_alone():
    whole = with_margins(Counts.of([[3, 20, 30], [15, 40, 22], [17, 12, 60]], keep_empty=True))
    small = whole.values.ravel() < 5
    hidden = small | np.isin(np.arange(16), [1, 8, 9, 10])  # A x, A y; C x, C y and, for nothing, C z
    _fall, _rise, looked = Cuts(whole).rooms(whole.values.ravel(), hidden, 0, 219)
    assert Cuts(whole).needed(looked, np.array([1, 8, 10]), small, 5).tolist() == [True, False, False]
