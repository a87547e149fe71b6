from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform import revisions
from shiliu.platform.workflow import NotPossible

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
values = st.dictionaries(st.sampled_from(["code", "names", "boundary", "areas"]), plain, min_size=4, max_size=4)


def row(before, after):
    return SimpleNamespace(data=revisions.kept(before, after))


@given(values, values)
def test_taking_back_what_was_changed_gives_what_stood_before(old, new):
    before, after = revisions.differences(old, new)
    if after:
        assert {**new, **revisions.taken_back(row(before, after), new)} == old


@given(values, values)
def test_stamps_are_equal_exactly_when_the_values_are(one, two):
    if revisions.stamp(one) == revisions.stamp(two):
        assert one == two
    assert revisions.stamp(one) == revisions.stamp(dict(reversed(one.items())))


def test_a_stale_stamp_is_refused_with_the_present_values_and_no_form_needs_none():
    revisions.refuse_stale({"code": "a"}, None)
    revisions.refuse_stale({"code": "a"}, revisions.stamp({"code": "a"}))
    for seen in ("", "x", revisions.stamp({"code": "b"})):
        with pytest.raises(revisions.Stale) as stale:
            revisions.refuse_stale({"code": "a"}, seen)
        assert stale.value.present == {"code": "a"}


def test_a_row_that_changed_no_values_cannot_be_taken_back():
    with pytest.raises(NotPossible):
        revisions.taken_back(SimpleNamespace(data={"place": "x"}), {})
