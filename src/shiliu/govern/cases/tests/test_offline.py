"""A need that waited on a phone: sent once, by whoever wrote it, and looked at where the form would have asked."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.govern.cases import actions, floods
from shiliu.govern.cases.models import Case
from shiliu.platform import challenge, limits
from shiliu.platform.attachments.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(guest, catalogue, filled):
    """late(browser=…, **changes) -> the answer to a need that waited."""

    def send(browser=guest, **changes):
        return browser.post(reverse("cases:offline_send"), filled(**changes))

    return send


def owner_of(browser):
    return browser.get(reverse("cases:offline_token")).json()["owner"]


def shell(browser, language="en"):
    return browser.get(reverse("cases:offline", args=[language]))


def test_a_need_that_waited_is_raised_and_its_code_comes_back(guest, late):
    answer = late().json()
    case = Case.objects.get()
    assert (answer["state"], answer["number"], answer["is_new"]) == ("sent", case.number, True)
    assert answer["code"] == actions.code_of(case.submission)
    assert answer["code"] in guest.get(answer["url"]).content.decode()


def test_sent_again_because_the_answer_was_lost_it_is_the_same_case_with_the_same_code_and_no_second_photo(late, png):
    first, second = late(photos=png()).json(), late(photos=png(), text="Changed since").json()
    assert (first["code"], first["number"]) == (second["code"], second["number"]) and not second["is_new"]
    assert Case.objects.get().text.startswith("It has been dark") and Attachment.objects.count() == 1


def test_a_photo_that_waited_goes_with_it(late, png):
    late(photos=png())
    assert Case.objects.get().files.count() == 1


def test_whoever_was_signed_in_and_is_not_any_more_is_asked(town, visitor, late):
    gulnar = visitor(town.people.gulnar)
    owner = owner_of(gulnar)
    assert owner and str(town.people.gulnar.pk) != owner
    response = late(owner=owner)
    assert (response.status_code, response.json()) == (409, {"state": "account", "signed_in": False})
    assert not Case.objects.exists()
    assert late(browser=gulnar, owner=owner).json()["state"] == "sent"
    assert Case.objects.get().author == town.people.gulnar


def test_another_account_on_a_shared_phone_is_asked_too(town, visitor, late):
    owner = owner_of(visitor(town.people.gulnar))
    for browser, said in ((visitor(town.people.chen), owner), (visitor(town.people.chen), "")):
        response = late(browser=browser, owner=said)
        assert (response.status_code, response.json()) == (409, {"state": "account", "signed_in": True})
    assert not Case.objects.exists()


def test_it_is_sent_without_an_account_when_somebody_says_so(town, visitor, late):
    owner = owner_of(visitor(town.people.gulnar))
    assert late(browser=visitor(town.people.chen), owner=owner, without_account="1").json()["state"] == "sent"
    assert Case.objects.get().author is None


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"text": ""}, "words", "Write at least one sentence."),
        ({"kind": ""}, "what", "Choose what fits best."),
        ({"area": "no-such-place"}, "where", "This place is no longer in use."),
        ({"text": "Call me at 13800138000"}, "check", "Change the marked words"),
        ({"text": "The house is on fire, 着火了"}, "words", "Call 119 now."),
        ({"category": "emergency_fire"}, "words", "Call 119 now."),
        ({"kept": "forged"}, "words", "Please choose them again."),
    ],
)
def test_what_a_person_must_look_at_is_not_sent_and_says_why(late, changes, step, words):
    response = late(**changes)
    assert response.status_code == 422 and not Case.objects.exists()
    assert response.json()["step"] == step and words in " ".join(response.json()["problems"])


def test_a_place_in_words_that_only_one_place_has_is_that_place(town, late):
    late(area="", find="house")
    assert Case.objects.get().area == town.places.house


def test_a_place_in_words_that_several_have_or_none_goes_to_the_dispatcher_in_these_words(late):
    late(area="", find="behind the school")
    case = Case.objects.get()
    assert case.place_note == "behind the school · East gate" and not case.place_known


def test_a_place_too_long_for_its_field_is_looked_at_by_a_person(late):
    response = late(area="", find="x" * 60, place_note="y" * 110)
    assert response.status_code == 422 and response.json()["step"] == "where"


def kept_by(browser, filled, photo):
    """The signed list of photos as the form carries it on."""
    page = browser.post(reverse("cases:submit"), filled(step="words", go="next", photos=photo)).content.decode()
    return re.search(r'name="kept" value="([^"]+)"', page)[1]


def test_a_photo_of_an_account_does_not_go_without_it_and_the_form_says_so(town, visitor, guest, late, filled, png):
    kept = kept_by(visitor(town.people.gulnar), filled, png())
    response = late(kept=kept)
    assert response.status_code == 422 and "Add it again." in response.json()["problems"][0]
    page = guest.post(reverse("cases:submit"), filled(kept=kept))
    assert page.status_code == 422 and "Add it again." in page.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("refusal", [challenge.Asked("cases.submit"), limits.TooMany("submit", 60, hard=True)])
def test_above_a_limit_the_phone_keeps_it_and_tries_again_later(late, monkeypatch, refusal):
    def refuse(*_args):
        raise refusal

    monkeypatch.setattr(floods, "of_need", refuse)
    assert late().status_code == 429 and not Case.objects.exists()


def test_a_need_without_a_token_is_not_taken(catalogue, filled):
    assert Client(enforce_csrf_checks=True).post(reverse("cases:offline_send"), filled()).status_code == 403


def test_a_token_fetched_just_before_opens_the_way_and_is_never_kept(catalogue, filled):
    browser = Client(enforce_csrf_checks=True)
    response = browser.get(reverse("cases:offline_token"))
    assert "no-store" in response.headers["Cache-Control"]
    answer = browser.post(reverse("cases:offline_send"), filled(), headers={"X-CSRFToken": response.json()["token"]})
    assert answer.json()["state"] == "sent"


def test_the_page_phones_keep_is_the_same_for_everybody_and_names_nobody(town, visitor, catalogue):
    strangers, own = shell(visitor()), shell(visitor(town.people.gulnar))
    assert strangers.content == own.content and "gulnar" not in own.content.decode()
    assert "csrfmiddlewaretoken" not in own.content.decode() and not own.cookies
    assert visitor().get(own.request["PATH_INFO"], headers={"if-none-match": own.headers["ETag"]}).status_code == 304


def test_the_page_phones_keep_says_whom_to_call(visitor, catalogue):
    page = shell(visitor()).content.decode()
    assert 'data-urgent="emergency_fire"' in page and 'href="tel:119"' in page and "着火" in page


@pytest.mark.parametrize(("language", "direction"), [("zh-hans", "ltr"), ("en", "ltr"), ("ug", "rtl")])
def test_the_page_phones_keep_speaks_the_language_of_its_address(visitor, catalogue, language, direction):
    page = shell(visitor(language="en"), language)
    assert f'dir="{direction}"' in page.content.decode() and page.headers["Content-Language"] == language
    assert shell(visitor(), "tlh").status_code == 404


def test_the_page_phones_keep_costs_few_queries(visitor, catalogue, django_assert_max_num_queries):
    browser = visitor()
    with django_assert_max_num_queries(10):
        shell(browser)


def test_an_account_is_known_again_by_a_mark_that_says_nothing_else(town, visitor, guest, catalogue):
    assert owner_of(guest) == ""
    marks = {owner_of(visitor(getattr(town.people, name))) for name in ("gulnar", "chen")}
    assert len(marks) == 2 and not {json.dumps(mark) for mark in marks} & {"1", "2"}
