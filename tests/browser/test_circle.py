"""The fifteen-minute circle, from a phone in a neighbour's hand to the list of candidates."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.live.circle import actions
from shiliu.live.circle.models import Facility, Gap
from shiliu.live.circle.tests.conftest import EAST, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_a_gap_for_wheels_closes_when_a_neighbour_proposes_and_staff_confirms_and_what_is_left_becomes_a_candidate(
    open_page, town, town_clock, axe
):
    build(town)
    actions.run(by=town.actor("sun"))
    phone = open_page("/circle/?area=west&walker=wheelchair", width="phone")
    expect(phone.get_by_role("heading", level=1)).to_have_text("West")
    axe(phone)
    phone.goto("/circle/gaps/?walker=wheelchair&kind=convenience")
    expect(phone.locator("#gaps li")).to_have_count(2)
    phone.goto("/circle/map/?area=west&walker=wheelchair&kind=convenience")
    expect(phone.locator(".map path.mark-diamond")).to_have_count(2)
    expect(phone.locator(".map path.mark-triangle")).to_have_count(1)
    axe(phone)

    phone.get_by_role("link", name="Propose one that is missing here").click()
    phone.get_by_label("What is it called?").fill("东头便利店")
    phone.get_by_text("Type the position instead").click()
    phone.get_by_label("Latitude").fill(str(EAST[1]))
    phone.get_by_label("Longitude").fill(str(EAST[0]))
    # At once: what the map does when a position is left moves nothing.
    phone.get_by_label("Entrance without a step").check()
    phone.get_by_label("When is it open?").fill("8–20")
    axe(phone)
    phone.get_by_role("button", name="Send the proposal").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")

    town_clock.forward(days=1)
    desk = open_page("/office/circle/round/", person=town.people.zhao)
    desk.get_by_role("link", name="Look and decide").click()
    axe(desk)
    desk.get_by_role("button", name="It is there: enter it").click()
    expect(desk.get_by_text("The proposal is on the list now.")).to_be_visible()

    town_clock.forward(days=1)
    chief = open_page("/office/circle/runs/", person=town.people.sun)
    chief.get_by_role("button", name="Measure now").click()
    expect(chief.get_by_text("Everybody reads the new figures now.")).to_be_visible()
    phone.goto("/circle/gaps/?walker=wheelchair&kind=convenience")
    expect(phone.locator("#gaps li")).to_have_count(1)
    phone.goto("/circle/changes/?area=west&walker=wheelchair&kind=convenience")
    expect(phone.get_by_text("东头便利店 is new on the list.")).to_be_visible()

    left = Gap.objects.get(walker="wheelchair", kind__code="convenience", closed_in=None)
    chief.goto(f"/circle/gaps/{left.pk}/")
    chief.get_by_role("link", name="Put forward as a candidate").click()
    chief.get_by_label("Why should a project close this gap?").fill("Stairs alone lead to the terrace.")
    chief.get_by_role("button", name="Put forward").click()
    expect(chief.get_by_text("The gap is put forward.")).to_be_visible()
    chief.goto("/office/circle/candidates/")
    expect(chief.get_by_text("Stairs alone lead to the terrace.")).to_be_visible()
    axe(chief)

    phone.goto(f"/circle/facilities/{Facility.objects.get(source='neighbour').pk}/")
    phone.get_by_role("button", name="Still here").click()
    expect(phone.get_by_text("Neighbours now read that it was seen today.")).to_be_visible()
