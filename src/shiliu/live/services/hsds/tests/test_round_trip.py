"""Units, windows and items go out and come in again as they were; what may not come in says why."""

import json
from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.foundation.models import Organisation
from shiliu.live.services.catalogue import actions as catalogue
from shiliu.live.services.catalogue.models import OutsideId, Paper, ServiceItem
from shiliu.live.services.catalogue.tests.conftest import ITEM
from shiliu.live.services.hsds import actions, datapackage, schedules, units
from shiliu.live.services.hsds.models import Directory
from shiliu.live.services.hsds.profile import PROFILE
from shiliu.live.services.hsds.publishing import Publisher
from shiliu.live.services.hsds.specification import SCHEMA, faults
from shiliu.live.services.windows import actions as windows
from shiliu.live.services.windows.models import Window
from shiliu.office.organisations.actions import create_unit, import_units
from shiliu.platform import revisions
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import NOON

PLACE = {
    "id": "0f8fad5b-d9cb-469f-a165-70867728951a", "location_type": "physical", "name": "Tool shed", "description": "Behind the school",
    "latitude": 40.1, "longitude": 100.1, "transportation": "Bus 1", "phones": [{"id": "0f8fad5b-d9cb-469f-a165-70867728951b", "number": "0000-555-0102"}],
    "languages": [{"id": "0f8fad5b-d9cb-469f-a165-70867728951c", "code": "ug"}],
    "addresses": [{"id": "0f8fad5b-d9cb-469f-a165-70867728951d", "address_1": "Lane 3", "city": "C", "state_province": "P", "postal_code": "1", "country": "CN",
                   "address_type": "physical"}],
    "accessibility": [{"id": "0f8fad5b-d9cb-469f-a165-70867728951e", "description": "Hearing loop"}],
    "schedules": [{"id": "0f8fad5b-d9cb-469f-a165-70867728951f", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"},
                  {"id": "0f8fad5b-d9cb-469f-a165-708677289520", "freq": "MONTHLY", "byday": "2MO"}],
}  # fmt: skip
UNIT = {"id": "0f8fad5b-d9cb-469f-a165-708677289521", "name": "Tool society", "description": "Lends tools", "email": "a@example.org",
        "phones": [{"id": "0f8fad5b-d9cb-469f-a165-708677289522", "number": "0000-555-0103"}]}  # fmt: skip
SERVICE = {
    "id": "0f8fad5b-d9cb-469f-a165-708677289523", "name": "Lending tools", "status": "active", "organization": UNIT,
    "service_at_locations": [{"id": "0f8fad5b-d9cb-469f-a165-708677289524", "location": PLACE}],
}  # fmt: skip


def everything():
    with at_time(NOON):
        found = Publisher(lambda path: f"https://shiliu.example{path}").everything()
    return json.loads(json.dumps(found, default=str))


def undated(thing):
    """When a row was last written is the time of the import."""
    if isinstance(thing, dict):
        return {name: undated(value) for name, value in thing.items() if name != "last_modified"}
    return [undated(row) for row in thing] if isinstance(thing, list) else thing


def emptied(*codes):
    """The site without what the file brings."""
    Window.objects.all().delete()
    ServiceItem.objects.all().delete()
    Paper.objects.all().delete()
    OutsideId.objects.all().delete()
    for code in codes:
        Organisation.objects.get(code=code).delete()


@pytest.fixture
def library(rows, town):
    """A unit of the district with a branch below it, a window of the branch, and an item that it does."""
    create_unit(by=SYSTEM, code="library", kind="street_office", names={"zh-hans": "图书馆", "en": "Library"}, public_phone="0000-555-0100",
                address="书巷1号", areas=["street"])  # fmt: skip
    create_unit(
        by=SYSTEM, code="branch", kind="street_office", names={"zh-hans": "分馆"}, parent="library", areas=["west"]
    )
    item = catalogue.create_item(
        by=SYSTEM, code="card", offered=True, **{**ITEM, "organisation": "branch", "areas": ["west"], "minimum_age": 6}
    )
    made = windows.create_window(
        by=SYSTEM, code="desk", names={"zh-hans": "借书台", "en": "Desk", "ug": "كىتاب"}, organisation="branch", area="west", address="书巷2号",
        directions={"zh-hans": "进门左转", "en": "Turn left."}, phone="0000-555-0101", low_counter=True, languages=["zh-hans", "ug"],
        longitude=100.01, latitude=40.01, takes_appointments=True, slot_minutes=20, items={"card": 20},
    )  # fmt: skip
    for season, opens in ((("05-01", "09-30"), 10), (("10-01", "04-30"), 9)):
        made = windows.set_hours(
            by=SYSTEM, window=made, season=season, weekdays=(0, 2), openings=[(time(opens), time(13))]
        )
    return windows.set_day(by=SYSTEM, window=made, day=date(2027, 5, 3), is_open=False, reason="放假") and item


def test_everything_is_as_the_specification_asks(library, town):
    actions.set_directory(
        by=town.actor("ding"), city="石榴市", state_province="某省", postal_code="000000", country="CN"
    )
    found = everything()
    wrong = [fault for service in found["services"] for fault in faults("service", service)]
    wrong += [fault for unit in found["organizations"] for fault in faults("organization", unit)]
    assert wrong == []
    place = next(one for unit in found["organizations"] for one in unit["locations"] if one["name"] == "借书台")
    assert place["addresses"][0]["address_1"] == "书巷2号"
    assert place["description"] == "进门左转"
    assert {row["valid_from"] for row in place["schedules"]} == {"2026-05-01", "2025-10-01"}
    assert "不开放（放假）" in place["schedules"][0]["notes"]
    [service] = found["services"]
    assert [row["location_id"] for row in service["service_at_locations"]] == [place["id"]]
    assert service["minimum_age"] == 6


@pytest.mark.parametrize("form", ["json", "zip"])
def test_what_goes_out_comes_into_an_empty_site_and_goes_out_the_same(library, form, tmp_path, town):
    actions.set_directory(by=SYSTEM, city="石榴市", state_province="某省", postal_code="000000", country="CN")
    before = everything()
    file = tmp_path / f"all.{form}"
    if form == "zip":
        datapackage.write(before, file)
        document = datapackage.read(file)[0]
    else:
        document = {name: before[name] for name in ("services", "organizations")}
    emptied("branch", "library")
    with at_time(NOON):
        report = actions.import_hsds(by=SYSTEM, **document)
    assert (report.rejected, report.unknown) == ([], {})
    assert (sorted(report.units), report.windows, report.created) == (["branch", "library"], ["desk"], ["card"])
    assert undated(everything()) == undated(before)
    with at_time(NOON):
        again = actions.import_hsds(by=SYSTEM, **document)
    assert (again.same, again.changed, again.units, again.windows) == (1, [], [], [])


HOURS = st.lists(
    st.tuples(st.sampled_from([("01-01", "12-31"), ("05-01", "09-30"), ("11-01", "03-31")]), st.integers(0, 6), st.integers(6, 11), st.integers(12, 20)),
    max_size=3, unique_by=lambda row: row[:2],
)  # fmt: skip
WORD = st.sampled_from(["", "书", "two words"])
TEXT = WORD.map(lambda text: {"zh-hans": text, "ug": f"{text}!"} if text else {})


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    HOURS,
    st.fixed_dictionaries({
        "address": WORD, "directions": TEXT, "phone": st.sampled_from(["", "12345"]), "private_room": st.booleans(), "step_free": st.booleans(),
        "languages": st.lists(st.sampled_from(["zh-hans", "ug", "bo"]), unique=True), "desks": st.integers(1, 9),
    }),
    st.fixed_dictionaries({
        "summary": TEXT, "conditions": TEXT, "maximum_age": st.sampled_from([None, 18]), "steps": st.lists(TEXT.filter(bool), max_size=2),
        "fee": st.sampled_from(["", "free", "charged"]), "accessibility": st.lists(st.sampled_from(["low_counter", "voice"]), unique=True),
    }),
)  # fmt: skip
def test_every_window_and_item_survives_the_way_out_and_in(library, hours, place, thing):
    inner = transaction.savepoint()
    desk = windows.edit_window(by=SYSTEM, window=Window.objects.get(), **place)
    for season, weekday, opens, closes in hours:
        windows.set_hours(
            by=SYSTEM, window=desk, season=season, weekdays=[weekday], openings=[(time(opens), time(closes))]
        )
    catalogue.edit_item(by=SYSTEM, item=ServiceItem.objects.get(), **thing)
    before = everything()
    emptied("branch", "library")
    with at_time(NOON):
        report = actions.import_hsds(by=SYSTEM, services=before["services"], organizations=before["organizations"])
    assert (report.rejected, report.unknown) == ([], {})
    assert undated(everything()) == undated(before)
    transaction.savepoint_rollback(inner)


