from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.mediation.table import rules

DAY = datetime(2026, 3, 11, tzinfo=UTC)
openings = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=4).map(
    lambda pairs: [(DAY + timedelta(minutes=15 * at), DAY + timedelta(minutes=15 * (at + long))) for at, long in pairs]
)


@settings(max_examples=25)
@given(openings)
def test_pieces_cover_exactly_the_half_hours_of_the_openings(spans):
    assert rules.covered(rules.pieces(spans)) == frozenset(rules.grid(spans))


@settings(max_examples=25)
@given(st.frozensets(st.integers(0, 30)), st.sampled_from(rules.LENGTHS))
def test_a_sitting_begins_only_where_all_its_half_hours_are_free(free, minutes):
    half_hours = {DAY + rules.UNIT * at for at in free}
    for starts in half_hours:
        fits = all(starts + rules.UNIT * at in half_hours for at in range(minutes // 30))
        assert (starts in rules.starts_within(half_hours, minutes)) == fits


def test_a_language_that_nobody_understands_is_missing_and_both_scripts_are_one():
    assert rules.tongues_missing({"a": "ug", "b": "zh-hant", "c": "kk-arab"}, {"zh-hans", "kk"}) == ["ug"]
