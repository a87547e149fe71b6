"""A dispatcher reads what is suggested for a need nobody named a matter for, takes it over, and sends it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases import suggestion_store
from shiliu.methods.suggesting import Example, Model, train

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learned(settings, tmp_path):
    """A small model that knows lamps and manholes; what it was measured by is shown on a page of its own."""
    settings.DATA_DIR = tmp_path
    texts = {"street_lamp": "the street lamp is dark", "manhole": "the manhole cover is loose"}
    model = train([Example(text, label) for label, text in texts.items() for _i in range(10)])
    kept = {name: getattr(model, name) for name in ("labels", "columns", "idf", "weights", "bias")}
    notes = {
        "at": "2026-03-09T10:00:00+08:00", "n": 20, "counts": {"street_lamp": 10, "manhole": 10}, "left_out": [], "fitted": 16,
        "target": 0.8, "held_out": 4, "first": 4, "three": 4, "said": 4, "said_right": 4, "usual": "manhole", "usual_right": 2,
        "by_label": {"manhole": [2, 2, 2], "street_lamp": [2, 2, 2]}, "confused": [],
    }  # fmt: skip
    suggestion_store.write(Model(**kept, threshold=0.4), notes)


def test_a_dispatcher_takes_over_what_is_suggested_and_sends_it(
    open_page, axe, town, catalogue, raise_need, learned, town_clock
):
    case = raise_need(category=None, title="Dark", text="The street lamp is dark at the gate.").case
    page = open_page(f"/cases/office/{case.pk}/", person=town.people.lin, width="phone")
    page.get_by_role("link", name=re.compile("Fill in this matter.*Street lamp")).click()
    expect(page.get_by_text("The form now says “Street lamp”")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send to a unit").click()
    expect(page.get_by_text("Sent to the unit").first).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.category.code, case.lead) == ("dispatched", "street_lamp", town.units.city)
