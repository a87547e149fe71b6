import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.rates import CaseRow, Rate, three_rates, wilson


@pytest.mark.parametrize(
    "successes, n, low, high",
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (8, 10, 0.4902, 0.9433),
        (81, 263, 0.2553, 0.3662),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(successes, n, low, high):
    """81 of 263 is the example of Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3: 0.2553 to 0.3662."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_share_of_nothing_is_unknown_and_not_zero():
    rate = Rate(0, 0, excluded=2)
    assert (rate.value, rate.low, rate.high) == (None, None, None)
    assert wilson(0, 0) == (0.0, 1.0)


def test_response_counts_dispatched_cases_whose_limit_is_decided():
    rows = [CaseRow(True), CaseRow(True), CaseRow(False), CaseRow(None), CaseRow(False, excluded=True)]
    assert three_rates(rows).response == Rate(2, 3, excluded=1, non_response=1)


def test_solution_counts_only_answered_call_backs():
    rows = [CaseRow(asked=True, solved=True), CaseRow(asked=True, solved=False), CaseRow(asked=True), CaseRow(True)]
    assert three_rates(rows).solution == Rate(1, 2, excluded=0, non_response=1)


def test_basically_satisfied_is_satisfied_and_the_two_levels_below_are_not():
    rows = [CaseRow(asked=True, level=level) for level in (5, 4, 3, 2, 1)]
    assert three_rates(rows).satisfaction == Rate(3, 5)
    assert three_rates(rows, satisfied_from=4).satisfaction == Rate(2, 5)


def test_one_question_answered_does_not_answer_the_other():
    rates = three_rates([CaseRow(asked=True, solved=True)])
    assert (rates.solution.n, rates.satisfaction.n, rates.satisfaction.non_response) == (1, 0, 1)


def test_excluded_case_is_shown_only_where_it_would_have_counted():
    rates = three_rates([CaseRow(True, excluded=True), CaseRow(True, asked=True, solved=False, excluded=True)])
    assert (rates.response.excluded, rates.solution.excluded) == (2, 1)


@pytest.mark.parametrize("bad", [lambda: Rate(2, 1), lambda: Rate(-1, 1), lambda: Rate(0, 0, -1), lambda: wilson(3, 2)])
def test_impossible_counts_are_refused(bad):
    with pytest.raises(ValueError):
        bad()


@pytest.mark.parametrize("bad", [{"asked": True, "level": 6}, {"solved": True}, {"level": 5}])
def test_judgement_nobody_gave_is_refused(bad):
    with pytest.raises(ValueError):
        CaseRow(**bad)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError):
        wilson(1, 2, confidence)


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=80, deadline=None)
@given(counts)
def test_interval_holds_the_share_stays_within_bounds_and_mirrors(count):
    successes, n = count
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low))


@settings(max_examples=80, deadline=None)
@given(counts)
def test_ten_times_the_cases_narrow_the_interval_and_more_confidence_widens_it(count):
    successes, n = count
    low, high = wilson(successes, n)
    narrow, wide = wilson(successes * 10, n * 10), wilson(successes, n, 0.99)
    assert narrow[1] - narrow[0] < high - low < wide[1] - wide[0]


rows = st.builds(
    lambda contacted, asked, solved, level, excluded: CaseRow(
        contacted, asked, solved if asked else None, level if asked else None, excluded
    ),
    st.none() | st.booleans(),
    st.booleans(),
    st.none() | st.booleans(),
    st.none() | st.integers(1, 5),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=30))
def test_every_case_is_accounted_for(cases):
    rates = three_rates(cases)
    assert rates.response.n + rates.response.excluded + rates.response.non_response == len(cases)
    for rate in (rates.solution, rates.satisfaction):
        assert rate.n + rate.excluded + rate.non_response == sum(row.asked for row in cases)
