"""A survey is answered on the phone and on paper keyed twice, closed, and published with numbers hidden."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shiliu.govern.surveys import actions
from shiliu.govern.surveys.models import Answer, Batch, Round
from tests.browser.asked import NAMES, answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def answer_on_the_phone(open_page):
    phone = open_page("/surveys/", width="phone", javascript=False)
    phone.get_by_role("link", name="Survey of needs").click()
    phone.get_by_role("link", name="Answer now").click()
    phone.get_by_label("Very poor").check()
    phone.get_by_label("Counselling").check()
    where = phone.get_by_text(re.compile(r"Page \d+ of \d+"))
    pages = int(where.inner_text().split(" of ")[1].split()[0])
    for page in range(1, pages):
        expect(where).to_contain_text(f"Page {page} of {pages}")
        phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Send the answers").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_survey_is_answered_on_the_phone_and_on_paper_and_published_with_numbers_hidden(
    open_page, axe, town, town_clock, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    ding, day = town.actor("ding"), town.now.date()
    survey = actions.create_survey(by=ding, area=town.places.west, names=NAMES, repeats=False)
    plan = {"opens_on": day, "closes_on": day + timedelta(9), "publish_on": day + timedelta(20), "households": 90}
    round = actions.plan_round(by=ding, survey=survey, **plan)

    office = open_page(f"/office/surveys/rounds/{round.pk}/", person=town.people.ding)
    office.get_by_role("button", name="Open the round").click()
    expect(office.get_by_text("The round is open.")).to_be_visible()
    answered(round.pk)

    answer_on_the_phone(open_page)
    keyer = open_page(f"/office/surveys/rounds/{round.pk}/", person=town.people.zhao)
    keyer.get_by_role("button", name="Begin a pile").click()
    keyer.get_by_label("H1 ·").fill("4")
    keyer.get_by_role("button", name="Keep and stop here").click()
    keyer.get_by_role("button", name="The first keying is done").click()
    expect(keyer.get_by_role("button", name="The first keying is done")).to_have_count(0)
    pile = f"/office/surveys/piles/{Batch.objects.get().pk}/"
    second = open_page(pile, person=town.people.ma)
    second.get_by_role("link", name="Key sheet 1").click()
    expect(second.get_by_label("H1 ·")).to_have_value("")
    second.get_by_label("H1 ·").fill("5")
    second.get_by_role("button", name="Keep and stop here").click()
    second.get_by_role("button", name="Compare both keyings").click()
    expect(second.get_by_role("button", name="Compare both keyings")).to_have_count(0)
    third = open_page(pile, person=town.people.ding)
    third.get_by_role("link", name="Sheet 1").click()
    expect(third.get_by_text("First keyed")).to_have_count(0)
    axe(third)
    third.get_by_label("H1 ·").fill("3")
    third.keyboard.press("Enter")
    expect(third.get_by_text("First keyed: 4. Then keyed: 5.", exact=True)).to_be_visible()
    third.get_by_label("H1 ·").fill("4")
    third.get_by_role("button", name="Settle this sheet").click()
    third.get_by_role("button", name="Count this pile").click()
    expect(third.get_by_text("1 sheet was counted.")).to_be_visible()
    assert (Answer.objects.count(), Round.objects.get().paper_answers) == (42, 1)

    actions.close_round(by=ding, round=round)
    office.goto(office.url)
    office.get_by_role("link", name="Look at it and publish").click()
    axe(office)
    office.get_by_role("button", name="Publish these tables").click()
    expect(office.get_by_text("The tables are frozen.")).to_be_visible()

    town_clock.forward(days=20)
    reader = open_page(f"/surveys/{round.pk}/", width="phone", dark=True)
    first = reader.locator("div.stack-tight").filter(has=reader.locator("#q-H1"))
    expect(first.get_by_role("rowheader", name="Very poor (hidden)")).to_be_visible()
    expect(reader.get_by_text("42 forms were answered, in a place of 90 households.")).to_be_visible()
    axe(reader)
