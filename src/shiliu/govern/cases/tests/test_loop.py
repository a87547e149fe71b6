"""The loop from voice to judged answer, through the actions alone."""

from datetime import timedelta

import pytest

from shiliu.govern.cases import actions, queries
from shiliu.govern.cases.models import Case, CaseClock
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def handle_to_answer(town, case, by="li"):
    actions.move(by=town.actor(by), case=case, verb="accept")
    actions.move(by=town.actor(by), case=case, verb="answer", said="The lamp was repaired this morning.")


def clock(case, kind, round=1):
    return CaseClock.objects.get(case=case, kind=kind, round=round)


def test_a_need_goes_to_the_one_unit_that_place_and_matter_name(raise_need, town):
    case = raise_need().case
    assert (case.state, case.lead, case.cell) == ("dispatched", town.units.city, town.cell)


def test_the_property_company_of_the_compound_answers_not_the_one_across_the_street(raise_need, town):
    assert raise_need(category="property_service").case.lead == town.units.property
    assert raise_need(category="property_service", area=town.places.far_court).case.lead == town.units.other_property


def test_a_matter_nobody_serves_at_the_place_goes_to_the_dispatcher_with_the_reason(raise_need, town):
    case = raise_need(category="property_service", area=town.places.east).case
    assert (case.state, case.lead) == ("triage", None)
    assert "no_unit" in [reason["code"] for reason in case.route]


def test_a_need_without_matter_or_place_waits_for_a_dispatcher_and_is_never_lost(raise_need, town):
    case = raise_need(category=None, area=None).case
    assert (case.state, case.place_known, case.area) == ("triage", False, town.places.district)
    assert case in queries.worklist(town.actor("lin"))


def test_a_map_point_finds_the_building_and_its_cell(raise_need, town):
    case = raise_need(area=None, point=(100.0015, 40.0015)).case
    assert (case.area, case.cell) == (town.places.house, town.cell)
    assert (case.public_longitude, case.public_latitude) != (100.0015, 40.0015)


def test_without_an_account_only_the_code_opens_the_case(raise_need, town):
    sent = raise_need(by=None)
    holder = ANONYMOUS.holding_secret(actions.hash_code(sent.code))
    assert sent.case in queries.visible_to(holder)
    assert sent.case not in queries.visible_to(ANONYMOUS)
    assert sent.case not in queries.visible_to(town.actor("gulnar"))
    assert sent.code.replace("-", "") not in str(Case.objects.values().get())


def test_sending_the_same_form_twice_makes_one_case_and_shows_the_same_code(raise_need):
    import uuid

    ticket = uuid.uuid4()
    first, second = raise_need(submission=ticket), raise_need(submission=ticket)
    assert (first.case, first.code, second.is_new) == (second.case, second.code, False)
    assert Case.objects.count() == 1


def test_both_clocks_start_at_dispatch_and_contact_stops_only_the_first(raise_need, town):
    case = raise_need().case
    with at_time(town.now + timedelta(hours=1)):
        actions.move(by=town.actor("li"), case=case, verb="contact", said="We called.")
    assert clock(case, "contact").met_at == town.now + timedelta(hours=1)
    assert clock(case, "resolution").met_at is None


def test_an_objection_that_is_granted_leaves_the_clocks_as_they_were(raise_need, town, catalogue):
    case = raise_need().case
    before = clock(case, "resolution")
    with at_time(town.now + timedelta(days=2)):
        actions.move(
            by=town.actor("li"), case=case, verb="object", objection="not_our_duty", said="It belongs to the compound."
        )
        actions.move(by=town.actor("sun"), case=case, verb="grant_objection", unit=town.units.property,
                     category=catalogue["property_service"], said="The lamp stands inside the compound.")  # fmt: skip
    after = clock(case, "resolution")
    assert (after.started_at, after.due) == (before.started_at, before.due)
    assert case.lead == town.units.property


def test_not_solved_reopens_once_at_the_supervisor_with_a_second_clock_beside_the_first(raise_need, town):
    case = raise_need().case
    handle_to_answer(town, case)
    actions.move(by=town.actor("gulnar"), case=case, verb="dispute", level=2, said="It is dark again.")
    assert (case.state, case.round) == ("supervision", 2)
    assert case.clocks.count() == 4
    assert clock(case, "resolution", 1).met_at is not None and clock(case, "resolution", 2).met_at is None


