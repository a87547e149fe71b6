"""A bench for a courtyard: from “me too” of five neighbours to the works that were accepted, and the author hears it to the end."""

from __future__ import annotations

import json
import re
import shlex
from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from shiliu.govern.cases import moderation, neighbours
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.votes import actions as votes
from shiliu.govern.projects.votes import freezing
from shiliu.govern.projects.votes.actions import moving
from shiliu.govern.projects.works import actions as works
from shiliu.govern.projects.works.models import Acceptance, Project
from shiliu.govern.proposals.cloud import actions as proposals
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.methods.command import run as run_command
from shiliu.platform.permissions import ANONYMOUS, Actor
from tests.parts.votes import prepared
from tests.town import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "A bench between the two trees"
DONE = "Done. Everybody can read it on the page of the project."
BECAME = [
    "It is in the pool", "It was examined: it can be done, for 3,000 to 3,500 yuan.", "Neighbours vote on it.", "It was chosen", "It is being carried out",
    "The bench stands", "they accepted it.", "It took 3,200 yuan.",
]  # fmt: skip
WORDS = "Old people walk as far as the gate and find nowhere to sit down. Please put up a bench between the two trees."


@pytest.fixture
def met(town, raise_need, settings, tmp_path):
    """(a public need that four neighbours met too, the five as people, the author among them last)"""
    settings.DATA_DIR = tmp_path
    proposals.configuring.set_rule(by=town.actor("ding"), area=town.places.court, threshold=3, unit="city")
    case = moderation.publish(by=town.actor("lin"), case=raise_need(text=WORDS).case, title=TITLE, text=WORDS)
    people = [person(f"neighbour{number}", ("resident", town.places.house)) for number in range(5)]
    for one in people[:4]:
        neighbours.support(by=Actor.of(one), case=case)
    return case, people


@pytest.fixture
def at(open_page, town):
    """at("sun", "/office/") -> the page of that person at the desk, one a person."""
    pages: dict[str, Page] = {}

    def desk(key: str, path: str) -> Page:
        if key not in pages:
            pages[key] = open_page(path, person=getattr(town.people, key))
        else:
            pages[key].goto(path)
        return pages[key]

    return desk


def day(moment, days=0):
    return (localtime(moment) + timedelta(days=days)).strftime("%Y-%m-%d")


