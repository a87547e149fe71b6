import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.utils.timezone import localtime
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.catalogue import actions as catalogue
from shiliu.live.services.catalogue import queries, values
from shiliu.live.services.catalogue.models import Paper, ServiceItem
from shiliu.live.services.catalogue.tests.conftest import ITEM
from shiliu.live.services.hsds import actions, datapackage
from shiliu.live.services.hsds.fields import fields_of, plain_of
from shiliu.live.services.hsds.publishing import Publisher
from shiliu.live.services.hsds.specification import faults
from shiliu.platform.permissions import SYSTEM, Refused

FOREIGN = {
    "id": "0f8fad5b-d9cb-469f-a165-70867728950e", "name": "Tool library", "alternate_name": "Borrow a drill", "description": "Tools to borrow.",
    "status": "active", "url": "https://example.org/tools", "email": "tools@example.org", "application_process": "Come.\nBorrow.\n",
    "fees_description": "A deposit", "eligibility_description": "Everyone", "minimum_age": 16, "assured_date": "2026-01-05", "alert": "Closed on Monday",
    "phones": [{"id": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "number": "0000-555-0101", "extension": 5, "type": "voice"}],
    "languages": [{"id": "16fd2706-8baf-433b-82eb-8c7fada847da", "code": "ug"}],
    "cost_options": [{"id": "886313e1-3b8a-5372-9b90-0c9aee199e5d", "amount": 12.5, "currency": "CNY", "valid_from": "2026-01-01"}],
    "required_documents": [{"id": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "document": "Library ticket"},
                           {"id": "6fa459ea-ee8a-3ca4-894e-db77e160355f", "document": "居民身份证（复印件2份）"}],
    "contacts": [{"id": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "name": "Ann"}], "organization": {"id": "1b4e28ba-2fa1-11d2-883f-0016d3cca428", "name": "fire"},
    "attributes": [{"id": "1b4e28ba-2fa1-11d2-883f-0016d3cca429", "taxonomy_term": {"name": "医疗"}}, {"id": "1b4e28ba-2fa1-11d2-883f-0016d3cca430", "taxonomy_term": {"name": "Tools"}}],
}  # fmt: skip


def everything():
    return Publisher(lambda path: f"https://shiliu.example{path}").everything()


def kept():
    return {
        item.code: ({**values.of_item(item)}, item.state, item.confirmed_at and localtime(item.confirmed_at).date())
        for item in queries.whole()
    }


@pytest.fixture
def three(item, rows, ding):
    catalogue.create_item(
        by=ding, code="bare", names={"zh-hans": "空"}, category="work", level="street", offered=True, confirmed=False
    )
    paid = {
        **ITEM,
        "organisation": "",
        "areas": ["east"],
        "fee": "charged",
        "fee_amount": "7.50",
        "fee_basis": "价目",
        "accessibility": [],
    }
    paid["channels"] = [{"kind": "web", "value": "https://a.example/"}, {"kind": "web", "value": "https://b.example/"}]
    catalogue.create_item(by=ding, code="paid", offered=True, **paid)


def test_everything_that_is_published_is_as_the_specification_asks(started, three, client):
    found = everything()
    wrong = [fault for service in found["services"] for fault in faults("service", service)]
    wrong += [fault for unit in found["organizations"] for fault in faults("organization", unit)]
    wrong += [fault for row in found["taxonomies"] for fault in faults("taxonomy", row)]
    wrong += [fault for row in found["taxonomy_terms"] for fault in faults("taxonomy_term", row)]
    assert len(found["services"]) > 35
    assert wrong == []
    assert faults("service", {"id": "x", "status": "open", "phone": 1}) != []  # the table can say no


def test_what_goes_out_comes_in_again_as_it_was(three, tmp_path):
    before = kept()
    assert set(before) == {"insure", "bare", "paid"}
    for name in ("services.json", "services.zip"):
        call_command("export_hsds", tmp_path / name)
        report = actions.import_hsds(by=SYSTEM, **read(tmp_path / name))
        assert (report.same, report.unknown, report.rejected) == (3, {}, []), name
        ServiceItem.objects.all().delete()
        report = actions.import_hsds(by=SYSTEM, **read(tmp_path / name))
        assert (len(report.created), report.unknown, report.rejected) == (3, {}, []), name
        assert kept() == before


def read(file):
    return (
        datapackage.read(file)[0]
        if file.suffix == ".zip"
        else {
            name: rows for name, rows in json.loads(file.read_text()).items() if name in ("services", "organizations")
        }
    )


