"""One button reports violence, before anything is asked about a dispute."""

import pytest
from django.test import Client

from shiliu.govern.cases.models import Case
from shiliu.govern.mediation.files.models import Dispute


@pytest.mark.django_db
def test_a_report_is_a_need_that_nobody_publishes_and_says_only_where_and_how_to_call_back(town, catalogue):
    client = Client()
    page = client.post("/mediation/apply/", {"topic": "violence"}).content.decode()
    assert "/mediation/report/" in page and "tel:110" in page
    assert client.post("/mediation/report/", {"area": "west"}).status_code == 422
    told = client.post("/mediation/report/", {"area": "west", "place": "House 3", "phone": "0000-5550133"})
    assert told.status_code == 200 and not Dispute.objects.exists()
    case = Case.objects.get()
    assert (case.area, case.may_publish, case.place_note) == (town.places.west, False, "House 3")
    assert case.state == "triage" and "mediat" not in f"{case.title}{case.text}".lower()
