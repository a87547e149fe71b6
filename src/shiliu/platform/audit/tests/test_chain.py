"""The chain, and every way of tampering with it that the verifier must name."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shiliu.platform import audit
from shiliu.platform.audit import heads, triggers
from shiliu.platform.audit.chain import link
from shiliu.platform.audit.models import NO_HASH, AuditHead, AuditRow, AuditSeal, AuditSubject, AuditWaiting, AuditWords
from shiliu.platform.permissions import SYSTEM, Actor

pytestmark = pytest.mark.django_db(transaction=True)


def write(count=1, **about):
    with transaction.atomic():
        return [
            audit.record("test.moved", by=SYSTEM, target=f"lamp:{n}", data={"state": "open"}, **about)
            for n in range(count)
        ]


@pytest.fixture(autouse=True)
def no_heads_on_disk(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def chain():
    """Five sealed rows."""
    rows = write(5)
    audit.seal()
    return rows


def tamper(sql, *values):
    """What somebody with the database password can do: take the guards away and put them back."""
    with triggers.without(connection), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")


def broken():
    found = audit.verify().broken
    return (found.kind, found.seq, found.row)


def test_an_untouched_chain_holds(chain):
    verdict = audit.verify()
    assert verdict.ok and verdict.links == 5 and verdict.unsealed == () and verdict.missing_triggers == ()


def test_an_empty_chain_holds():
    assert audit.verify().ok


def test_rows_not_yet_sealed_are_named(chain):
    tail = write(2)
    verdict = audit.verify()
    assert verdict.ok and verdict.unsealed == tuple(row.pk for row in tail)
    assert any(f"row {tail[0].pk} to row {tail[1].pk}" in sentence for sentence in verdict.sentences())


def test_sealing_twice_changes_nothing(chain):
    end = str(AuditHead.objects.get())
    assert audit.seal() == 0 and str(AuditHead.objects.get()) == end


def test_more_rows_than_one_batch_are_all_sealed(monkeypatch):
    monkeypatch.setattr("shiliu.platform.audit.sealing.BATCH", 3)
    monkeypatch.setattr("shiliu.platform.audit.verifying.CHUNK", 2)
    write(7)
    assert audit.seal() == 7 and audit.verify().links == 7 and not AuditWaiting.objects.exists()


def test_a_changed_row_is_named(chain):
    tamper("UPDATE audit_auditrow SET verb = 'test.other' WHERE id = %s", chain[2].pk)
    assert broken() == ("changed", 3, chain[2].pk)


@pytest.mark.parametrize("column", ["actor_kind", "actor_ref", "target_type", "target_id", "area_path", "reason"])
def test_every_text_of_a_row_is_covered(chain, column):
    tamper(f"UPDATE audit_auditrow SET {column} = 'x' WHERE id = %s", chain[0].pk)
    assert broken() == ("changed", 1, chain[0].pk)


@pytest.mark.parametrize("change", ["data = '{}'", "commitments = '[]'", "unit_id = 7", "at = '2020-01-01 00:00:00'"])
def test_data_commitments_unit_and_moment_are_covered(chain, change):
    tamper(f"UPDATE audit_auditrow SET {change} WHERE id = %s", chain[0].pk)
    assert broken() == ("changed", 1, chain[0].pk)


def test_a_deleted_row_is_named(chain):
    tamper("DELETE FROM audit_auditrow WHERE id = %s", chain[1].pk)
    assert broken() == ("deleted", 2, chain[1].pk)


def test_a_row_deleted_with_its_link_is_named(chain):
    tamper("DELETE FROM audit_auditseal WHERE row_id = %s", chain[1].pk)
    tamper("DELETE FROM audit_auditrow WHERE id = %s", chain[1].pk)
    assert broken() == ("missing", 2, None)


def test_swapped_rows_are_named(chain):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper("UPDATE audit_auditseal SET seq = %s WHERE seq = %s", new, old)
    assert broken() == ("reordered", 2, chain[2].pk)


def test_swapped_contents_are_named(chain):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(
            "UPDATE audit_auditseal SET row_id = %s WHERE row_id = %s",
            *(chain[n - 1].pk if n < 99 else 99_999 for n in (new, old)),
        )
    assert broken()[:2] == ("changed", 2)


def test_an_inserted_row_is_named(chain):
    row = AuditRow.objects.create(at=chain[0].at, verb="test.moved", actor_kind="system", data={"state": "open"})
    assert broken() == ("inserted", None, row.pk)


def test_an_inserted_row_with_a_link_of_its_own_is_named(chain):
    row = AuditRow.objects.create(at=chain[0].at, verb="test.moved", actor_kind="system", data={"state": "open"})
    previous = AuditSeal.objects.get(seq=5).hash
    AuditSeal.objects.create(row=row, seq=6, previous_hash=previous, hash=link(previous, 6, row))
    assert broken() == ("inserted", 6, None)


def test_a_row_removed_before_it_was_sealed_is_named(chain):
    (row,) = write()
    tamper("DELETE FROM audit_auditrow WHERE id = %s", row.pk)
    assert broken() == ("deleted", None, row.pk)


def test_a_cut_off_tail_is_named(chain):
    for table, column in (("audit_auditseal", "row_id"), ("audit_auditrow", "id")):
        tamper(f"DELETE FROM {table} WHERE {column} >= %s", chain[3].pk)
    assert broken() == ("truncated", 4, None)


def cut_tail_and_head(chain):
    for table, column in (("audit_auditseal", "row_id"), ("audit_auditrow", "id")):
        tamper(f"DELETE FROM {table} WHERE {column} >= %s", chain[3].pk)
    AuditHead.objects.update(seq=3, hash=AuditSeal.objects.get(seq=3).hash)


def test_a_tail_cut_off_together_with_the_head_shows_against_a_head_written_down(chain):
    heads.note()
    cut_tail_and_head(chain)
    assert broken() == ("truncated", 4, None)


def test_a_tail_cut_off_together_with_the_head_shows_against_a_head_told_by_hand(chain):
    end = heads.Head(5, AuditHead.objects.get().hash)
    cut_tail_and_head(chain)
    assert audit.verify().ok
    assert audit.verify(expect=[end]).broken.kind == "truncated"


def test_a_chain_made_anew_shows_against_a_head_written_down(chain):
    heads.note()
    tamper("UPDATE audit_auditrow SET verb = 'test.other' WHERE id = %s", chain[0].pk)
    digest = NO_HASH
    for seal in AuditSeal.objects.order_by("seq").select_related("row"):
        previous, digest = digest, link(digest, seal.seq, seal.row)
        tamper("UPDATE audit_auditseal SET previous_hash = %s, hash = %s WHERE seq = %s", previous, digest, seal.seq)
    AuditHead.objects.update(hash=digest)
    assert broken() == ("forged", 5, chain[4].pk)


def test_a_head_that_names_another_end_is_named(chain):
    AuditHead.objects.update(hash="f" * 64)
    assert broken() == ("forged", 5, None)


def test_a_look_hidden_from_the_person_is_named(alice):
    (row,) = write(about=[alice])
    audit.seal()
    tamper("DELETE FROM audit_auditsubject WHERE row_id = %s", row.pk)
    assert broken() == ("hidden", 1, row.pk)


def test_a_look_shown_to_somebody_else_is_named(chain):
    AuditSubject.objects.create(row=chain[0], ref="f" * 64)
    assert broken() == ("hidden", 1, chain[0].pk)


def test_a_changed_reason_is_named(alice):
    (row,) = write(about=[alice], reason="Ms Wang called")
    audit.seal()
    AuditWords.objects.update(text="Ms Li called")
    assert broken() == ("words", 1, row.pk)


def test_a_reason_removed_though_nobody_was_erased_is_named(alice):
    (row,) = write(about=[alice], reason="Ms Wang called")
    audit.seal()
    AuditWords.objects.all().delete()
    assert broken() == ("words", 1, row.pk)


def test_only_the_end_of_a_long_chain_can_be_checked(chain):
    tamper("UPDATE audit_auditrow SET verb = 'test.other' WHERE id = %s", chain[0].pk)
    assert audit.verify(last=2).ok and audit.verify(last=2).links == 2
    assert not audit.verify(last=5).ok


@pytest.mark.parametrize("table", ["audit_auditrow", "audit_auditseal", "audit_auditsubject"])
def test_the_database_refuses_changes_and_deletions(alice, table):
    write(about=[alice])
    audit.seal()
    column = "row_id" if table != "audit_auditrow" else "id"
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="only ever added"), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.postgres_only
def test_the_database_refuses_to_empty_the_rows(chain):
    with pytest.raises(DatabaseError, match="only ever added"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditrow CASCADE")


def test_a_missing_trigger_is_told(chain):
    triggers.remove(connection)
    verdict = audit.verify()
    triggers.install(connection)
    assert "audit_row_no_update" in verdict.missing_triggers
    assert any("audit_row_no_update" in sentence for sentence in verdict.sentences())


@pytest.mark.postgres_only
def test_a_row_that_commits_after_a_later_one_was_sealed_is_not_lost():
    begun, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            write()
            begun.set()
            go_on.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert begun.wait(20)
    (later,) = write()
    assert audit.seal() == 1
    go_on.set()
    writer.join(20)
    assert audit.seal() == 1
    first, second = AuditSeal.objects.order_by("seq").values_list("row_id", flat=True)
    assert first == later.pk and second < later.pk and audit.verify().ok


def test_writers_and_sealers_at_once_leave_one_whole_chain():
    errors = []

    def work(task):
        try:
            for _ in range(8):
                task()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(task,)) for task in (write, write, audit.seal, audit.seal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    audit.seal()
    assert not errors
    assert audit.verify().ok and AuditSeal.objects.count() == AuditRow.objects.count() == 16


def test_the_command_names_the_broken_link_and_fails(chain, capsys):
    call_command("audit_verify")
    assert "The chain holds: 5 links." in capsys.readouterr().out
    tamper("DELETE FROM audit_auditrow WHERE id = %s", chain[1].pk)
    with pytest.raises(CommandError, match="broken"):
        call_command("audit_verify")
    assert f"Row {chain[1].pk}, link 2, has been deleted." in capsys.readouterr().out


def test_the_command_takes_a_head_written_down(chain, capsys):
    call_command("audit_verify", expect=[str(AuditHead.objects.get())])
    with pytest.raises(CommandError, match="head of the chain"):
        call_command("audit_verify", expect=["five"])
    with pytest.raises(CommandError, match="broken"):
        call_command("audit_verify", expect=["5:" + "0" * 64])


def test_the_same_head_is_noted_once(chain):
    heads.note()
    heads.note()
    assert [str(head) for head in heads.noted()] == [str(AuditHead.objects.get())]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


class WhateverIsRecordedHolds(TestCase):
    @given(st.dictionaries(st.text(max_size=8), values, max_size=4))
    @settings(max_examples=30, deadline=None)
    def test_data_of_any_shape_hashes_the_same_when_read_back(self, data):
        data = {key.replace("\0", ""): value for key, value in data.items()}
        audit.record("test.moved", by=SYSTEM, target="lamp:1", data={**data, "state": "x"}, reason="any words")
        audit.seal()
        assert audit.verify().ok


def test_a_person_acting_twice_keeps_one_reference(bob):
    with transaction.atomic():
        one, two = (audit.record("test.moved", by=Actor.of(bob), data={"state": "x"}) for _ in range(2))
    assert one.actor_ref == two.actor_ref