def test_the_second_not_solved_ends_the_case_as_unsolved(raise_need, town):
    case = raise_need().case
    handle_to_answer(town, case)
    actions.move(by=town.actor("gulnar"), case=case, verb="dispute", level=2, said="Still dark.")
    actions.move(by=town.actor("sun"), case=case, verb="reopen", unit=town.units.city, said="Please look again.")
    handle_to_answer(town, case)
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("gulnar"), case=case, verb="dispute", level=1, said="No.")
    actions.move(by=town.actor("gulnar"), case=case, verb="dispute_again", level=1, said="No.")
    assert case.state == "closed"
    assert [j.solved for j in case.judgements.all()] == [False, False]


def test_raising_and_moving_a_need_asks_the_database_little(raise_need, town, django_assert_max_num_queries):
    raise_need()
    with django_assert_max_num_queries(35):
        case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    with django_assert_max_num_queries(16):
        actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended.")
    with django_assert_max_num_queries(13):
        actions.move(by=town.actor("gulnar"), case=case, verb="confirm", level=4)


def test_what_a_move_leaves_in_the_hand_is_what_stands_in_the_database(raise_need, town):
    case = raise_need().case
    for by, verb, said in (
        ("li", "accept", {}),
        ("li", "answer", {"said": "Mended."}),
        ("gulnar", "confirm", {"level": 4}),
    ):
        held = [(field.name, getattr(case, field.attname)) for field in Case._meta.concrete_fields]
        row = Case.objects.get(pk=case.pk)
        assert held == [(field.name, getattr(row, field.attname)) for field in Case._meta.concrete_fields]
        actions.move(by=town.actor(by), case=case, verb=verb, **said)
    assert (case.state, case.stage, case.queue_at) == ("confirmed", "closed", None)


def test_only_the_person_who_asked_can_confirm(raise_need, town):
    case = raise_need().case
    handle_to_answer(town, case)
    for key in ("chen", "li", "sun", "lin", "ding"):
        with pytest.raises(Refused):
            actions.move(by=town.actor(key), case=case, verb="confirm", level=5)
    actions.move(by=town.actor("gulnar"), case=case, verb="confirm", level=5)
    assert (case.state, case.next_due) == ("confirmed", None)


def test_another_unit_can_neither_see_nor_handle_the_case(raise_need, town):
    case = raise_need(category="property_service").case
    assert case not in queries.visible_to(town.actor("hu"))
    with pytest.raises(Refused):
        actions.move(by=town.actor("hu"), case=case, verb="accept")


def test_a_committee_is_refused_as_lead_for_a_government_duty(raise_need, town, catalogue):
    case = raise_need(category=None, area=town.places.house).case
    with pytest.raises(NotPossible) as refused:
        actions.move(by=town.actor("lin"), case=case, verb="dispatch", unit=town.units.committee,
                     category=catalogue["street_lamp"])  # fmt: skip
    assert "unit" in refused.value.fields
    case.refresh_from_db()
    assert case.state == "triage"


def test_a_move_that_lacks_its_answer_changes_nothing(raise_need, town):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    with pytest.raises(NotPossible) as missing:
        actions.move(by=town.actor("li"), case=case, verb="answer", said="  ")
    assert "said" in missing.value.fields
    case.refresh_from_db()
    assert case.state == "handling"


def test_an_answer_nobody_judges_ends_by_itself_without_counting_as_solved(raise_need, town):
    from shiliu.govern.cases import sweep

    case = raise_need().case
    handle_to_answer(town, case)
    with at_time(town.now + timedelta(days=16)):
        sweep.end_unjudged()
    case.refresh_from_db()
    assert case.state == "closed" and not case.judgements.exists()


def test_a_hazard_is_done_only_after_somebody_else_has_checked(raise_need, town, png):
    case = raise_need(kind="hazard", category="stairwell_clutter").case
    actions.move(by=town.actor("fang"), case=case, verb="accept")
    actions.move(by=town.actor("fang"), case=case, verb="secure", said="Taped off.")
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("fang"), case=case, verb="report_removed", said="Gone.")
    actions.move(by=town.actor("fang"), case=case, verb="report_removed", said="Gone.", files=[png()])
    with pytest.raises(Refused):
        actions.move(by=town.actor("fang"), case=case, verb="pass_inspection", said="Fine.")
    actions.move(by=town.actor("ma"), case=case, verb="pass_inspection", said="Seen on site.")
    assert case.state == "done"


def test_the_system_alone_applies_rules(raise_need, town):
    case = raise_need(category=None).case
    with pytest.raises(Refused):
        actions.move(by=town.actor("lin"), case=case, verb="close_unjudged")
    with pytest.raises(NotPossible):
        actions.move(by=SYSTEM, case=case, verb="close_unjudged")
