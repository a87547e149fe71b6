"""The rules of agreements on plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.mediation.agreements import rows, rules
from shiliu.govern.mediation.files.models import Dispute, Kind

DAY = date(2026, 3, 10)


@settings(max_examples=25)
@given(st.text("ab修费", max_size=12), st.text("ab修费", max_size=12))
def test_differences_put_together_give_both_texts(before, after):
    pieces = rules.differences(before, after)
    assert "".join(text for tag, text in pieces if tag != "new") == before
    assert "".join(text for tag, text in pieces if tag != "gone") == after


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(rules.PARTS), st.text(max_size=20)), st.randoms())
def test_one_hash_belongs_to_one_text_in_whatever_order_it_was_written(words, random):
    items = list(words.items())
    random.shuffle(items)
    assert rules.digest(1, dict(items)) == rules.digest(1, words) != rules.digest(2, words)


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.floats() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=4)
    )
)
def test_a_drawing_is_points_inside_its_field_or_refused(said):
    try:
        strokes = rules.strokes_of(said)
    except ValueError:
        return
    assert all(0 <= x <= rules.BOX[0] and 0 <= y <= rules.BOX[1] for stroke in strokes for x, y in stroke)
    assert "<script" not in rules.svg_of(strokes)


@pytest.mark.parametrize(
    "said", [[], [[]], "x", [[[1, 2]]], [[["1", 2], [1, 2]]], [[[1, True], [1, 2]]], [[[float("nan"), 2], [1, 2]]]]
)
def test_what_is_no_drawing_is_refused(said):
    with pytest.raises(ValueError):
        rules.strokes_of(said)


def test_reminders_come_before_on_and_after_the_day():
    ahead = [rules.reminder(DAY, DAY + timedelta(days=days), before=3) for days in (-4, -3, -1, 0, 1)]
    assert ahead == ["", "before", "before", "day", "over"]


def test_an_agreement_is_written_for_each_of_three_reasons_that_have_a_source():
    later, now = [{"due": "2026-03-11"}], [{"due": "2026-03-10"}]
    assert rules.why_written(asked=True, major=True, terms=later, today=DAY) == ["asked", "later", "major"]
    assert rules.why_written(asked=False, major=False, terms=now, today=DAY) == []
    assert set(rows.read("written")) == {"asked", "later", "major"}


@pytest.mark.parametrize("name", ["routes", "written", "bars", "causes"])
def test_every_row_says_its_source_in_three_languages(name):
    for row in rows.read(name).values():
        assert row.source and set(row.names) == {"zh-hans", "en", "ug"}
        assert not row.how or set(row.how) == {"zh-hans", "en", "ug"}


def test_every_kind_of_dispute_has_a_way_on_after_every_end():
    for kind in Kind.values:
        for state in Dispute.ENDED:
            codes = {row.code for row in rows.routes(kind, state)}
            assert "legal_aid" in codes and len(codes) > 1
    assert all(
        row.kinds <= set(Kind.values) and row.ends <= set(Dispute.State.values) for row in rows.read("routes").values()
    )
