"""Importing cases from the office: checked in the request, written by the worker, undone with a press."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shiliu.govern.cases.importing import by_page
from shiliu.govern.cases.models import Case, ImportRun
from shiliu.govern.cases.tests.test_importing import CN, US, cn, us
from shiliu.platform import audit, jobs
from shiliu.platform.audit.models import AuditRow
from tests.town import person

HOME = "/cases/office/import/"


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ding(client, town, catalogue):
    return enter(client, town.people.ding)


def enter(client, who):
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def csv_file(text, encoding="utf-8"):
    return SimpleUploadedFile("export.csv", text.encode(encoding), "text/csv")


def bring(browser, text, ready="city-311", **more):
    return browser.post(HOME, {"file": csv_file(text), "ready": ready, **more}, follow=True)


def begun(browser, text, **more):
    """The address of the checked file and of the run after the yes."""
    checked = bring(browser, text, **more).redirect_chain[-1][0]
    return checked, browser.post(checked)["Location"]


def test_a_file_is_checked_confirmed_written_by_the_worker_and_undone(ding, town):
    response = bring(ding, US + us("1") + us("2", kind="Homeless Encampment") + us("3", created="soon"))
    page, checked = response.content.decode(), response.redirect_chain[-1][0]
    assert "It is about a person." in page and "cannot be read" in page and not Case.objects.exists()
    rejects = b"".join(ding.get(f"{checked}rejects.csv").streaming_content).decode("utf-8-sig")
    assert rejects.startswith("line,reason,SRNumber") and len(rejects.splitlines()) == 3
    run = ding.post(checked)["Location"]
    page = ding.get(run).content.decode()
    assert "0 of 1 rows are written" in page and "Look again" in page and "http-equiv" not in page
    assert 'http-equiv="refresh"' in ding.get(run, {"watch": "1"}).content.decode()
    assert not Case.objects.exists()
    by_page.write_waiting()
    page = ding.get(run).content.decode()
    assert Case.objects.get().state == "dispatched" and "Undo this import?" in page and "http-equiv" not in page
    row = AuditRow.objects.get(verb="cases.import_finished")
    assert audit.render(row, "en").startswith("ding imported 1 cases")
    page = ding.post(f"{run}undo/", follow=True).content.decode()
    assert "1 cases were taken out; 0 were kept" in page and not Case.objects.exists()
    assert "undone already" in ding.post(f"{run}undo/", follow=True).content.decode()


@pytest.mark.both
def test_saying_yes_twice_and_running_the_worker_twice_imports_once(ding, town):
    checked, run = begun(ding, US + us("1"))
    assert ding.post(checked)["Location"] == run
    by_page.write_waiting()
    by_page.write_waiting()
    assert Case.objects.count() == 1 and ImportRun.objects.count() == 1
    assert b"".join(ding.get(f"{checked}rejects.csv").streaming_content)


def test_the_rows_themselves_do_not_stay_on_the_shelf(ding, town, tmp_path):
    _checked, _run = begun(ding, US + us("1"))
    by_page.write_waiting()
    left = sorted(path.name for path in tmp_path.glob("imports/*/*"))
    assert left == ["mapping.yaml", "notes.json", "rejects.csv"]


def test_a_file_in_gb18030_and_a_mapping_of_ones_own_are_read(ding, town):
    ready = (by_page.READY / "hotline-12345.yaml").read_bytes()
    own = SimpleUploadedFile("own.yaml", ready, "text/yaml")
    page = ding.post(HOME, {"file": csv_file(CN + cn("A1"), "gb18030"), "ready": "city-311", "own": own}, follow=True)
    assert re.search(r"Can be imported</dt><dd>1<", page.content.decode())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"file": csv_file("a,b\n1,2\n")}, "has no column"),
        ({"file": csv_file("")}, "empty"),
        ({"own": SimpleUploadedFile("x.yaml", b"a: [", "text/yaml")}, "not proper YAML"),
        ({"own": SimpleUploadedFile("x.yaml", b"source: x" + b" " * 100_001, "text/yaml")}, "at most 100 kB"),
        ({"ready": "../../secret"}, "not one of the available choices"),
    ],
    ids=["wrong columns", "empty", "broken mapping", "large mapping", "path tricks"],
)
def test_what_cannot_be_used_is_refused_with_the_reason_and_leaves_nothing(ding, tmp_path, given, says):
    response = ding.post(HOME, {"file": csv_file(US + us("1")), "ready": "city-311"} | given)
    assert response.status_code == 422 and says in response.content.decode()
    assert not list(tmp_path.glob("imports/*"))


def test_more_rows_than_a_page_takes_are_sent_to_the_command_line(ding, tmp_path):
    text = US + "".join(us(str(number), kind="Homeless Encampment") for number in range(10_001))
    response = ding.post(HOME, {"file": csv_file(text), "ready": "city-311"})
    page = response.content.decode()
    assert response.status_code == 422 and "at most 10000 rows" in page and "shiliu import cases FILE" in page
    assert not list(tmp_path.glob("imports/*"))


def test_only_who_brought_a_file_opens_it_and_only_the_whole_districts_administrator_imports(ding, town):
    checked, run = begun(ding, US + us("1"))
    enter(ding, person("dong", ("administrator", town.places.district)))
    assert ding.get(checked).status_code == 404 and ding.get(run).status_code == 200
    enter(ding, person("bo", ("administrator", town.places.west)))
    for address in (HOME, checked, run):
        assert ding.get(address).status_code == 403
    assert ding.post(f"{run}undo/").status_code == 403
    assert HOME not in ding.get(reverse("cases:catalogue_versions")).content.decode()


def test_an_import_of_somebody_who_lost_the_role_is_not_written(ding, town):
    begun(ding, US + us("1"))
    town.people.ding.roles.all().delete()
    assert "cases.write_imports" in jobs.run_due_jobs()
    assert not Case.objects.exists() and ImportRun.objects.get().state == "undone"


def test_a_case_somebody_worked_on_survives_the_undoing(ding, town):
    from shiliu.govern.cases import actions

    _checked, run = begun(ding, US + us("1") + us("2"))
    by_page.write_waiting()
    actions.move(by=town.actor("li"), case=Case.objects.get(source_id="1"), verb="accept")
    page = ding.post(f"{run}undo/", follow=True).content.decode()
    assert "1 cases were taken out; 1 were kept" in page


def test_an_import_too_large_for_a_page_names_the_command(ding, town):
    _checked, run = begun(ding, US + us("1"))
    by_page.write_waiting()
    ImportRun.objects.update(rows_written=10_001)
    assert f"shiliu undo import {ImportRun.objects.get().pk}" in ding.get(run).content.decode()
    ding.post(f"{run}undo/")
    assert Case.objects.count() == 1
