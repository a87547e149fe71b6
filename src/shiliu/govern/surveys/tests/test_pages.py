import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from shiliu.govern.surveys import actions, public
from shiliu.govern.surveys.models import Answer, Batch, FreeText, HouseholdCode, Round, Survey
from shiliu.govern.surveys.tests.conftest import DAY, fresh, published
from shiliu.platform.clock import at_time
from tests.town import NOON


@pytest.fixture
def page(client, town):
    """page(who, name, *args, **fields) -> response; with fields it is a POST."""

    def open_page(who, name, *args, **fields):
        client.logout()
        if who:
            client.force_login(getattr(town.people, who))
        address = reverse(name, args=args)
        return client.post(address, fields) if fields else client.get(address)

    return open_page


def text_of(response):
    return response.content.decode()


def test_a_round_is_answered_page_by_page_without_an_account_and_conditions_work_without_script(page, open_round):
    round = open_round()
    assert "Answer now" in text_of(page(None, "surveys:round", round.pk))
    first = page(None, "surveys:answer", round.pk)
    key = first.context["hidden"][0][1]
    said = {"key": key, "H1": "4"}
    second = page(None, "surveys:answer", round.pk, step="H1", go="next", **said)
    assert [bound.name for bound in second.context["form"]] == ["T1"]
    third = page(None, "surveys:answer", round.pk, step="T1", go="next", T1="y", **said)
    assert [bound.name for bound in third.context["form"]] == ["T2"]
    skipped = page(None, "surveys:answer", round.pk, step="T1", go="next", T1="n", **said)
    assert [bound.name for bound in skipped.context["form"]] == ["Z1"]
    back = page(None, "surveys:answer", round.pk, step="Z1", go="back", T1="n", **said)
    assert [bound.name for bound in back.context["form"]] == ["T1"]
    end = page(None, "surveys:answer", round.pk, step="Z1", go="next", T1="y", T2=["a", "b"], Z1="灯", **said)
    assert {("T2", "a"), ("T2", "b"), ("H1", "4"), ("Z1", "灯")} <= set(end.context["hidden"])
    sent = page(None, "surveys:answer", round.pk, step="end", go="send", T1="y", T2=["a", "b"], Z1="灯", **said)
    assert sent.url == reverse("surveys:thanks", args=[round.pk])
    assert Answer.objects.get().values == {"H1": "4", "T1": "y", "T2": ["a", "b"]}
    page(None, "surveys:answer", round.pk, step="end", go="send", T1="y", **said)
    assert Answer.objects.count() == 1
    assert "Nobody can tell" in text_of(page(None, "surveys:thanks", round.pk))


def test_a_form_that_fails_keeps_what_was_answered(page, town, plan):
    round = plan(one_per_household=True, part_level="compound")
    actions.issue_codes(by=town.actor("ding"), round=round, count=1)
    actions.open_round(by=town.actor("ding"), round=round)
    response = page(None, "surveys:answer", round.pk, step="end", go="send", H1="4", part="court", code="ABCDE-FGHJK")
    assert response.status_code == 422
    assert ("H1", "4") in response.context["hidden"]
    assert "not on any letter" in text_of(response) and "ABCDE-FGHJK" in text_of(response)
    wrong = page(None, "surveys:answer", round.pk, step="H1", go="next", H1="9")
    assert wrong.status_code == 422 and "none of the answers" in text_of(wrong)
    assert HouseholdCode.objects.count() == 1 and not Answer.objects.exists()


def test_a_page_whose_session_ended_shows_everything_again(town, open_round):
    from django.test import Client

    round = open_round()
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("surveys:answer", args=[round.pk]), {"step": "T1", "H1": "4", "T1": "y"})
    assert response.status_code == 403
    assert ("H1", "4") in response.context["hidden"] and "still here" in text_of(response)


def test_flooding_from_one_network_is_asked_to_prove_itself(page, open_round, limits_on, settings):
    settings.LIMITS = {**settings.LIMITS, "survey": (1, 5, 1)}
    round = open_round()
    assert page(None, "surveys:answer", round.pk, step="end", go="send", H1="4").status_code == 302
    asked = page(None, "surveys:answer", round.pk, step="end", go="send", H1="5")
    assert asked.status_code == 429 and 'name="H1"' in text_of(asked)
    assert Answer.objects.count() == 1


def test_the_paper_form_is_bilingual_and_carries_the_codes_of_the_boxes(page, open_round):
    text = "".join(
        sheet.extract_text()
        for sheet in PdfReader(io.BytesIO(page(None, "surveys:paper", open_round().pk).content)).pages
    )
    for part in (
        "公共服务需求调查",
        "Survey of needs",
        "H1-1",
        "H1-5",
        "T2-c",
        "Only if you ticked T1-y",
        "很好",
        "Very good",
    ):
        assert part in text
    assert text.index("公共服务需求调查") < text.index("Survey of needs")


