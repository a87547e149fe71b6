"""What every operation of the API owes to whoever calls it; tests/long/test_api_fuzz.py searches further."""

import pytest

from shiliu.platform.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_worklist_with_cases_in_it_tells_their_clocks(client, town, raise_need):
    case = raise_need().case
    client.force_login(town.people.li)
    (item,) = client.get("/api/v1/cases/worklist").json()["items"]
    assert (item["id"], item["state"]) == (case.pk, "dispatched")
    assert {clock["kind"]: clock["met"] for clock in item["clocks"]} == {"contact": None, "resolution": None}


@pytest.mark.parametrize("query", ["lead=a%00b", "text=%00", "%00=1"])
def test_a_null_in_the_address_is_refused_on_every_database(client, query):
    answer = client.get(f"/api/v1/cases/public?{query}")
    assert (answer.status_code, "NUL" in answer.json()["detail"]) == (400, True)


def test_a_null_deep_in_the_body_is_refused_on_every_database(client):
    body = {"kind": "help", "title": "a", "text": "b\0c"}
    answer = client.post("/api/v1/cases/", body, content_type="application/json")
    assert answer.status_code == 400


def test_a_page_far_behind_the_last_is_refused_in_words(client):
    answer = client.get("/api/v1/cases/public?page=1657183225694113882963968")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["page"])


def test_ones_own_notices_are_read_and_marked_and_nobody_elses(client, town, raise_need):
    raise_need()
    mine = Notice.objects.filter(person=town.people.gulnar).first()
    other = Notice.objects.create(person=town.people.chen, kind=mine.kind, thread="t", at=mine.at, url="/")
    client.force_login(town.people.gulnar)
    listed = client.get("/api/v1/notices/?unread=true").json()
    assert mine.pk in [item["id"] for item in listed["items"]] and other.pk not in [
        item["id"] for item in listed["items"]
    ]
    assert listed["count"] == listed["unread"] and all(item["title"] for item in listed["items"])
    answer = client.post("/api/v1/notices/read", {"ids": [mine.pk, other.pk]}, content_type="application/json")
    assert answer.json() == {"marked": 1}
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at and not other.read_at
    assert client.post("/api/v1/notices/unread", {"ids": [mine.pk]}, content_type="application/json").json() == {
        "marked": 1
    }


def test_a_guest_reads_no_notices_and_senseless_ids_are_refused(client, town):
    assert client.get("/api/v1/notices/").status_code == 401
    assert client.post("/api/v1/notices/read", {"ids": [1]}, content_type="application/json").status_code == 401
    client.force_login(town.people.gulnar)
    for ids in ([0], [2**63], ["x"], list(range(1, 102))):
        answer = client.post("/api/v1/notices/read", {"ids": ids}, content_type="application/json")
        assert answer.status_code == 422


def test_units_in_use_are_listed_found_and_read_by_anybody(client, town):
    listed = client.get("/api/v1/organisations/?area=house").json()
    codes = [item["code"] for item in listed["items"]]
    assert "keepers" in codes and "city" in codes and "others" not in codes and listed["count"] == len(codes)
    assert [item["code"] for item in client.get("/api/v1/organisations/?q=keep").json()["items"]] == ["keepers"]
    assert client.get("/api/v1/organisations/?area=nowhere").json() == {"count": 0, "items": []}
    unit = client.get("/api/v1/organisations/units/keepers").json()
    assert (unit["kind"], unit["serves"]) == ("property_company", ["court"])
    assert "fire" in [kind["code"] for kind in client.get("/api/v1/organisations/kinds").json()]
    town.units.property.active = False
    town.units.property.save()
    assert client.get("/api/v1/organisations/units/keepers").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/cases/-1/publish", "/api/"])
def test_an_address_nothing_answers_at_says_so_as_json(client, address):
    response = client.get(address)
    assert response.status_code == 404 and response.json() == {"detail": "There is nothing at this address"}
