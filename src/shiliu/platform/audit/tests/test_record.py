"""What may stand in a row, and what a row is written with."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from shiliu.foundation.models import Area, Organisation, OrganisationKind, RoleAssignment
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditIdentity, AuditRow, AuditWaiting
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused(bob):
    with pytest.raises(audit.OutsideTransaction, match=r"test\.moved"):
        audit.record("test.moved", by=Actor.of(bob), target="lamp:1", data={"state": "open"})


@pytest.mark.django_db(transaction=True)
def test_a_row_goes_when_its_change_is_rolled_back(bob):
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("test.moved", by=Actor.of(bob), target="lamp:1", data={"state": "open"})
        raise RuntimeError
    assert not AuditRow.objects.exists() and not AuditWaiting.objects.exists()


def test_a_row_keeps_verb_data_moment_and_place(by_bob):
    district = Area.objects.create(names={"zh-hans": "区"}, code="d", level="district")
    with at_time(datetime(2026, 11, 22, 8, tzinfo=UTC)) as moment:
        row = audit.record("test.moved", by=by_bob, target=district, area=district, data={"state": "open", "n": 3})
    row.refresh_from_db()
    assert (row.verb, row.at, row.data) == ("test.moved", moment, {"state": "open", "n": 3})
    assert (row.target_type, row.target_id, row.area_path) == ("foundation.area", str(district.pk), district.path)


def test_half_a_character_does_not_stop_the_sealer(by_bob):
    row = audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "a\ud800b"})
    assert row.data["state"] == "a?b"
    assert audit.seal() and audit.verify().ok


def test_an_unknown_verb_is_refused(by_bob):
    with pytest.raises(ImproperlyConfigured, match=r"test\.vanished"):
        audit.record("test.vanished", by=by_bob)


def test_a_verb_whose_sentence_lacks_data_is_refused(by_bob):
    with pytest.raises(ValueError, match="needs state"):
        audit.record("test.moved", by=by_bob, target="lamp:1")


def test_an_object_in_data_is_refused(by_bob, alice):
    with pytest.raises(TypeError, match="is a Person"):
        audit.record("test.moved", by=by_bob, data={"state": alice})


def test_somebodys_address_in_data_is_refused(by_bob, alice):
    with pytest.raises(ValueError, match="address"):
        audit.record("test.moved", by=by_bob, about=[alice], data={"state": "open", "note": "call 13800000001"})


def test_fractions_are_kept_as_text_so_that_both_databases_hash_the_same(by_bob):
    row = audit.record(
        "test.moved", by=by_bob, data={"state": "open", "point": [1e22, 0.1], "at": datetime(2026, 1, 1)}
    )
    row.refresh_from_db()
    assert row.data["point"] == ["1e+22", "0.1"] and row.data["at"] == "2026-01-01 00:00:00"


@pytest.mark.parametrize(("actor", "kind"), [(ANONYMOUS, "guest"), (SYSTEM, "system")])
def test_guests_and_the_system_have_no_reference(db, actor, kind):
    row = audit.record("test.moved", by=actor, target="lamp:1", data={"state": "open"})
    assert (row.actor_kind, row.actor_ref) == (kind, "")


def test_a_person_stands_in_the_row_as_a_reference_only(by_bob, bob, alice):
    row = audit.record(
        "test.moved",
        by=by_bob,
        target=alice,
        data={"state": "open"},
        personal={"phone": "13900000000", "name": "Alice"},
    )
    row.refresh_from_db()
    assert row.target_type == "person" and row.subject_refs == [row.target_id]
    text = str({field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name != "at"})
    assert not any(secret in text for secret in ("13900000000", "Alice", "Bob", "example.org"))


def test_a_commitment_confirms_the_value_it_was_made_of_and_no_other(by_bob, alice):
    row = audit.record(
        "test.moved", by=by_bob, about=[alice], data={"state": "open"}, personal={"phone": "13900000000"}
    )
    assert audit.confirms(row, "phone", "13900000000") is True
    assert audit.confirms(row, "phone", "13900000001") is False
    assert audit.confirms(row, "email", "13900000000") is None


def test_equal_values_of_two_people_give_different_commitments(by_bob, alice, bob):
    rows = [
        audit.record("test.moved", by=by_bob, about=[person], data={"state": "open"}, personal={"phone": "139"})
        for person in (alice, bob)
    ]
    first, second = (next(iter(row.commitments.values()))["phone"] for row in rows)
    assert first != second


def test_personal_data_without_an_account_belongs_to_the_thing(db):
    row = audit.record("test.moved", by=ANONYMOUS, target="lamp:1", data={"state": "open"}, personal={"phone": "139"})
    assert audit.confirms(row, "phone", "139") is True
    assert AuditIdentity.objects.get().thing == "lamp:1"


def test_personal_data_of_nobody_is_refused(by_bob):
    with pytest.raises(ValueError, match="belongs to"):
        audit.record("test.moved", by=by_bob, data={"state": "open"}, personal={"phone": "139"})


def test_the_unit_is_the_actors_only_one(bob):
    kind = OrganisationKind.objects.create(names={"zh-hans": "物业"}, code="property", standing="company")
    unit = Organisation.objects.create(names={"zh-hans": "吉福物业"}, code="jf", kind=kind)
    RoleAssignment.objects.create(person=bob, role="handler", organisation=unit, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert audit.record("test.moved", by=Actor.of(bob), data={"state": "open"}).unit_id == unit.pk


def test_a_look_without_a_reason_is_refused(by_bob, alice):
    with pytest.raises(ValueError, match="reason"):
        audit.look(by=by_bob, about=[alice], reason="")


def test_looking_at_ones_own_data_leaves_no_row(by_bob, bob):
    assert audit.look(by=by_bob, about=[bob], reason="test.handling") is None
    assert not AuditRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_look_needs_no_transaction_of_its_caller(bob, alice):
    row = audit.look(by=Actor.of(bob), target="lamp:1", about=[alice], reason="test.handling")
    assert AuditRow.objects.get() == row


def test_a_verb_registered_twice_with_another_sentence_is_refused(db):
    with pytest.raises(ImproperlyConfigured, match="twice"):
        audit.register_verb("test.moved", "%(actor)s did something else")
