"""A mediation that the other side does not want: asked for on a phone, taken on at a desk, refused with the code of a letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.panel import keeping

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def committee(town, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return keeping.save_committee(by=town.actor("ding"), organisation=town.units.city)


def test_a_side_refuses_with_the_code_of_its_letter_and_both_learn_where_else_to_go(
    open_page, axe, town, town_clock, committee
):
    phone = open_page("/mediation/", width="phone", person=town.people.gulnar)
    axe(phone)
    phone.get_by_role("link", name="Ask for mediation").first.click()
    phone.get_by_text("None of these").click()
    axe(phone)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("What happened?").fill("Water drips from the flat above")
    phone.get_by_label("Your name, as it is to stand in an agreement").fill("Gulnar A.")
    phone.get_by_label("Name of the other side").fill("Old Wei")
    axe(phone)
    phone.get_by_role("button", name="Send to the committee").click()
    expect(phone.get_by_text("Water drips from the flat above")).to_be_visible()
    axe(phone)

    desk = open_page("/office/mediation/", person=town.people.li)
    axe(desk)
    desk.get_by_role("link", name="Between neighbours").click()
    expect(desk.get_by_text("Water drips from the flat above")).to_be_visible()
    desk.get_by_role("link", name="Take it on", exact=True).click()
    desk.get_by_role("button", name="Take it on").click()
    code = desk.locator(".tracking code").inner_text()
    axe(desk)

    other = open_page("/mediation/open/", width="phone")
    axe(other)
    other.get_by_role("textbox", name="Code").fill(code)
    other.get_by_role("button", name="Open", exact=True).click()
    expect(other.get_by_text("You decide freely, and either answer is all right.")).to_be_visible()
    axe(other)
    other.get_by_role("link", name="I do not want to").click()
    other.get_by_role("button", name="I do not want to").click()
    expect(other.get_by_text("The file is closed.").first).to_be_visible()

    phone.goto(phone.url)
    expect(
        phone.get_by_text("A side did not want to mediate. This file is closed; other ways stay open.")
    ).to_be_visible()
    assert Dispute.objects.get().state == "refused"
