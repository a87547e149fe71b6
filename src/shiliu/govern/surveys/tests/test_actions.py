from datetime import timedelta

import pytest
from django.db import connection

from shiliu.govern.surveys import actions, forbidden, queries, report, rules, sweeping
from shiliu.govern.surveys.models import Answer, FreeText, HouseholdCode, PaperForm, Round
from shiliu.govern.surveys.tests.conftest import DAY, NAMES, fresh, published, question
from shiliu.platform import audit, revisions
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import NOON


def test_a_question_about_what_people_are_is_refused_to_everybody(town, survey):
    for who in (town.actor("ding"), town.system):
        with pytest.raises(NotPossible, match="nobody can allow it"):
            actions.set_question(by=who, survey=survey, question=question("N1", text="您是什么民族？"))
    assert len(survey.question_sets.get().questions) == 4


def test_only_the_staff_of_the_place_make_surveys(town, survey):
    with pytest.raises(Refused):
        actions.set_question(by=town.actor("zhao"), survey=survey, question=question("N1"))
    assert not queries.workable_by(town.actor("chen")).exists()
    assert queries.workable_by(town.actor("zhao")).get() == survey


def test_questions_are_frozen_when_a_round_opens_and_a_change_begins_a_new_version(town, survey, open_round):
    round = open_round()
    asked = round.question_set.questions
    actions.set_question(by=town.actor("ding"), survey=survey, question=question("N1"))
    assert fresh(round.question_set).questions == asked
    assert [(one.number, one.frozen, len(one.questions)) for one in survey.question_sets.all()] == [
        (2, False, 5),
        (1, True, 4),
    ]


def test_a_question_cannot_lose_the_one_it_depends_on(town, survey):
    with pytest.raises(NotPossible, match="T2 depends"):
        actions.remove_question(by=town.actor("ding"), survey=survey, code="T1")
    with pytest.raises(NotPossible, match="T2 depends"):
        actions.move_question(by=town.actor("ding"), survey=survey, code="T2", up=True)
    actions.move_question(by=town.actor("ding"), survey=survey, code="H1", up=False)
    assert [row["code"] for row in survey.question_sets.get().questions] == ["T1", "H1", "T2", "Z1"]


def test_a_change_of_a_question_is_taken_back_and_a_removed_one_stands_where_it_stood(town, survey):
    ding = town.actor("ding")
    actions.set_question(by=ding, survey=survey, question=question("H1", text="新的问法？"), replaces="H1")
    actions.remove_question(by=ding, survey=survey, code="H1")
    removed, written, *_older = audit.rows_on(survey)
    with pytest.raises(NotPossible, match="later change first"):
        actions.take_back(by=ding, survey=survey, row=written)
    with pytest.raises(Refused):
        actions.take_back(by=town.actor("zhao"), survey=survey, row=removed)
    for row, text in ((removed, "新的问法？"), (written, "怎么样？")):
        actions.take_back(by=ding, survey=survey, row=row)
        first = survey.question_sets.get().questions[0]
        assert (first["code"], first["texts"]["zh-hans"]) == ("H1", text)
    actions.edit_survey(by=ding, survey=survey, names={"zh-hans": "改名"}, intro={}, repeats=False)
    actions.take_back(by=ding, survey=survey, row=audit.rows_on(survey).first())
    assert fresh(survey).names == NAMES and fresh(survey).repeats
    with pytest.raises(NotPossible, match="T2 depends"):  # adding T1 cannot be undone below what asks for it
        actions.take_back(by=ding, survey=survey, row=audit.rows_on(survey).get(data__code="T1"))


