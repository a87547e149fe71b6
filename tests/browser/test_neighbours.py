"""Somebody about to raise what a neighbour has raised already says “me too” instead; with script and without."""

import re

import pytest
from playwright.sync_api import expect

from shiliu.govern.cases import moderation
from shiliu.govern.cases.models import Case
from tests.browser.raising import WORDS, choose_matter, name_the_place, send

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Dark lamp at the east gate"


@pytest.fixture
def lamp(raise_need, town):
    case = raise_need(by=None, text=WORDS).case
    return moderation.publish(by=town.actor("lin"), case=case, title=TITLE, text=WORDS)


def count(case):
    return Case.objects.get(pk=case.pk).me_too


def test_me_too_ends_the_form_with_thanks_and_whoever_still_wants_to_send_loses_nothing(open_page, lamp, axe):
    page = open_page("/cases/new/", width="phone")
    choose_matter(page, matter="I do not know")
    name_the_place(page)
    offered = page.get_by_role("region", name="Is it one of these?")
    expect(offered).to_have_count(0)
    page.get_by_label("What happened, or what do you need?").fill(WORDS)
    page.get_by_label("A short title").fill("My own title")
    expect(offered).to_contain_text(TITLE)
    axe(page)
    offered.get_by_role("button", name="Me too").click()
    expect(page.get_by_role("heading", level=1, name="Thank you, you are counted")).to_be_visible()
    axe(page)
    assert count(lamp) == 1
    page.get_by_role("button", name="I still want to send mine").click()
    expect(page.get_by_label("What happened, or what do you need?")).to_have_value(WORDS)
    expect(page.get_by_label("A short title")).to_have_value("My own title")
    page.get_by_role("radio", name=re.compile("Yes, neighbours may read it")).check()
    page.get_by_role("button", name="Next: look at it once more").click()
    send(page)
    assert Case.objects.count() == 2


@pytest.mark.once
def test_without_script_a_guest_is_counted_on_the_public_page_and_takes_it_back(open_page, lamp):
    page = open_page("/cases/", width="phone", javascript=False)
    row = page.locator(f"#case-{lamp.pk}")
    row.get_by_role("button", name=re.compile("Me too")).click()
    expect(row).to_contain_text("1 neighbour too")
    row.get_by_role("link", name=TITLE).click()
    panel = page.get_by_role("region", name="Does it concern you too?")
    expect(panel.get_by_label("E-mail")).to_be_visible()
    panel.get_by_role("button", name=re.compile("Take it back")).click()
    expect(page.get_by_text("You are no longer counted.")).to_be_visible()
    assert count(lamp) == 0


def test_a_dispatcher_joins_two_needs_with_one_press_and_takes_them_apart_again(open_page, lamp, raise_need, town):
    later = raise_need(by="gulnar", text=WORDS).case
    desk = open_page(f"/cases/office/{later.pk}/", person=town.people.lin)
    beside = desk.get_by_role("complementary").get_by_role("region", name="The same matter")
    beside.locator("summary").filter(has_text="Join them").click()
    desk.get_by_role("button", name="Join them").last.click()
    expect(desk.get_by_text("Done: Join with another need.")).to_be_visible()
    asker = open_page(f"/cases/{later.pk}/", width="phone", person=town.people.gulnar)
    expect(asker.get_by_role("region", name="It goes on together with another need")).to_contain_text(lamp.number)
    desk.goto(f"/cases/office/{lamp.pk}/")
    desk.locator("summary").filter(has_text="Take apart again").click()
    desk.get_by_label("Reason, for the resident to read").last.fill("Another lamp after all.")
    desk.get_by_role("button", name=re.compile("Take apart again")).last.click()
    expect(desk.get_by_text("Done: Take apart again.")).to_be_visible()
    assert Case.objects.get(pk=later.pk).merged_into is None
