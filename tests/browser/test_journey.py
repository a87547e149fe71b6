"""One need from the phone of a resident through every hand it passes, to the page neighbours read: all by clicks and typing."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from shiliu.platform import jobs
from tests.browser.raising import choose_matter, judge, make_move, say_it, send, touch_the_map

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "To ask at which gate the lamp stands"


@pytest.fixture
def staff(open_page, catalogue, town):
    """staff("li", "/cases/office/") -> that person's page at the desk; each person keeps one page through the test."""
    pages: dict[str, Page] = {}

    def at_the_desk(key: str, path: str = "/cases/office/") -> Page:
        if key in pages:
            pages[key].goto(path)
        else:
            pages[key] = open_page(path, width="desktop", person=getattr(town.people, key))
        return pages[key]

    return at_the_desk


def raise_on_the_phone(page: Page, photo: bytes, email: str = "") -> str:
    choose_matter(page)
    latitude, longitude = touch_the_map(page)
    assert 40 <= latitude <= 40.08 and 100 <= longitude <= 100.08, "the pin stands in the town"
    expect(page.locator("#serving")).to_contain_text("It would go to: City")
    page.get_by_role("button", name="Next: what happened").click()
    say_it(page, photo=photo, email=email)
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    return send(page)


def expect_routing_explained(page: Page) -> str:
    """The page after sending says who has it, why and by when; gives the number of the case."""
    where = page.get_by_role("region", name="Where it went, and why")
    expect(where).to_contain_text("It was sent to: City")
    expect(where.get_by_role("listitem")).not_to_have_count(0)
    expect(page.get_by_role("region", name="By when").locator("time").first).to_be_visible()
    return page.locator(".number").first.inner_text()


def accept_contact_and_answer(desk: Page, number: str) -> None:
    expect(desk.get_by_text(number)).to_be_visible()
    desk.get_by_role("link", name=re.compile("The lamp at the east gate")).click()
    expect(desk.get_by_role("img", name="Photo of the place or thing")).to_be_visible()
    make_move(desk, "Accept")
    desk.get_by_label("Why you need the contact").fill(REASON)
    desk.get_by_role("button", name="Show the contact").click()
    expect(desk.get_by_text("This look was logged")).to_be_visible()
    desk.get_by_role("link", name="Back to the case").click()
    make_move(desk, "Note that the resident was contacted", Answer_to_the_resident="We called and come tomorrow.")
    make_move(desk, "Answer", Answer_to_the_resident="The fuse has been replaced.")


def reopen(desk: Page, title: re.Pattern) -> None:
    desk.get_by_role("link", name=title).click()
    box = desk.locator("details").filter(
        has=desk.locator("summary").get_by_text("Re-open and send to a unit", exact=True)
    )
    box.get_by_label("Responsible unit").select_option(label="City")
    make_move(desk, "Re-open and send to a unit", Reason="The lamp is dark again; look at the cable.")


def publish(desk: Page, number: str) -> None:
    expect(desk.get_by_text(number)).to_be_visible()
    desk.get_by_role("link", name=re.compile("The lamp at the east gate")).click()
    desk.get_by_label("Text for everyone", exact=True).fill("A street lamp has been dark for three nights.")
    desk.get_by_role("checkbox", name=re.compile("show")).first.check()
    desk.get_by_role("button", name="Publish this text").click()
    expect(desk.get_by_text(number)).to_have_count(0)


def history(page: Page):
    return page.get_by_role("region", name="What happened")


def expect_public(page: Page, number: str) -> None:
    page.get_by_role("link", name=re.compile("The lamp at the east gate")).click()
    expect(page.get_by_text(number).first).to_be_visible()
    expect(page.get_by_text("A street lamp has been dark for three nights.")).to_be_visible()
    expect(page.get_by_text("Confirmed solved").first).to_be_visible()
    expect(history(page)).to_contain_text("The cable was replaced.")
    said = page.get_by_role("region", name="What the resident says")
    expect(said.locator("dd")).to_have_text(["1", "1"])
    expect(page.get_by_role("region", name="What was said").get_by_role("img")).to_have_count(1)


def expect_counted(board: Page) -> None:
    for label in ("Response rate", "Solution rate", "Satisfaction rate"):
        expect(board.locator(".rate").filter(has_text=label)).to_contain_text("1 of 1")
    expect(board.get_by_role("row", name=re.compile("Street lamp"))).to_contain_text("1 of 1")