def test_a_question_somebody_else_has_changed_is_not_overwritten_unseen(town, survey):
    seen = revisions.stamp(rules.questions_of(survey.question_sets.get().questions)[0].row())
    for again in (False, True):
        change = {"question": question("H1", text=f"问法{again}？"), "replaces": "H1", "seen": seen}
        if again:
            with pytest.raises(revisions.Stale):
                actions.set_question(by=town.actor("ding"), survey=survey, **change)
        else:
            actions.set_question(by=town.actor("ding"), survey=survey, **change)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": DAY - timedelta(1)}, "closes_on"),
        ({"publish_on": DAY + timedelta(10)}, "publish_on"),
        ({"part_level": "building"}, "part_level"),
        ({"least": 9}, "least"),
    ],
)
def test_a_round_that_promises_too_much_is_refused(plan, changes, field):
    with pytest.raises(NotPossible) as refused:
        plan(**changes)
    assert field in refused.value.fields


def test_an_answer_keeps_no_moment_no_person_and_leaves_no_audit_row(town, open_round):
    round = open_round(part_level="compound")
    rows = AuditRow.objects.count()
    given = {"H1": "4", "T1": "y", "T2": ["a", "c"], "Z1": "More  buses\nplease"}
    assert actions.answer(by=ANONYMOUS, round=round, given=given, part="court")
    assert AuditRow.objects.count() == rows
    kept = Answer.objects.get()
    assert (kept.values, kept.part) == ({"H1": "4", "T1": "y", "T2": ["a", "c"]}, town.places.court)
    assert FreeText.objects.get().text == "More buses please"
    assert {field.name for field in Answer._meta.fields} == {"key", "round", "part", "values"}
    assert {field.name for field in FreeText._meta.fields} == {"key", "round", "question", "text", "state"}


def test_an_answer_is_refused_outside_its_days_and_when_it_says_nothing(town, open_round):
    round = open_round()
    with pytest.raises(NotPossible, match="Nothing is answered"):
        actions.answer(by=ANONYMOUS, round=round, given={"T2": "a"})
    with at_time(NOON + timedelta(days=11)), pytest.raises(NotPossible, match="does not take answers"):
        actions.answer(by=ANONYMOUS, round=round, given={"H1": "4"})
    assert not Answer.objects.exists()


def test_a_form_sent_twice_counts_once(open_round):
    round, key = open_round(), "6f1e5a52-8b1b-4a0e-9c53-0d7b0a6f8e11"
    assert actions.answer(by=ANONYMOUS, round=round, given={"H1": "4"}, key=key)
    assert not actions.answer(by=ANONYMOUS, round=round, given={"H1": "4"}, key=key)
    assert Answer.objects.count() == 1


def test_a_household_answers_once_and_nothing_joins_its_code_to_its_answer(town, plan):
    round = plan(one_per_household=True)
    code, _other = actions.issue_codes(by=town.actor("ding"), round=round, count=2)
    actions.open_round(by=town.actor("ding"), round=round)
    actions.answer(by=ANONYMOUS, round=round, given={"H1": "4"}, code=code.lower())
    for wrong in (code, "", "ABCDEFGHJK"):
        with pytest.raises(actions.NotCounted):
            actions.answer(by=ANONYMOUS, round=round, given={"H1": "1"}, code=wrong)
    assert Answer.objects.count() == 1
    assert HouseholdCode.objects.count() == 1
    assert code not in repr(list(HouseholdCode.objects.values()))
    related = {field.related_model for field in HouseholdCode._meta.get_fields() if field.is_relation}
    assert related == {Round}


def test_a_code_is_not_spent_by_an_answer_that_fails(town, plan):
    round = plan(one_per_household=True)
    (code,) = actions.issue_codes(by=town.actor("ding"), round=round, count=1)
    actions.open_round(by=town.actor("ding"), round=round)
    with pytest.raises(NotPossible):
        actions.answer(by=ANONYMOUS, round=round, given={"H1": "9"}, code=code)
    with pytest.raises(NotPossible):
        actions.answer(by=ANONYMOUS, round=round, given={"H1": "3"}, part="east", code=code)
    assert HouseholdCode.objects.count() == 1


