"""A dispute from the application to an agreement that is carried out, with three bodies at one table, in two languages; and to the court.

Buttons are found by where they lead and fields by their names: the same journey is walked in every language."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from shiliu.govern.mediation.files.committees import Committee
from shiliu.govern.mediation.files.models import Dispute

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
WORDS = {
    "facts": "楼上卫生间漏水，墙面受潮。",
    "points": "谁来修，谁出粉刷费。",
    "duties": "楼上修好，双方各出一半粉刷费。",
}
BODIES = ("Fire brigade", "Street office", "Justice office")
MATTER = "Water drips from the flat above"


@pytest.fixture
def sealed(town, settings, tmp_path):
    """Keys in a folder of the test; the city mediates."""
    settings.DATA_DIR = tmp_path
    Committee.objects.create(organisation=town.units.city)


class Walker:
    """One visitor at the page of one file."""

    def __init__(self, page: Page, key: str = "") -> None:
        self.page, self.file = page, re.compile(f"/mediation/{key}/$") if key else None

    def to_file(self, key: str) -> None:
        self.file = re.compile(f"/mediation/{key}/$")
        self.page.goto(f"/mediation/{key}/")

    def step(self, verb: str, **given: str) -> None:
        """Follows the button of a step, fills what it asks, and comes back to the file."""
        self.page.locator(f"main a[href$='/do/{verb}/']").click()
        expect(self.page).to_have_url(re.compile(f"/do/{verb}/$"))
        self.fill(**given)
        self.send()

    def fill(self, **given: str) -> None:
        for name, value in given.items():
            field = self.page.locator(f"main [name='{name}']").first
            kind = field.evaluate("field => field.type")
            if kind == "radio":
                self.page.locator(
                    f"main [name='{name}'][value='{value}']" if value else f"main [name='{name}']"
                ).first.check()
            elif kind == "checkbox":
                field.check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self) -> None:
        self.page.locator("main .form-actions button").click()
        expect(self.page).to_have_url(self.file)


def applied(phone: Page, town) -> None:
    """The first question, then the form."""
    me = Walker(phone)
    me.fill(topic="none")
    phone.locator("main .form-actions button").click()
    expect(phone.locator("[name='matter']")).to_be_visible()
    me.fill(committee=str(town.units.city.pk), area="west", kind="neighbours", matter=MATTER, name="Gulnar A.",
            other_name="Wei Laoshi")  # fmt: skip
    phone.locator("main .form-actions button").click()
    expect(phone).to_have_url(re.compile(r"/mediation/[0-9a-f-]{36}/$"))


def at_the_table(open_page, town, language: str) -> tuple[Walker, Walker, Walker, Dispute]:
    """(applicant, other side, mediator, file) once the talk has begun."""
    gulnar = Walker(open_page("/mediation/apply/", width="phone", person=town.people.gulnar, language=language))
    applied(gulnar.page, town)
    dispute = Dispute.objects.get()
    key = str(dispute.key)
    li, wei = (
        Walker(open_page("/office/mediation/", person=town.people.li, language=language), key),
        Walker(open_page("/mediation/open/", width="phone", language=language), key),
    )
    li.page.locator(f"main a[href$='{key}/']").click()
    li.page.locator("main a[href$='/do/take/']").click()
    li.page.locator("main .form-actions button").click()
    code = li.page.locator(".tracking code").inner_text()
    wei.fill(code=code)
    wei.send()
    wei.step("agree")
    for side in (gulnar, wei):
        side.to_file(key)
        side.step("rights")
        side.step("accept")
    li.to_file(key)
    li.step("ready")
    li.step("begin")
    return gulnar, wei, li, dispute


def three_bodies_sit_down(open_page, li: Walker, sides: tuple[Walker, ...], dispute: Dispute, language: str) -> None:
    """Each side consents to each body before it is told; then each sits at the table with a code, and reads its own duty."""
    for body in BODIES:
        li.to_file(str(dispute.key))
        li.page.locator("main a[href$='/bodies/new/']").click()
        li.fill(called=body, duty=f"Duty of the {body}")
        li.send()
    guests = [str(guest.key) for guest in dispute.guests.all()]
    for side in sides:
        side.to_file(str(dispute.key))
        for guest in guests:
            agreeing = side.page.locator(f"form[action$='{guest}/yes/']")
            agreeing.locator("button").click()
            expect(agreeing).to_have_count(0)
    for guest, body in zip(guests, BODIES, strict=True):
        li.to_file(str(dispute.key))
        li.page.locator(f"main a[href$='{guest}/seat/']").click()
        li.fill(name=f"Officer of the {body}")
        li.page.locator("main .form-actions button").click()
        code = li.page.locator(".tracking code").inner_text()
        officer = Walker(open_page("/mediation/open/", width="phone", language=language), str(dispute.key))
        officer.fill(code=code)
        officer.send()
        expect(officer.page.get_by_text(f"Duty of the {body}").first).to_be_visible()
        expect(officer.page.get_by_text(MATTER)).to_have_count(0)


def worded_and_accepted(li: Walker, sides: tuple[Walker, ...], key: str, until: str, axe) -> None:
    li.to_file(key)
    li.page.locator("main a[href$='/words/']").click()
    axe(li.page)
    li.fill(**WORDS, term0_side="b", term0_what="修好卫生间防水", term0_way="请专业水工", term0_due=until)
    li.send()
    for side in sides:
        side.to_file(key)
        expect(side.page.get_by_text(WORDS["duties"]).first).to_be_visible()
        side.step("accept-words", read="on")


def signed_and_sealed(gulnar: Walker, wei: Walker, li: Walker, key: str, axe) -> None:
    gulnar.to_file(key)
    gulnar.page.locator("main a[href$='/sign/']").click()
    pad = gulnar.page.locator("canvas")
    expect(pad).to_be_visible()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    mouse = gulnar.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 30)
    mouse.down()
    mouse.move(box["x"] + 120, box["y"] + 70, steps=5)
    mouse.up()
    expect(gulnar.page.locator("[name='strokes']")).to_have_value(re.compile(r"\d+,\d+"))
    axe(gulnar.page)
    gulnar.send()
    expect(gulnar.page.locator("svg.signature")).to_be_visible()
    li.to_file(key)
    li.step("read-out", seat="")
    code = li.page.locator(".card code").inner_text()
    wei.to_file(key)
    wei.page.locator("main a[href$='/sign/']").click()
    wei.fill(way="typed", name="Wei Laoshi", code=code)
    wei.send()
    li.to_file(key)
    li.page.locator("main a[href$='/sign/']").click()
    li.fill(way="typed", name="li")
    li.send()
    li.step("seal")
    axe(li.page)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_dispute_comes_to_an_agreement_that_is_carried_out(open_page, axe, town, town_clock, sealed, language):
    gulnar, wei, li, dispute = at_the_table(open_page, town, language)
    key = str(dispute.key)
    three_bodies_sit_down(open_page, li, (gulnar, wei), dispute, language)
    until = (localtime(town.now) + timedelta(days=7)).strftime("%Y-%m-%d")
    worded_and_accepted(li, (gulnar, wei), key, until, axe)
    signed_and_sealed(gulnar, wei, li, key, axe)
    gulnar.to_file(key)
    with gulnar.page.expect_download() as download:
        gulnar.page.locator("main a[href$='/agreement.pdf']").click()
    assert download.value.suggested_filename == "agreement.pdf"
    for side in (gulnar, wei):
        side.to_file(key)
        side.step("done")
    li.to_file(key)
    li.step("close", cause="leak")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.cause) == ("performed", "leak")
    axe(li.page)


def test_both_sides_take_an_agreement_to_the_court_together(open_page, axe, town, town_clock, sealed, tmp_path):
    gulnar, wei, li, dispute = at_the_table(open_page, town, "en")
    key = str(dispute.key)
    until = (localtime(town.now) + timedelta(days=7)).strftime("%Y-%m-%d")
    worded_and_accepted(li, (gulnar, wei), key, until, axe)
    signed_and_sealed(gulnar, wei, li, key, axe)
    for side in (gulnar, wei):
        side.to_file(key)
        side.step("court")
    axe(wei.page)
    with wei.page.expect_download() as download:
        wei.page.get_by_role("button", name="Take the papers for the court (ZIP)").click()
    download.value.save_as(tmp_path / "court.zip")
    whole = zipfile.ZipFile(tmp_path / "court.zip")
    for line in whole.read("SHA256SUMS").decode().splitlines():
        value, name = line.split("  ")
        assert hashlib.sha256(whole.read(name)).hexdigest() == value
    assert len(whole.namelist()) == 4
    gulnar.to_file(key)
    gulnar.step("court-said", outcome="confirmed")
    expect(gulnar.page.get_by_text("The court confirmed the agreement: it can be enforced.")).to_be_visible()
