"""The indices of one table: by hand, by definition, and what must hold for every table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shiliu.methods import embedding
from shiliu.methods.embedding import Counts

pytestmark = pytest.mark.once
few = settings(max_examples=max(4, settings.default.max_examples // 8), deadline=None)


def _nobody_missing(table):
    """The first unit and the first group have somebody everywhere, so that none is empty; two groups differ."""
    table[:, 0] += 1
    table[0] += 1
    return table


tables = arrays.arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 30)).map(
    _nobody_missing
)
APART = ("dissimilarity", "gini", "information", "relative_diversity", "squared_variation", "normalised_exposure")


def brute(x):
    """Each index as it is written in books, by loops."""
    units, groups = x.shape
    t, X, T = x.sum(1), x.sum(0), x.sum()
    P, q = X / T, x / x.sum(1)[:, None]
    E, I = -(P * np.log(P)).sum(), (P * (1 - P)).sum()  # noqa: E741
    inside = [(i, k) for i in range(units) for k in range(groups)]
    unit_entropy = [-sum(s * np.log(s) for s in q[i] if s > 0) for i in range(units)]
    return {
        "dissimilarity": sum(t[i] * abs(q[i, k] - P[k]) for i, k in inside) / (2 * T * I),
        "gini": sum(t[i] * t[j] * abs(q[i, k] - q[j, k]) for i, k in inside for j in range(units)) / (2 * T * T * I),
        "information": sum(t[i] * (E - unit_entropy[i]) for i in range(units)) / (E * T),
        "mutual_information": sum(x[i, k] / T * np.log(x[i, k] * T / (t[i] * X[k])) for i, k in inside if x[i, k]),
        "relative_diversity": sum(t[i] * (q[i, k] - P[k]) ** 2 for i, k in inside) / (T * I),
        "squared_variation": sum(t[i] * (q[i, k] - P[k]) ** 2 / P[k] for i, k in inside) / (T * (groups - 1)),
        "normalised_exposure": sum(t[i] * (q[i, k] - P[k]) ** 2 / (1 - P[k]) for i, k in inside) / T,
        "unit_entropy": sum(t[i] * unit_entropy[i] for i in range(units)) / T,
        "unit_simpson": sum(t[i] * (1 - (q[i] ** 2).sum()) for i in range(units)) / T,
    }


@few
@given(tables)
def test_every_index_is_what_its_definition_says(table):
    found = embedding.indices(table)
    assert found == pytest.approx(brute(table), abs=1e-12)
    assert embedding.indices(table.astype(float)) == pytest.approx(found, abs=1e-12)


@few
@given(tables)
def test_indices_lie_between_even_and_apart_and_do_not_mind_the_order(table):
    found = embedding.indices(table)
    for name in APART:
        assert -1e-12 <= found[name] <= 1 + 1e-12
    turned = embedding.indices(table[::-1, ::-1])
    assert turned == pytest.approx(found, abs=1e-12)
    assert embedding.indices(table * 3) == pytest.approx(found, abs=1e-12)
    assert embedding.indices(np.repeat(table, 2, axis=0)) == pytest.approx(found, abs=1e-12)


def test_units_of_one_group_each_are_wholly_apart_and_equal_units_wholly_even():
    apart, even = embedding.indices([[10, 0, 0], [0, 20, 0], [0, 0, 5]]), embedding.indices([[2, 3, 5], [4, 6, 10]])
    for name in APART:
        assert apart[name] == pytest.approx(1) and even[name] == pytest.approx(0, abs=1e-12)
    assert apart["unit_entropy"] == 0 and apart["mutual_information"] == pytest.approx(
        embedding.entropy(np.diag([10, 20, 5]))[0]
    )


def test_two_groups_by_hand():
    table = [[60, 10], [30, 20], [10, 70]]
    assert embedding.dissimilarity(table) == pytest.approx(0.6)  # ½ (|.6 − .1| + |.3 − .2| + |.1 − .7|)
    assert embedding.pairwise_dissimilarity(table)[0, 1] == pytest.approx(0.6)
    met = embedding.exposure(table)
    assert met[0, 1] == pytest.approx(0.6 * 10 / 70 + 0.3 * 20 / 50 + 0.1 * 70 / 80)
    assert embedding.isolation(table)[0] == pytest.approx(met[0, 0])
    assert embedding.location_quotient(table)[0] == pytest.approx([60 / 70 / 0.5, 10 / 70 / 0.5])
    assert embedding.simpson(table)[0] == 0.5 and embedding.entropy(table)[0] == pytest.approx(np.log(2))


@few
@given(tables)
def test_exposures_of_a_group_sum_to_one_and_quotients_average_to_one(table):
    assert embedding.exposure(table).sum(axis=1) == pytest.approx(1)
    mean = table.sum(axis=1) @ embedding.location_quotient(table) / table.sum()
    assert mean == pytest.approx(1)


@few
@given(tables, st.data())
def test_what_lies_between_and_within_larger_areas_adds_up(table, data):
    areas = [data.draw(st.sampled_from("ab")) for _ in table[2:]] + list("ab")
    parts = embedding.decompose(Counts.of(table, within=areas))
    assert parts.m == pytest.approx(parts.m_between + sum(area.adds_to_m for area in parts.areas), abs=1e-12)
    assert parts.h == pytest.approx(parts.h_between + sum(area.adds_to_h for area in parts.areas), abs=1e-12)
    assert parts.m_within >= -1e-12 and parts.m_between >= -1e-12


@pytest.mark.parametrize(
    ("people", "given", "code", "where"),
    [
        ([[1, 2], [3]], {}, "ragged", "row 1"),
        ([[1, 2], 3], {}, "ragged", "row 1"),
        ([[1, "x"], [3, 4]], {}, "not_a_number", ""),
        ([[1, 2], [3, float("nan")]], {"units": ["A", "B"], "groups": ["x", "y"]}, "not_finite", "row B, column y"),
        ([[1, -2], [3, 4]], {}, "negative", "row 0, column group 2"),
        ([[1, 2], [0, 0]], {}, "empty_unit", "row 1"),
        ([[1, 0], [2, 0]], {}, "empty_group", "column group 2"),
        ([[1, 2], [3, 4]], {"units": ["A", "A"]}, "double_unit", "row A"),
        ([[1, 2], [3, 4]], {"groups": ["x", "x"]}, "double_group", "row x"),
        ([[1, 2], [3, 4]], {"units": ["A"]}, "names", ""),
        ([[1, 2]], {}, "too_little", ""),
        ([[1], [2]], {}, "too_little", ""),
        (np.ones((2, 2, 2)), {}, "not_a_table", ""),
        ([[1, 2], [0, 0]], {"leave_out_empty": True}, "too_little", ""),
    ],
)
def test_a_table_that_says_nothing_is_refused_with_the_place_of_the_fault(people, given, code, where):
    with pytest.raises(embedding.BadInput) as refused:
        Counts.of(people, **given)
    assert refused.value.code == code and where in str(refused.value)


def test_empty_units_and_groups_are_left_out_on_request_and_named():
    counts = Counts.of([[1, 0, 2], [0, 0, 0], [3, 0, 4]], ["A", "B", "C"], within=["n", "n", "s"], leave_out_empty=True)
    assert counts.units == ("A", "C") and counts.within == ("n", "s")
    assert counts.left_out == ("B", "group 2") and counts.people.tolist() == [[1, 2], [3, 4]]


def test_larger_areas_are_needed_to_decompose():
    for within, code in ((None, "no_areas"), (["n", "n"], "one_area")):
        with pytest.raises(embedding.BadInput) as refused:
            embedding.decompose(Counts.of([[1, 2], [3, 4]], within=within))
        assert refused.value.code == code
