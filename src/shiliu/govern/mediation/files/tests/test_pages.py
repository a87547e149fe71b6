"""The pages of a file, from the first question to the table, with an account and with a code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.govern.mediation.conftest import MATTER
from shiliu.govern.mediation.files import actions
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.sealed import keys

KEY = "0b6f0c52-6d0a-4a5c-9a0e-2f3f5f1f7a10"
CODE = re.compile(r"[34679A-Y]{4}-[34679A-Y]{4}-[34679A-Y]{2}")


def reader(town, key=None):
    client = Client()
    if key:
        client.force_login(getattr(town.people, key))
    return client


def asking(committee, **changes):
    return {
        "step": "form", "committee": committee.organisation_id, "area": "west", "kind": "neighbours", "matter": MATTER, "wish": "",
        "name": "Gulnar A.", "language": "en", "other_name": "Old Wei", "key": KEY, **changes,
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_not_for_mediation_is_told_where_to_go_before_anything_is_asked(town, committee):
    page = reader(town).post("/mediation/apply/", {"topic": "violence"}).content.decode()
    assert "tel:110" in page and 'name="matter"' not in page
    assert 'name="matter"' in reader(town).post("/mediation/apply/", {"topic": "none"}).content.decode()


@pytest.mark.django_db
def test_a_guest_gets_a_code_once_and_opens_the_file_with_it_anywhere(town, committee):
    page = reader(town).post("/mediation/apply/", asking(committee)).content.decode()
    code = CODE.search(page)[0]
    elsewhere = reader(town)
    assert elsewhere.get(f"/mediation/{KEY}/").status_code in (302, 404)
    assert elsewhere.post("/mediation/open/", {"code": "AAAA-AAAA-AA"}).status_code == 422
    opened = elsewhere.post("/mediation/open/", {"code": code.lower()}, follow=True).content.decode()
    assert MATTER in opened and code not in opened
    elsewhere.post("/mediation/forget/")
    assert MATTER not in elsewhere.get(f"/mediation/{KEY}/", follow=True).content.decode()


@pytest.mark.django_db
def test_the_same_press_twice_is_one_file(town, committee):
    client = reader(town, "gulnar")
    assert client.post("/mediation/apply/", asking(committee)).status_code == 302
    assert client.post("/mediation/apply/", asking(committee)).status_code == 422
    assert Dispute.objects.count() == 1


@pytest.mark.django_db
def test_the_committee_decides_and_only_who_took_it_on_can_go_on(town, committee, asked):
    li = reader(town, "li")
    address = reverse("mediation:file", args=[asked.key])
    assert str(asked.key) in li.get("/office/mediation/").content.decode()
    page = li.post(f"{address}do/take/").content.decode()
    code = CODE.search(page)[0]
    letter = li.post(f"{address}letter/", {"code": code})
    assert letter.content[:4] == b"%PDF" and li.post(f"{address}letter/", {"code": "AAAA-AAAA-AA"}).status_code == 404
    other = reader(town)
    other.post("/mediation/open/", {"code": code})
    assert MATTER in other.get(address).content.decode()
    assert other.post(f"{address}do/agree/", {"text": "Gladly"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "choosing"
    assert [key for key in vars(town.people) if reader(town, key).get(address).status_code == 200] == ["gulnar", "li"]


@pytest.mark.django_db
def test_a_side_speaks_through_five_at_most_and_can_let_one_go(town, asked):
    actions.take(by=town.actor("li"), dispute=asked)
    gulnar = reader(town, "gulnar")
    address = reverse("mediation:file", args=[asked.key])
    more = {"side": "a", "role": "agent", "name": "Lawyer Q", "language": "en"}
    assert gulnar.post(f"{address}do/add/", more).status_code == 422
    for number in range(4):
        page = gulnar.post(f"{address}do/add/", {**more, "name": f"Q{number}", "authority": "Paper of 1 March"})
        assert CODE.search(page.content.decode())
    assert gulnar.post(f"{address}do/add/", {**more, "authority": "Paper"}).status_code == 422
    assert gulnar.post(f"{address}do/add/", {**more, "side": "b", "authority": "Paper"}).status_code == 422
    gone = next(seat for seat in asked.seats.all() if seat.name == "Q1")
    assert gulnar.post(f"{address}do/remove/", {"who": gone.key}).status_code == 302
    gone.refresh_from_db()
    assert gone.state == "left"


@pytest.mark.django_db
def test_a_step_that_is_not_open_to_the_reader_does_not_exist(town, asked):
    client = reader(town, "gulnar")
    for verb in ("take", "refuse", "end", "nothing"):
        assert client.post(f"/mediation/{asked.key}/do/{verb}/").status_code == 404


@pytest.mark.django_db
def test_a_lost_key_is_a_sentence_and_never_an_error(town, asked):
    client = reader(town, "gulnar")
    keys.destroy(asked.key_name)
    page = client.get(f"/mediation/{asked.key}/")
    assert page.status_code == 503 and "call the committee" in page.content.decode()


@pytest.mark.django_db
def test_no_browser_keeps_a_page_of_a_file(town, asked):
    page = reader(town, "gulnar").get(f"/mediation/{asked.key}/")
    assert "no-store" in page["Cache-Control"]
