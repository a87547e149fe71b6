"""An administrator edits what the dispatch catalogue is made of; promises already published stand."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once


def test_an_edited_urgency_counts_from_the_next_version_and_can_be_taken_back(open_page, town, catalogue):
    ding, reader = open_page(person=town.people.ding), open_page()
    ding.goto("/cases/office/catalogue/")
    ding.get_by_role("link", name="Urgency").click()
    ding.get_by_role("link", name="General (7 days)").click()
    ding.get_by_label("Resolve within").fill("60")
    ding.get_by_role("button", name="Save").click()
    expect(ding.get_by_role("row", name=re.compile("General"))).to_contain_text("60 days")
    reader.goto("/cases/catalogue/")
    assert "60 days" not in reader.inner_text("main")
    ding.get_by_role("link", name="General (7 days)").click()
    ding.get_by_role("button", name="Take this change back").click()
    expect(ding.get_by_label("Resolve within")).to_have_value("7")
