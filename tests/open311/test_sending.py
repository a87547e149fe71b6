"""POST Service Request: what is taken, what is kept, what is let go."""

import pytest
from django.apps import apps
from django.test import Client

from shiliu.govern.cases import actions, queries
from shiliu.govern.cases.models import Case, CaseContact
from tests.open311 import specification as spec
from tests.open311.test_specification import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(ask):
    """send(**changes) → (the one row of the answer, the Case)"""

    def call(changes=None, **headers):
        found = ask("requests", {**spec.LAMP, **(changes or {})}, "POST", **headers)
        assert found.status_code == 200, found.content.decode()
        [row] = found.plain
        return row, Case.objects.order_by("pk").last()

    return call


def test_a_request_becomes_a_need_with_its_id_at_once(send, town, catalogue):
    row, case = send({"description": "The lamp is dark.\nSince Monday."})
    check(row, spec.SENT)
    assert row["service_request_id"] == case.number
    assert case.text == "The lamp is dark.\nSince Monday."
    assert case.title == "The lamp is dark"
    assert (case.category, case.channel, case.area) == (catalogue["street_lamp"], "api", town.places.house)
    assert (case.longitude, case.latitude) == (100.002, 40.002)
    assert case.state == "dispatched"
    assert case.publication == "pending"
    assert row["service_notice"].endswith("it serves District.")


def test_without_a_description_the_service_speaks(send):
    _row, case = send({"description": ""})
    assert case.title == case.text == "Street lamp"


def test_the_device_and_the_names_are_not_kept_anywhere(send, ask):
    send({"first_name": "Qqfirst", "last_name": "Qqlast", "device_id": "Qqdevice", "account_id": "Qqaccount"})
    for model in apps.get_app_config("cases").get_models():
        assert "Qq" not in str(list(model.objects.values())), model


def test_e_mail_and_telephone_stay_apart_from_the_need(send):
    _row, case = send({"email": "a@example.org", "phone": "138 0013 8000"})
    contact = CaseContact.objects.get(case=case)
    assert contact.email == "a@example.org"
    assert contact.phone.endswith("13800138000")
    assert "138" not in case.text


def test_the_account_id_comes_back_as_it_was_sent(send):
    assert send({"account_id": "u-7"})[0]["account_id"] == "u-7"
    assert send()[0]["account_id"] is None


def test_answers_are_kept_by_their_datatype(send):
    _row, case = send({
        "attribute[lamps]": "3", "attribute[since]": "2026-03-01T12:00:00Z", "attribute[more]": "one\ntwo",
        "attribute[light]": "off", "attribute[seen][]": ["night", "dawn"],
    })  # fmt: skip
    assert case.answers == {
        "pole": "A-17", "lamps": "3", "since": "2026-03-01T20:00:00+08:00", "more": "one\ntwo", "light": "off", "seen": ["night", "dawn"],
    }  # fmt: skip


def test_a_list_of_several_may_hold_one(send):
    assert send({"attribute[seen]": "dawn"})[1].answers["seen"] == ["dawn"]


def test_all_that_is_wrong_is_said_at_once(ask):
    found = ask("requests", {**spec.LAMP, "lat": "x", "email": "x", "attribute[pole]": ""}, "POST")
    assert len(found.plain) == 3


def test_a_media_url_is_text_for_the_unit_and_is_not_told_on(send, ask):
    link = "https://pictures.example/7.jpg"
    _row, case = send({"media_url": link})
    assert case.answers["media_url"] == link
    Case.objects.update(publication="public", public_text="x")
    assert "pictures.example" not in ask("requests", {"extensions": "true"}).content.decode()


def test_an_address_id_is_the_code_of_a_place(send, town):
    _row, case = send({"lat": "", "long": "", "address_id": "court"})
    assert case.area == town.places.court


def test_an_address_that_names_one_place_is_found(send, town):
    _row, case = send({"lat": None, "long": None, "address_string": "Far-Court"})
    assert (case.area, case.place_note) == (town.places.far_court, "Far-Court")