@given(HOURS, st.sampled_from([8, 5.5, 0, -3]), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_hours_are_read_from_schedules_as_they_were_written(hours, offset, today):
    rows = sorted(
        [*season, weekday, f"{opens:02}:00:00", f"{closes:02}:30:00"] for season, weekday, opens, closes in hours
    )
    written = schedules.schedules_of(rows, today, offset)
    assert schedules.hours_of(json.loads(json.dumps(written)), offset) == (rows, {})
    for row in written:
        assert row.get("valid_from", "") <= row.get("valid_to", "")
        assert row.get("valid_to", "9999") >= today.isoformat()


@pytest.mark.parametrize("wrong", [
    {"freq": "MONTHLY"}, {"interval": 2}, {"byday": "2MO"}, {"byday": ""}, {"opens_at": "25:00"}, {"opens_at": "09:00Z"}, {"count": 3},
    {"valid_from": "2026-01-01"}, {"valid_from": "2026-01-01", "valid_to": "2028-01-01"}, {"bymonthday": "3"},
])  # fmt: skip
def test_a_schedule_that_weekly_hours_cannot_say_is_named_and_not_taken_in(wrong):
    row = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00", **wrong}
    rows, left = schedules.hours_of([row], 8)
    assert rows == []
    assert len(left) == 1


def test_a_foreign_unit_and_its_place_are_entered_as_far_as_there_is_a_field(rows, town):
    given = {"services": [SERVICE], "category": "work", "language": "en"}
    report = actions.import_hsds(by=SYSTEM, kind="street_office", area="west", **given)
    assert report.rejected == []
    unit = Organisation.objects.get(code=report.units[0])
    assert (unit.names["zh-hans"], unit.public_phone, unit.serves.get().area.code) == (
        "Tool society",
        "0000-555-0103",
        "west",
    )
    desk = Window.objects.get()
    assert (desk.organisation, desk.area.code, desk.address, desk.phone) == (unit, "west", "Lane 3", "0000-555-0102")
    assert (desk.latitude, desk.hearing_loop, desk.languages, desk.directions) == (
        40.1,
        True,
        ["ug"],
        {"en": "Behind the school"},
    )
    assert {(row.weekday, f"{row.opens:%H:%M}") for row in desk.hours.all()} == {(0, "09:00"), (1, "09:00")}
    assert [row.item.names["en"] for row in desk.served.all()] == ["Lending tools"]
    assert report.unknown == {}
    again = everything()["services"][0]
    assert (again["id"], again["organization"]["id"]) == (SERVICE["id"], UNIT["id"])
    assert again["service_at_locations"][0]["location_id"] == PLACE["id"]
    assert actions.import_hsds(by=SYSTEM, **given).same == 1


def test_an_import_without_writing_tries_everything_and_leaves_nothing(rows, town, tmp_path, capsys):
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps({"services": [SERVICE]}), encoding="utf-8")
    call_command("import_hsds", file, "--category", "work", "--kind", "street_office", "--area", "west")
    assert "With them: 1 units and 1 windows" in capsys.readouterr().out
    assert not ServiceItem.objects.exists()
    assert not Window.objects.exists()
    assert not Organisation.objects.filter(code__startswith="hsds").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Nobody knows which kind"),
        ({"kind": "moon"}, "no kind of unit"),
        ({"kind": "street_office", "area": "moon"}, "no places"),
    ],
)
def test_the_services_of_a_unit_that_cannot_be_entered_are_rejected_with_the_reason(rows, more, words):
    report = actions.import_hsds(by=SYSTEM, services=[SERVICE], category="work", **more)
    assert words in report.rejected[0].reason
    assert not ServiceItem.objects.exists()


