"""The lead answers for the whole; helpers do their part by a day and say so."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, joint, queries, queries_joint, timeline
from shiliu.govern.cases.models import Case, CaseTask
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused, can
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(raise_need, town):
    """A case the city works on."""
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    case.refresh_from_db()
    return case


@pytest.fixture
def ask(case, town):
    """ask(unit="property", days=2, what=…) -> the part the city asks for."""

    def ask_part(unit="property", days=2, what="Open the gate for the lift truck.", by="li", **more):
        due = localtime(town.now).date() + timedelta(days=days)
        unit = getattr(town.units, unit)
        task = joint.ask_part(by=town.actor(by), case=case, unit=unit, what=what, due=due, **more)
        case.refresh_from_db()
        return task

    return ask_part


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_a_helper_sees_the_case_on_its_worklist_and_may_leave_notes_but_makes_no_move(ask, case, town):
    wang = town.actor("wang")
    assert not queries.visible_to(wang).filter(pk=case.pk).exists()
    ask()
    assert case.pk in queries.worklist(wang).values_list("pk", flat=True)
    assert [task.case_id for task in queries_joint.parts_of_units(wang)] == [case.pk]
    actions.remark(by=wang, case=case, note="The key is with the guard.")
    assert not case.workflow.open_to(wang, case)
    assert not can(wang, "cases.read_contact", case)
    assert told("cases.task_asked") == 1


def test_only_the_lead_asks_for_parts(ask, town):
    for other in ("wang", "lin", "sun", "gulnar"):
        with pytest.raises(Refused):
            ask(by=other)


def test_a_part_is_asked_only_of_another_unit_that_serves_the_place(ask):
    for unit in ("city", "other_property"):
        with pytest.raises(NotPossible) as refused:
            ask(unit=unit)
        assert "unit" in refused.value.fields


def test_one_unit_has_one_open_part_of_a_case_at_a_time(ask, town):
    first = ask()
    with pytest.raises(NotPossible):
        ask(what="And another thing.")
    joint.finish_part(by=town.actor("wang"), task=first, said="Open.")
    ask(what="And another thing.")


def test_a_part_is_not_asked_for_before_the_case_is_accepted(raise_need, town):
    case = raise_need().case
    with pytest.raises(NotPossible):
        joint.ask_part(
            by=town.actor("li"), case=case, unit=town.units.property, what="Open.", due=localtime(town.now).date()
        )


def test_the_usual_day_of_a_part_is_half_of_the_time_left(case, town, settings):
    limit = joint.case_deadline(case)
    assert joint.usual_day(case) == localtime(town.now + (limit - town.now) / 2).date()
    settings.CASE_PART_PERCENT = 100
    assert joint.usual_day(case) == localtime(limit).date()
    with at_time(limit + timedelta(days=1)):
        assert joint.usual_day(case) == localtime(limit + timedelta(days=1)).date()


def test_a_day_after_the_deadline_of_the_case_is_taken_only_when_it_is_meant(ask, case):
    with pytest.raises(NotPossible) as asked:
        ask(days=60)
    assert set(asked.value.fields) == {"anyway"}
    assert ask(days=60, anyway=True).due > joint.case_deadline(case)


def test_a_part_asked_for_the_day_the_case_is_due_is_due_at_that_minute(ask, case, town):
    limit = joint.case_deadline(case)
    task = ask(days=(localtime(limit).date() - localtime(town.now).date()).days)
    assert task.due == limit


def test_a_day_that_has_passed_is_refused(ask):
    with pytest.raises(NotPossible) as refused:
        ask(days=-1)
    assert "due" in refused.value.fields
    with pytest.raises(NotPossible):
        ask(days=400, anyway=True)


def test_the_helper_says_that_its_part_is_done_with_a_photo_and_the_lead_hears(ask, case, town, png):
    task = joint.finish_part(by=town.actor("wang"), task=ask(), said="The gate is open.", files=[png()])
    assert (task.state, task.ended_at) == (CaseTask.State.DONE, town.now)
    step = case.steps.get(move="task_done")
    assert (step.unit, step.said, step.files.count()) == (town.units.property, "The gate is open.", 1)
    assert told("cases.task_ended") == 1
    assert audit.rows_on(case).filter(verb="cases.task_done").count() == 1
    assert queries.visible_to(town.actor("wang")).filter(pk=case.pk).exists()


def test_a_part_is_given_back_only_with_a_reason(ask, town):
    task = ask()
    with pytest.raises(NotPossible):
        joint.return_part(by=town.actor("wang"), task=task, said="  ")
    joint.return_part(by=town.actor("wang"), task=task, said="The gate belongs to the school.")
    task.refresh_from_db()
    assert task.state == CaseTask.State.RETURNED


def test_nobody_but_the_helper_ends_its_part(ask, town):
    task = ask()
    for other in ("li", "hu", "sun", "gulnar"):
        with pytest.raises(Refused):
            joint.finish_part(by=town.actor(other), task=task, said="Done.")


def test_withdrawing_takes_the_case_away_from_the_helper_and_tells_it(ask, case, town):
    task = ask()
    with pytest.raises(Refused):
        joint.withdraw_part(by=town.actor("wang"), task=task)
    joint.withdraw_part(by=town.actor("li"), task=task)
    case.refresh_from_db()
    assert case.helper_ids == [] and not queries.visible_to(town.actor("wang")).filter(pk=case.pk).exists()
    assert Notice.objects.get(kind="cases.task_withdrawn").url == "/cases/office/"


def test_a_part_ends_once(ask, town):
    task = ask()
    joint.finish_part(by=town.actor("wang"), task=task, said="Open.")
    for end, by in ((joint.finish_part, "wang"), (joint.return_part, "wang"), (joint.withdraw_part, "li")):
        with pytest.raises(NotPossible):
            end(by=town.actor(by), task=task, said="Again.")


def test_helper_and_lead_hear_once_of_a_late_part(ask):
    task = ask()
    joint.look_after_parts()
    assert told("cases.task_overdue") == 0
    with at_time(task.due + timedelta(hours=1)):
        joint.look_after_parts()
        joint.look_after_parts()
    assert told("cases.task_overdue") == 2


def test_a_case_is_not_answered_over_an_open_part_without_a_reason_that_is_kept(ask, case, town):
    ask()
    li = town.actor("li")
    with pytest.raises(NotPossible) as refused:
        actions.move(by=li, case=case, verb="answer", said="Mended.")
    assert "despite" in refused.value.fields
    actions.move(by=li, case=case, verb="answer", said="Mended.", despite="We came in by the other gate.")
    assert case.steps.get(move="answer").data["despite"] == "We came in by the other gate."
    shown = timeline.entries(queries.with_history(queries.visible_to(li)).get(pk=case.pk))
    assert "We came in by the other gate." in shown[-1]["details"]


def test_an_open_part_ends_with_its_case(ask, case, town):
    task = ask()
    actions.move(by=town.actor("gulnar"), case=case, verb="withdraw")
    joint.look_after_parts()
    task.refresh_from_db()
    case.refresh_from_db()
    assert (task.state, case.helper_ids) == (CaseTask.State.WITHDRAWN, [])


def test_the_resident_reads_which_unit_does_what_by_when(ask, visitor, case, town):
    ask()
    page = visitor(town.people.gulnar).get(f"/cases/{case.pk}/").content.decode()
    assert "Keepers" in page and "Open the gate for the lift truck." in page and "Who works on it together" in page


def test_neighbours_do_not_read_a_part_that_seems_to_name_somebody(ask, guest, case, town):
    ask(what="Ring 13812345678 first.")
    ask(unit="committee", what="Put up a sign.")
    Case.objects.filter(pk=case.pk).update(publication="public", public_title="Dark lamp", public_text="Three nights.")
    page = guest.get(f"/cases/public/{case.pk}/").content.decode()
    assert "Keepers" in page and "13812345678" not in page and "Put up a sign." in page


def test_the_page_keeps_what_was_typed_and_asks_whether_a_late_day_is_meant(case, visitor, town):
    li = visitor(town.people.li)
    typed = {"unit": "keepers", "what": "Open the gate.", "due": "2026-06-01"}
    page = li.post(f"/cases/office/{case.pk}/parts/", typed)
    assert page.status_code == 422 and 'name="anyway"' in page.content.decode()
    assert "Open the gate." in page.content.decode()
    answer = li.post(f"/cases/office/{case.pk}/parts/", {**typed, "anyway": "on"})
    assert answer.status_code == 302 and CaseTask.objects.get().unit == town.units.property


def test_a_name_that_fits_several_units_is_asked_about(case, visitor, town):
    li = visitor(town.people.li)
    page = li.post(f"/cases/office/{case.pk}/parts/", {"unit": "e", "what": "x", "due": "2026-03-12"}).content.decode()
    assert "Several units fit" in page
    page = li.post(f"/cases/office/{case.pk}/parts/", {"unit": "Nobody", "what": "x", "due": "2026-03-12"})
    assert "No unit that serves this place" in page.content.decode()


def test_the_helper_finds_its_part_on_top_and_answers_on_its_page(ask, case, visitor, town):
    task = ask()
    wang = visitor(town.people.wang)
    assert "1 part asked of your unit" in wang.get("/cases/office/").content.decode()
    assert "Your unit is asked for a part of this" in wang.get(f"/cases/office/{case.pk}/").content.decode()
    here = f"/cases/office/parts/{task.pk}/"
    assert wang.post(here, {"do": "done", "done-said": ""}).status_code == 422
    assert wang.post(here, {"do": "done", "done-said": "Open."}).url == f"/cases/office/{case.pk}/"
    assert wang.post(here, {"do": "done", "done-said": "Open."}).status_code == 422
    page = wang.get(here).content.decode()
    assert "Open." in page and "It is done" not in page


def test_a_part_does_not_exist_for_those_who_may_not_open_its_case(ask, visitor, town):
    task = ask()
    for key, status in (("hu", 404), ("far", 404), ("gulnar", 403), ("li", 200), ("ma", 200), ("sun", 200)):
        person = getattr(town.people, key, town.people.fang)
        assert visitor(person).get(f"/cases/office/parts/{task.pk}/").status_code == status


def test_the_worklist_of_a_helper_costs_the_same_for_one_part_and_for_many(
    raise_need, visitor, town, django_assert_max_num_queries
):
    def one_more():
        case = raise_need().case
        actions.move(by=town.actor("li"), case=case, verb="accept")
        joint.ask_part(
            by=town.actor("li"), case=case, unit=town.units.property, what="Open.", due=localtime(town.now).date()
        )

    one_more()
    wang = visitor(town.people.wang)
    wang.get("/cases/office/")
    with django_assert_max_num_queries(25) as few:
        wang.get("/cases/office/")
    for _i in range(4):
        one_more()
    with django_assert_max_num_queries(len(few)):
        wang.get("/cases/office/")
