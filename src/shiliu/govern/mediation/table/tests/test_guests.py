"""Bodies and interpreters: nobody is told anything before every party has agreed, and each sees only its own."""

import pytest

from shiliu.govern.mediation.files.seats import seat_of, visible_to
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.table import actions, queries, reading
from shiliu.govern.mediation.table.models import Guest
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
DUTY = "Look at the pipes above the ceiling"


def test_a_body_hears_nothing_until_every_party_has_agreed(table, asked):
    town = table.town
    guest = asked(town.units.property, DUTY, agreed=False)
    before = Notice.objects.count()
    actions.answer_guest(by=table.gulnar, guest=guest, agrees=True)
    assert (Notice.objects.count(), queries.waiting_for(town.actor("wang"))) == (before, [])
    actions.answer_guest(by=table.wei, guest=guest, agrees=True)
    assert [one.duty for one in queries.waiting_for(town.actor("wang"))] == [DUTY]
    told = Notice.objects.filter(person=town.people.wang).get()
    assert (told.kind, told.params) == ("private.work", {})


def test_three_bodies_sit_at_one_table_and_each_reads_its_own_duty_only(table, asked):
    town = table.town
    units = {"wang": town.units.property, "fang": town.units.fire, "hu": town.units.other_property}
    for person, unit in units.items():
        guest = asked(unit, f"Duty of {person}")
        actions.take_place(by=town.actor(person), guest=guest, name=f"{person} of the unit")
    for person in units:
        seat = seat_of(town.actor(person), table.dispute)
        assert seat.words["duty"] == f"Duty of {person}"
        assert reading.guests(table.dispute, seat) == [] and reading.papers(table.dispute, seat) == []
    assert [one.state for one in reading.guests(table.dispute, table.mine)] == ["seated"] * 3
    assert table.dispute.seats.filter(role="invited", state="joined").count() == 3


def test_one_no_keeps_a_body_away_and_a_later_one_sends_it_away(table, asked):
    town = table.town
    guest = asked(town.units.property, DUTY)
    actions.take_place(by=town.actor("wang"), guest=guest, name="Wang")
    assert visible_to(town.actor("wang")).exists()
    actions.answer_guest(by=table.wei, guest=guest, agrees=False)
    guest.refresh_from_db()
    assert guest.state == Guest.State.UNWELCOME
    assert not visible_to(town.actor("wang")).exists() and not queries.waiting_for(town.actor("wang"))
    with pytest.raises(NotPossible):
        actions.take_place(by=town.actor("wang"), guest=guest, name="Wang")


def test_nobody_takes_the_place_of_another_body(table, asked):
    guest = asked(table.town.units.property, DUTY)
    for person in ("fang", "li", "gulnar", "ding", "sun"):
        with pytest.raises(Refused):
            actions.take_place(by=table.town.actor(person), guest=guest, name="Me")
        assert not queries.waiting_for(table.town.actor(person))


def test_a_place_is_taken_once(table, asked):
    guest = asked(table.town.units.property, DUTY)
    actions.take_place(by=table.town.actor("wang"), guest=guest, name="Wang")
    with pytest.raises(NotPossible):
        actions.seat_guest(by=table.li, guest=guest)


def test_an_interpreter_comes_with_a_code_and_lets_the_table_understand(table):
    from shiliu.govern.mediation.table import times

    assert times.tongues_missing(table.dispute) == ["ug"]
    guest = actions.ask(by=table.li, dispute=table.dispute, kind="interpreter", called="Interpreter", language="ug")
    with pytest.raises(NotPossible):
        actions.seat_guest(by=table.li, guest=guest)
    for actor in (table.gulnar, table.wei):
        actions.answer_guest(by=actor, guest=guest, agrees=True)
    code = actions.seat_guest(by=table.li, guest=guest, name="Ms. R.")
    seat = seat_of(ANONYMOUS.holding_secret(hash_of(code)), table.dispute)
    assert (seat.role, seat.words["language"], times.tongues_missing(table.dispute)) == ("interpreter", "ug", [])


def test_a_body_declines_with_a_reason_that_the_mediator_reads(table, asked):
    guest = asked(table.town.units.property, DUTY)
    with pytest.raises(NotPossible) as refused:
        actions.decline(by=table.town.actor("wang"), guest=guest, reason=" ")
    assert set(refused.value.fields) == {"reason"}
    actions.decline(by=table.town.actor("wang"), guest=guest, reason="The pipes are not ours.")
    guest.refresh_from_db()
    assert (guest.state, guest.words["why"]) == ("declined", "The pipes are not ours.")


def test_only_the_accepted_mediator_asks_and_only_at_the_table(table):
    given = {"dispute": table.dispute, "kind": "body", "called": "Fire", "duty": DUTY}
    for actor in (table.gulnar, table.wei, table.town.actor("sun")):
        with pytest.raises(Refused):
            actions.ask(by=actor, **given)
    table.dispute.seats.filter(role="mediator").update(state="asked")
    with pytest.raises(Refused):
        actions.ask(by=table.li, **given)
    table.dispute.seats.filter(role="mediator").update(state="joined")
    with pytest.raises(NotPossible) as missing:
        actions.ask(by=table.li, dispute=table.dispute, kind="body", called=" ")
    assert set(missing.value.fields) == {"called", "duty"}


def test_what_the_table_holds_of_a_guest_names_no_unit_in_the_open(table, asked):
    guest = asked(table.town.units.property, DUTY)
    open_columns = {field.name: getattr(guest, field.attname) for field in guest._meta.local_concrete_fields}
    assert set(open_columns) == {"id", "key", "box", "dispute", "kind", "state", "unit_token"}
    assert DUTY.encode() not in bytes(guest.box) and "keepers" not in str(open_columns)
