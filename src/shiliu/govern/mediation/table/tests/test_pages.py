"""The pages of a table: who gets what, in which words, and what an answer carries."""

import re

import pytest
from django.core import signing
from django.test import Client
from icalendar import Calendar

from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.table import actions, calendars, times
from shiliu.govern.mediation.table.models import Guest, Paper, Sitting, UsualBody
from shiliu.platform.permissions.shown import KEPT

pytestmark = pytest.mark.django_db
DUTY = "Look at the pipes above the ceiling"


@pytest.fixture
def browser(table):
    """browser("li") is a Client of that account; browser(code=…) of a guest who showed it."""

    def opened(key=None, code=None):
        client = Client()
        if key:
            client.force_login(getattr(table.town.people, key))
        if code:
            session = client.session
            session[KEPT] = [hash_of(code)]
            session.save()
        return client

    return opened


@pytest.fixture
def home(table):
    return f"/mediation/{table.dispute.key}/"


def test_a_mediator_asks_a_body_the_parties_agree_and_its_unit_takes_the_place(table, browser, home):
    li, gulnar, wang = browser("li"), browser("gulnar"), browser("wang")
    sent = {"called": "Property company", "duty": DUTY, "unit": ""}
    actions.load_bodies(by=table.li, committee=table.town.units.city)
    fire = UsualBody.objects.get(code="fire")
    actions.save_body(by=table.li, body=fire, names=fire.names, duty=fire.duty, organisation=table.town.units.property)
    assert DUTY not in li.get(f"{home}bodies/new/?usual=fire").content.decode()
    assert li.post(f"{home}bodies/new/", {**sent, "called": ""}).status_code == 422
    assert li.post(f"{home}bodies/new/", {**sent, "unit": table.town.units.property.pk}).status_code == 302
    guest = Guest.objects.get()
    assert "May come" in gulnar.get(home).content.decode()
    assert DUTY not in wang.get("/office/mediation/asked/").content.decode()
    gulnar.post(f"{home}guests/{guest.key}/yes/")
    actions.answer_guest(by=table.wei, guest=guest, agrees=True)
    assert DUTY in wang.get("/office/mediation/asked/").content.decode()
    assert wang.get(home).status_code == 404
    assert wang.post(f"/office/mediation/asked/{guest.key}/", {"name": "Wang"}).status_code == 302
    page = wang.get(home).content.decode()
    assert DUTY in page and "Water from above" not in page and "Bodies and interpreters" not in page


def test_an_interpreter_gets_a_code_once_and_opens_the_file_with_it(table, browser, home):
    li = browser("li")
    assert li.post(f"{home}interpreters/new/", {"called": "Ms. R.", "language": "ug"}).status_code == 302
    guest = Guest.objects.get()
    for actor in (table.gulnar, table.wei):
        actions.answer_guest(by=actor, guest=guest, agrees=True)
    shown = li.post(f"{home}guests/{guest.key}/seat/", {"name": "Ms. R."}).content.decode()
    code = re.search(r'name="code" value="([^"]+)"', shown)[1]
    assert browser(code=code).get(home).status_code == 200
    assert browser("hu").get(home).status_code == 404


