"""Counts that may be told: small ones hidden so that no file is found, and nothing of a quarter that is not over."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.mediation.figures import queries, rules
from shiliu.govern.mediation.files.models import Dispute, Kind
from shiliu.methods.disclosure import Counts, learnable, with_margins

LEAST = 5


def closed(town, count, *, kind="neighbours", state="performed", on=date(2025, 11, 5), cause="", committee="committee"):
    unit = getattr(town.units, committee)
    for number in range(count):
        Dispute.objects.create(
            key_name=f"{kind}{state}{on}{cause}{committee}{number}"[-32:], committee=unit, area=town.places.west, kind=kind, origin="party",
            state=state, applied_on=on - timedelta(days=9), ended_on=on, cause=cause,
        )  # fmt: skip


@pytest.fixture
def few(settings):
    settings.MEDIATION_LEAST = LEAST


@settings(max_examples=12)
@given(st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=3))
def test_no_small_count_is_found_by_adding_and_subtracting(cells):
    counts = tuple(map(tuple, cells))
    names = tuple(map(str, range(len(counts))))
    made = rules.published(names, ("a", "b", "c"), counts, LEAST)
    if not made.cells:
        return
    table = with_margins(Counts.of(counts, names, ("a", "b", "c"), keep_empty=True))
    small = {(r, c) for r, row in enumerate(table.values) for c, value in enumerate(row) if value < LEAST}
    assert all(made.cells[r][c] is None for r, c in small)
    hidden = {(table.rows[r], table.columns[c]) for r, c in small}
    assert all(one.width >= LEAST for one in learnable(table, made.cells) if (one.row, one.column) in hidden)


def test_a_quarter_is_told_when_it_is_over():
    assert str(rules.Quarter.of(date(2026, 3, 31))) == "2026-Q1" and rules.Quarter(2026, 2).begins == date(2026, 4, 1)


@pytest.mark.django_db
def test_what_is_too_small_is_not_published_at_all(town, few):
    closed(town, 4)
    [table] = queries.tables()
    assert table.published.cells == () and queries.shares(table) == [] and not list(queries.lines())


@pytest.mark.django_db
def test_success_is_shown_beside_withdrawals_refusals_and_what_was_not_taken(town, few):
    for state, count in (
        ("performed", 30),
        ("withdrawn", 12),
        ("refused", 9),
        ("not_taken", 7),
        ("failed", 8),
        ("broken", 6),
    ):
        for kind in ("neighbours", "property"):
            closed(town, count, state=state, kind=kind)
    [table] = queries.tables()
    assert table.level == "community"
    assert {label: (count, whole) for label, count, whole in queries.shares(table)} == {
        "Agreed and carried out": (60, 144), "Agreed and not carried out": (12, 144), "Ended without agreement": (16, 144),
        "Stopped by a party": (24, 144), "Refused by a side": (18, 144), "Not taken on": (14, 144),
    }  # fmt: skip


@pytest.mark.django_db
def test_this_quarter_and_open_files_are_not_counted(town, few):
    closed(town, 20, on=town.now.date())
    Dispute.objects.create(key_name="open", committee=town.units.committee, area=town.places.west, kind="other", origin="party", state="table", applied_on=date(2025, 11, 1))  # fmt: skip
    assert queries.tables() == []


@pytest.mark.django_db
def test_nothing_is_counted_by_mediator_or_committee(town, few):
    closed(town, 12)
    closed(town, 12, committee="city", kind="family")
    assert {table.level for table in queries.tables()} == {"community", "district"}
    assert {tuple(line) for line in queries.lines()} == {("quarter", "level", "kind", "outcome", "count")}


@pytest.mark.django_db
def test_causes_are_told_from_the_least_on_and_never_what_was_not_said(town, few):
    closed(town, 11, cause="leak")
    closed(town, 4, cause="noise", kind="housing")
    closed(town, 9, kind="family")
    assert [(one.cause, one.count, one.area.code) for one in queries.causes()] in ([("leak", 11, "west")], [])
    closed(town, 40, cause="parking", kind="property")
    assert "parking" in {one.cause for one in queries.causes()}
    assert not {"noise", "unsaid", "other"} & {one.cause for one in queries.causes()}


@pytest.mark.django_db
def test_everybody_reads_the_page_the_table_and_the_api_and_they_say_the_same(town, few, client):
    for kind in Kind.values[:2]:
        closed(town, 12, kind=kind)
    page = client.get("/mediation/figures/")
    assert page.status_code == 200 and "2025-Q4" in page.content.decode()
    rows = b"".join(client.get("/mediation/figures.csv")).decode("utf-8-sig").splitlines()[1:]
    items = client.get("/api/v1/mediation/figures").json()["items"]
    assert len(rows) == len(items) > 0
    assert [row.split(",")[-1] for row in rows] == [
        "" if item["count"] is None else str(item["count"]) for item in items
    ]
