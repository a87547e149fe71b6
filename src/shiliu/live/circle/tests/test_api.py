"""The circle over JSON says what the pages say."""

import pytest
from django.test import Client

from shiliu.live.circle import actions
from shiliu.live.circle.models import Facility

API = "/api/v1/circle"


def get(address, **query):
    response = Client().get(f"{API}/{address}", query)
    assert response.status_code == 200, response.content
    return response.json()


def post(address, body=None):
    return Client().post(f"{API}/{address}", body or {}, content_type="application/json")


@pytest.fixture
def measured(circle):
    actions.run(by=circle.sun)
    return circle


def test_types_facilities_shares_and_gaps_are_open(measured):
    assert {one["scheme"] for one in get("types")} == {"commerce", "planning"}
    assert [one["names"]["en"] for one in get("facilities", q="corner")["items"]] == ["Corner shop"]
    told = get("coverage/west", walker="elder")
    assert next(one["covered"] for one in told["figures"] if one["facility_type"] == "convenience") == 60
    gaps = get("gaps", walker="adult", facility_type="convenience", area="west", least=20)
    assert [(one["homes"], one["nearest"]) for one in gaps["items"]] == [(40, measured.shop.pk)]
    assert Client().get(f"{API}/coverage/nowhere").status_code == 404


def test_anybody_proposes_and_says_what_is_still_there(measured):
    body = {"facility_type": "park", "names": {"zh-hans": "公园"}, "longitude": 100.003, "latitude": 40.002}
    assert post("facilities", body).json() == {"state": "proposed"}
    assert Facility.objects.get(kind__code="park").state == "proposed"
    assert post("facilities", {**body, "facility_type": "castle"}).status_code == 422
    assert post(f"facilities/{measured.shop.pk}/here").json() == {"counted": True, "said_here": 1, "said_gone": 0}
    assert post(f"facilities/{measured.shop.pk}/burnt").status_code == 404