def test_a_letter_needs_no_second_press_of_open_and_a_round_with_codes_does_not_open_without(town, plan):
    round = plan(one_per_household=True)
    with pytest.raises(NotPossible, match="letters with codes first"):
        actions.open_round(by=town.actor("ding"), round=round)


def test_the_close_gives_new_keys_and_destroys_the_codes_that_are_left(town, open_round, fill):
    round = open_round()
    fill(round, 30, H1="3")
    keys = set(Answer.objects.values_list("key", flat=True))
    HouseholdCode.objects.create(round=round, digest="0" * 64)
    actions.close_round(by=town.actor("ding"), round=round)
    assert Answer.objects.count() == 30
    assert not keys & set(Answer.objects.values_list("key", flat=True))
    assert not HouseholdCode.objects.exists()
    with pytest.raises(NotPossible, match="Somebody may have been faster"):
        actions.close_round(by=town.actor("ding"), round=round)


def keyed(town, round, sheets, second=None):
    batch = actions.begin_batch(by=town.actor("zhao"), round=round)
    for who, pile in (("zhao", sheets), ("ma", second or sheets)):
        for number, typed in enumerate(pile, start=1):
            actions.key_form(by=town.actor(who), batch=batch, number=number, typed=typed)
        actions.end_keying(by=town.actor(who), batch=batch)
    return fresh(batch)


def test_paper_is_keyed_twice_compared_settled_and_counted_without_a_trace_of_the_pile(town, open_round):
    round = open_round()
    first = [{"H1": "4", "T1": "y", "T2": "a b"}, {"H1": "2", "Z1": "灯"}]
    second = [{"H1": "4", "T1": "y", "T2": "b  a"}, {"H1": "3", "Z1": "灯"}]
    batch = keyed(town, round, first, second)
    assert (batch.state, batch.differences) == ("settling", 1)
    with pytest.raises(NotPossible, match="Sheet 2 still differs"):
        actions.take_batch(by=town.actor("zhao"), batch=batch)
    actions.settle_form(by=town.actor("zhao"), batch=batch, number=2, chosen={"H1": "3"})
    actions.take_batch(by=town.actor("zhao"), batch=batch)
    assert sorted(answer.values["H1"] for answer in Answer.objects.all()) == ["3", "4"]
    assert not PaperForm.objects.exists()
    assert (fresh(round).paper_answers, fresh(batch).forms_counted) == (2, 2)
    with pytest.raises(NotPossible, match="somebody may have done it"):
        actions.take_batch(by=town.actor("ma"), batch=batch)
    assert Answer.objects.count() == 2


def test_the_same_person_keys_twice_only_by_saying_that_nobody_else_is_there(town, open_round):
    batch = actions.begin_batch(by=town.actor("zhao"), round=open_round())
    actions.key_form(by=town.actor("zhao"), batch=batch, number=1, typed={"H1": "4"})
    actions.end_keying(by=town.actor("zhao"), batch=batch)
    with pytest.raises(NotPossible, match="not keyed a second time"):
        actions.end_keying(by=town.actor("zhao"), batch=batch)
    actions.key_form(by=town.actor("zhao"), batch=batch, number=1, typed={"H1": "4"})
    with pytest.raises(NotPossible, match="Let somebody else"):
        actions.end_keying(by=town.actor("zhao"), batch=batch)
    assert actions.end_keying(by=town.actor("zhao"), batch=batch, alone=True).same_hands


def test_a_sheet_whose_code_was_spent_on_the_phone_is_counted_as_a_double(town, plan):
    round = plan(one_per_household=True)
    one, two = actions.issue_codes(by=town.actor("ding"), round=round, count=2)
    actions.open_round(by=town.actor("ding"), round=round)
    actions.answer(by=ANONYMOUS, round=round, given={"H1": "5"}, code=one)
    batch = keyed(town, round, [{"H1": "1", "code": one}, {"H1": "2", "code": two}])
    actions.take_batch(by=town.actor("zhao"), batch=batch)
    assert (fresh(round).paper_answers, fresh(round).doubles) == (1, 1)
    assert sorted(answer.values["H1"] for answer in Answer.objects.all()) == ["2", "5"]


