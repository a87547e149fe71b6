"""Parts, tables and the report of objections through the API: the same rules as the pages."""

from datetime import timedelta

import pytest
from django.test import Client

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import CaseTask, Summons
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def api(town):
    """api("li") -> a browser of that person."""

    def of(key):
        browser = Client()
        browser.force_login(getattr(town.people, key))
        return browser

    return of


@pytest.fixture
def case(raise_need, town):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    return case


def test_a_part_is_asked_for_answered_and_read(api, case):
    here = f"/api/v1/cases/{case.pk}/parts"
    asked = api("li").post(here, {"unit": "keepers", "what": "Open the gate."}, **JSON)
    assert asked.status_code == 201 and asked.json()["state"] == "open"
    end = f"/api/v1/cases/parts/{asked.json()['id']}"
    assert api("hu").post(f"{end}/done", {"said": "Open."}, **JSON).status_code == 404
    assert api("li").post(f"{end}/done", {"said": "Open."}, **JSON).status_code == 403
    assert api("wang").post(f"{end}/done", {}, **JSON).status_code == 422
    assert api("wang").post(f"{end}/closed", {"said": "Open."}, **JSON).status_code == 404
    assert api("wang").post(f"{end}/done", {"said": "Open."}, **JSON).json()["state"] == "done"
    assert [row["said"] for row in api("sun").get(here).json()] == ["Open."]
    assert api("gulnar").get(here).status_code == 403


def test_a_part_is_withdrawn_by_the_lead_and_a_day_too_late_must_be_meant(api, case):
    here = f"/api/v1/cases/{case.pk}/parts"
    late = {"unit": "keepers", "what": "Open the gate.", "due": "2026-12-01"}
    assert "anyway" in api("li").post(here, late, **JSON).json()["fields"]
    asked = api("li").post(here, {**late, "anyway": True}, **JSON).json()
    assert api("li").post(f"/api/v1/cases/parts/{asked['id']}/withdrawn", {}, **JSON).status_code == 200
    assert CaseTask.objects.get().state == "withdrawn"


def test_a_table_is_asked_for_with_a_time_that_has_its_zone(api, case):
    here = f"/api/v1/cases/{case.pk}/tables"
    table = {"reason": "hard", "why": "Three plots.", "units": ["fire", "fire"], "meets_where": "Street office"}
    assert api("li").post(here, {**table, "meets_at": "2026-03-12T10:00:00"}, **JSON).status_code == 422
    assert api("li").post(here, {**table, "meets_at": "2026-03-12T10:00:00+08:00"}, **JSON).status_code == 201
    assert Summons.objects.get().units.count() == 1
    assert api("sun").get(here).json()[0]["units"] == ["fire"]


@pytest.fixture
def table(api, case):
    """The address of a table the city asked for, with the fire brigade and the property company."""
    given = {"reason": "hard", "why": "Three plots.", "units": ["fire", "keepers"], "meets_where": "Street office",
             "meets_at": "2026-03-12T10:00:00+08:00"}  # fmt: skip
    asked = api("li").post(f"/api/v1/cases/{case.pk}/tables", given, **JSON)
    return f"/api/v1/cases/tables/{asked.json()['id']}"


def test_the_supervisor_decides_on_a_table_and_what_became_of_it_is_noted(api, table, town):
    assert api("li").post(f"{table}/approved", {}, **JSON).status_code == 403
    assert api("hu").post(f"{table}/approved", {}, **JSON).status_code in (403, 404)
    assert api("sun").post(f"{table}/agreed", {}, **JSON).status_code == 404
    assert api("sun").post(f"{table}/approved", {"meets_at": "2026-03-11T10:00:00"}, **JSON).status_code == 422
    moved = api("sun").post(f"{table}/approved", {"meets_at": "2026-03-11T10:00:00+08:00"}, **JSON).json()
    assert (moved["state"], moved["came"]) == ("approved", {"fire": None, "keepers": None})
    came = [{"unit": "fire", "came": True}, {"unit": "keepers", "came": False, "note": "Another call"}]
    assert api("li").post(f"{table}/attendance", {"units": came}, **JSON).status_code == 409
    with at_time(town.now + timedelta(days=2)):
        assert "keepers" in api("li").post(f"{table}/attendance", {"units": came[:1]}, **JSON).json()["fields"]["units"]
        assert (
            "city"
            in api("li")
            .post(f"{table}/attendance", {"units": [{"unit": "city", "came": True}]}, **JSON)
            .json()["fields"]["units"]
        )
        noted = api("li").post(f"{table}/attendance", {"units": came}, **JSON).json()
        assert (noted["state"], noted["came"]) == ("held", {"fire": True, "keepers": False})
        assert "looked" in api("li").post(f"{table}/outcome", {"outcome": "Call 13800138000."}, **JSON).json()["fields"]
        told = api("li").post(f"{table}/outcome", {"outcome": "The pipe is laid anew."}, **JSON).json()
        assert (told["state"], told["outcome"]) == ("closed", "The pipe is laid anew.")


def test_a_table_is_declined_with_words_or_taken_back_by_whoever_asked(api, table):
    assert "said" in api("sun").post(f"{table}/declined", {}, **JSON).json()["fields"]
    assert api("sun").delete(table).status_code == 403
    assert api("li").delete(table).status_code == 204
    assert not Summons.objects.exists()
    assert api("sun").post(f"{table}/declined", {"said": "No need."}, **JSON).status_code == 404


def test_the_report_of_objections_names_matters_and_reasons_only(api, raise_need, town):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="object", objection="not_our_duty", said="Elsewhere.")
    [row] = api("ding").get("/api/v1/cases/objections/report?area=west&since=2026-01-01").json()
    assert row == {"category": "street_lamp", "reason": "not_our_duty", "objections": 1, "decided": 0, "granted": 0,
                   "median_hours": None}  # fmt: skip
    assert api("ding").get("/api/v1/cases/objections/report?since=2027-01-01").json() == []
    assert api("ding").get("/api/v1/cases/objections/report?reason=none").status_code == 422
    assert api("li").get("/api/v1/cases/objections/report").status_code == 403
