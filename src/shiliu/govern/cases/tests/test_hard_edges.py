"""What a hostile or careless caller tries: places too fine, codes nobody declared, files of the wrong shape, judging oneself."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.cases import actions, catalogue_csv, moderation, queries
from shiliu.govern.cases import catalogue as catalogue_actions
from shiliu.govern.cases.models import Case, Category, ImportRun
from shiliu.platform.permissions import Actor, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db

HEADER = "SRNumber,CreatedDate,UpdatedDate,ActionTaken,RequestType,Status,ClosedDate,Latitude,Longitude\n"
ROW = "{number},03/01/2026 09:00:00 AM,,SR Created,Single Streetlight Issue,Open,,40.0015,100.0015\n"
NEED = {"kind": "help", "title": "Dark lamp", "text": "It is dark.", "area": "house"}


@pytest.fixture
def imported(town, catalogue, tmp_path):
    """An open case that came from another system's export."""
    file = tmp_path / "export.csv"
    file.write_text(HEADER + ROW.format(number="1-1"))
    call_command("import_cases", str(file), "--mapping", "city-311", "--write")
    return Case.objects.get(source_id="1-1")


@pytest.fixture
def answered(town, imported):
    li = town.actor("li")
    actions.move(by=li, case=imported, verb="accept")
    actions.move(by=li, case=imported, verb="finish", said="Mended.")
    return imported


def send(client, address, given):
    return client.post(f"/api/v1/cases/{address}", json.dumps(given), content_type="application/json")


def test_the_api_never_tells_in_which_building_a_published_case_lies(town, raise_need, client):
    case = raise_need(area=town.places.house).case
    moderation.publish(by=town.actor("lin"), case=case, title="Dark", text="Dark.")
    assert client.get("/api/v1/cases/public").json()["items"][0]["area"] == "court"
    assert client.get(f"/api/v1/cases/public/{case.pk}").json()["area"] == "court"
    assert client.get("/api/v1/cases/public?area=house").status_code == 422


def test_words_of_blanks_are_no_need(town, catalogue, client):
    answer = send(client, "", {**NEED, "title": "  ", "text": " \u0007 "})
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"title", "text"})


def test_the_api_shows_words_that_seem_private_before_it_takes_them(town, catalogue, client):
    private = {**NEED, "text": "Ask 13812345678 about the lamp."}
    answer = send(client, "", private)
    assert answer.status_code == 422 and "13812345678" in answer.json()["fields"]["looked"]
    assert not Case.objects.exists()
    assert send(client, "", {**private, "looked": True}).status_code == 201


def test_a_photo_sent_through_the_api_proves_a_hazard_removed(town, raise_need, png):
    case = raise_need(kind="hazard").case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    client = Client()
    client.force_login(town.people.li)
    gone = {"said": "Gone."}
    assert send(client, f"{case.pk}/moves/report_removed", gone).json()["fields"].keys() == {"files"}
    sent = client.post("/api/v1/cases/photos", {"file": png()})
    assert sent.status_code == 201
    answer = send(client, f"{case.pk}/moves/report_removed", {**gone, "photos": [sent.json()["key"]]})
    assert answer.json()["state"] == "reinspection"
    assert case.files.count() == 1


def test_a_file_that_is_no_photo_is_refused_by_the_api_in_words(town, client):
    answer = client.post("/api/v1/cases/photos", {"file": io.BytesIO(b"MZ")})
    assert answer.status_code == 422 and "picture" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("verb", "given"),
    [("refuse", {"reason": "tired", "said": "No."}), ("cannot", {"obstacle": "tired", "said": "No."})],
)
def test_only_declared_reasons_and_obstacles_are_taken(town, raise_need, verb, given):
    case, li = raise_need().case, town.actor("li")
    if verb == "cannot":
        actions.move(by=li, case=case, verb="accept")
    with pytest.raises(NotPossible):
        actions.move(by=li, case=case, verb=verb, **given)


def test_a_closed_unit_is_given_no_case(town, raise_need):
    case = raise_need(category=None).case
    town.units.city.active = False
    town.units.city.save()
    lamp = Category.objects.get(code="street_lamp")
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("lin"), case=case, verb="dispatch", unit=town.units.city, category=lamp)


def test_nobody_inspects_the_work_of_their_own_unit(town, raise_need, png):
    case = raise_need(kind="hazard").case
    RoleAssignment.objects.create(person=town.people.li, role="grid_worker", area=town.places.west, since=town.now)
    both = Actor.of(town.people.li)
    actions.move(by=both, case=case, verb="accept")
    actions.move(by=both, case=case, verb="report_removed", said="Gone.", files=[png()])
    with pytest.raises(NotPossible):
        actions.move(by=both, case=case, verb="pass_inspection", said="Gone indeed.")
    actions.move(by=town.actor("ma"), case=case, verb="pass_inspection", said="Gone.")
    assert case.state == "done"


def test_an_imported_case_is_solved_when_the_resident_called_back_says_so(town, answered):
    lin = town.actor("lin")
    assert list(queries.to_call_back(lin)[0]) == [answered]
    actions.move(by=lin, case=answered, verb="call_back_solved", level=4, said="It shines again.")
    judgement = answered.judgements.get()
    assert (answered.state, judgement.solved, judgement.level) == ("confirmed", True, 4)


