"""Above the soft limit: the device calculates and goes on by itself; without script one waits and presses once more."""

import pytest
from django.test import Client
from playwright.sync_api import expect

# What the device and the page do; what is counted, platform/limits/tests and platform/challenge/tests see.
pytestmark = pytest.mark.once
TRACK = "/cases/track/"


@pytest.fixture(autouse=True)
def one_try_is_free(limits_on, settings):
    settings.CHALLENGE_BITS = 8
    settings.LIMITS = {**settings.LIMITS, "code": (1, 9, 60)}


@pytest.fixture
def code(raise_need, live):
    """Of a case; from this network somebody has just typed a wrong one."""
    found = raise_need(by=None).code
    Client().post(TRACK, {"code": "AAAA-AAAA-AA"})
    return found


def show(page, code):
    page.get_by_label("Tracking code").fill(code)
    page.get_by_role("button", name="Open the case").click()


def test_the_device_calculates_and_the_case_opens_without_another_press(open_page, code, town_clock, axe, settings):
    settings.CHALLENGE_BITS = 30
    slow = open_page(TRACK, width="phone")
    show(slow, code)
    expect(slow.get_by_role("status")).to_contain_text("Your device calculates something")
    axe(slow)
    settings.CHALLENGE_BITS = 8
    page = open_page(TRACK, width="phone")
    show(page, code)
    expect(page.get_by_role("heading", name="What you said")).to_be_visible()


def test_without_script_one_waits_twenty_seconds_and_nothing_typed_is_lost(open_page, code, town_clock):
    page = open_page(TRACK, javascript=False)
    show(page, code)
    expect(page.get_by_role("status")).to_have_text("Wait 20 seconds, then press “Go on”.")
    town_clock.forward(seconds=19)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("That was a little too soon.")).to_be_visible()
    town_clock.forward(seconds=20)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="What you said")).to_be_visible()