def test_who_may_not_enter_units_is_told_so_and_imports_the_rest(rows, monkeypatch, ding):
    def refusing(*, by, **given):
        return import_units(by=ANONYMOUS, **given)

    monkeypatch.setattr(units, "enter", [refusing])
    other = {
        **SERVICE,
        "id": PLACE["id"],
        "name": "Advice",
        "organization": {"name": "fire"},
        "service_at_locations": [],
    }
    report = actions.import_hsds(by=ding, services=[SERVICE, other], category="work", kind="street_office")
    assert "You may not" in report.rejected[0].reason
    assert len(report.created) == 1


@pytest.mark.parametrize("wrong", [
    {"latitude": "north"}, {"name": None, "latitude": 200, "longitude": 0}, {"phones": [{"number": "call"}]}, {"languages": [{"code": "!"}]},
    {"shiliu": {"area": "west", "desks": "many"}}, {"shiliu": {"area": "west", "names": 5}}, {"shiliu": {"area": "moon"}},
    {"shiliu": {"area": "west", "hours": [["a", "b", 9, "x", "y"]]}}, {"shiliu": {"area": "west", "days": {"someday": [1, 2, 3, 4]}}},
    {"shiliu": {"area": "west", "days": 5}}, {"shiliu": {"area": "west", "directions": {"en": 5}}},
])  # fmt: skip
def test_a_place_that_is_none_is_rejected_with_its_reason_and_the_service_stays(rows, wrong):
    place = {**PLACE, "schedules": [], **wrong}
    service = {**SERVICE, "service_at_locations": [{"id": SERVICE["id"], "location": place}]}
    report = actions.import_hsds(by=SYSTEM, services=[service], category="work", kind="street_office", area="west")
    assert [row.reason != "" for row in report.rejected] == [True]
    assert not Window.objects.exists()
    assert ServiceItem.objects.count() == 1


