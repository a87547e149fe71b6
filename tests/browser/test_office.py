"""An administrator enters a compound, its cell, a duty, and a unit that serves it; the public page then names them all."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from shiliu.foundation.models import Area, GridCell, OrganisationKind
from tests.browser.test_keyboard import press, write
from tests.town import square

pytestmark = pytest.mark.django_db(transaction=True)
ORCHARD = square(100.022, 40.022, 0.01)
AROUND = square(100.02, 40.02, 0.015)


def save(page: Page, says: str) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(says).first).to_be_visible()


def draw(page: Page, boundary: dict) -> None:
    """Paste a boundary, look at the drawing, save it."""
    page.get_by_label("Or paste GeoJSON here").fill(json.dumps(boundary))
    page.get_by_role("button", name="Check and draw").click()
    expect(page.get_by_text("This boundary can be used")).to_be_visible()
    expect(page.get_by_text("Please look at this")).to_have_count(0)
    page.get_by_role("button", name="Save this boundary").click()
    expect(page.get_by_text("The boundary is saved.")).to_be_visible()


def test_what_an_administrator_enters_answers_who_serves_here(open_page, town, town_clock):
    page = open_page(f"/office/places/{town.places.west.pk}/", person=town.people.ding)
    page.get_by_role("link", name="Place inside").click()
    page.get_by_label("Name in 简体中文").fill("果园小区")
    page.get_by_label("Name in English").fill("Orchard")
    page.get_by_label("Code", exact=True).fill("orchard")
    save(page, "The place is entered.")
    page.get_by_role("link", name="Boundary", exact=True).click()
    draw(page, ORCHARD)

    page.goto(f"/office/places/grid/{town.places.west.pk}/new/")
    page.get_by_label("Name in 简体中文").fill("第08网格")
    page.get_by_label("Name in English").fill("Cell 08")
    page.get_by_label("Code", exact=True).fill("08")
    page.get_by_label("Supervision telephone").fill("0000-5550188")
    page.get_by_label("Safety: Duty").fill("Orchard warden")
    page.get_by_label("Safety: Telephone").fill("0000-5550108")
    save(page, "The cell is entered.")
    draw(page, AROUND)

    page.goto("/office/organisations/kinds/new/")
    page.get_by_label("Name in 简体中文").fill("供水公司")
    page.get_by_label("Name in English").fill("Water company")
    page.get_by_label("Code", exact=True).fill("water")
    page.get_by_label("Standing").select_option(label="Public utility")
    save(page, "The kind is added.")
    page.goto("/office/organisations/new/")
    page.get_by_label("Name in 简体中文").fill("清泉供水")
    page.get_by_label("Name in English").fill("Clear Spring Water")
    page.get_by_label("Kind", exact=True).select_option(label="Water company")
    page.get_by_label("Code", exact=True).fill("spring")
    page.get_by_label("Telephone for residents").fill("0000-5550177")
    page.get_by_label("Codes of the places it serves").fill("orchard")
    save(page, "The unit is entered.")

    page = open_page("/places/", width="phone")
    page.get_by_label("Street, community, compound or building").fill("Orchard")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="Orchard", exact=True)).to_be_visible()
    for answer in ("Orchard warden", "0000-5550108", "0000-5550188", "Clear Spring Water", "0000-5550177"):
        expect(page.get_by_text(answer).first).to_be_visible()


@pytest.mark.once
def test_a_place_is_entered_and_retired_by_keyboard_and_comes_back(open_page, town, town_clock):
    page = open_page(f"/office/places/new/?parent={town.places.west.code}", person=town.people.ding)
    write(page, "Name in 简体中文", "果园小区")
    write(page, "Code", "west-1")
    press(page, "Save")
    expect(page.get_by_text("The place is entered.")).to_be_visible()
    made = Area.objects.get(code="west-1")
    page.get_by_text("Retire this place", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Retire this place").click()
    expect(page.get_by_text("The place is retired.")).to_be_visible()
    press(page, "Put back into use")
    expect(page.get_by_text("The place is in use again.")).to_be_visible()
    made.refresh_from_db()
    assert made.active and not GridCell.objects.filter(areas=made).exists()


@pytest.mark.once
def test_a_slip_in_a_kind_is_taken_back_with_one_press(open_page, town, town_clock):
    kind = OrganisationKind.objects.get(code="residents_committee")
    page = open_page(f"/office/organisations/kinds/{kind.pk}/", person=town.people.ding)
    expect(page.get_by_text("1 unit of this kind")).to_be_visible()
    page.get_by_label("Standing").select_option(label="Company")
    save(page, "Saved.")
    page.goto(f"/office/organisations/kinds/{kind.pk}/")
    page.get_by_role("button", name="Take this change back").click()
    expect(page.get_by_text("The change is taken back.")).to_be_visible()
    kind.refresh_from_db()
    assert kind.standing == "committee"