def test_each_letter_has_a_code_that_counts(page, town, plan):
    round = plan(one_per_household=True)
    made = page("ding", "surveys_office:letters", round.pk, count="2")
    sheets = PdfReader(io.BytesIO(made.content)).pages
    found = {word for sheet in sheets for word in sheet.extract_text().split() if len(word) == 11 and word[5] == "-"}
    assert len(found) == 2 == HouseholdCode.objects.count()
    actions.open_round(by=town.actor("ding"), round=round)
    sent = page(None, "surveys:answer", round.pk, step="end", go="send", H1="4", code=found.pop())
    assert sent.status_code == 302 and HouseholdCode.objects.count() == 1
    assert page(None, "surveys:paper", round.pk).status_code == 404


def test_a_published_round_reports_itself_with_its_tables_limits_and_downloads(page, town, open_round, fill):
    round = open_round(part_level="compound")
    fill(round, 60, H1="4", T1="y", T2=["a"])
    fill(round, 30, H1="3", T1="n", T2=[])
    fill(round, 20, T1="y", T2=["b"])
    fill(round, 14)
    published(town, round)
    assert page(None, "surveys:csv", round.pk).status_code == 404
    assert "does not take answers" in text_of(page(None, "surveys:round", round.pk))
    with at_time(NOON + timedelta(days=20)):
        report = text_of(page(None, "surveys:round", round.pk))
        table = b"".join(page(None, "surveys:csv", round.pk).streaming_content).decode()
        data = json.loads(page(None, "surveys:json", round.pk).content)
        found = public.needs_of(town.places.house)
    assert "124 forms were answered, in a place of 120 households." in report
    assert "hidden" in report and "first published round" in report and "bar-table" in report
    assert data["tables"]["answers"] == 124 and len(data["sha256"]) == 64
    assert "H1" in table and ",all," in table
    assert [need.option for need in found] == ["a", "b"]
    assert all(need.area_of_need == "transport" and 0 < need.low < need.high <= 1 for need in found)


def test_needs_of_a_place_without_a_publication_are_none(town, open_round):
    open_round()
    assert public.needs_of(town.places.house) == []


def test_staff_make_a_survey_write_its_questions_and_open_it(page, town):
    made = page(
        "ding", "surveys_office:create", **{"area": "west", "name_zh-hans": "调查", "starter": "on", "repeats": "on"}
    )
    survey = Survey.objects.get()
    assert made.url == reverse("surveys_office:survey", args=[survey.pk])
    assert len(survey.question_sets.get().questions) == 16
    fields = {
        "code": "N1",
        "need": "culture",
        "kind": "one",
        "text_zh-hans": "想要阅览室吗？",
        "options": "y | 想 | Yes\nn | 不想 | No",
    }
    refused = page("ding", "surveys_office:new_question", survey.pk, **{**fields, "text_zh-hans": "您信仰什么宗教？"})
    assert refused.status_code == 422 and "nobody can allow it" in text_of(refused)
    assert page("ding", "surveys_office:new_question", survey.pk, **fields).status_code == 302
    again = page("ding", "surveys_office:question", survey.pk, "N1")
    assert "y | 想 | Yes" in text_of(again)
    page("ding", "surveys_office:arrange", survey.pk, "H2", "remove", x=1)
    assert len(survey.question_sets.get().questions) == 16
    assert "is asked only if" in text_of(page("zhao", "surveys_office:preview", survey.pk))
    wrong = page("ding", "surveys_office:plan", survey.pk, opens_on=DAY, closes_on=DAY, publish_on=DAY)
    assert wrong.status_code == 422
    page(
        "ding",
        "surveys_office:plan",
        survey.pk,
        opens_on=DAY,
        closes_on=DAY,
        publish_on=DAY + timedelta(1),
        part_level="compound",
    )
    round = Round.objects.get()
    page("ding", "surveys_office:move", round.pk, "open", x=1)
    assert fresh(round).state == "open"
    seen = page("ding", "surveys_office:edit_round", round.pk).context["form"]["seen"].value()
    changed = {"closes_on": DAY + timedelta(2), "publish_on": DAY + timedelta(9), "seen": seen}
    assert page("ding", "surveys_office:edit_round", round.pk, **changed).status_code == 302
    assert fresh(round).publish_on == DAY + timedelta(9) and fresh(round).part_level == "compound"
    for name, thing in (("survey", survey), ("round", round), ("edit", survey)):
        assert page("ding", f"surveys_office:{name}", thing.pk).status_code == 200
    assert "调查" in text_of(page("ding", "surveys_office:surveys"))
    assert (
        page(
            "ding", "surveys_office:edit", survey.pk, **{"name_zh-hans": "新名", "active": "on", "seen": "x"}
        ).status_code
        == 409
    )


