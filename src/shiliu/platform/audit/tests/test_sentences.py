"""Rows told to a reader, and who may read them."""

from datetime import UTC, datetime

from django.utils.translation import override

from shiliu.foundation.models import Area, Organisation, OrganisationKind, RoleAssignment
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_row_is_told_with_labels_and_names(by_bob):
    row = audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "open"})
    assert audit.render(row, "en") == "Bob moved lamp 1 to Open"


def test_the_reader_is_addressed_as_you(by_bob, bob):
    row = audit.record("test.moved", by=by_bob, target=bob, data={"state": "done"})
    assert audit.render(row, "en", reader=bob) == "You moved you to Done"


def test_guests_and_the_system_are_told_apart(db):
    rows = [audit.record("test.moved", by=actor, target="lamp:1", data={"state": "x"}) for actor in (ANONYMOUS, SYSTEM)]
    assert [audit.render(row, "en").split(" moved")[0] for row in rows] == ["Somebody without an account", "The system"]


def test_a_registered_reason_is_told_in_words(by_bob, alice):
    row = audit.look(by=by_bob, target="lamp:1", about=[alice], reason="test.handling")
    assert audit.render(row, "en") == "Bob looked at lamp 1 (reason: to handle it)"


def test_a_reason_in_free_words_is_told_but_not_in_the_row(by_bob, alice):
    row = audit.look(by=by_bob, target="lamp:1", about=[alice], reason="Ms Wang called")
    assert "Ms Wang called" in audit.render(row, "en")
    assert "Wang" not in str(AuditRow.objects.values().get())


def test_areas_are_called_by_their_public_name_in_the_readers_language(by_bob):
    area = Area.objects.create(names={"zh-hans": "吉福社区", "en": "Jifu"}, code="d", level="district")
    row = audit.record("test.moved", by=by_bob, target=area, data={"state": "x"})
    assert "Jifu" in audit.render(row, "en") and "吉福社区" in audit.render(row, "zh-hans")


def test_names_keep_their_place_in_a_right_to_left_sentence(by_bob):
    row = audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "x"})
    assert "\u2068Bob\u2069" in audit.render(row, "ug")


def test_the_readers_own_language_is_left_as_it_was(by_bob):
    row = audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "x"})
    with override("ug"):
        assert "\u2068" not in audit.render(row, "en")


def test_a_row_of_an_app_no_longer_installed_is_still_told(by_bob, monkeypatch):
    row = audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "x"})
    row.verb = "gone.away"
    assert audit.render(row, "en") == "Bob did “gone.away” to lamp 1."


def test_the_unit_of_an_official_is_named(bob):
    kind = OrganisationKind.objects.create(names={"zh-hans": "物业"}, code="property", standing="company")
    unit = Organisation.objects.create(names={"zh-hans": "吉福物业"}, code="jf", kind=kind)
    RoleAssignment.objects.create(person=bob, role="handler", organisation=unit, since=SINCE)
    row = audit.record("test.moved", by=Actor.of(bob), target="lamp:1", data={"state": "x"})
    assert audit.render(row, "en").startswith("Bob of 吉福物业 moved")


def test_a_person_sees_what_others_did_with_their_data_newest_first(by_bob, alice, bob):
    older = audit.look(by=by_bob, target="lamp:1", about=[alice], reason="test.handling")
    newer = audit.record("test.moved", by=by_bob, target="lamp:1", about=[alice], data={"state": "x"})
    own = audit.record("test.moved", by=Actor.of(alice), target="lamp:1", about=[alice], data={"state": "x"})
    audit.record("test.moved", by=by_bob, target="lamp:2", about=[bob], data={"state": "x"})
    assert list(audit.looks_at(alice)) == [newer, older]
    assert list(audit.looks_at(alice, own=True)) == [own, newer, older]
    assert list(audit.looks_at(alice, looks_only=True)) == [older]
    assert list(audit.rows_by(alice)) == [own]


def test_a_person_nobody_looked_at_has_an_empty_log(alice):
    assert not audit.looks_at(alice).exists() and not audit.rows_by(alice).exists()


def test_an_auditor_reads_only_the_rows_of_the_audited_area(by_bob, alice):
    here, there = (Area.objects.create(names={"zh-hans": code}, code=code, level="district") for code in ("a", "b"))
    RoleAssignment.objects.create(person=alice, role="auditor", area=here, since=SINCE)
    row, _ = (
        audit.record("test.moved", by=by_bob, target="lamp:1", area=area, data={"state": "x"}) for area in (here, there)
    )
    assert list(audit.visible_to(Actor.of(alice))) == [row]
    assert not audit.visible_to(by_bob).exists()


def test_many_rows_are_told_with_a_fixed_number_of_queries(by_bob, django_assert_max_num_queries):
    rows = [audit.record("test.moved", by=by_bob, target="lamp:1", data={"state": "x"}) for _ in range(5)]
    with django_assert_max_num_queries(3):
        assert len(audit.sentences(rows, "en")) == 5
