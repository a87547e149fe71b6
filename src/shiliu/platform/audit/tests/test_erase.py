"""Erasing a person: the chain holds, nothing points at anybody, and a restore repeats it."""

import json

import pytest
from django.db.models import ProtectedError

from shiliu.foundation.models import Person
from shiliu.platform import audit
from shiliu.platform.audit import erasing
from shiliu.platform.audit.models import AuditIdentity, AuditRow, AuditWords
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def no_hooks_of_other_apps(monkeypatch):
    monkeypatch.setattr(erasing, "_hooks", {})


def look_at(person, by):
    row = audit.look(by=Actor.of(by), target="lamp:1", about=[person], reason="Ms Wang called")
    audit.seal()
    return row


def test_after_an_erasure_the_chain_holds_and_nobody_is_named(alice, bob):
    row = look_at(alice, bob)
    audit.erase(bob, by=Actor.of(bob))
    bob.delete()
    audit.seal()
    row.refresh_from_db()
    assert audit.verify().ok
    assert audit.render(row, "en") == "Somebody whose account was deleted looked at lamp 1."


def test_a_commitment_of_an_erased_person_confirms_nothing(alice):
    from django.db import transaction

    with transaction.atomic():
        row = audit.record("test.moved", by=SYSTEM, about=[alice], data={"state": "x"}, personal={"phone": "139"})
    audit.erase(alice, by=SYSTEM)
    assert audit.confirms(row, "phone", "139") is None


def test_reasons_in_words_go_with_the_person_they_are_about(alice, bob):
    look_at(alice, bob)
    audit.erase(alice, by=Actor.of(alice))
    assert not AuditWords.objects.exists() and audit.verify().ok


def test_deleting_a_person_without_erasing_is_refused(alice, bob):
    look_at(alice, bob)
    with pytest.raises(ProtectedError):
        alice.delete()


def test_the_apps_are_asked_to_forget_the_person(alice):
    asked = []
    audit.on_erasure("test", asked.append)
    audit.erase(alice, by=SYSTEM)
    assert asked == [alice]


def test_a_hook_may_delete_the_person(alice):
    audit.on_erasure("test", lambda person: person.delete())
    audit.erase(alice, by=SYSTEM)
    assert not Person.objects.exists() and not AuditIdentity.objects.exists()


def test_the_ledger_names_the_reference_and_no_person(alice, bob):
    look_at(alice, bob)
    ref = AuditIdentity.objects.get(person=alice).ref
    row = audit.erase(alice, by=Actor.of(alice))
    assert erasing.read_ledger() == [{"at": row.at.isoformat(), "ref": ref}]
    assert "Alice" not in erasing.ledger_path().read_text()


def test_an_erasure_missing_from_the_ledger_is_added_by_the_job(alice, bob):
    audit.erase(alice, by=SYSTEM)
    audit.erase(bob, by=SYSTEM)
    whole = erasing.ledger_path().read_text()
    first, second = whole.splitlines()
    erasing.ledger_path().write_text(f"{first}\n{second[:20]}")  # cut short by a crash
    assert erasing.write_ledger() == 1 and erasing.write_ledger() == 0
    assert [entry["ref"] for entry in erasing.read_ledger()] == [json.loads(line)["ref"] for line in (first, second)]


def test_a_replay_erases_whoever_came_back_with_a_backup(alice, bob):
    row = look_at(alice, bob)
    ref = AuditIdentity.objects.get(person=alice).ref
    asked = []
    audit.on_erasure("test", asked.append)
    assert erasing.replay([{"at": "", "ref": ref}, {"at": "", "ref": "f" * 64}], by=SYSTEM) == 1
    assert asked == [alice] and not audit.looks_at(alice).exists()
    assert erasing.replay([{"at": "", "ref": ref}], by=SYSTEM) == 0
    audit.seal()
    assert audit.verify().ok and row.pk in AuditRow.objects.values_list("pk", flat=True)


def test_the_data_of_a_case_without_an_account_can_be_forgotten(alice):
    from django.db import transaction

    with transaction.atomic():  # a Person object stands in for any saved thing that is not a person
        row = audit.record(
            "test.moved", by=ANONYMOUS, target="jobs.worker:1", data={"state": "x"}, personal={"phone": "139"}
        )
        from shiliu.platform.jobs.models import Worker

        audit.forget(Worker(pk=1), by=SYSTEM)
    assert audit.confirms(row, "phone", "139") is None
