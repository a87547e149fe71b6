"""A matter rises: the supervisor sees it, opens one case for all, and the unit answers every need in it with the same words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases.models import Case
from shiliu.platform.clock import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamps(town, catalogue, raise_need, town_clock):
    """Six dark lamps within a day, after a quiet quarter."""
    row = {"kind": "help", "title": "Dark", "text": "Dark", "channel": "web", "area": town.places.house, "state": "closed",
           "area_path": town.places.house.path, "category": catalogue["street_lamp"]}  # fmt: skip
    old = [now() - timedelta(days=days) for days in (40, 70, 100, 130)]
    Case.objects.bulk_create(Case(**row, received_at=at, changed_at=at) for at in old)
    cases = [raise_need(by="gulnar" if number == 0 else None, title=f"Lamp {number}").case for number in range(6)]
    town_clock.forward(days=1)
    return cases


def test_a_supervisor_opens_one_case_and_the_unit_answers_all_of_it(open_page, axe, town, lamps):
    supervisor = open_page("/cases/office/", person=town.people.sun)
    supervisor.get_by_role("navigation", name="Work on cases").get_by_role("link", name="Themes").click()
    expect(supervisor.get_by_text("Rising", exact=True)).to_be_visible()
    axe(supervisor)
    supervisor.get_by_role("link", name="Street lamp").click()
    expect(supervisor.get_by_text("would have been usual", exact=True)).to_be_visible()
    axe(supervisor)
    supervisor.get_by_label("Title").fill("The lamps of the west")
    supervisor.get_by_role("button", name="Open the case for all").click()
    expect(supervisor.get_by_text("The case was opened")).to_be_visible()
    first = supervisor.get_by_role("listitem").filter(has_text="Lamp 5")
    first.get_by_text("Take out").first.click()
    first.get_by_role("button", name="Take out").click()
    expect(supervisor.get_by_role("heading", name="Could be put in as well")).to_be_visible()
    axe(supervisor)

    parent = Case.objects.get(channel="theme")
    handler = open_page(f"/cases/office/{parent.pk}/", person=town.people.li, width="phone")
    handler.get_by_role("link", name="Look at the needs in it").click()
    handler.get_by_label("An answer").check()
    handler.get_by_label("Answer to each of them").fill("The whole line is renewed this week.")
    axe(handler)
    handler.get_by_role("button", name="Answer all of them").click()
    expect(handler.get_by_text("5 needs were answered.")).to_be_visible()

    resident = open_page(f"/cases/{lamps[0].pk}/", person=town.people.gulnar, width="phone")
    expect(resident.get_by_text("The whole line is renewed this week.").first).to_be_visible()
    assert parent.parts.count() == 5 and set(parent.parts.values_list("state", flat=True)) == {"answered"}
