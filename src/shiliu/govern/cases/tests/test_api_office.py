"""What the office does on pages, programs do through the API: the same actions, the same permissions."""

from datetime import timedelta

import pytest
from django.test import Client

from shiliu.govern.cases import actions, matters
from shiliu.govern.cases.models import Case, ImportRun
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
API = "/api/v1/cases"


@pytest.fixture
def program(town):
    """program(person) -> a client that speaks JSON for somebody signed in, or for a guest."""

    def of(person=None):
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return of


def send(client, address, **body):
    return client.post(f"{API}/{address}", body, content_type="application/json")


def judged(town, case, level=5):
    actions.move(by=town.actor("li"), case=case, verb="accept")
    actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended this morning.")
    actions.move(by=town.actor("gulnar"), case=case, verb="confirm", level=level)


def test_an_asker_without_an_account_adds_a_word_with_the_code_and_nobody_does_without_it(program, raise_need):
    sent = raise_need(by=None)
    assert send(program(), f"{sent.case.pk}/words", said="It blinks now.").status_code == 404
    assert send(program(), f"{sent.case.pk}/words", said="It blinks now.", code=sent.code).status_code == 201
    assert sent.case.steps.filter(move="word", said="It blinks now.").exists()


def test_a_remark_stays_among_staff(program, raise_need, town):
    case = raise_need().case
    assert send(program(town.people.li), f"{case.pk}/remarks", note="The fuse was taken.").status_code == 201
    assert send(program(town.people.gulnar), f"{case.pk}/remarks", note="Me too.").status_code == 403
    seen = program(town.people.gulnar).get(f"{API}/{case.pk}").content.decode()
    assert "fuse" not in seen