def test_a_round_with_a_pile_that_is_not_counted_does_not_close(town, open_round):
    round = open_round()
    actions.begin_batch(by=town.actor("zhao"), round=round)
    with pytest.raises(NotPossible, match="not counted yet"):
        actions.close_round(by=town.actor("ding"), round=round)
    with at_time(NOON + timedelta(days=18)):
        sweeping.close_overdue()
        assert fresh(round).state == "open"
        actions.drop_batch(by=town.actor("ma"), batch=round.batches.get())
        sweeping.close_overdue()
    assert fresh(round).state == "closed"


def test_what_is_published_hides_small_cells_and_stands_for_ever(town, open_round, fill):
    round = open_round(part_level="compound")
    fill(round, 40, H1="4", T1="y", T2=["a"])
    fill(round, 25, H1="3", T1="n")
    fill(round, 4, H1="1", T1="n")
    tables = published(town, round)
    h1, t1, t2, z1 = tables["questions"]
    assert tables["answers"] == 69 and tables["parts"] == []
    assert h1["rows"][-1]["cells"]["1"] is None and h1["small"] == 3
    assert set(t1["rows"][-1]["cells"]) == {"y", "n"} and t1["rows"][-1]["base"] == 69
    assert (t2["level"], t2["rows"][-1]["base"]) == ("all", 40)
    assert z1["wrote"] is None
    kept = fresh(round).publication
    assert kept.public_on == DAY + timedelta(20)
    assert queries.publication_of(round) is None
    with at_time(NOON + timedelta(days=20)):
        assert queries.publication_of(round) == kept
    with pytest.raises(NotPossible, match="already"):
        actions.publish_round(by=town.actor("ding"), round=round)


def test_a_question_for_some_is_published_where_the_one_before_hides_nothing(town, open_round, fill):
    round = open_round()
    fill(round, 40, T1="y", T2=["a"])
    fill(round, 25, T1="n")
    fill(round, 15, H1="3")
    t2 = published(town, round)["questions"][2]
    assert (t2["level"], t2["rows"][-1]["base"]) == ("all", 40)


def test_a_question_for_some_is_withheld_where_its_sum_would_fill_a_gap(town, open_round, fill):
    round = open_round()
    fill(round, 40, T1="y", T2=["a"])
    fill(round, 4, T1="n")
    t1, t2 = published(town, round)["questions"][1:3]
    assert t1["rows"][-1]["cells"] == {"y": None, "n": None}
    assert (t2["level"], t2["reason"], t2["rows"]) == ("none", "question_before", [])


def test_rounds_are_compared_from_counts_with_noise_and_paid_for(town, survey, open_round, plan, fill):
    round = open_round()
    fill(round, 40, H1="4", T1="y")
    fill(round, 60, H1="3", T1="n")
    fill(round, 20, H1="2", T1="n")
    first = published(town, round)
    assert first["comparison"]["missing"] == "first_round"
    assert first["questions"][0]["noise"]["within"] == 6
    assert (first["noise"]["spent"], first["noise"]["budget"], first["noise"]["questions"]) == ("3", "40", 3)
    told = " ".join(report.limits(first))
    assert (
        "Privacy loss ε: 1 for each question" in told
        and "the year stands at 3 of 40" in told
        and "factor of 2.7" in told
    )
    with at_time(NOON + timedelta(days=40)):
        later = DAY + timedelta(days=40)
        again = plan(opens_on=later, closes_on=later, publish_on=later + timedelta(1))
        actions.open_round(by=town.actor("ding"), round=again)
        fill(again, 100, H1="4", T1="y")
        fill(again, 30, H1="3", T1="n")
        fill(again, 20, H1="2", T1="n")
        second = published(town, again)
    changes = {(one["question"], one["option"]): one for one in second["comparison"]["changes"]}
    assert changes["H1", "4"]["told"] and changes["H1", "4"]["low"] > 0


