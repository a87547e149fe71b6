"""Other programs: an administrator gives a key and asks a question with a matter; whoever writes the program finds both described."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def send(live: str, **fields: str) -> str:
    """What another program does with the key; returns the service_request_id."""
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{live}/open311/v2/requests.json", body) as answer:
        return json.load(answer)[0]["service_request_id"]


def test_a_program_gets_a_key_and_sends_a_need_with_it_until_it_is_taken_back(
    open_page, axe, live, town, catalogue, town_clock
):
    page = open_page("/cases/office/programs/", person=town.people.ding)
    page.get_by_label("Which program is it for?").fill("Street app")
    page.get_by_role("button", name="Give a key").click()
    key = page.locator(".tracking code").inner_text()
    axe(page)
    page.goto("/cases/office/questions/")
    page.get_by_role("link", name="Manhole", exact=True).click()
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("简体中文").fill("井盖编号")
    page.get_by_label("Code", exact=True).fill("lid")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("cell", name="lid")).to_be_visible()

    reader = open_page("/", width="phone")
    reader.get_by_role("link", name="How other programs connect").click()
    axe(reader)
    expect(reader.get_by_text("GET requests.json?updated_after=")).to_be_visible()
    assert reader.request.get(reader.get_by_role("link", name=f"{live}/open311/v2").get_attribute("href")).ok

    given = {
        "api_key": key,
        "service_code": "manhole",
        "description": "The lid is loose.",
        "address_id": "court",
        "attribute[lid]": "7",
    }
    number = send(live, **given)
    assert Case.objects.get().number == number and Case.objects.get().answers == {"lid": "7"}

    page.goto("/cases/office/programs/")
    page.get_by_text("Take back", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Nothing can be sent with this key any more.")).to_be_visible()
