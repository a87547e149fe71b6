"""What every operation of the API owes to whoever calls it; tests/long/test_api_fuzz.py searches further."""

import pytest

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
