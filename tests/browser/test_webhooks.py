"""An administrator lets another program be told, tries it, and stops it; the program verifies what it got."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shiliu.platform.webhooks import sending
from shiliu.platform.webhooks.tests import receiving
from shiliu.platform.webhooks.verify_example import is_genuine

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_webhook_is_added_tried_and_paused_on_a_phone(open_page, axe, town, town_clock, settings):
    settings.WEBHOOK_SENDER = f"{receiving.__name__}.post"
    receiving.heard.clear()
    page = open_page("/office/webhooks/", person=town.people.ding, width="phone")
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_label("Which program is it?").fill("City app")
    page.get_by_label("Address to call").fill("http://app.example/in")
    page.get_by_label("A need was published").check()
    page.get_by_role("button", name="Add it and show the secret").click()
    expect(page.get_by_text("The address begins with https://.").first).to_be_visible()
    page.get_by_label("Address to call").fill("https://app.example/in")
    page.get_by_role("button", name="Add it and show the secret").click()
    secret = page.locator(".tracking code").inner_text()
    axe(page)
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("A test is on its way.")).to_be_visible()
    sending.deliver()
    page.reload()
    expect(page.locator(".list-item").get_by_text("Taken")).to_be_visible()
    [heard] = receiving.heard
    assert is_genuine(secret, heard.headers, heard.body, now=town.now.timestamp)
    axe(page)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Paused. It is told nothing until you let it go on.")).to_be_visible()
