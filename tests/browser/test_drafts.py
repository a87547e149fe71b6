"""Nothing typed is lost: a refused form, a reload, a lost session; and a second tap sends nothing twice."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from shiliu.foundation.models import Person
from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, CaseStep
from tests.browser.raising import WORDS, choose_matter, name_the_place, say_it

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "was kept on this device"


def typed_words(page: Page):
    return page.get_by_label("What happened, or what do you need?")


def to_the_words(page: Page) -> None:
    choose_matter(page)
    name_the_place(page)


@pytest.mark.once
def test_a_refused_step_comes_back_with_every_word_and_its_photo(open_page, catalogue, town_clock, png):
    page = open_page("/cases/new/", width="phone")
    to_the_words(page)
    typed_words(page).fill(WORDS)
    page.get_by_label("Photos").set_input_files({"name": "lamp.png", "mimeType": "image/png", "buffer": png().read()})
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_role("button", name="Next: look at it once more").click()
    expect(page.get_by_text("This is not an e-mail address.").first).to_be_visible()
    expect(typed_words(page)).to_have_value(WORDS)
    expect(page.get_by_label("E-mail")).to_have_value("not an address")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()


@pytest.mark.once
def test_a_half_filled_form_is_there_again_after_a_reload_and_after_coming_back_another_time(
    open_page, catalogue, town_clock
):
    page = open_page("/cases/new/?kind=help&area=house", width="phone")
    page.get_by_role("button", name="Next: where it is").click()
    page.get_by_role("button", name="Next: what happened").click()
    typed_words(page).press_sequentially("Dark for three")
    typed_words(page).press("Tab")
    page.reload()
    expect(typed_words(page)).to_have_value("Dark for three")
    page.goto("/about/")
    page.goto("/cases/new/?kind=help&area=house")
    page.get_by_role("button", name="Next: where it is").click()
    page.get_by_role("button", name="Next: what happened").click()
    expect(typed_words(page)).to_have_value("Dark for three")
    expect(page.get_by_text(KEPT)).to_be_visible()


@pytest.mark.once
def test_a_need_survives_the_loss_of_the_session_between_two_steps(open_page, catalogue, town_clock, png):
    page = open_page("/cases/new/", width="phone")
    to_the_words(page)
    page.context.clear_cookies()
    say_it(page, photo=png().read())
    expect(page.get_by_text("This form had been open too long.").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Next|Send it now")).click()
    expect(page.get_by_text("This form had been open too long.")).to_have_count(0)
    last, code = (
        page.get_by_role("button", name="Send it now"),
        page.get_by_role("heading", name="Your tracking code"),
    )
    expect(last.or_(code).first).to_be_visible()
    if last.is_visible():
        last.click()
    expect(code).to_be_visible()
    assert Case.objects.get().text == WORDS and Case.objects.get().files.count() == 1


@pytest.mark.once
def test_an_answer_half_written_at_the_desk_survives_a_lost_session_and_signing_in_again(
    open_page, town, raise_need, town_clock
):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    Person.objects.filter(pk=town.people.li.pk).update(language="en")
    EmailAddress.objects.create(user=town.people.li, email=town.people.li.email, verified=True, primary=True)
    page = open_page(f"/cases/office/{case.pk}/", person=town.people.li)
    box = page.locator("details.move[open]")
    box.get_by_label("Answer to the resident").fill("The fuse has been replaced.")
    page.context.clear_cookies(name="shiliu_session")
    box.get_by_role("button", name="Answer", exact=True).click()
    expect(box).to_have_count(0)
    page.goto(f"/cases/office/{case.pk}/")
    page.get_by_label("E-mail address or").fill("li@example.org")
    page.get_by_label("Password", exact=True).fill("long enough 7")
    page.get_by_role("button", name=re.compile("^Sign in$", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile(f"/cases/office/{case.pk}/$"))
    expect(page.locator("details.move[open]").get_by_label("Answer to the resident")).to_have_value(
        "The fuse has been replaced."
    )
    assert not CaseStep.objects.filter(move="answer").exists()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.both  # two requests of one visitor run for one row
def test_two_taps_on_send_make_one_case(open_page, catalogue, town_clock, javascript):
    page = open_page("/cases/new/", width="phone", javascript=javascript)
    to_the_words(page)
    say_it(page)
    page.get_by_role("button", name="Send it now").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", name="Your tracking code")).to_be_visible()
    assert Case.objects.count() == 1
