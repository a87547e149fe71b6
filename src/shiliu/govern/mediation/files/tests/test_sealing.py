"""Breaking a seal, the end of keeping, keys that are carried, and what a person gets and leaves."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shiliu.govern.mediation.conftest import MATTER, by_code
from shiliu.govern.mediation.files import actions, personal, record, registers
from shiliu.govern.mediation.files.models import Dispute, Entry, Opening, Seat
from shiliu.govern.mediation.files.queries import opened
from shiliu.govern.mediation.files.seats import visible_to
from shiliu.govern.mediation.sealed import carrying, keys
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import keeping, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.workflow import NotPossible

PASSPHRASE = "a long passphrase 7"


@pytest.fixture
def taken(town, asked):
    asked.wei = by_code(actions.take(by=town.actor("li"), dispute=asked))
    asked.refresh_from_db()
    return asked


def broken(town, dispute, by="sun", reason="A complaint about how it is led"):
    return actions.break_seal(by=town.actor(by), reference=actions.reference_of(dispute).upper(), reason=reason)


@pytest.mark.django_db
def test_a_broken_seal_opens_one_file_for_a_time_and_everybody_at_the_table_reads_why(town, taken):
    Notice.objects.all().delete()
    broken(town, taken)
    assert opened(town.actor("sun"), taken.key).words["matter"] == MATTER
    with at_time(town.now + timedelta(hours=9)):
        assert not visible_to(town.actor("sun")).exists()
    assert record.lines(taken)[-1][1:] == (
        "sun broke the seal and can read this file for a time.",
        "A complaint about how it is led",
    )
    assert {notice.person.pseudonym for notice in Notice.objects.all() if notice.person} == {"gulnar", "li"}
    row = AuditRow.objects.get(verb="mediation.seal_broken")
    assert audit.render(row, "en").startswith("sun broke the seal") and not row.target_id and row.unit_id is None


@pytest.mark.django_db
def test_nobody_else_breaks_a_seal_and_a_wrong_reference_says_no_more_than_one_elsewhere(town, taken):
    told = set()
    for by, reference in (
        ("ding", None),
        ("li", None),
        ("bai", None),
        ("sun", "00000-00000"),
        ("sun", "x"),
        ("sun", "-"),
    ):
        with pytest.raises(NotPossible) as refused:
            actions.break_seal(
                by=town.actor(by), reference=reference or actions.reference_of(taken), reason="Because I must"
            )
        told.add(str(refused.value))
    assert len(told) == 1 and not Opening.objects.exists()
    with pytest.raises(NotPossible, match="Everybody at the table"):
        broken(town, taken, reason="so")


@pytest.mark.django_db
def test_a_closed_file_is_read_and_no_longer_changed(town, taken):
    actions.stop(by=town.actor("gulnar"), dispute=taken)
    assert opened(town.actor("gulnar"), taken.key).words["matter"] == MATTER
    with pytest.raises(NotPossible):
        actions.acknowledge(by=town.actor("gulnar"), dispute=taken, language="en")
    with pytest.raises(NotPossible):
        actions.answer(by=taken.wei, dispute=taken, agrees=True)


@pytest.mark.django_db(transaction=True)
def test_when_the_time_of_keeping_is_over_the_key_goes_and_only_what_is_counted_stays(town, taken):
    actions.stop(by=town.actor("gulnar"), dispute=taken)
    with at_time(town.now + timedelta(days=365 * 3)):
        assert actions.end_keeping() == 0
    with at_time(town.now + timedelta(days=370 * 3)):
        assert [actions.end_keeping(), actions.end_keeping()] == [1, 0]
    gone = Dispute.objects.get()
    assert (gone.kind, gone.state, gone.ended_on.day, gone.number, bytes(gone.box)) == (
        "neighbours",
        "withdrawn",
        1,
        None,
        b"",
    )
    assert not Seat.objects.exists() and not Entry.objects.exists() and not visible_to(town.actor("gulnar")).exists()
    with pytest.raises(secrets.NoSecret):
        keys.key(gone.key_name)


@pytest.mark.django_db
def test_the_doctor_names_lost_keys_by_their_number_and_keys_without_a_file_are_swept(town, taken):
    keys.destroy(taken.key_name)
    told = [str(finding.text) for finding in keeping.check()]
    assert any(one.startswith("The keys of 1 mediation files are not on this machine") for one in told)
    assert not any(taken.key_name in one for one in told)
    left = keys.make()
    assert keeping.destroy_unneeded(timedelta(hours=-30_000)) == 1 and not secrets.exists(keys.FILE, left)


@pytest.mark.django_db
def test_keys_are_carried_in_a_file_that_opens_with_its_passphrase_alone(town, taken, tmp_path, monkeypatch):
    monkeypatch.setenv("SHILIU_MEDIATION_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(carrying, "COST", {"n": 2, "r": 8, "p": 1})
    path = tmp_path / "keys"
    said = StringIO()
    call_command("mediation_keys", "export", path, stdout=said)
    assert said.getvalue().startswith("2 keys") and path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="not overwritten"):
        call_command("mediation_keys", "export", path)
    for kind, id in secrets.known():
        assert secrets.taken_out(kind, id) not in path.read_bytes()
        secrets.destroy(kind, id)
    assert not visible_to(town.actor("gulnar")).exists()
    call_command("mediation_keys", "import", path, stdout=said)
    assert opened(town.actor("gulnar"), taken.key).words["matter"] == MATTER
    with pytest.raises(carrying.WrongPassphrase):
        carrying.brought_back(path.read_bytes(), "another one 123")
    with pytest.raises(carrying.WrongPassphrase):
        carrying.brought_back(path.read_bytes()[:-1] + b"\0", PASSPHRASE)


@pytest.mark.django_db
def test_an_old_file_of_keys_revives_nothing(town, taken, monkeypatch):
    monkeypatch.setattr(carrying, "COST", {"n": 2, "r": 8, "p": 1})
    content, number = carrying.packed(PASSPHRASE)
    Dispute.objects.update(erased_on=town.now.date())
    keys.destroy(taken.key_name)
    assert (number, carrying.brought_back(content, PASSPHRASE)) == (2, (0, 1, 1))


@pytest.mark.django_db
def test_a_person_gets_the_words_of_their_own_seat_and_nobody_elses(town, taken):
    actions.set_contact(by=town.actor("gulnar"), dispute=taken, phone="0000-5550222")
    told = personal.exported(town.people.gulnar)
    assert told[0]["name"] == "Gulnar A." and told[0]["phone"] == "0000-5550222"
    assert "Old Wei" not in json.dumps(told) and personal.exported(town.people.chen) == []
    keys.destroy(taken.key_name)
    assert personal.exported(town.people.gulnar)[0]["sealed"] is True


@pytest.mark.django_db
def test_who_is_erased_keeps_a_side_until_the_file_is_closed_and_then_no_contact_stays(town, taken):
    actions.set_contact(by=town.actor("gulnar"), dispute=taken, phone="0000-5550222")
    actions.answer(by=taken.wei, dispute=taken, agrees=True)
    personal.erased(town.people.gulnar)
    seat = Seat.objects.get(side="a")
    assert (seat.state, seat.words["phone"]) == ("joined", "0000-5550222") and not visible_to(
        town.actor("gulnar")
    ).exists()
    actions.stop(by=taken.wei, dispute=taken)
    registers.end_keeping()
    seat = Seat.objects.get(side="a")
    assert "phone" not in seat.words and "person" not in seat.words and seat.words["name"] == "Gulnar A."


@pytest.mark.django_db
def test_a_committee_that_does_not_decide_hears_of_it_again(town, asked):
    Notice.objects.all().delete()
    with at_time(town.now + timedelta(days=4)):
        assert [actions.look_at_clocks(), actions.look_at_clocks()] == [1, 0]
    assert {notice.kind for notice in Notice.objects.all()} == {"private.work"}
