"""Small cells are hidden so that nobody can compute them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linprog

from shiliu.methods.disclosure import BadInput, Counts, learnable, suppress, with_margins

pytestmark = pytest.mark.once
few = settings(max_examples=max(3, settings.default.max_examples // 16), deadline=None)
tables = arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 30)).map(
    lambda table: table + (np.arange(table.size).reshape(table.shape) < table.shape[1]) * 20
)


def counted(table, areas=None):
    return Counts.of(table, within=areas, keep_empty=True)


def by_programs(table, published, floor):
    """The range of each hidden cell by two linear programs, one way or the other."""
    shown = np.array([[np.nan if cell is None else cell for cell in row] for row in published], dtype=float).ravel()
    hidden = np.isnan(shown)
    equations = table.equations().toarray()
    found = []
    for at in range(int(hidden.sum())):
        weights = np.eye(int(hidden.sum()))[at]
        ends = [
            linprog(
                sign * weights,
                A_eq=equations[:, hidden],
                b_eq=-equations[:, ~hidden] @ shown[~hidden],
                bounds=(floor, shown[-1]),
            ).x[at]
            for sign in (1, -1)
        ]
        found.append(tuple(np.rint(ends).astype(int)))
    return found


@few
@given(tables, st.booleans(), st.booleans())
def test_no_small_cell_can_be_told_from_everything_that_is_published(table, with_areas, show_zeros):
    areas = ["north" if i % 2 else "south" for i in range(len(table))] if with_areas else None
    counts = counted(table, areas)
    try:
        done = suppress(counts, least=5, show_zeros=show_zeros, progress=None)
    except BadInput as error:
        assert error.code == "cannot_protect"
        return
    whole = with_margins(counts)
    shown = [cell for row in done.cells for cell in row if cell is not None]
    assert all(cell >= 5 or (show_zeros and cell == 0) for cell in shown)
    for row, truth in zip(done.cells, whole.values, strict=True):
        assert all(cell is None or cell == value for cell, value in zip(row, truth, strict=True))
    at = {(r, c): whole.values[i, j] for i, r in enumerate(whole.rows) for j, c in enumerate(whole.columns)}
    for cell in done.ranges:
        assert cell.low <= at[cell.row, cell.column] <= cell.high
        if at[cell.row, cell.column] < 5:
            assert cell.width >= 5
    assert [(cell.low, cell.high) for cell in done.ranges] == by_programs(whole, done.cells, int(show_zeros))
    assert done.small + done.others == len(done.ranges)
    assert done == suppress(counts, least=5, show_zeros=show_zeros, progress=None)


def test_what_can_be_learnt_is_what_every_table_that_fits_allows():
    counts = counted([[3, 9, 8], [6, 2, 7], [12, 10, 1]])
    published = [[None, None, 8, 20], [None, None, 7, 15], [12, 10, 1, 23], [21, 21, 16, 58]]
    fitting = [
        (a, b, c, d)
        for a, b, c, d in product(range(25), repeat=4)
        if a + b == 12 and c + d == 8 and a + c == 9 and b + d == 11
    ]
    found = learnable(with_margins(counts), published, progress=None)
    assert [(cell.low, cell.high) for cell in found] == [(min(each), max(each)) for each in zip(*fitting, strict=True)]


def test_one_hidden_cell_in_a_row_and_column_is_no_secret():
    published = [[None, 9, 12], [6, 8, 14], [9, 17, 26]]
    (cell,) = learnable(with_margins(counted([[3, 9], [6, 8]])), published, progress=None)
    assert (cell.low, cell.high, cell.width) == (3, 3, 0)


def test_the_example_of_the_page_hides_three_cells_for_one():
    done = suppress(counted([[3, 20, 30], [15, 40, 22], [17, 12, 60]]), least=5, progress=None)
    assert (done.small, done.others) == (1, 3) and done.narrowest >= 5
    assert done.cells[0][0] is None and done.cells[-1][-1] == 219


def test_a_table_without_small_cells_is_published_whole():
    done = suppress(counted([[10, 20], [30, 40]]), progress=None)
    assert done.cells == ((10, 20, 30), (30, 40, 70), (40, 60, 100)) and done.ranges == () and done.narrowest is None


def test_a_small_sum_is_hidden_too():
    done = suppress(counted([[1, 30, 40], [2, 50, 60], [1, 70, 80]]), least=5, progress=None)
    assert done.cells[-1][0] is None and done.cells[-1][-1] == 334


def test_zeros_are_hidden_unless_they_are_known_to_be_shown():
    table = [[0, 20, 30], [15, 40, 22], [17, 12, 60]]
    assert suppress(counted(table), least=5, progress=None).cells[0][0] is None
    assert suppress(counted(table), least=5, show_zeros=True, progress=None).small == 0


@pytest.mark.parametrize(
    ("table", "given", "code"),
    [
        ([[1, 2], [3, 1]], {"least": 10}, "too_few_people"),
        ([[1, 2], [3, 1]], {"least": 0}, "bad_least"),
        ([[10, 20], [3, 1]], {"protection": 0}, "bad_least"),
        ([[10, 20], [3, 1.5]], {}, "not_whole"),
        ([[3, 8]], {"least": 5, "protection": 20}, "cannot_protect"),
    ],
)
def test_what_cannot_be_published_is_refused(table, given, code):
    with pytest.raises(BadInput) as refused:
        suppress(counted(table), progress=None, **given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ([[None, 9, 12], [6, 8, 14], [9, 17, None]], "no_sum"),
        ([[None, 9, 5], [6, 8, 14], [9, 17, 26]], "contradiction"),
        ([[3, 9, 12], [6, 8, 14], [9, 17, 27]], "contradiction"),
    ],
)
def test_a_published_table_that_contradicts_itself_is_refused(published, code):
    with pytest.raises(BadInput) as refused:
        learnable(with_margins(counted([[3, 9], [6, 8]])), published, progress=None)
    assert refused.value.code == code


def test_a_group_called_like_the_sum_is_refused():
    with pytest.raises(BadInput) as refused:
        with_margins(Counts.of([[1, 2], [3, 4]], groups=["all", "x"]))
    assert refused.value.code == "double_name"
