"""A case several units work on: the lead asks for a part on a phone, the helper answers, the units meet, the resident reads of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import CaseTask, Summons

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(town, raise_need, town_clock):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    return case


def test_a_lead_asks_for_a_part_and_the_helper_answers_on_a_phone(open_page, axe, town, town_clock, case):
    lead = open_page(f"/cases/office/{case.pk}/", person=town.people.li, width="phone")
    lead.get_by_role("link", name="Ask another unit for a part").click()
    lead.get_by_label("Unit", exact=True).fill("keep")
    lead.get_by_label("What you ask it to do").fill("Open the gate for the lift truck.")
    lead.get_by_label("By when").fill("2026-06-01")
    axe(lead)
    lead.get_by_role("button", name="Ask the unit").click()
    lead.get_by_label("I mean this day although").check()
    lead.get_by_role("button", name="Ask the unit").click()
    expect(lead.get_by_text("Keepers was asked")).to_be_visible()

    helper = open_page("/cases/office/", person=town.people.wang, width="phone")
    helper.get_by_role("link", name="Open the gate for the lift truck.").click()
    axe(helper)
    helper.get_by_label("What was done").fill("The gate is open until evening.")
    helper.get_by_role("button", name="It is done").click()
    expect(helper.get_by_text("The lead unit has been told.")).to_be_visible()
    assert CaseTask.objects.get().state == "done"

    resident = open_page(f"/cases/{case.pk}/", person=town.people.gulnar, width="phone")
    expect(resident.get_by_role("heading", name="Who works on it together")).to_be_visible()
    expect(resident.get_by_text("The gate is open until evening.")).to_be_visible()


@pytest.mark.once
def test_units_are_called_to_a_table_and_the_resident_reads_what_it_came_to(open_page, axe, town, town_clock, case):
    lead = open_page(f"/cases/office/{case.pk}/", person=town.people.li)
    lead.get_by_role("link", name="Call units to a table").click()
    lead.get_by_label("A pressing need the street cannot solve alone").check()
    lead.get_by_label("What makes it necessary").fill("The pipe runs below three plots.")
    lead.get_by_label("Fire", exact=True).check()
    lead.get_by_label("When", exact=True).fill("2026-03-11T09:30")
    lead.get_by_label("Where", exact=True).fill("Street office")
    axe(lead)
    lead.get_by_role("button", name="Ask the supervisor").click()
    expect(lead.get_by_text("The supervisor was asked.")).to_be_visible()

    here = f"/cases/office/tables/{Summons.objects.get().pk}/"
    supervisor = open_page(here, person=town.people.sun, width="phone")
    supervisor.get_by_role("button", name="Call the units").click()
    expect(supervisor.get_by_text("The units are called.")).to_be_visible()

    town_clock.forward(days=1)
    lead.goto(here)
    lead.get_by_role("radio", name="Came", exact=True).check()
    lead.get_by_role("button", name="Note who came").click()
    lead.get_by_label("What the table came to").fill("The pipe is laid anew by Friday.")
    axe(lead)
    lead.get_by_role("button", name="Tell the outcome").click()
    expect(lead.get_by_text("The outcome is told to the resident.")).to_be_visible()

    resident = open_page(f"/cases/{case.pk}/", person=town.people.gulnar, width="phone")
    expect(resident.get_by_text("The pipe is laid anew by Friday.")).to_be_visible()
