"""Units are called to a table for three reasons only, by approval; who came and what it came to is kept."""

from datetime import timedelta

import pytest

from shiliu.govern.cases import actions, queries, queries_joint, summoning
from shiliu.govern.cases.models import Case, Summons
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible
from tests.town import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(raise_need, town):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="accept")
    case.refresh_from_db()
    return case


@pytest.fixture
def ask(case, town):
    """ask(**changes) -> the Summons the city asks for, meeting tomorrow."""

    def ask_for_table(by="li", **changes):
        given = {
            "reason": "hard", "why": "The pipe runs below three plots.", "units": [town.units.property, town.units.fire],
            "meets_at": town.now + timedelta(days=1), "meets_where": "Street office, room 2", **changes,
        }  # fmt: skip
        return summoning.ask(by=town.actor(by), case=case, **given)

    return ask_for_table


@pytest.fixture
def called(ask, town):
    return summoning.approve(by=town.actor("sun"), summons=ask())


@pytest.fixture
def held(called, town):
    with at_time(called.meets_at + timedelta(hours=2)):
        came = {town.units.property.pk: (True, ""), town.units.fire.pk: (False, "On another call")}
        return summoning.note_attendance(by=town.actor("li"), summons=called, attendance=came)


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_units_are_called_for_three_reasons_only(ask):
    assert list(Summons.Reason.values) == ["hard", "enforcement", "emergency"]
    with pytest.raises(NotPossible) as refused:
        ask(reason="to_show_numbers")
    assert "reason" in refused.value.fields


def test_only_the_unit_that_has_the_case_or_the_dispatcher_asks(ask, town):
    for other in ("wang", "sun", "gulnar", "ma"):
        with pytest.raises(Refused):
            ask(by=other)
    assert ask(by="lin").asked_by_unit == town.units.city


def test_a_table_needs_other_units_that_serve_the_place_and_a_time_to_come(ask, town):
    wrong = ({"units": []}, {"units": [town.units.city]}, {"units": [town.units.other_property]}, {"meets_at": town.now}, {"meets_at": town.now + timedelta(days=400)},
             {"why": " "}, {"meets_where": ""})  # fmt: skip
    for changes in wrong:
        with pytest.raises(NotPossible) as refused:
            ask(**changes)
        assert set(refused.value.fields) == set(changes)


def test_one_table_at_a_time_is_asked_for_a_case(ask):
    ask()
    with pytest.raises(NotPossible):
        ask()


def test_units_are_told_and_may_read_the_case_only_when_the_supervisor_has_approved(ask, case, town):
    summons = ask()
    fang = town.actor("fang")
    assert told("cases.summons_asked") == 1 and not queries.visible_to(fang).filter(pk=case.pk).exists()
    with pytest.raises(Refused):
        summoning.approve(by=town.actor("lin"), summons=summons)
    summoning.approve(by=town.actor("sun"), summons=summons, said="Bring the plans.")
    case.refresh_from_db()
    assert queries.visible_to(fang).filter(pk=case.pk).exists()
    assert set(case.helper_ids) == {town.units.property.pk, town.units.fire.pk}
    assert not case.workflow.open_to(fang, case)
    assert (told("cases.summoned"), told("cases.summons_granted")) == (2, 1)


def test_nobody_approves_what_they_or_their_unit_asked_for(ask, case, town):
    town.people.both = person("both", ("dispatcher", town.places.district), ("supervisor", town.places.district))
    own = ask(by="both")
    with pytest.raises(NotPossible):
        summoning.approve(by=town.actor("both"), summons=own)
    summoning.take_back(by=town.actor("lin"), summons=own)
    town.people.colleague = person("colleague", ("supervisor", town.places.district), ("handler", town.units.city))
    with pytest.raises(NotPossible):
        summoning.approve(by=town.actor("colleague"), summons=ask())


def test_a_refusal_needs_a_reason_and_ends_it(ask, town):
    summons = ask()
    with pytest.raises(NotPossible):
        summoning.decline(by=town.actor("sun"), summons=summons, said=" ")
    summoning.decline(by=town.actor("sun"), summons=summons, said="One call to the water company will do.")
    with pytest.raises(NotPossible):
        summoning.approve(by=town.actor("sun"), summons=summons)
    assert (told("cases.summoned"), told("cases.summons_decided")) == (0, 1)
    ask()


def test_calling_a_table_off_tells_the_units_and_takes_the_case_away_from_them(called, case, town):
    summoning.decline(by=town.actor("sun"), summons=called, said="The pipe is mended.")
    case.refresh_from_db()
    assert case.helper_ids == [] and told("cases.summons_called_off") == 2
    assert not queries.visible_to(town.actor("fang")).filter(pk=case.pk).exists()


def test_a_table_that_should_have_met_already_is_approved_for_a_new_time_only(ask, town):
    summons = ask()
    with at_time(town.now + timedelta(days=2)):
        with pytest.raises(NotPossible) as refused:
            summoning.approve(by=town.actor("sun"), summons=summons)
        assert "meets_at" in refused.value.fields
        new = town.now + timedelta(days=3)
        assert summoning.approve(by=town.actor("sun"), summons=summons, meets_at=new).meets_at == new


def test_a_request_is_taken_back_until_it_is_decided_and_leaves_its_trace(ask, case, town):
    summoning.take_back(by=town.actor("li"), summons=ask())
    assert not Summons.objects.exists()
    assert audit.rows_on(case).filter(verb="cases.summons_taken_back").count() == 1
    summons = ask()
    summoning.approve(by=town.actor("sun"), summons=summons)
    with pytest.raises(NotPossible):
        summoning.take_back(by=town.actor("li"), summons=summons)


