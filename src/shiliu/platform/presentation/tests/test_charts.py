"""Charts are drawn from numbers without surprises."""

import re

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.presentation.charts import bars, lines, nice_ceiling


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_the_scale_ends_at_a_round_number_close_above_the_largest_value(value):
    top = nice_ceiling(value)
    assert value <= top <= value * 10


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12))
def test_bars_keep_the_order_of_their_values_and_stay_on_the_field(values):
    drawn = bars([{"label": "x", "value": value} for value in values])
    assert all(0 <= bar.width <= 100 for bar in drawn)
    assert [bar.width for bar in sorted(drawn, key=lambda bar: bar.width)] == [
        bars([{"label": "x", "value": v} for v in [value, *values]])[0].width for value in sorted(values)
    ]


def test_a_share_keeps_one_hundred_percent_as_full_width_with_its_interval():
    with translation.override("en"):
        (bar,) = bars([{"label": "a", "value": 0.5, "low": 0.4, "high": 0.62, "n": 40}], as_percent=True)
    assert (bar.width, bar.low, bar.high, bar.shown, bar.interval, bar.n) == (50, 40, 62, "50%", "40% to 62%", "40")


def test_an_unknown_value_is_a_dash_and_not_a_zero():
    (bar,) = bars([{"label": "a", "value": None}])
    assert bar.shown == "–"


def test_a_missing_month_leaves_a_gap_in_the_line():
    drawn, ticks, labels = lines({"labels": ["1", "2", "3"], "lines": [{"label": "a", "values": [1, None, 2]}]})
    assert re.findall(r"[ML]", drawn[0].path) == ["M", "M"]
    assert drawn[0].cells[1] == "–"
    assert [label.text for label in labels] == ["1", "2", "3"]
    assert len(ticks) == 3


def test_the_scale_of_counts_names_no_half_of_a_case():
    _drawn, ticks, _labels = lines({"labels": ["1"], "lines": [{"label": "a", "values": [5]}]})
    assert ticks == ["5", "", "0"]
    _drawn, ticks, _labels = lines({"labels": ["1"], "lines": [{"label": "a", "values": [4.5]}]})
    assert ticks == ["5", "2.5", "0"]


def test_objects_serve_as_rows_as_well_as_mappings():
    class Row:
        label, value = "a", 3

    assert bars([Row()])[0].label == "a"


@given(st.integers(min_value=1, max_value=60))
def test_at_most_seven_words_stand_below_a_line_and_the_first_is_always_there(months):
    _drawn, _ticks, labels = lines(
        {"labels": [str(i) for i in range(months)], "lines": [{"label": "a", "values": [1] * months}]}
    )
    shown = [label for label in labels if label.shown]
    assert len(labels) == months and len(shown) <= 7 and labels[0].shown and labels[0].first
    assert all(label.shown for label in labels if label.first)
    assert sum(label.first for label in labels) <= 3
