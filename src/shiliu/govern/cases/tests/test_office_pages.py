"""The pages of the people who work on cases."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, CatalogueVersion
from shiliu.govern.cases.tests.test_loop import handle_to_answer
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(client, town):
    def sign_in(key):
        client.force_login(getattr(town.people, key))
        return client

    return sign_in


def intake(town, catalogue, **changes):
    return {
        "channel": "window", "kind": "help", "category": catalogue["street_lamp"].pk, "title": "路灯不亮", "text": "三天了。",
        "area": town.places.house.pk, "phone": "13800000000", "language": "ug", "may_publish": "on",
        "submission": str(uuid.uuid4()), **changes,
    }  # fmt: skip


@pytest.mark.both
def test_the_worklist_shows_the_unit_its_own_cases_only(client_of, raise_need, catalogue):
    raise_need(title="Lamp of the city")
    raise_need(category="property_service", title="Gate of the compound")
    page = client_of("li").get("/cases/office/").content.decode()
    assert "Lamp of the city" in page and "Gate of the compound" not in page


@pytest.mark.both
def test_what_nobody_answers_for_yet_stands_first_on_the_dispatchers_list(client_of, raise_need):
    raise_need(title="Sent")
    raise_need(category=None, title="Waiting")
    page = client_of("lin").get("/cases/office/").content.decode()
    assert page.index("Waiting") < page.index("Sent")


def test_the_worklist_costs_the_same_for_three_cases_and_for_thirty(
    client_of, raise_need, django_assert_max_num_queries
):
    for _i in range(3):
        raise_need()
    lin = client_of("lin")
    lin.get("/cases/office/")
    with django_assert_max_num_queries(18) as few:
        lin.get("/cases/office/")
    for _i in range(20):
        raise_need()
    with django_assert_max_num_queries(len(few)):
        lin.get("/cases/office/")


def test_a_refused_step_keeps_what_was_typed_and_names_what_is_missing(client_of, raise_need, town):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    answer = client_of("li").post(
        f"/cases/office/{case.pk}/move/answer/", {"answer-said": "", "answer-note": "Called twice"}
    )
    assert answer.status_code == 422
    assert "Called twice" in answer.content.decode()


def test_a_step_somebody_else_has_made_meanwhile_is_said_in_words(client_of, raise_need, town):
    case = raise_need().case
    li = client_of("li")
    actions.move(by=town.actor("li"), case=case, verb="accept")
    answer = li.post(f"/cases/office/{case.pk}/move/accept/", {})
    assert answer.status_code == 422
    assert "no longer possible" in answer.content.decode()


def test_the_contact_is_shown_only_with_a_reason_and_the_look_is_logged(client_of, raise_need, town):
    from shiliu.platform import audit

    case = raise_need(contact=actions.Contact(phone="13800000000")).case
    li = client_of("li")
    assert li.post(f"/cases/office/{case.pk}/contact/", {"reason": " "}).status_code == 422
    assert not audit.looks_at(town.people.gulnar, looks_only=True).exists()
    shown = li.post(f"/cases/office/{case.pk}/contact/", {"reason": "To agree on a time"})
    assert "13800000000" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert audit.looks_at(town.people.gulnar, looks_only=True).count() == 1
    assert "13800000000" not in li.get(f"/cases/office/{case.pk}/").content.decode()


def test_a_slip_speaks_chinese_first_and_then_the_persons_language(client_of, town, catalogue):
    zhao = client_of("zhao")
    filed = zhao.post("/cases/office/intake/", intake(town, catalogue))
    case = Case.objects.get()
    assert (case.channel, case.author, case.filed_by) == ("window", None, town.people.zhao)
    page = zhao.get(filed.url).content.decode()
    assert page.index('lang="zh-Hans"') < page.index('lang="ug" dir="rtl"')
    zhao.logout()
    assert zhao.get(filed.url).status_code == 302


def test_a_window_worker_files_only_for_places_of_their_own(client_of, town, catalogue):
    answer = client_of("zhao").post("/cases/office/intake/", intake(town, catalogue, area=town.places.far_court.pk))
    assert answer.status_code == 422 and not Case.objects.exists()


def test_neighbours_read_only_what_a_moderator_released(client_of, client, raise_need, town):
    case = raise_need(text="张伟家的灯坏了，电话13812345678。").case
    handle_to_answer(town, case)
    public = reverse("cases:public_case", args=[case.pk])
    assert client.get(public).status_code == 404
    lin = client_of("lin")
    form = lin.get(f"/cases/office/moderation/{case.pk}/").content.decode()
    assert form.count("13812345678") == 1  # in the original beside the form, covered in the draft of the public text
    answer = case.steps.get(move="answer")
    lin.post(
        f"/cases/office/moderation/{case.pk}/",
        {"title": "路灯坏了", "text": "一盏路灯坏了。", f"answer_{answer.pk}": "已修好。"},
    )
    client.logout()
    page = client.get(public).content.decode()
    assert "一盏路灯坏了" in page and "已修好" in page
    assert "13812345678" not in page and "repaired this morning" not in page


def test_a_case_whose_asker_said_no_is_never_published(client_of, raise_need, town):
    case = raise_need(may_publish=False).case
    client_of("lin").post(f"/cases/office/moderation/{case.pk}/", {"title": "x", "text": "y"})
    case.refresh_from_db()
    assert case.publication == "withheld"


def test_a_published_catalogue_is_frozen_and_the_next_one_is_a_copy(town, catalogue):
    from shiliu.govern.cases import catalogue as writing
    from shiliu.platform.workflow import NotPossible

    ding, first = town.actor("ding"), CatalogueVersion.objects.get()
    with pytest.raises(NotPossible):
        writing.remove_entry(by=ding, version=first, category=catalogue["street_lamp"])
    draft = writing.begin_draft(by=ding)
    assert draft.entries.count() == first.entries.count()
    assert writing.begin_draft(by=ding) == draft


def test_the_catalogue_as_csv_comes_back_as_it_went_and_bad_lines_are_named(client_of, town, catalogue):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from shiliu.govern.cases import catalogue as writing
    from shiliu.govern.cases import catalogue_csv

    draft = writing.begin_draft(by=town.actor("ding"))
    text = catalogue_csv.write(draft)
    assert catalogue_csv.read(by=town.actor("ding"), version=draft, content=text.encode("gb18030")) == 5
    assert catalogue_csv.write(draft) == text
    broken = text.replace("urban_management", "nobody", 1)
    answer = client_of("ding").post(
        "/cases/office/catalogue/draft/upload/", {"file": SimpleUploadedFile("c.csv", broken.encode())}
    )
    assert answer.status_code == 422 and "nobody" in answer.content.decode()
    assert catalogue_csv.write(draft) == text


def test_a_matter_that_does_not_exist_is_not_found_however_large_its_number(client_of, town, catalogue):
    from shiliu.govern.cases import catalogue as writing

    writing.begin_draft(by=town.actor("ding"))
    for number in ("0", "987654321", "9" * 20):
        assert client_of("ding").get(f"/cases/office/catalogue/draft/entry/{number}/").status_code == 404


@pytest.mark.parametrize("cell", ['{"duplicate": {"zh-hans": "\\ud800"}}', "[" * 100_000, "9" * 5000])
def test_refusal_texts_that_could_not_be_kept_are_named_and_break_nothing(catalogue, cell):
    from shiliu.govern.cases import catalogue_csv

    assert not catalogue_csv.is_texts(cell)


def test_a_committee_cannot_be_entered_as_lead_of_a_government_duty(client_of, town, catalogue):
    from shiliu.govern.cases import catalogue as writing

    draft = writing.begin_draft(by=town.actor("ding"))
    entry = draft.entries.get(category=catalogue["street_lamp"])
    answer = client_of("ding").post(
        f"/cases/office/catalogue/draft/entry/{entry.category_id}/",
        {
            "category": entry.category_id,
            "lead_kind": town.units.committee.kind_id,
            "duty": "government",
            "tier": entry.tier_id,
        },
    )
    assert answer.status_code == 422 and "committee" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.lead_kind_id == town.units.city.kind_id


@pytest.mark.both
def test_the_board_counts_with_denominators_and_costs_few_queries(
    client_of, raise_need, town, django_assert_max_num_queries
):
    for _i in range(4):
        case = raise_need().case
        handle_to_answer(town, case)
        actions.move(by=town.actor("gulnar"), case=case, verb="confirm", level=5)
    sun = client_of("sun")
    with at_time(town.now + timedelta(hours=1)), django_assert_max_num_queries(30):
        page = sun.get("/cases/office/board/?by=area").content.decode()
    assert "4 of 4" in page and "west" in page.lower()


def test_an_entry_may_name_its_own_channel_for_a_refusal_and_the_asker_reads_it(client_of, town, catalogue, raise_need):
    from shiliu.govern.cases import catalogue as writing
    from shiliu.govern.cases import catalogue_csv

    ding = town.actor("ding")
    draft = writing.begin_draft(by=ding)
    entry = draft.entries.get(category=catalogue["street_lamp"])
    form = {
        "category": entry.category_id, "lead_kind": entry.lead_kind_id, "duty": "government", "tier": entry.tier_id,
        "refusal_beyond_remit": "请拨打公路局电话。",
    }  # fmt: skip
    assert client_of("ding").post(f"/cases/office/catalogue/draft/entry/{entry.category_id}/", form).status_code == 302
    text = catalogue_csv.write(draft)
    assert catalogue_csv.read(by=ding, version=draft, content=text.encode()) == 5 and "公路局" in catalogue_csv.write(
        draft
    )
    writing.publish(by=ding, version=draft)
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="refuse", reason="beyond_remit", said="Not ours.")
    assert "请拨打公路局电话" in client_of("gulnar").get(f"/cases/{case.pk}/").content.decode()
