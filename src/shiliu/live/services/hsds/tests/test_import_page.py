"""A file of another directory is read on a page of the office before anything of it is written."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shiliu.live.services.catalogue import actions as catalogue
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.hsds import datapackage
from shiliu.live.services.hsds.tests.test_round_trip import SERVICE
from shiliu.live.services.windows.models import Window
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import SYSTEM

ADDRESS = "/office/services/for-programs/import/"
ANSWERS = {"category": "work", "level": "district", "kind": "street_office", "area": "west", "language": "en"}


def file_of(document, name="theirs.json"):
    return SimpleUploadedFile(name, document if isinstance(document, bytes) else json.dumps(document).encode())


@pytest.fixture
def ding(rows, town, client):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    return client


def test_the_page_says_what_would_be_made_and_left_out_and_a_yes_writes_it(ding):
    assert ADDRESS in ding.get(reverse("office_hsds:directory")).content.decode()
    checked = ding.post(ADDRESS, {"file": file_of({"services": [SERVICE]}), **ANSWERS})
    page, kept = checked.content.decode(), checked.context["kept"]
    assert checked.context["report"].counts() == {"created": 1, "changed": 0, "same": 0, "rejected": 0}
    assert "Units and windows come with them" in page
    assert "left out" in page
    assert not ServiceItem.objects.exists() and not Window.objects.exists()
    assert ding.post(ADDRESS, {"key": kept.key}).status_code == 302
    item = ServiceItem.objects.get()
    assert (item.names["en"], item.category.code, Window.objects.get().area.code) == ("Lending tools", "work", "west")
    assert AuditRow.objects.get(verb="services.imported").data["source"] == "theirs.json"
    again = ding.post(ADDRESS, {"file": file_of({"services": [SERVICE]}), **ANSWERS})
    assert "There is nothing to write" in again.content.decode()


def test_what_is_refused_says_why_and_nothing_else_is_lost(ding):
    other = {
        **SERVICE,
        "id": "0f8fad5b-d9cb-469f-a165-000000000001",
        "name": "Advice",
        "organization": {"name": "fire"},
        "service_at_locations": [],
    }
    report = ding.post(ADDRESS, {"file": file_of([SERVICE, other]), **ANSWERS, "kind": ""}).context["report"]
    assert ["Nobody knows which kind" in reject.reason for reject in report.rejected] == [
        True,
        True,
    ]  # the service and its place
    assert len(report.created) == 1
    report = ding.post(ADDRESS, {"file": file_of([SERVICE]), **ANSWERS, "category": ""}).context["report"]
    assert report.rejected[0].reason.startswith("The file names none of our categories. Choose one")


def test_a_zip_is_read_like_json(ding, tmp_path):
    datapackage.write(
        {"services": [SERVICE], "organizations": [], "taxonomies": [], "taxonomy_terms": []}, tmp_path / "a"
    )
    checked = ding.post(ADDRESS, {"file": file_of((tmp_path / "a").read_bytes(), "all.zip"), **ANSWERS})
    assert len(checked.context["report"].created) == 1


@pytest.mark.parametrize(("content", "words"), [
    (b"code,name\n", "neither JSON nor a ZIP"), (b"{", "neither JSON"), (b'{"services": 5}', "no HSDS services"), (b"[" * 9_000, "neither JSON"),
])  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(ding, content, words):
    answer = ding.post(ADDRESS, {"file": file_of(content), **ANSWERS})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_code_entered_meanwhile_brings_the_file_back_to_be_looked_at(ding):
    kept = ding.post(ADDRESS, {"file": file_of({"services": [SERVICE]}), **ANSWERS}).context["kept"]
    other = f"hsds-{SERVICE['id'].replace('-', '')[:12]}"
    catalogue.create_item(by=SYSTEM, code=other, names={"zh-hans": "借"}, category="work", level="street")
    answer = ding.post(ADDRESS, {"key": kept.key})
    assert answer.status_code == 409
    assert "Nothing is written yet" in answer.content.decode()


def test_more_services_than_a_page_holds_go_by_the_command_line(ding, monkeypatch):
    monkeypatch.setattr("shiliu.live.services.hsds.views_import.MOST", 1)
    answer = ding.post(ADDRESS, {"file": file_of([SERVICE, SERVICE]), **ANSWERS})
    assert answer.status_code == 422
    assert "at most 1 rows" in answer.content.decode()