def test_an_address_nobody_knows_goes_to_a_dispatcher_with_its_words(send):
    _row, case = send({"lat": None, "long": None, "address_string": "behind the third poplar"})
    assert (case.state, case.place_known, case.place_note) == ("triage", False, "behind the third poplar")


def test_a_long_address_is_not_cut(send):
    address = "left, " * 40
    _row, case = send({"lat": None, "long": None, "address_string": address})
    assert address.strip() in case.text


def test_the_same_idempotency_key_makes_one_need_however_often_it_is_sent(send, site):
    first, case = send(**{"Idempotency-Key": "abc"})
    again, same = send({"description": "sent again"}, **{"Idempotency-Key": "abc"})
    _other, another = send({"api_key": "{other}"}, **{"Idempotency-Key": "abc"})
    assert first == again
    assert case == same != another
    assert send()[1] != another


def test_the_key_that_sent_it_sees_its_state_and_nobody_s_words(send, ask, site):
    row, _case = send({"description": "secret words"})
    number = row["service_request_id"]
    [own] = ask(f"requests/{number}", {"api_key": "{key}"}).plain
    check(own, spec.REQUEST)
    assert own["status"] == "open"
    assert own["description"] is own["address"] is own["lat"] is own["media_url"] is None
    assert [
        one["service_request_id"] for one in ask("requests", {"service_request_id": number, "api_key": "{key}"}).plain
    ] == [number]
    assert ask(f"requests/{number}").status_code == 404
    assert number not in str(ask("requests", {"api_key": "{key}"}).plain)


def test_a_site_may_answer_with_tokens_instead(send, ask, settings):
    settings.OPEN311_TOKENS = True
    row, case = send()
    check(row, spec.SENT_WITH_TOKEN)
    [found] = ask(f"tokens/{row['token']}").plain
    assert found == {"service_request_id": case.number, "token": row["token"]}


def test_a_token_cannot_be_made_up(ask, site):
    token = site.values["token"]
    assert ask(f"tokens/{'0' * 20}{token[20:]}").status_code == 404
    assert ask(f"tokens/{token}9").status_code == 404


def test_the_tracking_code_is_handed_over_when_asked_for_and_opens_the_need(send):
    row, case = send({"extensions": "true"})
    assert queries.by_code(actions.hash_code(row["extended_attributes"]["tracking_code"])) == case


def test_an_emergency_is_not_taken_and_names_the_number_to_call(ask, catalogue):
    catalogue["street_lamp"].emergency_number = "119"
    catalogue["street_lamp"].save()
    found = ask("requests", spec.LAMP, "POST")
    assert found.status_code == 400
    assert "119" in found.plain[0]["description"]
    assert "119" in str(ask("services").plain)


def test_the_key_may_stand_in_the_address(ask, site, form):
    found = ask("requests", {**spec.LAMP, "api_key": None}, "POST")
    assert found.status_code == 403
    data = {name: value for name, value in spec.LAMP.items() if name != "api_key"}
    assert Client().post(f"/open311/v2/requests.{form}?api_key={site.values['key']}", data).status_code == 200


def test_a_browser_s_session_means_nothing_here(site, town, form):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.people.gulnar)
    found = browser.post(f"/open311/v2/requests.{form}", {**spec.LAMP, "api_key": site.values["key"]})
    assert found.status_code == 200
    assert Case.objects.order_by("pk").last().author is None


def test_too_much_is_refused_in_the_caller_s_format(site, form):
    found = Client().post(f"/open311/v2/requests.{form}", {f"f{n}": "1" for n in range(600)})
    assert found.status_code == 400
    assert found["Content-Type"] == spec.CONTENT_TYPES[form]


def test_a_key_that_sends_too_much_is_asked_to_wait_and_the_others_are_not(ask, send, settings, limits_on):
    settings.LIMITS = {**settings.LIMITS, "open311": (2, 2, 120)}
    send()
    send()
    found = ask("requests", spec.LAMP, "POST")
    assert (found.status_code, found["Retry-After"]) == (429, "30")
    assert found.plain[0]["code"] == "429"
    send({"api_key": "{other}"})