def test_without_our_profile_every_field_hsds_has_still_comes_back(three):
    services = everything()["services"]
    published = {
        one["id"]: {name: value for name, value in one.items() if name not in {"shiliu", "last_modified"}}
        for one in services
    }
    ServiceItem.objects.all().delete()
    report = actions.import_hsds(by=SYSTEM, services=list(published.values()))
    assert (len(report.created), report.unknown, report.rejected) == (3, {}, [])
    again = {one["id"]: one for one in everything()["services"]}
    assert again.keys() == published.keys()
    for uuid, one in published.items():
        theirs = without_ids(
            {name: value for name, value in again[uuid].items() if name not in {"shiliu", "last_modified"}}
        )
        assert theirs == without_ids(one)


def without_ids(thing):
    """Codes of items without our profile are new, and with them the identifiers of what hangs on them."""
    if isinstance(thing, dict):
        return {
            name: without_ids(value) for name, value in thing.items() if name not in {"id", "link_id", "service_id"}
        }
    return [without_ids(row) for row in thing] if isinstance(thing, list) else thing


def test_who_edits_a_field_of_hsds_is_heard_before_our_profile(three):
    services = everything()["services"]
    service = next(one for one in services if one["name"] == ITEM["names"]["zh-hans"])
    service |= {"name": "改了", "cost_options": [{"id": service["id"], "amount": 3}]}
    assert actions.import_hsds(by=SYSTEM, services=[service]).changed[0].after.keys() == {"names", "fee", "fee_amount"}
    changed = values.of_item(queries.whole().get(code="insure"))
    assert changed["names"] == {"zh-hans": "改了", "en": ITEM["names"]["en"]}
    assert changed["steps"] == ITEM["steps"]


def test_a_foreign_service_is_kept_as_far_as_there_is_a_place_and_the_rest_is_named(rows, town):
    report = actions.import_hsds(by=SYSTEM, services=[FOREIGN], language="en")
    assert report.rejected == []
    item = queries.whole().get()
    plain = values.of_item(item)
    assert plain["names"] == {"zh-hans": "Tool library", "en": "Tool library"}
    assert plain["steps"] == [{"en": "Come."}, {"en": "Borrow."}]
    assert (plain["fee"], plain["fee_amount"], plain["category"], plain["organisation"]) == (
        "charged",
        "12.50",
        "medical",
        "fire",
    )
    assert [(row["form"], row["number"]) for row in plain["papers"]] == [("original", 1), ("copy", 2)]
    assert {paper.names["zh-hans"] for paper in Paper.objects.all()} == {"居民身份证", "户口簿", "Library ticket"}
    assert localtime(item.confirmed_at).date().isoformat() == "2026-01-05"
    assert set(report.unknown) == {
        "contact.name",
        "attribute.taxonomy_term",
    }  # a term needs an identifier and a description
    assert actions.import_hsds(by=SYSTEM, services=[FOREIGN], language="en").same == 1
    assert everything()["services"][0]["id"] == FOREIGN["id"]


@pytest.mark.parametrize(
    "wrong",
    [None, "x", {}, {**FOREIGN, "id": "5"}, {**FOREIGN, "name": ""}, {**FOREIGN, "attributes": []}, {**FOREIGN, "phones": [{"number": "call"}]},
     {**FOREIGN, "shiliu": {"names": {"zh-hans": "x"}, "papers": [1], "level": 5}}, {**FOREIGN, "shiliu": {"code": "<b>", "names": 7}}],
)  # fmt: skip
def test_what_is_no_service_is_rejected_with_its_reason(rows, wrong):
    report = actions.import_hsds(by=SYSTEM, services=[wrong])
    assert len(report.rejected) == 1
    assert report.rejected[0].reason
    assert not ServiceItem.objects.exists()


def test_only_who_may_write_everything_imports(rows, clerk):
    with pytest.raises(Refused):
        actions.import_hsds(by=clerk, services=[])


def test_a_package_names_the_tables_it_cannot_use(rows, tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "theirs.zip", "w") as package:
        package.writestr("data/service.csv", f"id,name,status\n{FOREIGN['id']},Tool library,active\n")
        package.writestr("data/meta_table_description.csv", "id,name\n1,Ann\n")
    call_command("import_hsds", tmp_path / "theirs.zip", "--category", "work")
    out = capsys.readouterr().out
    assert "meta_table_description.csv, 1 times" in out
    assert "Would write: 1 new" in out
    assert not ServiceItem.objects.exists()