def minute(moment, **later):
    return (localtime(moment) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def from_need_to_proposal(phone: Page) -> int:
    """The fifth “me too”, and what the page then offers. Gives the number of the proposal."""
    phone.get_by_role("button", name=re.compile("Me too")).click()
    phone.get_by_role("button", name="Make a proposal of it").click()
    phone.get_by_role("radio", name="Making everyday things easier").check()
    phone.get_by_role("button", name="Look at it").click()
    phone.get_by_role("button", name="Put it to the neighbours").click()
    expect(phone.get_by_text("0 neighbours stand behind it.")).to_be_visible()
    expect(phone.get_by_role("link", name=TITLE)).to_be_visible()  # where it comes from
    return int(re.search(r"/proposals/(\d+)/", phone.url)[1])


def supported_and_answered(phone: Page, at, proposal: int, now) -> None:
    phone.goto(f"/proposals/{proposal}/")
    phone.get_by_role("button", name="I support it").click()
    expect(phone.get_by_text("City answers, with reasons.")).to_be_visible()
    desk = at("li", "/notices/")
    desk.get_by_role("link", name=re.compile(TITLE)).first.click()
    desk.get_by_role("radio", name=re.compile("It will be done")).check()
    desk.get_by_label("Reasons").fill("There is room between the trees, and the ground is dry.")
    desk.get_by_label("Cost in yuan, at least").fill("3000")
    desk.get_by_label("Done by").fill(day(now, 90))
    desk.get_by_role("button", name="Publish the answer").click()
    expect(desk.get_by_text("There is room between the trees")).to_be_visible()


def checked_and_ready(at, now) -> Candidate:
    desk = at("sun", "/office/pool/")
    desk.get_by_role("link", name=re.compile("^From proposals")).click()
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Name in the pool, in simplified Chinese").fill("两棵树中间的长椅")
    desk.get_by_label("In short, in simplified Chinese").fill("老人走到门口没有地方坐。在两棵树中间放一张长椅。")
    desk.get_by_role("radio", name="Works").check()
    desk.get_by_role("button", name="Take it into the pool").click()
    desk.get_by_role("link", name="Keep", exact=True).click()
    desk.get_by_role("link", name="Ask a unit").click()
    desk.get_by_label("Who is asked").select_option(label="City · li")
    desk.get_by_label("Until").fill(day(now, 7))
    desk.get_by_role("button", name="Ask whether it can be done").click()
    expect(desk.get_by_text("Asked. You find the answer here.")).to_be_visible()
    asked = at("li", "/notices/")
    asked.get_by_role("link", name=re.compile("Can it be done?")).click()
    asked.get_by_role("radio", name="It can be done").check()
    asked.get_by_label("It costs at least (yuan)").fill("3000")
    asked.get_by_label("and at most (yuan)").fill("3500")
    asked.get_by_role("button", name="Publish the answer").click()
    expect(asked.get_by_text("Nothing is asked of you")).to_be_visible()
    desk.reload()
    desk.get_by_role("link", name="Settle whether it can be done").click()
    desk.get_by_role("radio", name="It can be done").check()
    desk.get_by_role("button", name="Settle whether it can be done").click()
    expect(desk.get_by_text("Settled and published.")).to_be_visible()
    return Candidate.objects.get(origin="proposal")


def put_to_a_vote(at, town, candidate: Candidate):
    names = {"zh-hans": "花坛", "en": "Flower bed"}
    other = Candidate.objects.create(area=town.places.west, names=names, summary=names, kind="works", origin="unit", state="ready", price_low=3000,
                                     price_high=3000, entered_at=town.now)  # fmt: skip
    vote = prepared(town, [other], budget=4000)
    desk = at("sun", "/office/votes/")
    desk.get_by_role("link", name="Lamp vote").click()
    desk.get_by_role("button", name=f"Put on {candidate.name}").click()
    desk.locator("summary").filter(has_text="Announce the vote").click()
    desk.get_by_role("button", name="Announce the vote").click()
    expect(desk.get_by_text("The vote is announced.")).to_be_visible()
    moving.tend()
    vote.refresh_from_db()
    return vote


def voted(phone: Page, vote) -> str:
    """Gives the receipt."""
    phone.goto("/votes/")
    phone.get_by_role("link", name="Lamp vote").click()
    phone.get_by_role("link", name="To my ballot").click()
    phone.get_by_role("button", name=f"Choose {TITLE}").click()
    expect(phone.get_by_role("status")).to_have_text("Saved.")
    phone.get_by_role("link", name="Look at my ballot and its receipt").click()
    return phone.locator(".tracking code").inner_text()


def counted_and_counted_again(page: Page, vote, bench: int, receipt: str, tmp_path, capsys) -> None:
    page.goto(f"/votes/{vote.pk}/")
    result = page.get_by_role("region", name="Result")
    expect(result.get_by_role("link", name=TITLE)).to_be_visible()
    expect(result.get_by_role("link", name="Flower bed")).to_have_count(0)
    page.get_by_role("link", name="Was my ballot counted?").click()
    page.get_by_label("My receipt").fill(receipt)
    page.get_by_role("button", name="Look for it").click()
    expect(page.get_by_text("It is in the list: your ballot was counted.")).to_be_visible()
    page.goto(f"/votes/{vote.pk}/count/")
    command = shlex.split(page.locator("code").filter(has_text="shiliu count").inner_text())
    with page.expect_download() as download:
        page.get_by_role("link", name="All ballots (.pb)").click()
    download.value.save_as(tmp_path / "ballots.pb")
    here = [str(tmp_path / "ballots.pb") if word.endswith(".pb") else word for word in command[1:]]
    assert run_command([*here, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["winners"] == [str(bench)] and again["official"]["same"]


def begun_and_built(at, town, now) -> None:
    desk = at("sun", "/office/projects/")
    desk.get_by_role("link", name=re.compile(f"^Begin.*{TITLE}")).click()
    desk.get_by_label("Begins on").fill(day(now))
    desk.get_by_label("Ends on").fill(day(now, 60))
    expect(desk.get_by_label("Unit that carries it out")).to_have_value("city")
    desk.get_by_role("button", name="Begin").click()
    desk.get_by_role("link", name="Add a step").click()
    desk.get_by_label(re.compile("Name in .*(Chinese|中文)")).first.fill("The bench stands")
    desk.get_by_label("Until").fill(day(now, 30))
    desk.get_by_role("button", name="Add a step").click()
    expect(desk.get_by_text(DONE)).to_be_visible()
    unit = at("li", "/office/projects/")
    unit.get_by_role("link", name=TITLE).click()
    unit.get_by_role("link", name="Write down that it has begun").click()
    unit.get_by_role("button", name="Write down that it has begun").click()
    unit.get_by_role("button", name=re.compile("^Reached.*The bench stands")).click()
    unit.get_by_role("link", name="Hand it over to be accepted").click()
    unit.get_by_role("button", name="Hand it over to be accepted").click()
    expect(unit.get_by_text(DONE)).to_be_visible()


def paid(town, project, yuan: int) -> None:
    line = works.add_line(by=town.actor("li"), project=project, names={"zh-hans": "木工"}, planned=yuan)
    for kind in ("ordered", "paid"):
        works.enter_money(
            by=town.actor("li"),
            line=line,
            kind=kind,
            amount=yuan,
            supplier="木业公司",
            what="长椅",
            on=project.starts_on,
        )


def accepted_by_the_drawn(at, town_clock, phone: Page, others) -> None:
    desk = at("sun", "/office/projects/")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("link", name="Call residents to accept it").click()
    desk.get_by_label("When").select_option("final")
    desk.get_by_label("How many are drawn").fill("3")
    desk.get_by_label("The list closes at").fill(minute(town_clock.moment, days=3))
    desk.get_by_label("Which public number is taken").fill("Closing number of the exchange of the third day")
    desk.get_by_label("They meet at").fill(minute(town_clock.moment, days=5))
    desk.get_by_label("Where", exact=True).fill("At the bench")
    desk.get_by_role("button", name="Call residents to accept it").click()
    expect(desk.get_by_text(DONE)).to_be_visible()
    acceptance = Acceptance.objects.get()
    phone.goto("/projects/")
    phone.get_by_role("link", name=TITLE).click()
    phone.get_by_role("link", name="At the end").click()
    phone.get_by_role("button", name="Put in a ticket").click()
    expect(phone.get_by_text("Your ticket is in.")).to_be_visible()
    for one in others:
        works.put_in_ticket(by=one, acceptance=acceptance)
    town_clock.forward(days=4)
    desk.reload()
    desk.get_by_role("button", name=re.compile("Close the list")).click()
    desk.get_by_role("link", name="Draw lots").click()
    desk.get_by_label("The public number that was announced").fill("3142.07")
    desk.get_by_role("button", name="Draw lots").click()
    expect(desk.get_by_text(DONE)).to_be_visible()
    town_clock.forward(days=1, hours=1)
    phone.goto("/notices/")
    phone.get_by_role("link", name=re.compile("drawn")).click()
    phone.get_by_role("radio", name="Yes, I accept it").check()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("You may change it until the acceptance is closed.")).to_be_visible()
    expect(phone.get_by_role("radio", name="Yes, I accept it")).to_be_checked()
    acceptance.refresh_from_db()
    for one in others:
        works.say(by=one, acceptance=acceptance, accepts=True)
    desk.reload()
    desk.get_by_role("link", name="Close the acceptance").click()
    desk.get_by_role("button", name="Close the acceptance").click()
    desk.get_by_role("link", name="Write down that it is finished").click()
    desk.get_by_role("button", name="Write down that it is finished").click()
    expect(desk.get_by_text(DONE)).to_be_visible()


def test_a_bench_goes_from_five_neighbours_to_the_works_and_its_author_hears_the_end(
    open_page, axe, at, town, town_clock, met, tmp_path, capsys
):
    case, people = met
    author = open_page(f"/cases/public/{case.pk}/", width="phone", person=people[4])
    number = from_need_to_proposal(author)
    found = Proposal.objects.get(pk=number)
    for one in people[:2]:
        proposals.support(by=Actor.of(one), proposal=found)
    phone = open_page("/", width="phone", person=town.people.gulnar)
    supported_and_answered(phone, at, number, town_clock.moment)
    candidate = checked_and_ready(at, town_clock.moment)
    vote = put_to_a_vote(at, town, candidate)
    [bench] = [item.number for item in freezing.rules_of(vote).items if item.candidate == candidate.pk]
    receipt = voted(phone, vote)
    _packet, codes = votes.print_packet(by=town.actor("ding"), vote=vote, purpose="slips", count=12)
    for n, code in enumerate(codes):  # nine more of them want the bench, three the flower bed
        votes.cast(by=ANONYMOUS, vote=vote, ballot=[bench if n < 9 else 3 - bench], code=code)
    town_clock.forward(days=6)
    moving.tend()
    counted_and_counted_again(phone, vote, bench, receipt, tmp_path, capsys)
    begun_and_built(at, town, town_clock.moment)
    paid(town, Project.objects.get(), 3200)
    accepted_by_the_drawn(at, town_clock, phone, [Actor.of(one) for one in people[:2]])
    author.goto("/notices/")
    newest = author.locator("main .list-item").first
    expect(newest).to_contain_text(f"It is finished: “{TITLE}”. It took 3,200 yuan. Thank you for proposing it.")
    newest.get_by_role("link", name=f"What became of “{TITLE}”").click()
    expect(author.get_by_text("Finished", exact=True).first).to_be_visible()
    axe(author)
    author.goto(f"/proposals/{number}/")
    became = author.get_by_role("region", name="What became of it").get_by_role("listitem")
    expect(became).to_contain_text(BECAME)
    axe(author)
