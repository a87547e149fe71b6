"""What is published discloses no cell under the least, even to whoever solves for it with all sums known."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.surveys import comparing, noise, protecting
from shiliu.methods.disclosure import Counts, learnable, with_margins
from shiliu.platform import operations

pytestmark = pytest.mark.once
LEAST = 10

tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 30), min_size=columns + 1, max_size=columns + 1), min_size=1, max_size=4
    )
).filter(lambda rows: min(map(sum, rows)) >= LEAST)  # fmt: skip


@given(tables)
@settings(max_examples=12)
def test_no_small_cell_can_be_placed_within_less_than_the_least_by_solving(rows):
    people = np.array(rows)
    done = protecting.holed(people, LEAST)
    if done is None:
        return
    assert all(cell is None or cell >= LEAST for row in (*done.cells, done.sums) for cell in row)
    margins = with_margins(Counts.of(people, keep_empty=True))
    shown = [[*row, int(size)] for row, size in zip(done.cells, people.sum(axis=1), strict=True)]
    shown.append([*done.sums, int(people.sum())])
    truth = {(r, c): margins.values[i, j] for i, r in enumerate(margins.rows) for j, c in enumerate(margins.columns)}
    for cell in learnable(margins, shown):
        assert cell.width >= LEAST or truth[cell.row, cell.column] >= LEAST


@given(st.dictionaries(st.one_of(st.none(), st.integers(1, 9)), st.integers(1, 40), min_size=1))
@settings(max_examples=30)
def test_places_are_put_together_until_no_row_is_small(sizes):
    rows = protecting.gathered(sizes, LEAST)
    totals = {}
    for place, row in rows.items():
        totals[row] = totals.get(row, 0) + sizes[place]
    assert sum(totals.values()) == sum(sizes.values())
    assert (
        None not in [row for place, row in rows.items() if row != protecting.OTHER]
        or rows.get(None) == protecting.OTHER
    )
    assert len(totals) == 1 or min(totals.values()) >= LEAST


def test_a_row_that_would_be_given_away_by_its_known_sum_is_not_shown_by_place():
    done = protecting.protected(("1", "2"), [30, 12], [{"y": 25, "n": 5}, {"y": 12}], ("y", "n"), LEAST, many=False)
    shown = [count for row in done.cells for count in row.values() if count is not None]
    assert all(count >= LEAST for count in shown)
    assert done.small > 0


def test_a_table_that_holds_only_while_a_known_sum_is_hidden_is_refused(monkeypatch):
    hides_a_sum = SimpleNamespace(cells=((None, 30, None), (20, 30, 50), (None, 60, 84)))
    monkeypatch.setattr(protecting, "suppress", lambda _counts, least: hides_a_sum)
    assert protecting.holed([[4, 30], [20, 30]], LEAST) is None


def test_nothing_is_published_of_fewer_forms_than_the_least():
    done = protecting.protected(("1",), [9], [{"y": 9}], ("y", "n"), LEAST, many=False)
    assert (done.level, done.reason) == (protecting.NOTHING, "few_asked")


def test_options_that_may_be_chosen_together_are_tables_of_their_own():
    chosen = [{"a": 40, "b": 3}]
    done = protecting.protected(("1",), [60], chosen, ("a", "b"), LEAST, many=True)
    assert done.level == protecting.WHOLE
    assert done.cells[-1] == {"a": 40, "b": None}


def test_an_interval_of_a_change_holds_what_stayed_and_tells_what_did_not():
    same = comparing.change(comparing.Share(50, 100), comparing.Share(52, 100))
    other = comparing.change(comparing.Share(20, 100), comparing.Share(70, 100))
    assert not same.told and same.low < 0 < same.high
    assert other.told and other.low > 0
    together = comparing.change(comparing.Share(20, 100), comparing.Share(35, 100), compared=20)
    alone = comparing.change(comparing.Share(20, 100), comparing.Share(35, 100))
    noisy = comparing.change(comparing.Share(20, 100, 300), comparing.Share(35, 100, 300))
    assert together.low < alone.low and noisy.low < alone.low


def test_the_variance_of_the_noise_is_that_of_its_distribution():
    a = np.exp(-1 / 2.0)
    steps = np.arange(-200, 201)
    weight = a ** abs(steps)
    assert comparing.noise_variance(2.0) == pytest.approx((steps**2 * weight).sum() / weight.sum())


def test_backups_take_the_ledger_along_so_that_a_restored_site_spends_no_budget_twice(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / noise.FOLDER).mkdir()
    (tmp_path / noise.FOLDER / "budget-1-2026.jsonl").write_text("{}")
    assert "surveys/budget-1-2026.jsonl" in {name for _path, name in operations.kept_files()}