@pytest.mark.both  # a server whose threads each hold a connection, from end to end
def test_a_guest_sees_a_need_through_to_the_end_with_the_tracking_code_alone(open_page, staff, town_clock, png):
    resident = open_page("/", width="phone")
    resident.get_by_role("link", name="Raise a need").first.click()
    code = raise_on_the_phone(resident, png(size=(800, 600)).read(), email="asker@example.org")
    number = expect_routing_explained(resident)
    jobs.run_due_jobs()

    told = staff("li", "/notices/")
    told.get_by_role("link", name=f"New: {number}").click()
    expect(told).to_have_url(re.compile("/cases/office/"))
    town_clock.forward(hours=2)
    accept_contact_and_answer(staff("li"), number)
    town_clock.forward(hours=2)
    jobs.run_due_jobs()
    assert any("The fuse has been replaced." in letter.body for letter in mail.outbox)

    elsewhere = open_page("/", width="phone")
    elsewhere.get_by_label("Follow with your code").fill(code.lower())
    elsewhere.get_by_role("button", name="Look").click()
    expect(elsewhere.get_by_text("The fuse has been replaced.").first).to_be_visible()
    expect(elsewhere.get_by_role("region", name="Who looked at how to reach you")).to_contain_text(REASON)
    judge(elsewhere, solved=False, level="Very dissatisfied", said="Dark again since yesterday.")
    expect(elsewhere.get_by_role("heading", name="Second promise, after it was re-opened")).to_be_visible()

    supervisor = staff("sun", "/notices/")
    supervisor.get_by_role("link", name=f"Not solved: {number}").click()
    expect(supervisor.get_by_text("Dark again since yesterday.").first).to_be_visible()
    reopen(staff("sun"), re.compile("The lamp at the east gate"))
    town_clock.forward(hours=20)
    handler = staff("li", "/notices/")
    handler.get_by_role("link", name=f"Re-opened: {number}").click()
    make_move(handler, "Accept")
    make_move(handler, "Report the work done", Answer_to_the_resident="The cable was replaced.")

    elsewhere.reload()
    expect(elsewhere.get_by_text("The cable was replaced.").first).to_be_visible()
    judge(elsewhere, solved=True, level="Satisfied", said="Thank you.")
    expect(elsewhere.get_by_text("Thank you. The need is closed as solved.")).to_be_visible()

    publish(staff("lin", "/cases/office/moderation/"), number)
    expect_public(open_page("/cases/", width="phone"), number)
    expect_counted(staff("sun", "/cases/office/board/"))
    elsewhere.reload()
    expect(elsewhere.get_by_text("A text in which nobody is named:")).to_be_visible()


def test_a_signed_in_resident_reads_in_the_notices_what_happened_and_in_the_log_who_looked(
    open_page, staff, town, town_clock, png
):
    resident = open_page("/", width="phone", person=town.people.gulnar)
    resident.get_by_role("link", name="Raise a need").first.click()
    raise_on_the_phone(resident, png(size=(800, 600)).read())
    number = expect_routing_explained(resident)
    town_clock.forward(hours=2)
    accept_contact_and_answer(staff("li"), number)

    resident.goto("/notices/")
    expect(resident.get_by_text("The answer to “The lamp at the east gate", exact=False)).to_be_visible()
    resident.get_by_role("link", name=f"{number} was answered").click()
    judge(resident, solved=False, level="Dissatisfied", said="Dark again since yesterday.")
    expect(resident.get_by_role("heading", name="Second promise, after it was re-opened")).to_be_visible()
    reopen(staff("sun"), re.compile("The lamp at the east gate"))
    town_clock.forward(hours=20)
    handler = staff("li")
    handler.get_by_role("link", name=re.compile("The lamp at the east gate")).click()
    make_move(handler, "Accept")
    make_move(handler, "Report the work done", Answer_to_the_resident="The cable was replaced.")

    resident.goto("/notices/")
    resident.get_by_role("link", name=f"{number} is reported done").click()
    judge(resident, solved=True, level="Very satisfied")
    expect(resident.get_by_text("Thank you. The need is closed as solved.")).to_be_visible()
    publish(staff("lin", "/cases/office/moderation/"), number)
    expect_public(open_page("/cases/", width="phone"), number)
    expect_counted(staff("sun", "/cases/office/board/"))

    resident.goto("/notices/")
    expect(resident.get_by_role("link", name=f"{number} can be read by neighbours")).to_be_visible()
    resident.goto("/me/")
    resident.get_by_role("link", name=re.compile("Who looked")).first.click()
    look = resident.get_by_role("listitem").filter(has_text="looked up how to reach")
    expect(look).to_contain_text("li")
    expect(look).to_contain_text(REASON)
    expect(look).to_contain_text(number)