def test_a_call_back_that_finds_it_unsolved_reopens_once_and_then_ends(town, answered):
    sun, li = town.actor("sun"), town.actor("li")
    actions.move(by=sun, case=answered, verb="call_back_unsolved", level=2, said="Still dark.")
    assert answered.state == "supervision" and answered.clocks.count() == 4
    actions.move(by=sun, case=answered, verb="reopen", unit=town.units.city, said="Once more.")
    actions.move(by=li, case=answered, verb="accept")
    actions.move(by=li, case=answered, verb="finish", said="Mended.")
    with pytest.raises(NotPossible):
        actions.move(by=sun, case=answered, verb="call_back_unsolved", level=2, said="Still dark.")
    actions.move(by=sun, case=answered, verb="call_back_unsolved_again", level=1, said="Still dark.")
    assert answered.state == "closed"


def test_nobody_is_called_back_who_can_answer_here_and_no_unit_calls_about_its_own_work(town, answered, raise_need):
    with pytest.raises(Refused):
        actions.move(by=town.actor("li"), case=answered, verb="call_back_solved", level=5, said="Fine.")
    RoleAssignment.objects.create(person=town.people.li, role="supervisor", area=town.places.west, since=town.now)
    with pytest.raises(NotPossible):
        actions.move(by=Actor.of(town.people.li), case=answered, verb="call_back_solved", level=5, said="Fine.")
    own = raise_need().case
    actions.move(by=town.actor("li"), case=own, verb="accept")
    actions.move(by=town.actor("li"), case=own, verb="finish", said="Mended.")
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("lin"), case=own, verb="call_back_solved", level=5, said="Fine.")


def test_the_worklist_leads_to_those_who_wait_to_be_called_back(visitor, town, answered):
    desk = visitor(town.people.lin)
    assert "state=call_back" in desk.get("/cases/office/").content.decode()
    assert answered.title in desk.get("/cases/office/?state=call_back").content.decode()
    assert "call_back_solved" in desk.get(f"/cases/office/{answered.pk}/").content.decode()


def test_an_imported_case_says_that_it_came_from_another_system(visitor, town, imported):
    page = visitor(town.people.lin).get(f"/cases/office/{imported.pk}/").content.decode()
    assert "Taken over from another system" in page and "The need was raised" not in page


def test_a_request_too_large_is_refused_by_the_api_in_its_own_form(town, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = send(client, "", {**NEED, "text": "x" * 200})
    assert (answer.status_code, answer.json()) == (413, {"detail": "The request is too large."})


def test_taking_an_import_back_keeps_what_a_moderator_published(town, imported):
    moderation.publish(by=town.actor("lin"), case=imported, title="Dark", text="Dark lamp.")
    call_command("undo_import", str(ImportRun.objects.get().pk))
    assert Case.objects.filter(pk=imported.pk).exists()


def test_rejected_rows_never_overwrite_the_file_they_come_from(town, catalogue, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(HEADER + ROW.format(number=""))
    with pytest.raises(Exception, match="overwrite"):
        call_command("import_cases", str(file), "--mapping", "city-311", "--rejects", str(file))
    assert file.read_text() == HEADER + ROW.format(number="")


def test_a_column_without_a_name_and_blanks_around_values_do_no_harm(town, catalogue, tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("," + HEADER + "0," + ROW.format(number="1-1").replace("Open", " Cancelled "))
    call_command("import_cases", str(file), "--mapping", "city-311", "--write")
    assert Case.objects.get().state == "withdrawn"


ENTRY = {
    "category": "street_lamp", "group": "streets", "name_zh": "路灯", "name_en": "", "name_ug": "", "lead_kind": "urban_management",
    "helper_kinds": "", "duty": "government", "tier": "general", "legal_basis": "", "refusal_texts": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "x" * 41}, {"category": "lamp/石"}, {"category": "streets"}, {"legal_basis": "x" * 301},
        {"legal_basis": "x" * 200_000}, {"name_zh": "名" * 81}, {"name_zh": "路\0灯"},
        {"refusal_texts": json.dumps({"emergency": {"zh-hans": "x" * 301}})},
    ],
)  # fmt: skip
def test_a_catalogue_file_that_the_database_could_not_keep_is_refused_with_its_line(town, catalogue, wrong):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ENTRY))
    writer.writeheader()
    writer.writerow({**ENTRY, **wrong})
    draft = catalogue_actions.begin_draft(by=town.actor("ding"))
    with pytest.raises(catalogue_csv.WrongFile) as error:
        catalogue_csv.read(by=town.actor("ding"), version=draft, content=text.getvalue().encode())
    assert all(line >= 1 for line, _problem in error.value.rows)


def test_signing_in_after_a_lost_session_leads_back_to_the_page_of_the_form(visitor, town, catalogue):
    page = "http://testserver/cases/office/intake/?kind=help"
    refused = visitor().post("/cases/office/intake/", {"text": "Half"}, headers={"referer": page})
    assert refused.status_code == 403
    assert "/account/login/?next=/cases/office/intake/%3Fkind%3Dhelp" in refused.content.decode()
    elsewhere = visitor().post("/cases/office/intake/", {}, headers={"referer": "https://evil.example/x"})
    assert "evil" not in elsewhere.content.decode()


def test_the_window_sees_marked_words_before_it_files_them(visitor, town, catalogue):
    window = visitor(town.people.zhao)
    need = {
        "channel": "phone", "kind": "help", "title": "Dark lamp", "text": "Ask 13812345678 about it.",
        "area": town.places.house.pk, "language": "en", "submission": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f",
    }  # fmt: skip
    shown = window.post("/cases/office/intake/", need)
    assert shown.status_code == 422 and "Perhaps a telephone number" in shown.content.decode()
    assert window.post("/cases/office/intake/", {**need, "looked": "on"}).status_code == 302
    assert Case.objects.get().channel == "phone"