def test_who_came_is_noted_for_every_unit_after_the_table_has_met_and_may_be_corrected(called, town):
    came = {town.units.property.pk: (True, ""), town.units.fire.pk: (True, "")}
    with pytest.raises(NotPossible):
        summoning.note_attendance(by=town.actor("li"), summons=called, attendance=came)
    with at_time(called.meets_at + timedelta(hours=1)):
        with pytest.raises(NotPossible):
            summoning.note_attendance(by=town.actor("li"), summons=called, attendance={town.units.fire.pk: (True, "")})
        summoning.note_attendance(by=town.actor("li"), summons=called, attendance=came)
        came[town.units.fire.pk] = (False, "On another call")
        held = summoning.note_attendance(by=town.actor("sun"), summons=called, attendance=came)
    assert held.state == "held"
    assert list(held.units.order_by("unit__code").values_list("attended", "note")) == [
        (False, "On another call"),
        (True, ""),
    ]


def test_the_outcome_reaches_the_resident_and_neighbours_once_the_case_is_public(held, case, visitor, guest, town):
    summoning.close(by=town.actor("li"), summons=held, outcome="The pipe is laid anew by Friday.")
    assert told("cases.summons_closed") == 1
    assert "laid anew by Friday" in visitor(town.people.gulnar).get(f"/cases/{case.pk}/").content.decode()
    assert guest.get(f"/cases/public/{case.pk}/").status_code == 404
    Case.objects.filter(pk=case.pk).update(publication="public", public_title="Lamp", public_text="Dark.")
    page = guest.get(f"/cases/public/{case.pk}/").content.decode()
    assert "laid anew by Friday" in page and "Keepers" in page and "below three plots" not in page
    with pytest.raises(NotPossible):
        summoning.close(by=town.actor("li"), summons=held, outcome="Something else.")


def test_words_in_an_outcome_that_seem_to_name_somebody_are_shown_before_they_are_told(held, town):
    given = {"by": town.actor("li"), "summons": held, "outcome": "Ring 13812345678 for the key."}
    with pytest.raises(NotPossible) as refused:
        summoning.close(**given)
    assert "13812345678" in refused.value.fields["looked"]
    assert summoning.close(**given, looked=True).state == "closed"


def test_the_request_and_its_words_stay_among_staff(ask, case, visitor, town):
    ask()
    page = visitor(town.people.gulnar).get(f"/cases/{case.pk}/").content.decode()
    assert "below three plots" not in page and "Asked to call units" not in page
    assert "Asked to call units" in visitor(town.people.li).get(f"/cases/office/{case.pk}/").content.decode()


def test_the_list_counts_reasons_and_who_came_by_kind_of_unit(held, town):
    counts = queries_joint.counts(queries_joint.summonses(town.actor("sun")))
    assert [n for _label, n in counts["reasons"]] == [1, 0, 0]
    assert counts["kinds"] == [("Fire", 0, 1), ("Property Company", 1, 1)]


def test_the_list_shows_tables_of_ones_units_and_areas_only_and_can_be_narrowed(called, visitor, town):
    shown = "The lamp at the gate is dark"
    for key, sees in (("sun", True), ("li", True), ("fang", True), ("hu", False)):
        page = visitor(getattr(town.people, key)).get("/cases/office/tables/").content.decode()
        assert (shown in page) is sees, key
    sun = visitor(town.people.sun)
    assert shown in sun.get("/cases/office/tables/?state=approved&reason=hard&area=west").content.decode()
    for narrowed in ("state=closed", "reason=emergency", "area=east", "text=nothing"):
        page = sun.get(f"/cases/office/tables/?{narrowed}").content.decode()
        assert shown not in page and "Clear the filter" in page


def test_the_whole_way_goes_over_the_pages(case, visitor, town):
    li, sun = visitor(town.people.li), visitor(town.people.sun)
    typed = {
        "reason": "hard", "why": "Three plots.", "units": [town.units.fire.pk], "meets_at": "2026-03-11T10:00",
        "meets_where": "Street office",
    }  # fmt: skip
    assert li.post(f"/cases/office/{case.pk}/table/", {**typed, "units": []}).status_code == 422
    here = li.post(f"/cases/office/{case.pk}/table/", typed).url
    assert "Take the request back" in li.get(here).content.decode()
    assert sun.post(here, {"do": "approve", "approve-meets_at": "2026-03-11T11:00"}).status_code == 302
    summons = Summons.objects.get()
    with at_time(summons.meets_at + timedelta(hours=1)):
        came = f"attendance-came_{town.units.fire.pk}"
        assert li.post(here, {"do": "attendance"}).status_code == 422
        assert li.post(here, {"do": "attendance", came: "yes"}).status_code == 302
        page = li.post(here, {"do": "outcome", "outcome-outcome": "Ring 13812345678."})
        assert page.status_code == 422 and "outcome-looked" in page.content.decode()
        assert li.post(here, {"do": "outcome", "outcome-outcome": "Laid anew."}).status_code == 302
    summons.refresh_from_db()
    assert (summons.state, summons.outcome) == ("closed", "Laid anew.")


def test_a_summoned_unit_reads_the_table_but_decides_nothing(called, visitor, town):
    here = f"/cases/office/tables/{called.pk}/"
    fang = visitor(town.people.fang)
    assert "Call it off" not in fang.get(here).content.decode()
    assert fang.post(here, {"do": "decline", "decline-said": "No."}).status_code == 403
    assert visitor(town.people.hu).get(here).status_code == 404
