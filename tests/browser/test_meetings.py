"""A meeting from its call to the answered question, and a vote of owners by phone, with a code of the window, and on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from shiliu.govern.proposals.meetings import actions as meetings
from shiliu.govern.proposals.meetings.models import Meeting
from shiliu.govern.proposals.owners import actions as owners
from shiliu.govern.proposals.owners.models import OwnersMatter, OwnersVote
from shiliu.platform.permissions import ANONYMOUS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Benches in the yard"


def minute(moment, **later):
    return (localtime(moment) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def on_the_agenda(desk: Page, title: str, purpose: str, of_owners: bool = False) -> None:
    desk.get_by_role("link", name="Add to the agenda").click()
    desk.get_by_label("What it is about").fill(title)
    desk.get_by_label("What for").select_option(label=purpose)
    desk.get_by_label(re.compile("^This is for the owners alone")).set_checked(of_owners)
    desk.get_by_role("button", name="Save").click()


def called(desk: Page, now) -> int:
    """Prepared too late, moved, called. Gives its number."""
    desk.get_by_role("link", name="Prepare a meeting").click()
    desk.get_by_label("Kind").select_option("residents")
    desk.get_by_label("Place", exact=True).select_option("west")
    desk.get_by_label("Who calls it").select_option("committee")
    desk.get_by_label("What it is about").fill(TITLE)
    desk.get_by_label("Begins at").fill(minute(now, days=9))
    desk.get_by_label("Where", exact=True).fill("In the yard")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()
    on_the_agenda(desk, "Three benches", "To decide")
    on_the_agenda(desk, "A lift for house 1", "To decide", of_owners=True)
    expect(desk.get_by_text(re.compile("Owners decide this by a vote of their own")).first).to_be_visible()
    desk.get_by_label("What for").select_option(label="To discuss")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("The owners alone decide this")).to_be_visible()
    desk.get_by_role("button", name="Call everybody").click()
    expect(desk.get_by_text("Everybody must be told 10 days before: choose a later day.")).to_be_visible()
    desk.get_by_role("link", name="Change what it says").click()
    desk.get_by_label("Begins at").fill(minute(now, days=11))
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Call everybody").click()
    expect(desk.get_by_text("It is called; everybody can read it now.")).to_be_visible()
    return int(re.search(r"/(\d+)/$", desk.url)[1])


def took_place(desk: Page) -> None:
    desk.reload()
    desk.get_by_role("link", name="Write down how many came").click()
    desk.get_by_label("How many may come").fill("100")
    desk.get_by_label("How many came").fill("60")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name=re.compile("Write down what became of it.*Three benches")).click()
    desk.get_by_label("For", exact=True).fill("40")
    desk.get_by_label("Against", exact=True).fill("15")
    desk.get_by_label("In words").fill("Three benches before the summer.")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name=re.compile("Write down what became of it.*A lift for house 1")).click()
    expect(desk.get_by_label("For", exact=True)).to_have_count(0)
    desk.get_by_label("What became of it").select_option(label="The owners decide")
    desk.get_by_label("In words").fill("The owners vote in spring.")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name="Write the minutes").click()
    desk.get_by_label("Minutes").fill("We spoke about benches and a lift.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("We spoke about benches and a lift.")).to_be_visible()


def published(desk: Page) -> None:
    desk.get_by_role("link", name="Publish the decisions").click()
    expect(desk.get_by_label("Text", exact=True)).to_have_value(re.compile("Three benches before the summer"))
    desk.get_by_label("Shown for how many days").fill("14")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Affairs of this kind are shown for at least 15 days.").first).to_be_visible()
    desk.get_by_label("Shown for how many days").fill("15")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("Nobody has asked yet.")).to_be_visible()


def test_a_meeting_is_called_held_and_published_and_a_question_is_answered(open_page, axe, town, town_clock):
    meetings.load_defaults(by=town.actor("ding"))
    desk = open_page("/office/meetings/", person=town.people.sun)
    number = called(desk, town_clock.moment)
    phone = open_page(f"/meetings/{number}/", width="phone", person=town.people.gulnar)
    expect(phone.get_by_text("more than 1/2 must be there")).to_be_visible()
    phone.get_by_role("button", name="Hear of each step").click()
    expect(phone.get_by_role("button", name="Hear no more of it")).to_be_visible()
    town_clock.forward(days=11, hours=2)
    took_place(desk)
    published(desk)

    phone.goto("/notices/")
    expect(phone.get_by_text(re.compile("Three benches before the summer")).first).to_be_visible()
    phone.goto(f"/meetings/{number}/")
    expect(phone.get_by_text("Passed", exact=True)).to_be_visible()
    expect(phone.get_by_text("60 of 100")).to_be_visible()
    axe(phone)
    phone.get_by_role("region", name="Published affairs").get_by_role("link", name=TITLE).click()
    phone.get_by_label("Your question").fill("Who pays for them?")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Not answered yet; until then only you read it.")).to_be_visible()
    guest = open_page(phone.url, width="phone")
    expect(guest.get_by_text("Who pays for them?")).to_have_count(0)

    desk.goto("/office/meetings/")
    desk.get_by_role("link", name="Who pays for them?").click()
    desk.get_by_label("Answer", exact=True).fill("The fund of the court.")
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("The fund of the court.")).to_be_visible()
    guest.reload()
    expect(guest.get_by_text("Who pays for them?")).to_be_visible()
    expect(guest.get_by_text("The fund of the court.")).to_be_visible()
    axe(guest)
    assert Meeting.objects.get(pk=number).published.get().questions.get().answered_at


@pytest.fixture
def lift(town, settings, tmp_path):
    """A vote of twelve owners that is in preparation; all flats are of one size."""
    settings.DATA_DIR = tmp_path
    sun, moment = town.actor("sun"), town.now
    owners.load_defaults(by=town.actor("ding"))
    estate = owners.set_estate(by=sun, area=town.places.court, committee=town.units.property)
    owners.set_shares(by=sun, estate=estate, rows=[(f"1-{n}", Decimal("86.4"), "") for n in range(1, 13)])
    vote = owners.draft(by=sun, estate=estate, matter=OwnersMatter.objects.get(code="use_funds"), title="New pipes for house 1",
                        text="Paid from the repair fund.", opens_at=moment + timedelta(days=15), closes_at=moment + timedelta(days=22))  # fmt: skip
    return vote


def answered(page: Page, code: str, answer: str) -> str:
    """Gives the receipt."""
    page.get_by_label("Code from your letter").fill(code)
    page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Put it into the box").click()
    expect(page.get_by_text("Your ballot lies in the box")).to_be_visible()
    return re.search(r"Receipt: ((?:\w{4} ?){4})", page.locator("main").inner_text())[1].strip()


def test_owners_vote_by_phone_with_a_code_of_the_window_and_on_paper_and_read_the_sums(
    open_page, axe, town, town_clock, lift
):
    desk = open_page(f"/office/owners/{lift.pk}/", person=town.people.wang)
    desk.get_by_role("button", name="Announce and freeze").click()
    desk.get_by_role("button", name="Make the codes that are missing").click()
    rows = desk.locator("main .list-item")
    expect(rows).to_have_count(12)
    axe(desk)
    codes = dict(
        zip(rows.locator(".list-title").all_inner_texts(), rows.locator("strong").all_inner_texts(), strict=True)
    )
    assert sorted(codes) == sorted(f"1-{n}" for n in range(1, 13))

    town_clock.forward(days=16)
    seen = []
    phone = open_page("/owners/", width="phone")
    phone.on("request", lambda request: seen.append(request.url))
    phone.goto(f"/owners/{lift.pk}/#{codes['1-1']}")
    expect(phone.get_by_label("Code from your letter")).to_have_value(codes["1-1"])
    assert "#" not in phone.url and not any(codes["1-1"] in address.split("#")[0] for address in seen)
    receipt = answered(phone, codes["1-1"], "For")
    expect(phone.get_by_text("It weighs as one head with 86.4 m².")).to_be_visible()
    axe(phone)

    desk.goto(f"/office/owners/{lift.pk}/replace/")
    desk.get_by_label("Share whose letter is lost").fill("1-2")
    desk.get_by_role("button", name="Save").click()
    other = desk.locator("main .list-item strong").inner_text()
    plain = open_page(f"/owners/{lift.pk}/", width="phone", javascript=False)
    answered(plain, other.lower(), "For")

    desk.goto(f"/office/owners/{lift.pk}/paper/")
    desk.get_by_label("Code on the paper").fill(codes["1-3"])
    desk.get_by_role("group", name="Answer on the paper").get_by_label("For", exact=True).check()
    desk.get_by_label("The code once more").fill(codes["1-3"])
    desk.get_by_role("group", name="The answer once more").get_by_label("For", exact=True).check()
    desk.get_by_role("button", name="Put it into the box").click()
    expect(desk.get_by_text("The ballot lies in the box")).to_be_visible()
    axe(desk)
    for n in range(4, 13):
        owners.cast(
            by=ANONYMOUS, vote=OwnersVote.objects.get(), code=codes[f"1-{n}"], choice="for" if n < 8 else "against"
        )

    town_clock.forward(days=7)
    owners.tend()
    phone.goto(f"/owners/{lift.pk}/")
    votes = phone.get_by_role("table", name="Answers").get_by_role("row")
    expect(phone.get_by_text("12 of 12 owners took part.")).to_be_visible()
    expect(phone.get_by_role("heading", name="The owners agreed")).to_be_visible()
    expect(votes).to_contain_text(
        [re.compile("Answer"), re.compile(r"For\s*7\s*58 %"), re.compile(r"Against\s*5\s*41 %"), re.compile("abstain")]
    )
    axe(phone)
    phone.get_by_role("link", name="Receipts of all counted ballots").click()
    expect(phone.get_by_text(receipt)).to_be_visible()