def test_a_paper_is_only_ever_a_sandboxed_download_for_those_it_was_opened_to(table, browser, home, document):
    gulnar, li = browser("gulnar"), browser("li")
    answer = gulnar.post(f"{home}papers/new/", {"title": "Bill", "file": document()})
    paper = Paper.objects.get()
    assert answer.status_code == 302
    address = f"{home}papers/{paper.key}/"
    got = li.get(address)
    assert got.content == document().read()
    assert got["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert (got["X-Content-Type-Options"], got["Content-Security-Policy"]) == ("nosniff", "default-src 'none'; sandbox")
    assert "no-store" in got["Cache-Control"]
    assert browser("wang").get(address).status_code == 404
    assert li.get(f"{address}readers/").status_code == 404
    assert gulnar.post(f"{address}readers/", {"readers": [table.theirs.key.hex]}).status_code == 302
    assert "Old Wei" in gulnar.get(home).content.decode()
    assert gulnar.post(f"{address}remove/").status_code == 302 and not Paper.objects.exists()


def test_a_hostile_file_and_an_empty_title_are_refused_beside_their_fields(table, browser, home, document):
    from django.core.files.uploadedfile import SimpleUploadedFile

    gulnar = browser("gulnar")
    page = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>")
    assert gulnar.post(f"{home}papers/new/", {"title": "x", "file": page}).status_code == 422
    assert gulnar.post(f"{home}papers/new/", {"title": "", "file": document()}).status_code == 422


def test_a_time_is_said_found_and_arranged_with_two_presses(table, browser, home):
    gulnar, li = browser("gulnar"), browser("li")
    actions.save_room(by=table.li, committee=table.town.units.city, names={"zh-hans": "调解室"}, seats=4)
    span = times.offered(table.dispute)[5]
    assert gulnar.post(f"{home}times/", {"can": [span[0].isoformat()]}).status_code == 302
    assert gulnar.post(f"{home}times/", {"can": ["never"]}).status_code == 422
    who = {"side": "", "seats": [str(table.mine.key), str(table.theirs.key)], "minutes": 60, "where": "room"}
    page = li.post(f"{home}sittings/new/", {**who, "step": "find"})
    proposal = re.search(r'name="proposal" value="([^"]+)" checked', page.content.decode())[1]
    assert proposal.startswith(span[0].isoformat())
    booked = li.post(f"{home}sittings/new/", {**who, "step": "book", "proposal": proposal, "place": ""})
    assert booked.status_code == 302
    sitting = Sitting.objects.get()
    assert (sitting.starts, sitting.room.seats) == (span[0], 4)
    assert "调解室" in gulnar.get(home).content.decode()
    assert li.post(f"{home}sittings/{sitting.key}/call-off/", {"reason": ""}).status_code == 422
    assert li.post(f"{home}sittings/{sitting.key}/call-off/", {"reason": "Snow"}).status_code == 302


def test_what_cannot_be_found_is_explained_and_another_place_still_works(table, browser, home):
    li = browser("li")
    who = {
        "side": "",
        "seats": [str(table.mine.key), str(table.theirs.key)],
        "minutes": 60,
        "where": "room",
        "step": "find",
    }
    assert "no room is free" in li.post(f"{home}sittings/new/", who).content.decode()
    sent = {**who, "step": "book", "proposal": "", "starts": "2026-03-12T10:00", "place": "In the yard"}
    assert li.post(f"{home}sittings/new/", {**sent, "place": ""}).status_code == 422
    assert li.post(f"{home}sittings/new/", sent).status_code == 302
    assert Sitting.objects.get().words["place"] == "In the yard"


def test_the_calendar_of_a_seat_says_when_and_not_a_word_of_what(table, browser):
    starts = times.offered(table.dispute)[0][0]
    actions.book(by=table.li, dispute=table.dispute, starts=starts, minutes=60, place="Stairwell 3",
                 seats=[str(table.mine.key), str(table.theirs.key)])  # fmt: skip
    table.mine.refresh_from_db()
    address = calendars.address(table.mine)
    body = browser().get(address)
    [event] = Calendar.from_ical(body.content).walk("VEVENT")
    assert event.decoded("dtstart") == starts and "no-store" in body["Cache-Control"]
    text = body.content.decode()
    for word in (
        "Stairwell",
        "Gulnar",
        "Wei",
        "ediat",
        "调解",
        str(table.dispute.key),
        table.dispute.key.hex,
        "DESCRIPTION",
        "LOCATION",
    ):
        assert word not in text
    forged = signing.Signer(salt="other").sign(f"{table.mine.key.hex}{table.mine.token[:16]}")
    assert browser().get(f"/mediation/calendar/{forged}.ics").status_code == 404
    table.dispute.seats.filter(pk=table.mine.pk).update(token="0" * 64)
    assert browser().get(address).status_code == 404


def test_without_the_key_a_page_says_so_and_shows_nothing(table, browser, home, document):
    from shiliu.govern.mediation.sealed import keys

    paper = actions.add_paper(by=table.gulnar, dispute=table.dispute, title="Bill", file=document())
    keys.destroy(table.dispute.key_name)
    for address in (home, f"{home}papers/{paper.key}/", f"{home}times/", calendars.address(table.mine)):
        assert browser("gulnar").get(address).status_code in (404, 503)


def test_a_room_and_a_body_are_kept_with_their_history_and_taken_back(table, browser):
    li, office = browser("li"), "/office/mediation/"
    assert li.post(f"{office}rooms/new/", {"name_zh-hans": "室", "seats": 1}).status_code == 422
    assert li.post(f"{office}rooms/new/", {"name_zh-hans": "室", "seats": 4}).status_code == 302
    page = li.get(f"{office}rooms/").content.decode()
    pk = re.search(r"rooms/(\d+)/", page)[1]
    seen = re.search(r'name="seen" value="([^"]*)"', li.get(f"{office}rooms/{pk}/").content.decode())[1]
    changed = {"name_zh-hans": "室", "seats": 6, "seen": seen}
    assert li.post(f"{office}rooms/{pk}/", changed).status_code == 302
    assert li.post(f"{office}rooms/{pk}/", {**changed, "seats": 9}).status_code == 409
    row = re.search(r"take-back/(\d+)/", li.get(f"{office}rooms/{pk}/").content.decode())[1]
    assert li.post(f"{office}rooms/{pk}/take-back/{row}/").status_code == 302
    assert "4 seats" in li.get(f"{office}rooms/").content.decode()
    assert li.post(f"{office}kept/room/{pk}/retire/").status_code == 302
    assert li.post(f"{office}bodies/starter/").status_code == 302 and UsualBody.objects.count() == 8
    body = UsualBody.objects.get(code="fire")
    sent = {"name_zh-hans": "消防", "organisation": "nobody"}
    assert li.post(f"{office}bodies/{body.pk}/", sent).status_code == 422
    assert li.post(f"{office}bodies/{body.pk}/", {**sent, "organisation": "fire"}).status_code == 302
    assert browser("wang").get(f"{office}bodies/{body.pk}/").status_code == 404