def test_a_window_files_for_somebody_and_gets_their_code_once(program, town, catalogue):
    said = {"channel": "phone", "kind": "help", "title": "Lamp", "text": "The lamp is dark.", "area": "house",
            "category": "street_lamp", "phone": "13800000000", "submission": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"}  # fmt: skip
    zhao = program(town.people.zhao)
    first = send(zhao, "filed", **said)
    assert first.status_code == 201 and first.json()["lead"] == "city"
    assert send(zhao, "filed", **said).json()["code"] == first.json()["code"]
    case = Case.objects.get()
    assert (case.channel, case.filed_by, case.author, case.contact.phone) == (
        "phone",
        town.people.zhao,
        None,
        "13800000000",
    )
    assert send(zhao, "filed", **{**said, "submission": None, "channel": "web"}).status_code == 422


def test_words_that_seem_private_are_shown_to_the_window_before_it_files_them(program, town, catalogue):
    said = {
        "channel": "window",
        "kind": "help",
        "title": "灯",
        "text": "联系人张伟，电话13812345678。",
        "area": "house",
    }
    answer = send(program(town.people.zhao), "filed", **said)
    assert answer.status_code == 422 and "13812345678" in answer.json()["fields"]["looked"]


def test_a_moderator_reads_marks_publishes_a_redacted_text_and_takes_it_back(program, town, raise_need, client):
    case = raise_need(text="张伟 13812345678 says the lamp is dark.").case
    lin = program(town.people.lin)
    [listed] = lin.get(f"{API}/moderation").json()["items"]
    assert any("13812345678" in mark for mark in listed["marks"])
    done = send(lin, f"{case.pk}/publish", title="Dark lamp", text="The lamp is dark.")
    assert done.status_code == 200 and done.json()["publication"] == "public"
    assert client.get(f"{API}/public/{case.pk}").json()["text"] == "The lamp is dark."
    assert send(lin, f"{case.pk}/withhold", reason="It names somebody.", ground="names").status_code == 200
    assert client.get(f"{API}/public/{case.pk}").status_code == 404
    assert lin.get(f"{API}/moderation?list=withheld").json()["count"] == 1


def test_a_moderator_cannot_publish_the_answer_of_another_case_nor_for_an_unknown_ground(program, town, raise_need):
    case = raise_need().case
    lin = program(town.people.lin)
    assert send(lin, f"{case.pk}/publish", title="A", text="B", answers={"999999": "x"}).status_code == 422
    assert send(lin, f"{case.pk}/withhold", reason="So.", ground="mood").status_code == 422
    assert lin.get(f"{API}/moderation?list=everything").status_code == 422


def test_the_board_gives_each_rate_with_its_denominator_exclusions_and_interval(program, town, raise_need):
    for _number in range(3):
        judged(town, raise_need().case)
    withdrawn = raise_need().case
    actions.move(by=town.actor("gulnar"), case=withdrawn, verb="withdraw")
    with at_time(town.now + timedelta(hours=1)):
        told = program(town.people.sun).get(f"{API}/board?by=lead").json()
    solution = told["rates"]["solution"]
    assert (solution["count"], solution["n"], solution["value"]) == (3, 3, 1.0)
    assert told["rates"]["response"]["excluded"] == 1
    assert 0 < solution["low"] < solution["high"] <= 1
    assert [group["code"] for group in told["groups"]] == ["city"]


def test_public_rates_leave_out_groups_of_few_answers(client, town, raise_need):
    judged(town, raise_need().case)
    with at_time(town.now + timedelta(hours=1)):
        few = client.get(f"{API}/rates?by=category").json()
    assert few["rates"]["solution"]["n"] == 1 and few["groups"][0]["rates"]["solution"] is None
    for _number in range(4):
        judged(town, raise_need().case)
    with at_time(town.now + timedelta(hours=1)):
        [group] = client.get(f"{API}/rates?by=category").json()["groups"]
    assert (group["code"], group["rates"]["solution"]["n"]) == ("street_lamp", 5)


def test_a_period_or_grouping_nobody_offers_is_refused(client, catalogue):
    assert client.get(f"{API}/rates?days=1").status_code == 422
    assert client.get(f"{API}/rates?by=person").status_code == 422


def test_the_catalogue_says_its_entries_and_a_published_version_does_not_change(client, town, catalogue):
    before = client.get(f"{API}/catalogue").json()
    lamp = next(entry for entry in before["entries"] if entry["category"] == "street_lamp")
    assert (lamp["lead_kind"], lamp["duty"], lamp["tier"]) == ("urban_management", "government", "general")
    assert before["in_force"] and {tier["code"] for tier in before["tiers"]} == {"general", "urgent"}
    matters.edit_matter(by=town.actor("ding"), matter=catalogue["street_lamp"], names={"zh-hans": "新灯", "en": "New"})
    assert client.get(f"{API}/catalogue").json() == before
    assert client.get(f"{API}/catalogue/versions/1").json() == before
    assert [version["number"] for version in client.get(f"{API}/catalogue/versions").json()["items"]] == [1]
    assert client.get(f"{API}/catalogue/versions/7").status_code == 404


def test_a_draft_is_nobodys_promise_and_is_not_told(client, town, catalogue):
    from shiliu.govern.cases import catalogue as writing

    draft = writing.begin_draft(by=town.actor("ding"))
    assert client.get(f"{API}/catalogue/versions/{draft.number}").status_code == 404


def test_an_administrator_asks_how_an_import_stands(program, town, catalogue):
    run = ImportRun.objects.create(source="12345", file_name="a.csv", started_at=town.now, rows_written=7, state="done")
    told = program(town.people.ding).get(f"{API}/imports/{run.pk}").json()
    assert (told["state"], told["written"], told["total"]) == ("done", 7, None)
    assert program(town.people.ding).get(f"{API}/imports/999").status_code == 404


def test_the_list_of_moderation_costs_the_same_for_one_case_and_for_ten(
    program, town, raise_need, django_assert_max_num_queries
):
    lin = program(town.people.lin)
    for _number in range(10):
        raise_need()
    with django_assert_max_num_queries(45):
        lin.get(f"{API}/moderation")