def test_the_profile_tells_every_field_of_the_specification_once():
    told = {one.name: [*one.both, *one.out, *one.kept, *one.not_here] for one in PROFILE}
    assert {name: sorted(fields) for name, fields in told.items()} == {
        name: sorted(fields) for name, (fields, _needed) in SCHEMA.items()
    }


def test_nothing_is_published_that_the_profile_does_not_say(library, town, client):
    actions.set_directory(by=SYSTEM, city="石榴市", state_province="某省", postal_code="000000", country="CN")
    said = {one.name: {*one.both, *one.out, "shiliu"} for one in PROFILE}
    seen = {name: set() for name in SCHEMA}

    def walk(name, thing):
        assert thing.keys() <= said[name] | {"services"}, name
        seen[name] |= thing.keys()
        for field, value in thing.items():
            kind = SCHEMA[name][0].get(field)
            for row in value if isinstance(kind, list) else [value] if isinstance(kind, tuple) else ():
                walk(kind[0], row)

    ways = [{"kind": "phone", "value": "12345"}, *({"kind": "web", "value": f"https://{one}.example/"} for one in "ab")]
    for change in (
        {"fee": "charged", "maximum_age": 9},
        {"fee_amount": "3.00", "alert": {"zh-hans": "改期"}, "keywords": "卡", "fee_basis": "价", "channels": ways},
    ):
        catalogue.edit_item(by=SYSTEM, item=ServiceItem.objects.get(), **change)
        for service in everything()["services"]:
            walk("service", service)
    for service in everything()["services"]:
        walk("service", client.get(f"/api/v1/hsds/services/{service['id']}").json())
        walk("service", service)
    for unit in everything()["organizations"]:
        walk("organization", unit)
    said = {one.name: {*one.both, *one.out} for one in PROFILE if one.name != "taxonomy"}  # published on its own
    assert {(name, field) for name, fields in said.items() for field in fields - seen[name]} == set()


def test_changes_are_published_with_units_instead_of_people(library, client):
    item = catalogue.edit_item(by=SYSTEM, item=ServiceItem.objects.get(), summary={"zh-hans": "新的说法"})
    [service] = everything()["services"]
    answer = client.get(f"/api/v1/hsds/services/{service['id']}").json()
    assert [fault for row in answer["metadata"] for fault in faults("metadata", row)] == []
    assert [(row["field_name"], row["replacement_value"], row["updated_by"]) for row in answer["metadata"]] == [
        ("description", "新的说法", "分馆")
    ]
    catalogue.retire_item(by=SYSTEM, item=item)
    catalogue.edit_item(by=SYSTEM, item=item, summary={"zh-hans": "草稿"})
    catalogue.offer_item(by=SYSTEM, item=item)
    assert "metadata" not in client.get(f"/api/v1/hsds/services/{service['id']}").json()


def test_what_addresses_end_with_is_entered_whole_and_can_be_taken_back(town, client):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    address = reverse("office_hsds:directory")
    seen = client.get(address).context["form"]["seen"].value()
    given = {"city": "石榴市", "state_province": "某省", "postal_code": "000000", "country": "CN", "seen": seen}
    assert client.post(address, {**given, "city": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(address, {**given, "city": "别处"}).status_code == 409
    change = revisions.history(Directory(pk=1))[0]
    assert client.post(reverse("office_hsds:revert", args=[1, change.pk])).status_code == 302
    assert not Directory.objects.exists()
    with pytest.raises(NotPossible):
        actions.revert_directory(by=SYSTEM, row=change)
    for by in (town.actor("wang"), town.actor("gulnar")):
        with pytest.raises(Refused):
            actions.set_directory(by=by, city="x")
    assert client.get(reverse("hsds:profile")).status_code == 200
