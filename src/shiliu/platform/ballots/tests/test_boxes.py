"""A box takes one ballot of each, gives none back to anybody else, and forgets at the close who put in what."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.foundation.models import Person
from shiliu.platform import audit
from shiliu.platform.audit import triggers
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import boxes, keeping, sealing, secrets
from shiliu.platform.ballots.models import Box, CountedBallot, Receipt, SealedBallot, TookPart
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM

ALICE, BOB, CAROL = (Person(pk=n) for n in (1, 2, 3))


@pytest.fixture
def box(db):
    return boxes.open_box("test.vote", 7, length=200, by=SYSTEM)


def close(box):
    return boxes.close(box, by=SYSTEM)


def test_the_last_ballot_saved_counts(box):
    boxes.save(box, ALICE, [1])
    boxes.save(box, BOB, [2])
    last = boxes.save(box, ALICE, [3, 4])
    box = close(box)
    assert sorted(boxes.contents(box)) == [[2], [3, 4]] and box.ballots == 2
    assert last.receipt(box) in boxes.receipts(box) and len(boxes.receipts(box)) == 2


def test_a_ballot_saved_twice_is_one_with_one_receipt(box):
    first, again = boxes.save(box, ALICE, [1]), boxes.save(box, ALICE, [1])
    assert first == again and boxes.inside(box) == 1 and TookPart.objects.count() == 1


def test_a_late_second_try_of_an_older_press_changes_nothing(box):
    boxes.save(box, ALICE, [1], after=0)
    boxes.save(box, ALICE, [1, 2], after=1)
    with pytest.raises(boxes.Stale):
        boxes.save(box, ALICE, [1], after=0)
    assert boxes.save(box, ALICE, [1, 2], after=0).step == 2, "what is in the box already is no quarrel"
    assert boxes.read(box, ALICE).content == [1, 2]


def test_a_withdrawn_ballot_is_gone_and_can_be_cast_again(box):
    old = boxes.save(box, ALICE, [1])
    assert boxes.withdraw(box, ALICE) and not boxes.withdraw(box, ALICE)
    assert not boxes.took_part(box, ALICE) and boxes.read(box, ALICE) is None
    assert boxes.save(box, ALICE, [1]).receipt(box) != old.receipt(box)


def test_a_final_ballot_stays(box):
    boxes.save(box, "PAPER", [1], final=True)
    with pytest.raises(boxes.Final):
        boxes.save(box, "PAPER", [2])
    with pytest.raises(boxes.Final):
        boxes.withdraw(box, "PAPER")
    assert boxes.save(box, "PAPER", [1]).final


def test_a_closed_box_takes_nothing_and_closing_again_changes_nothing(box):
    boxes.save(box, ALICE, [1])
    box = close(box)
    for late in (lambda: boxes.save(box, BOB, [2]), lambda: boxes.withdraw(box, BOB)):
        with pytest.raises(boxes.Closed):
            late()
    assert close(box).ballots == 1 and CountedBallot.objects.count() == 1
    assert AuditRow.objects.filter(verb="ballots.closed").count() == 1


def test_the_close_leaves_no_token_and_destroys_the_key(box, django_capture_on_commit_callbacks):
    boxes.save(box, ALICE, [1])
    with django_capture_on_commit_callbacks(execute=True):
        close(box)
    assert not SealedBallot.objects.exists() and not TookPart.objects.exists()
    assert not secrets.exists("test.vote", 7)


def test_a_machine_that_stopped_before_the_key_was_destroyed_destroys_it_later(box):
    other = boxes.open_box("test.vote", 8, length=200, by=SYSTEM)
    boxes.save(box, ALICE, [1])
    close(box)  # within this test's transaction, so what follows a commit does not run
    assert secrets.exists("test.vote", 7)
    with at_time(datetime(2100, 1, 1, tzinfo=UTC)):
        assert keeping.destroy_unneeded() == 1 and keeping.destroy_unneeded() == 0
    assert not secrets.exists("test.vote", 7) and secrets.exists("test.vote", other.thing)


def test_all_ballots_in_a_box_look_alike(box):
    boxes.save(box, ALICE, [])
    boxes.save(box, BOB, list(range(40)))
    lengths = {len(bytes(sealed)) for sealed in SealedBallot.objects.values_list("sealed", flat=True)}
    assert len(lengths) == 1
    with pytest.raises(sealing.TooLong):
        boxes.save(box, CAROL, list(range(100)))


def test_a_ballot_moved_to_another_place_or_changed_is_found_out(box):
    boxes.save(box, ALICE, [1])
    boxes.save(box, BOB, [2])
    one, two = SealedBallot.objects.all()
    SealedBallot.objects.filter(pk=one.pk).update(sealed=two.sealed)
    with pytest.raises(sealing.Damaged):
        close(box)
    assert not CountedBallot.objects.exists() and secrets.exists("test.vote", 7)


def test_what_voters_chose_can_be_told_without_being_kept(box):
    told = []
    boxes.save(box, ALICE, {"yes": 80})
    boxes.save(box, BOB, {"yes": 120})
    box = boxes.close(box, by=SYSTEM, tell=told.extend, keep=None)
    assert sum(content["yes"] for content in told) == 200 and boxes.contents(box) == [] and box.ballots == 2


def test_without_its_key_a_box_can_only_be_discarded(box):
    boxes.save(box, ALICE, [1])
    secrets.destroy("test.vote", 7)
    with pytest.raises(secrets.NoSecret):
        close(box)
    assert "missing: 7" in " ".join(found.text for found in keeping.check())
    assert boxes.discard(box, by=SYSTEM).closed and not SealedBallot.objects.exists()
    assert [found.level for found in keeping.check()] == ["fine"]


@given(st.lists(st.lists(st.integers(0, 99), max_size=5), min_size=2, max_size=5))
@settings(max_examples=15)
def test_a_receipt_of_one_ballot_fits_every_other_content_under_another_nonce(contents):
    box = Box(kind="test.vote", thing="7", length=200)
    receipts = {sealing.Ballot.new(content).receipt(box) for content in contents + contents}
    assert len(receipts) == 2 * len(contents), "the same content never shows by its receipt"
    assert all(sealing.read(sealing.spelled(receipt).lower()) == receipt for receipt in receipts)


def test_taking_part_leaves_no_row_in_the_audit(box):
    before = AuditRow.objects.count()
    boxes.save(box, ALICE, [1])
    boxes.withdraw(box, ALICE)
    assert AuditRow.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_counted_ballots_and_receipts_are_only_ever_added(box):
    boxes.save(box, ALICE, [1])
    close(box)
    assert not secrets.exists("test.vote", 7) and triggers.missing(connection) == []
    for change in (
        CountedBallot.objects.all().delete,
        Receipt.objects.all().delete,
        lambda: CountedBallot.objects.update(content=[2]),
        lambda: Receipt.objects.update(text="X"),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_eight_threads_of_one_voter_leave_one_ballot(box):
    gate, seen = threading.Barrier(8), []

    def run(n):
        gate.wait()
        try:
            seen.append(boxes.save(box, ALICE, [n]).receipt(box))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    box = close(box)
    assert box.ballots == 1 and len(seen) == 8 and boxes.receipts(box)[0] in seen


# ── What is frozen ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def rule(monkeypatch):
    kept = {"7": {"rule": "equal_shares"}}
    monkeypatch.setattr("shiliu.platform.audit.frozen._kinds", {"test.rules": kept.get})
    return kept


@pytest.mark.django_db
def test_a_frozen_thing_that_changed_afterwards_is_named_by_verify(rule):
    with transaction.atomic():
        audit.freeze("test.rules", 7, by=SYSTEM)
    assert audit.verify().ok
    rule["7"] = {"rule": "greedy"}
    verdict = audit.verify()
    assert verdict.broken.kind == "altered" and "test.rules:7 is not what row" in verdict.sentences()[0]
    with transaction.atomic():
        audit.freeze("test.rules", 7, by=SYSTEM)
    assert audit.verify().broken.kind == "altered", "freezing again hides nothing"
    del rule["7"]
    assert "is gone" in str(audit.verify().broken)


@pytest.mark.django_db
def test_freezing_the_same_again_is_told_too(rule):
    with transaction.atomic():
        audit.freeze("test.rules", 7, by=SYSTEM)
        audit.freeze("test.rules", 7, by=SYSTEM)
    assert "frozen twice" in str(audit.verify().broken)
