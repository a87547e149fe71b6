"""Our client of another city's Open311 server, against our own: what is sent, how it is followed, what goes wrong."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.adapters.open311_client import Open311Client
from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, CaseStep, Forwarded
from shiliu.govern.cases.open311 import forwarding, keys
from shiliu.platform.clock import at_time
from shiliu.platform.notices.contract import RefusedForGood, TryLater
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def outside(live_server, town, catalogue, settings):
    """The server itself stands for the other city: lamps go there as manholes, which are not forwarded on."""
    _key, secret = keys.make(by=town.actor("ding"), name="the other city")
    settings.OPEN311_KEYS = {"other": secret}
    return forwarding.set_endpoint(
        by=town.actor("ding"), category=catalogue["street_lamp"], url=f"{live_server.url}/open311/v2", service_code="manhole", key_name="other",
    )  # fmt: skip


@pytest.fixture
def later(town):
    """later(minutes) runs the job then."""

    def run(minutes):
        with at_time(town.now + timedelta(minutes=minutes)):
            forwarding.run()

    return run


def there():
    return Case.objects.get(category__code="manhole")


def test_a_need_is_forwarded_once_and_followed_until_it_is_closed_there(outside, raise_need, later, town):
    need = raise_need(contact=actions.Contact(phone="13800138000"), point=(100.03, 40.03), area=town.places.west).case
    later(1)
    later(2)
    row = Forwarded.objects.get()
    sent = there()
    assert (row.state, row.service_request_id, row.tries) == ("sent", sent.number, 1)
    assert sent.text == need.text
    assert (sent.longitude, sent.latitude) == (100.03, 40.03)
    assert not hasattr(sent, "contact")
    li = town.actor("li")
    actions.move(by=li, case=sent, verb="accept")
    later(20)
    assert "accepted" in Forwarded.objects.get().status_notes
    actions.move(by=li, case=sent, verb="finish", said="Lid replaced.")
    later(40)
    row.refresh_from_db()
    need.refresh_from_db()
    assert row.state == "closed"
    assert need.state == "dispatched"
    assert Notice.objects.filter(kind="cases.outside_closed").exists()
    assert list(CaseStep.objects.filter(case=need, move__startswith="outside").values_list("move", flat=True)) == [
        "outside_sent",
        "outside_closed",
    ]
    assert need.number not in str(Forwarded.objects.exclude(case=need))


def test_a_dwelling_is_not_told_only_the_compound(outside, raise_need, later):
    raise_need(point=(100.002, 40.002))
    later(1)
    assert (there().longitude, there().latitude) != (100.002, 40.002)


def test_words_that_seem_to_name_somebody_wait_for_a_person(outside, raise_need, later, town):
    need = raise_need(text="Call 13800138000, the lamp is dark.").case
    later(1)
    row = Forwarded.objects.get()
    assert (row.state, row.next_try) == ("waiting", None)
    assert Notice.objects.filter(kind="cases.outside_waits").exists()
    with pytest.raises(Refused):
        forwarding.release(by=town.actor("lin"), case=need)
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(town.people.li)
    assert "Send the words as they are" in desk.get(reverse("cases:desk", args=[need.pk])).content.decode()
    assert desk.post(reverse("cases:open311_release", args=[need.pk])).status_code == 302
    later(5)
    assert "13800138000" in there().text


def test_published_words_go_instead_of_the_original(outside, raise_need, later):
    need = raise_need(text="Call 13800138000, the lamp is dark.").case
    later(1)
    Case.objects.filter(pk=need.pk).update(publication="public", public_text="The lamp is dark.")
    later(5)
    assert there().text == "The lamp is dark."


def test_a_token_is_followed_to_its_number(outside, raise_need, later, settings):
    settings.OPEN311_TOKENS = True
    raise_need()
    later(1)
    row = Forwarded.objects.get()
    assert (bool(row.token), row.service_request_id) == (True, "")
    later(20)
    assert Forwarded.objects.get().service_request_id == there().number


def test_what_is_refused_there_goes_back_to_the_unit(outside, raise_need, later, settings):
    settings.OPEN311_KEYS = {"other": "wrong"}
    raise_need()
    later(1)
    row = Forwarded.objects.get()
    assert row.state == "failed"
    assert row.last_error.startswith("403: ")
    assert Notice.objects.filter(kind="cases.outside_failed").exists()


def test_a_server_that_does_not_answer_is_asked_again_later_and_not_for_ever(outside, raise_need, later, town):
    outside.url = "http://127.0.0.1:9/open311/v2"
    outside.save()
    raise_need()
    later(1)
    row = Forwarded.objects.get()
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.next_try == town.now + timedelta(minutes=3)
    for day in range(1, 15):
        later(day * 1440)
    assert (Forwarded.objects.get().state, Forwarded.objects.get().tries) == ("failed", forwarding.MOST_TRIES)


def test_an_endpoint_that_rests_gets_nothing(outside, raise_need, later):
    outside.active = False
    outside.save()
    raise_need()
    later(1)
    assert not Forwarded.objects.exists()


def test_an_administrator_sets_the_endpoint_and_its_key_is_only_named(outside, town, catalogue):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(town.people.ding)
    page = reverse("cases:open311_matter", args=[catalogue["property_service"].pk])
    given = {"url": "https://city.example/open311/v2/", "service_code": "7", "key_name": "other", "active": "on"}
    assert browser.post(page, {**given, "key_name": "unknown"}).status_code == 422
    assert browser.post(page, given).status_code == 302
    assert catalogue["property_service"].outside.url == "https://city.example/open311/v2"
    assert "SHILIU_OPEN311_KEYS" in browser.get(page).content.decode()


def test_the_client_reads_xml_where_there_is_no_json_and_follows_no_detour(monkeypatch, live_server, outside):
    asked = []
    client = Open311Client(f"{live_server.url}/open311/v2")
    real = client._ask

    def only_xml(method, path, *rest):
        asked.append(path)
        if path.endswith(".json"):
            raise RefusedForGood("404: no such format")
        return real(method, path, *rest)

    monkeypatch.setattr(client, "_ask", only_xml)
    assert client.states(["2026-999999"]) == {}
    assert asked == ["requests.json", "requests.xml"]
    with pytest.raises(RefusedForGood):
        Open311Client(f"{live_server.url}/cases/office?").send({}, repeat="1")
    with pytest.raises(RefusedForGood):
        Open311Client("file:///etc").states(["1"])
    with pytest.raises(TryLater):
        Open311Client("http://127.0.0.1:9").states(["1"])
