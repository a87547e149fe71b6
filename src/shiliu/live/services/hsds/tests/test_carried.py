"""What no table here has a place for goes out as it came in, field by field, but for what names people."""

import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.hsds import actions, carried, datapackage
from shiliu.live.services.hsds.identity import Ids
from shiliu.live.services.hsds.models import Carried
from shiliu.live.services.hsds.specification import DAY, MOMENT, NUMBER, SCHEMA, URI, UUIDS, faults
from shiliu.live.services.hsds.tests.test_round_trip import PLACE, SERVICE, UNIT, emptied, everything, undated
from shiliu.live.services.windows.models import Window
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM
from tests.town import NOON


def uuid(number):
    return f"0f8fad5b-d9cb-469f-a165-{number:012}"


NEXT_BUS = {"id": uuid(1), "freq": "MONTHLY", "byday": "2MO", "opens_at": "09:00", "closes_at": "10:00"}
CONTACT = {"id": uuid(2), "name": "Ann Example", "email": "ann@example.org", "title": "Head", "department": "Tools",
           "phones": [{"id": uuid(3), "number": "0000-555-0111", "extension": 7, "languages": [{"id": uuid(4), "code": "ug", "note": "mornings"}]}]}  # fmt: skip
PROGRAM = {"id": uuid(5), "name": "Repair", "description": "Mending things", "alternate_name": "Fix it"}
RICH_PLACE = {
    **PLACE,
    "contacts": [CONTACT],
    "schedules": [*PLACE["schedules"], NEXT_BUS],
    "external_identifier": "77",
    "url": "https://tools.example/shed",
}
RICH_UNIT = {
    **UNIT, "website": "https://tools.example/", "year_incorporated": 1999, "legal_status": "association", "programs": [PROGRAM], "contacts": [CONTACT],
    "funding": [{"id": uuid(6), "source": "Lottery"}], "additional_websites": [{"id": uuid(7), "url": "https://more.example/", "label": "More"}],
}  # fmt: skip
RICH = {
    **SERVICE, "organization": RICH_UNIT, "email": "tools@example.org", "interpretation_services": "By telephone", "accreditations": "None", "program": PROGRAM,
    "wait_time": "a week", "contacts": [CONTACT], "funding": [{"id": uuid(8), "source": "Fees"}], "schedules": [NEXT_BUS],
    "capacities": [{"id": uuid(9), "unit": {"id": uuid(10), "name": "Drill"}, "available": 3, "maximum": 5, "updated": "2026-01-05T10:00:00.000+08:00"}],
    "phones": [{"id": uuid(11), "number": "0000-555-0112", "extension": 4, "description": "Evenings"}],
    "languages": [{"id": uuid(12), "code": "ug", "note": "On Mondays"}],
    "cost_options": [{"id": uuid(13), "amount": 5, "currency": "CNY", "valid_from": "2026-01-01"}, {"id": uuid(14), "amount": 3, "option": "pupils"}],
    "required_documents": [{"id": uuid(15), "document": "Library ticket", "uri": "https://tools.example/ticket"}],
    "service_areas": [{"id": uuid(16), "name": "Up the hill", "extent": "POINT(1 1)", "extent_type": "text"}],
    "service_at_locations": [{"id": uuid(17), "location": RICH_PLACE, "description": "In the shed", "schedules": [NEXT_BUS], "contacts": [CONTACT]}],
}  # fmt: skip
LIST = {"category": "work", "kind": "street_office", "area": "west", "language": "en"}


def said_in(theirs, ours, path=""):
    """The paths of what `theirs` says and `ours` does not."""
    if isinstance(theirs, dict):
        return [
            lost
            for name, value in theirs.items()
            if name != "id"
            for lost in said_in(value, (ours or {}).get(name), f"{path}.{name}")
        ]
    if isinstance(theirs, list):
        return (
            []
            if theirs == []
            else min((said_in(theirs[0], one, path) for one in ours or [None]), key=len)
            + said_in(theirs[1:], ours, path)
        )
    return [] if theirs == ours else [path]


def test_whatever_another_directory_says_is_published_again_but_for_names_of_people(rows, town):
    actions.set_directory(by=SYSTEM, city="C", state_province="P", postal_code="1", country="CN")
    report = actions.import_hsds(by=SYSTEM, services=[RICH], **LIST)
    assert report.rejected == []
    assert report.unknown == {"contact.name": 4, "contact.email": 4}
    found = everything()
    [service], unit = found["services"], next(one for one in found["organizations"] if one["id"] == UNIT["id"])
    assert faults("service", service) + faults("organization", unit) == []
    assert "Ann" not in json.dumps(found)
    place = service["service_at_locations"][0]
    assert said_in(RICH_UNIT, unit) == [".contacts.name", ".contacts.email"]
    lost = said_in({**RICH, "organization": {}, "service_at_locations": []}, service)
    assert lost == [".contacts.name", ".contacts.email", ".required_documents.document"]  # which says its form now
    assert said_in({**RICH["service_at_locations"][0], "location": {}}, place) == [".contacts.name", ".contacts.email"]
    assert said_in({**RICH_PLACE, "schedules": [NEXT_BUS]}, place["location"]) == [".contacts.name", ".contacts.email"]