def test_the_api_has_the_paths_and_the_envelope_of_hsds(three, client, django_assert_max_num_queries):
    get = lambda path, **given: client.get(f"/api/v1/hsds/{path}", given).json()  # noqa: E731
    assert get("")["version"] == "3.1"
    with django_assert_max_num_queries(16):
        page = get("services", per_page=2)
    contents = page.pop("contents")
    assert page == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    assert [fault for one in contents for fault in faults("service", one)] == []
    assert get("services", page=9)["empty"]
    one = get("services", search="医保", full=True)["contents"][0]
    assert one["required_documents"]
    assert get(f"services/{one['id']}") == one
    assert set(get("services", minimal=True)["contents"][0]) == {"id", "last_modified"}
    assert get("services", modified_after="2030-01-01T00:00:00Z")["total_items"] == 0
    unit = get("organizations")["contents"]
    assert faults("organization", get(f"organizations/{one['organization']['id']}")) == []
    assert one["organization"]["id"] in {row["id"] for row in unit}
    assert get("services", organization_id=one["organization"]["id"])["total_items"] == 1
    term = get("taxonomy_terms", taxonomy_id=get("taxonomies")["contents"][0]["id"])["contents"][0]
    assert get(f"taxonomy_terms/{term['id']}") == term
    assert get("services", taxonomy_term_id=term["id"])["total_items"] == 2
    place = get("service_at_locations")["contents"][0]
    assert faults("service_at_location", place) == []
    assert get(f"service_at_locations/{place['id']}") == place
    for path in ("services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"):
        assert client.get(f"/api/v1/hsds/{path}/{FOREIGN['id']}").status_code == 404


def test_a_draft_is_in_no_feed(rows, ding, client):
    catalogue.create_item(by=ding, code="draft", **ITEM)
    assert client.get("/api/v1/hsds/services").json()["empty"]
    assert client.get("/api/v1/services/").json()["count"] == 0
    assert client.get("/api/v1/services/items/draft").status_code == 404


def test_programs_read_what_pages_say(started, item, client):
    found = client.get("/api/v1/services/", {"q": "医保", "area": "house"}).json()
    assert "insure" in [one["code"] for one in found["items"]]
    whole = client.get("/api/v1/services/items/insure").json()
    assert [(row["paper"], row["asked"], row["held_by"]) for row in whole["papers"]] == [
        ("id_card", "bring", ""),
        ("household", "held", "fire"),
    ]
    assert client.get("/api/v1/services/", {"q": "单身证明"}).json()["not_issued"] == ["marriage"]
    assert len(client.get("/api/v1/services/not-issued").json()) == 20
    question = client.get("/api/v1/services/finder").json()
    assert question["answers"][0]["leads_to"].startswith("question:")
    assert client.get("/api/v1/services/finder", {"question": "none"}).status_code == 404
    assert len(client.get("/api/v1/services/categories").json()) >= 9
    assert len(client.get("/api/v1/services/stages").json()) >= 4


WORDS = st.sampled_from(["", "医保", "two words", "数字 5"])


@settings(max_examples=40)
@given(
    st.fixed_dictionaries({
        "names": st.sampled_from([{"zh-hans": "名"}]), "keywords": WORDS, "fee_basis": WORDS,
        "summary": WORDS.map(lambda text: {"zh-hans": text} if text else {}),
        "steps": st.lists(WORDS.filter(bool).map(lambda text: {"zh-hans": text}), max_size=3),
        "languages": st.lists(st.sampled_from(["zh-hans", "ug", "bo", "mn-mong", "en"]), unique=True, max_size=3),
        "fee": st.sampled_from(["", "free", "charged"]),
        "channels": st.lists(st.sampled_from(["12345", "0000-555"]), unique=True, max_size=2).map(lambda all_: [{"kind": "phone", "value": one} for one in all_]),
    }),
    st.sampled_from(["", "7.50", "20.00"]),
)  # fmt: skip
def test_what_hsds_can_say_of_an_item_is_read_back_the_same(changes, amount):
    plain = {**values.BLANK, **changes, "fee_amount": amount if changes["fee"] == "charged" else ""}
    back = plain_of(json.loads(json.dumps(fields_of(plain))))
    assert {name: plain[name] for name in back} == back


def test_a_package_that_is_none_says_so(tmp_path):
    file = io.BytesIO(b"not a zip")
    with pytest.raises(Exception, match="cannot be read"):
        datapackage.read(file)
