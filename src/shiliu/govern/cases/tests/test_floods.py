"""Raising needs, photos, codes, “me too” and the API under their limits: nobody loses a word, nobody is shut out early."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest

from shiliu.govern.cases.models import Case
from shiliu.platform.challenge import puzzle
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
NEW, TRACK = "/cases/new/", "/cases/track/"


@pytest.fixture(autouse=True)
def one_free_three_at_most(town, catalogue, limits_on, settings):
    settings.CHALLENGE_BITS = 3
    settings.LIMITS = {
        **settings.LIMITS, "submit": (1, 3, 60), "code": (1, 3, 60), "me_too": (1, 3, 60), "photo": (2, 2, 60),
    }  # fmt: skip


@pytest.fixture
def raise_one(filled):
    """raise_one(browser, **changes) -> the response to the last press of a new need."""
    return lambda browser, **changes: browser.post(NEW, filled(submission=str(uuid.uuid4()), **changes))


def fields_of(page):
    """{name: value} of the hidden fields of a page, the last of each name."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def answered(page):
    fields = fields_of(page)
    name = re.search(r'data-challenge="([^"]+)"', page.content.decode())[1]
    return {**fields, "challenge_answer": puzzle.solve(name, 3)}


def test_the_first_need_asks_nothing_and_the_next_a_challenge_that_carries_every_word(guest, raise_one):
    assert raise_one(guest).status_code == 302
    asked = raise_one(guest, title="A second lamp", place_note="West <gate> & “bridge”")
    assert (asked.status_code, asked["Retry-After"], Case.objects.count()) == (429, "20", 1)
    assert guest.post(NEW, answered(asked)).status_code == 302
    second = Case.objects.order_by("pk").last()
    assert (second.title, second.place_note) == ("A second lamp", "West <gate> & “bridge”")


def test_without_script_one_waits_and_presses_again(guest, raise_one, at_noon):
    raise_one(guest)
    fields = fields_of(raise_one(guest))
    soon = guest.post(NEW, fields)
    assert soon.status_code == 429 and "a little too soon" in soon.content.decode()
    with at_time(at_noon + timedelta(seconds=20)):
        assert guest.post(NEW, fields).status_code == 302
        again = guest.post(NEW, {**fields, "submission": str(uuid.uuid4())})
    assert again.status_code == 429 and Case.objects.count() == 2


def test_an_answer_is_not_good_for_another_need(guest, raise_one):
    raise_one(guest)
    fields = answered(raise_one(guest))
    other = guest.post(NEW, {**fields, "submission": str(uuid.uuid4())})
    assert other.status_code == 429 and Case.objects.count() == 1


def test_beyond_the_hard_limit_the_page_says_when_and_keeps_what_was_written(guest, raise_one, at_noon):
    raise_one(guest)
    for _time in range(2):
        assert guest.post(NEW, answered(raise_one(guest))).status_code == 302
    page = raise_one(guest, title="A fourth lamp")
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert "Come back in 1 minute, at 10:01." in page.content.decode()
    with at_time(at_noon + timedelta(minutes=3)):
        assert guest.post(NEW, fields_of(page)).status_code == 302
    assert Case.objects.order_by("pk").last().title == "A fourth lamp"


def test_a_repeated_send_costs_nothing_and_gives_the_same_case(guest, filled):
    first, again = guest.post(NEW, filled()), guest.post(NEW, filled())
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]


def test_somebody_signed_in_is_counted_by_the_account_not_by_the_neighbours(guest, visitor, town, raise_one):
    raise_one(guest)
    assert raise_one(visitor(town.people.gulnar)).status_code == 302
    assert raise_one(visitor(town.people.chen)).status_code == 302
    assert raise_one(visitor(town.people.gulnar)).status_code == 429


def test_too_many_photos_leave_the_words_and_a_sentence(guest, filled, png):
    photos = [png() for _number in range(3)]
    page = guest.post(NEW, filled(step="words", go="next", photos=photos))
    text = page.content.decode()
    assert page.status_code == 422 and "add the photos later, with your code" in text
    assert "It has been dark for three nights" in text


def test_a_wrong_code_too_many_asks_a_challenge_and_the_right_code_then_opens(guest, raise_need):
    sent = raise_need(by=None)
    assert guest.post(TRACK, {"code": "AAAA-AAAA-AA"}).status_code == 422
    asked = guest.post(TRACK, {"code": sent.code})
    assert asked.status_code == 429
    assert guest.post(TRACK, answered(asked)).status_code == 302


def test_me_too_above_the_limit_is_asked_and_then_counted(guest, visitor, published):
    case = published()
    url = f"/cases/public/{case.pk}/me-too/"
    assert guest.post(url).status_code == 302
    asked = visitor().post(url, {"next": "/cases/"})
    assert asked.status_code == 429
    assert visitor().post(url, answered(asked))["Location"] == f"/cases/#case-{case.pk}"
    assert Case.objects.get().me_too == 2


def body(**changes):
    return {"kind": "help", "title": "Dark lamp", "text": "It has been dark.", "area": "house", **changes}


def test_the_api_answers_too_much_in_its_own_shape_and_takes_the_answer_as_headers(guest):
    def send(**headers):
        return guest.post("/api/v1/cases/", body(), content_type="application/json", headers=headers)

    assert send().status_code == 201
    asked = send()
    told = asked.json()
    assert (asked.status_code, asked["Retry-After"]) == (429, "20")
    assert told["detail"].startswith("Much is being sent") and told["challenge"]["pieces"] == 8
    answer = puzzle.solve(told["challenge"]["name"], told["challenge"]["bits"])
    proof = {"Challenge-Token": told["challenge"]["token"], "Challenge-Answer": answer}
    assert send(**proof).status_code == 201
    assert send(**proof).json()["challenge"]["problem"] == "used"


def test_writing_to_the_api_is_limited_as_a_whole(guest, settings):
    settings.LIMITS = {**settings.LIMITS, "api": (1, 1, 60)}
    assert guest.post("/api/v1/cases/tracked", {"code": "x"}, content_type="application/json").status_code == 404
    found = guest.post("/api/v1/cases/tracked", {"code": "x"}, content_type="application/json")
    assert (found.status_code, found["Retry-After"]) == (429, "60") and "Come back" in found.json()["detail"]
    assert guest.get("/api/v1/cases/public").status_code == 200