def test_a_pile_is_keyed_twice_settled_and_counted_on_the_pages(page, open_round):
    round = open_round()
    assert page("chen", "surveys_office:round", round.pk).status_code == 403
    page("zhao", "surveys_office:begin_batch", round.pk, x=1)
    pile = Batch.objects.get()
    bad = page("zhao", "surveys_office:sheet", pile.pk, 1, H1="9")
    assert bad.status_code == 422 and "none of the answers" in text_of(bad)
    page("zhao", "surveys_office:sheet", pile.pk, 1, H1="4", go="stop")
    page("zhao", "surveys_office:end_keying", pile.pk, x=1)
    unseen = page("ma", "surveys_office:sheet", pile.pk, 1)
    assert 'value="4"' not in text_of(unseen)
    page("ma", "surveys_office:sheet", pile.pk, 1, H1="5", go="next")
    page("ma", "surveys_office:end_keying", pile.pk, x=1)
    assert "Differs" in text_of(page("ma", "surveys_office:batch", pile.pk))
    assert "First keyed: 4. Then keyed: 5." in text_of(page("ma", "surveys_office:settle", pile.pk, 1))
    page("ma", "surveys_office:settle", pile.pk, 1, H1="5")
    page("ma", "surveys_office:take", pile.pk, x=1)
    assert Answer.objects.get().values == {"H1": "5"}
    assert "1 sheet was counted." in text_of(page("ma", "surveys_office:batch", pile.pk))


def test_the_office_looks_at_what_will_be_hidden_reads_the_words_and_publishes(page, town, open_round, fill):
    round = open_round(verbatim=True)
    fill(round, 40, H1="4")
    fill(round, 3, H1="1")
    FreeText.objects.create(round=round, question="Z1", text="请多种树")
    assert page("sun", "surveys_office:texts", round.pk).status_code == 302
    actions.close_round(by=town.actor("ding"), round=round)
    before = text_of(page("sun", "surveys_office:publish", round.pk))
    assert "1 text has not been read" in before and "(hidden)" in before
    assert "请多种树" in text_of(page("sun", "surveys_office:texts", round.pk))
    page("sun", "surveys_office:texts", round.pk, text=str(FreeText.objects.get().pk), verdict="show")
    page("sun", "surveys_office:texts", round.pk, **{"question": "Z1", "text_zh-hans": "多种树。"})
    page("sun", "surveys_office:publish", round.pk, x=1)
    assert fresh(round).state == "published"
    assert fresh(round).publication.tables["questions"][3]["shown"] == []


@pytest.mark.both
def test_the_lists_tell_what_is_open_and_what_is_not_there(page, town, open_round, django_assert_max_num_queries):
    assert "No survey has been opened yet" in text_of(page(None, "surveys:index"))
    open_round()
    with django_assert_max_num_queries(9):
        assert "Survey of needs" in text_of(page(None, "surveys:index"))
    assert "which ethnic group" in text_of(page(None, "surveys:never"))


def test_changing_an_answer_keeps_what_it_is_called_in_languages_the_line_has_no_place_for():
    from shiliu.govern.surveys import rules
    from shiliu.govern.surveys.forms_office import QuestionForm

    texts = {"zh-hans": "有", "en": "yes", "bo": "ཡོད།"}
    asked = rules.Question(
        "T1", "transport", "one", {"zh-hans": "有吗？"}, (rules.Option("y", texts), rules.Option("n", texts))
    )
    form = QuestionForm(question=asked)
    sent = QuestionForm({name: form[name].value() or "" for name in form.fields}, question=asked)
    assert sent.is_valid() and sent.question().options == asked.options


def test_two_who_change_the_plan_of_a_round_or_a_question_see_what_the_other_wrote(page, survey, plan):
    round = plan()
    form = page("ding", "surveys_office:edit_round", round.pk).context["form"]
    sent = {name: form[name].value() or "" for name in ("opens_on", "closes_on", "publish_on", "seen")}
    assert page("ding", "surveys_office:edit_round", round.pk, **{**sent, "households": "90"}).status_code == 302
    late = page("ding", "surveys_office:edit_round", round.pk, **{**sent, "households": "80"})
    assert late.status_code == 409 and "Written by you" in text_of(late)
    again = {**sent, "households": "80", "seen": late.context["form"]["seen"].value()}
    assert page("ding", "surveys_office:edit_round", round.pk, **again).status_code == 302
    assert fresh(round).households == 80
    form = page("ding", "surveys_office:question", survey.pk, "H1").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    page("ding", "surveys_office:question", survey.pk, "H1", **{**sent, "text_zh-hans": "先问"})
    late = page("ding", "surveys_office:question", survey.pk, "H1", **{**sent, "text_zh-hans": "后问"})
    assert late.status_code == 409 and "先问" in text_of(late) and "后问" in text_of(late)
