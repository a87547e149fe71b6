"""What rises: exact where it can be, calm under chance, and blind to what comes every year."""

from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods import themes
from shiliu.methods.themes import LEAST, SEASON, WINDOWS, YEAR, Usual, adjusted, dispersion_of, judge, tail


def row(now=0, recent=0, season=0, known=WINDOWS):
    return [now if at == 0 else season if at in SEASON else recent if at < 4 else 0 for at in range(known)]


def poisson(dice, mean):
    """Arrivals at exponential distances."""
    count, time = 0, dice.expovariate(mean)
    while time < 1:
        count, time = count + 1, time + dice.expovariate(mean)
    return count


def binomial_tail(y, r, windows):
    n, share = y + r, 1 / (1 + windows)
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(y, n + 1))


@given(st.integers(0, 60), st.integers(0, 90), st.integers(1, 9))
def test_without_clusters_the_tail_is_the_exact_conditional_test(count, needs, windows):
    assert tail(count, Usual(needs, windows)) == pytest.approx(
        binomial_tail(count, needs, windows), rel=1e-9, abs=1e-14
    )


@given(st.integers(0, 200), st.integers(0, 300), st.integers(1, 9), st.floats(1, 6))
def test_more_needs_now_are_never_less_surprising_and_more_before_never_more(count, needs, windows, dispersion):
    here = tail(count, Usual(needs, windows), dispersion)
    assert 0 <= here <= 1
    assert tail(count + 1, Usual(needs, windows), dispersion) <= here + 1e-12
    assert tail(count, Usual(needs + 1, windows), dispersion) >= here - 1e-12


@given(st.integers(2, 40), st.integers(0, 60), st.floats(1, 4))
def test_clusters_make_a_high_count_less_surprising(count, needs, dispersion):
    usual = Usual(needs, 3)
    if count > 2 * (usual.mean + 2) * dispersion:
        assert tail(count, usual, dispersion) >= tail(count, usual) - 1e-12


def test_under_chance_nearly_nothing_is_called_rising():
    dice, alarms = Random(20261122), 0
    for _site in range(60):
        rates = [dice.choice((0.2, 1, 4, 12)) for _cell in range(120)]
        counts = {cell: [poisson(dice, rate) for _w in range(17)] for cell, rate in enumerate(rates)}
        alarms += any(theme.rises for theme in judge(counts, known=17).themes)
    # With nothing but chance, the share of sites with any theme at all is held at FALSE_SHARE; 12 of 60 is 2.6 deviations above.
    assert alarms <= 12


def test_under_chance_in_clusters_nearly_nothing_is_called_rising():
    dice, alarms = Random(7), 0
    for _site in range(40):
        rates = [dice.choice((0.3, 2, 5)) for _cell in range(80)]
        counts = {
            cell: [sum(dice.choice((1, 1, 3)) for _need in range(poisson(dice, rate))) for _w in range(17)]
            for cell, rate in enumerate(rates)
        }
        alarms += any(theme.rises for theme in judge(counts, known=17).themes)
    assert alarms <= 9


def test_a_burst_is_found_among_many_quiet_cells():
    dice = Random(3)
    counts = {cell: [poisson(dice, 2) for _w in range(WINDOWS)] for cell in range(200)}
    counts["burst"] = [14, *counts[0][1:]]
    found = judge(counts).themes
    assert found[0].key == "burst" and found[0].rises and found[0].ratio > 3
    assert sum(theme.rises for theme in found) <= 3


def test_what_comes_every_winter_does_not_rise_and_what_grew_for_good_neither():
    quiet = {f"quiet{n}": row(1, 1, 1) for n in range(20)}
    winter, grown, new = row(20, 2, 20), row(20, 20, 2), row(20, 2, 2)
    found = {
        theme.key: theme
        for theme in judge({"winter": winter, "grown": grown, "new": new, **quiet}, dispersion=1).themes
    }
    assert not found["winter"].rises and not found["grown"].rises and found["new"].rises
    assert found["winter"].expected == 20 == found["grown"].expected and found["new"].expected == 2


def test_a_young_site_is_judged_by_the_recent_level_and_a_newborn_one_not_at_all():
    young = judge({"a": row(12, 1)[:4]}, known=4)
    assert young.themes[0].season is None and young.themes[0].rises
    assert judge({"a": [12]}, known=1).themes == []


def test_time_before_the_first_need_is_not_taken_for_a_time_of_none():
    theme = judge({"a": [12, 6, 6, 0, *[0] * (WINDOWS - 4)]}, known=3).themes[0]
    assert theme.recent == Usual(12, 2) and theme.expected == 6


def test_few_needs_are_no_theme_however_surprising():
    assert judge({"a": row(LEAST - 1)}).themes == [] and judge({"a": row(LEAST)}).themes[0].rises


def test_the_interval_holds_the_ratio_and_has_no_upper_end_where_none_were_usual():
    theme = judge({"a": row(12, 2, 2)}, dispersion=1).themes[0]
    low, high = theme.interval
    assert low < theme.ratio == 6 < high
    # Clopper and Pearson's limits for a share of 12 in 18, as odds times three windows (scipy.stats.beta.ppf).
    assert theme.against == Usual(6, 3) and (low, high) == pytest.approx((2.08410, 19.48414), rel=1e-3)
    unheard = judge({"a": row(9)}, dispersion=1).themes[0]
    assert unheard.ratio is None and unheard.interval[1] is None and unheard.interval[0] > 1


@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 50))
def test_correcting_keeps_the_order_and_never_lowers(tails, more):
    corrected = adjusted(tails, of=len(tails) + more)
    assert all(p - 1e-12 <= q <= 1 for p, q in zip(tails, corrected, strict=True))
    pairs = sorted(zip(tails, corrected, strict=True))
    assert [q for _p, q in pairs] == sorted(q for _p, q in pairs)


def test_correcting_gives_the_values_of_the_paper():
    # The fifteen tails of Benjamini and Hochberg's own example: four are found at 0.05.
    tails = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1.0,
    ]
    assert sum(q <= 0.05 for q in adjusted(tails)) == 4


@given(
    st.dictionaries(st.integers(), st.lists(st.integers(0, 12), min_size=20, max_size=20), max_size=12), st.randoms()
)
def test_the_same_counts_give_the_same_answer_in_any_order(counts, dice):
    keys = list(counts)
    dice.shuffle(keys)
    answers = [
        {theme.key: theme for theme in judge(some, known=15).themes}
        for some in (counts, {key: counts[key] for key in keys})
    ]
    assert answers[0].keys() == answers[1].keys()
    assert all(theme.q == pytest.approx(answers[1][key].q) for key, theme in answers[0].items())


def test_counts_without_clusters_have_a_spread_near_one_and_clusters_a_larger_one():
    dice = Random(5)
    calm = {cell: [poisson(dice, 3) for _w in range(14)] for cell in range(300)}
    doubled = {cell: [2 * number for number in counts] for cell, counts in calm.items()}
    assert 1 <= dispersion_of(calm) < 1.1 and 1.8 < dispersion_of(doubled) < 2.2
    assert dispersion_of({"a": [50, *[2] * 13]}) == 1, "what rises now does not hide itself"


@pytest.mark.parametrize("wrong", [[1, -1, 0], [1]])
def test_wrong_counts_are_refused(wrong):
    with pytest.raises(ValueError, match="window"):
        judge({"a": wrong}, known=3)


def test_the_windows_of_a_season_lie_around_the_same_weeks_of_earlier_years():
    assert SEASON == (12, 13, 14, 25, 26, 27, 38, 39, 40) and YEAR * themes.DAYS == 364