def test_noise_never_says_that_a_shown_number_is_one_that_would_be_hidden(town, open_round, fill, settings):
    settings.SURVEY_EPSILON = "0.01"  # far more noise than forms
    round = open_round()
    fill(round, 30, H1="4", T1="y", T2=["a", "b"])
    fill(round, 30, H1="3", T1="y", T2=["b"])
    fill(round, 30, H1="2", T1="n")
    for row in published(town, round)["questions"]:
        for one in row["rows"]:
            most = one["base"] - 10 if row["kind"] == "many" else one["base"]
            assert all(count is None or 10 <= count <= most for count in one["cells"].values())


def test_without_the_package_for_noise_a_round_is_published_and_compared_with_nothing(
    town, open_round, fill, monkeypatch
):
    from shiliu.govern.surveys import noise
    from shiliu.methods.disclosure import NoOpenDP

    def missing(*_given):
        raise NoOpenDP("no_opendp", "not there")

    monkeypatch.setattr(noise, "discrete_laplace", missing)
    round = open_round()
    fill(round, 60, H1="4")
    tables = published(town, round)
    assert tables["noise"]["missing"] == tables["comparison"]["missing"] == "no_opendp"
    assert tables["questions"][0]["noise"] is None


def test_a_year_of_too_many_rounds_ends_the_noise_and_the_comparing(town, open_round, fill, settings):
    settings.SURVEY_BUDGET = "1"
    round = open_round()
    fill(round, 60, H1="4")
    assert published(town, round)["noise"]["missing"] == "no_budget"


def test_words_are_published_only_where_the_round_says_so_somebody_read_them_and_they_are_enough(
    town, open_round, fill
):
    round = open_round(verbatim=True)
    fill(round, 40, H1="4")
    FreeText.objects.bulk_create([FreeText(round=round, question="Z1", text=f"text {n}") for n in range(12)])
    actions.close_round(by=town.actor("ding"), round=round)
    with pytest.raises(NotPossible, match="has not been read"):
        actions.publish_round(by=town.actor("sun"), round=round)
    for number, text in enumerate(round.texts.all()):
        actions.judge_text(by=town.actor("sun"), text=text, show=number > 0)
    actions.summarise(by=town.actor("sun"), round=round, question="Z1", texts={"zh-hans": "多数人希望有路灯。"})
    actions.publish_round(by=town.actor("sun"), round=round)
    z1 = fresh(round).publication.tables["questions"][3]
    assert z1["wrote"] == 12 and len(z1["shown"]) == 11
    assert z1["summary"] == {"zh-hans": "多数人希望有路灯。"}


def test_rounds_end_by_themselves_and_single_answers_go_after_the_publication(town, open_round, fill):
    round = open_round()
    fill(round, 30, H1="3")
    with at_time(NOON + timedelta(days=17)):
        sweeping.close_overdue()
    assert fresh(round).state == "open"
    with at_time(NOON + timedelta(days=18)):
        sweeping.close_overdue()
        actions.publish_round(by=town.actor("sun"), round=round)
    with at_time(NOON + timedelta(days=50)):
        sweeping.delete_old_answers()
        assert Answer.objects.count() == 30
    with at_time(NOON + timedelta(days=51)):
        sweeping.delete_old_answers()
    assert not Answer.objects.exists()
    assert fresh(round).answers_deleted and fresh(round).publication.tables["answers"] == 30


def test_no_audit_row_holds_what_anybody_answered(town, open_round):
    round = open_round()
    keyed(town, round, [{"H1": "4", "Z1": "secret words"}])
    assert "secret words" not in repr(list(AuditRow.objects.values_list("data", flat=True)))
    assert connection.in_atomic_block


def test_the_words_that_are_never_asked_have_a_sentence_each():
    assert set(forbidden.WORDS) == set(forbidden.MATTERS)