@pytest.mark.parametrize("form", ["json", "zip"])
def test_what_was_kept_as_it_came_survives_the_way_out_and_in(rows, town, form, tmp_path):
    actions.import_hsds(by=SYSTEM, services=[RICH], **LIST)
    before = everything()
    document = {name: before[name] for name in ("services", "organizations")}
    if form == "zip":
        datapackage.write(before, tmp_path / "all.zip")
        document, left = datapackage.read(tmp_path / "all.zip")
        assert left == {}
    emptied(Window.objects.get().organisation.code)
    Carried.objects.all().delete()
    with at_time(NOON):
        report = actions.import_hsds(by=SYSTEM, **document)
        assert (report.rejected, report.unknown) == ([], {})
        again = actions.import_hsds(by=SYSTEM, **document)
    assert (again.same, again.kept, again.writes) == (1, [], False)
    assert undated(everything()) == undated(before)


def test_a_file_replaces_what_it_says_and_leaves_the_rest(rows, town, client):
    actions.import_hsds(by=SYSTEM, services=[RICH], **LIST)
    briefer = {name: value for name, value in RICH.items() if name not in ("funding", "wait_time")} | {
        "email": "new@example.org"
    }
    report = actions.import_hsds(by=SYSTEM, services=[briefer], source="rich.json", **LIST)
    assert (report.same, len(report.kept), report.writes) == (1, 1, True)
    [service] = everything()["services"]
    assert (service["email"], service["wait_time"], service["funding"][0]["source"]) == (
        "new@example.org",
        "a week",
        "Fees",
    )
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("office_hsds:kept"), {"q": "hsds rich.json"}).content.decode()
    assert "tools@example.org" not in page and "new@example.org" in page
    assert "Nothing was found" in client.get(reverse("office_hsds:kept"), {"q": "moon"}).content.decode()
    assert client.post(reverse("office_hsds:drop", args=[Carried.objects.get(sort="service").pk])).status_code == 302
    assert "email" not in everything()["services"][0]
    assert "funding" in AuditRow.objects.get(verb="services.carried_dropped").data["fields"]


ONE = {
    UUIDS: st.uuids().map(str),
    NUMBER: st.integers(0, 99),
    URI: st.just("https://a.example/b"),
    DAY: st.just("2026-02-03"),
    MOMENT: st.just("2026-02-03T10:00:00+08:00"),
}


def things(name, depth=2):
    """Any object of the specification with some of its fields."""
    fields, needed = SCHEMA[name]
    made = {}
    for field, kind in fields.items():
        if isinstance(kind, list | tuple):
            if depth:
                below = things(kind[0], depth - 1)
                made[field] = st.lists(below, max_size=2) if isinstance(kind, list) else below
        else:
            made[field] = (
                st.sampled_from(sorted(kind))
                if isinstance(kind, set)
                else ONE.get(kind, st.text(min_size=1, max_size=3))
            )
    more = {field: some for field, some in made.items() if field not in needed}
    return st.fixed_dictionaries({field: made[field] for field in needed & made.keys()}, optional=more)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["service", "organization", "location", "service_at_location"]).flatmap(
        lambda name: st.tuples(st.just(name), things(name))
    )
)
def test_anything_in_the_form_of_the_specification_is_published_in_its_form(named):
    name, thing = named
    ours = {"id": uuid(1), "name": "Ours", "description": "Kind", "status": "active", "location_type": "physical"}
    ours = {field: value for field, value in ours.items() if field in SCHEMA[name][0]}
    kept, left = carried.clean(name, thing)
    rest = json.loads(json.dumps(carried.rest_of(name, kept, ours)))
    whole = carried.laid(name, ours, rest, Ids())
    assert faults(name, whole) == []
    assert all(
        field.rpartition(".")[2] in {"metadata", "name", "email", "attention", "assurer_email"}
        or field in SCHEMA
        or "." in field
        for field in left
    )
    assert carried.rest_of(name, carried.clean(name, whole)[0], ours) == rest
    assert carried.laid(name, ours, rest, Ids()) == whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": 5},
        {"url": "ftp:x"},
        {"funding": "x"},
        {"program": []},
        {"odd": 1},
        {"capacities": [{"available": 1}]},
        {"phones": [5]},
    ],
)
def test_what_is_not_of_the_form_is_left_out(wrong):
    assert carried.clean("service", wrong)[0] == {}
