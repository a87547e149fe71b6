"""A vote on the phone: each press is saved at once, also when the connection is lost for a while; the receipt stands in the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes.actions import moving
from shiliu.govern.projects.votes.models import BOX, Vote
from shiliu.platform.ballots import boxes
from shiliu.platform.permissions import ANONYMOUS
from tests.parts.votes import candidates, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def vote(town, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return opened(town, candidates(town), budget=9000)


def test_a_ballot_survives_a_lost_connection_counts_unsent_and_proves_itself(open_page, axe, town, town_clock, vote):
    phone = open_page(f"/votes/{vote.pk}/", width="phone", person=town.people.gulnar)
    axe(phone)
    phone.get_by_role("link", name="To my ballot").click()
    phone.get_by_role("button", name="Choose Lamp bench").click()
    expect(phone.get_by_role("status")).to_have_text("Saved.")
    expect(phone.get_by_role("button", name="Take back Lamp bench")).to_be_focused()
    expect(phone.get_by_text("1 of 2").first).to_be_visible()

    lost = []
    phone.route("**/ballot/", lambda route: (lost.append(1), route.abort()) if len(lost) < 2 else route.continue_())
    phone.get_by_role("button", name="Choose Lamp ramp").click()
    expect(phone.get_by_role("status")).to_have_text("Not saved yet: there is no connection. Trying again.")
    expect(phone.get_by_role("status")).to_have_text("Saved.")
    expect(phone.get_by_role("button", name="Choose Lamp garden")).to_be_disabled()
    axe(phone)
    phone.get_by_role("link", name="Look at my ballot").click()
    receipt = phone.locator(".tracking code").inner_text()
    axe(phone)
    assert len(lost) == 2 and boxes.read(boxes.box_of(BOX, vote.pk), town.people.gulnar).content["v"] == [1, 3]

    plain = open_page(f"/votes/{vote.pk}/code/", width="phone", javascript=False)
    _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    plain.get_by_label("Code on your slip").fill(code)
    plain.get_by_role("button", name="Open my ballot").click()
    plain.get_by_role("button", name="Choose Lamp garden").click()
    expect(plain.get_by_role("button", name="Take back Lamp garden")).to_be_visible()
    _packet, more = actions.print_packet(by=town.actor("ding"), vote=vote, purpose="slips", count=10)
    for each in more:
        actions.cast(by=ANONYMOUS, vote=vote, ballot=[2], code=each)

    town_clock.forward(days=6)
    moving.tend()
    assert Vote.objects.get(pk=vote.pk).state == "counted"
    everybody = open_page(f"/votes/{vote.pk}/", width="phone")
    expect(everybody.get_by_text("12 ballots were counted.")).to_be_visible()
    axe(everybody)
    everybody.get_by_role("link", name="Was my ballot counted?").click()
    everybody.get_by_label("My receipt").fill(receipt)
    everybody.get_by_role("button", name="Look for it").click()
    expect(everybody.get_by_text("It is in the list: your ballot was counted.")).to_be_visible()
    axe(everybody)
    everybody.go_back()
    everybody.go_back()
    everybody.get_by_role("link", name="How it was counted, step by step").click()
    expect(everybody.get_by_role("heading", name="Chosen, step by step")).to_be_visible()
    axe(everybody)


def test_a_slip_is_scanned_and_its_code_is_sent_to_nobody_before_it_is_used(open_page, town, town_clock, vote):
    _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    seen = []
    phone = open_page("/votes/", width="phone")
    phone.on("request", lambda request: seen.append(request.url))
    phone.goto(f"{phone.url}{vote.pk}/code/#{code}")
    expect(phone.get_by_label("Code on your slip")).to_have_value(code)
    assert "#" not in phone.url and not any(code in address.split("#")[0] for address in seen)
    phone.get_by_role("button", name="Open my ballot").click()
    expect(phone.get_by_text("You vote with the code of a slip.")).to_be_visible()
