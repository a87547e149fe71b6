"""Drafts are claimed once, by who sent them, and swept when nobody does."""

import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from shiliu.foundation.models import Person
from shiliu.platform import attachments
from shiliu.platform.attachments import Attachment, Unacceptable, files
from shiliu.platform.attachments.registers import erase, export
from shiliu.platform.attachments.tests.making import picture, upload
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return Actor.of(Person.objects.create_user(pseudonym="Alice", email="alice@example.org"))


@pytest.fixture
def bob():
    return Actor.of(Person.objects.create_user(pseudonym="Bob", email="bob@example.org"))


def draft(by=ANONYMOUS):
    return attachments.store(upload(picture()), by=by)


def test_claimed_files_come_back_in_the_order_asked_for():
    first, second = draft(), draft()
    claimed = attachments.claim([str(second.key), first.key, second.key], by=ANONYMOUS)
    assert claimed == [second, first]
    assert not Attachment.objects.filter(claimed_at=None).exists()


def test_a_file_is_linked_once():
    photo = draft()
    attachments.claim([photo.key], by=ANONYMOUS)
    with pytest.raises(Unacceptable, match="Add it again"):
        attachments.claim([photo.key], by=ANONYMOUS)


def test_nobody_links_what_another_account_sent(alice, bob):
    photo = draft(by=alice)
    for other in (bob, ANONYMOUS):
        with pytest.raises(Unacceptable):
            attachments.claim([photo.key], by=other)
    assert attachments.claim([photo.key], by=alice) == [photo]


def test_what_a_guest_sent_may_be_linked_after_signing_in(alice):
    photo = draft()
    assert attachments.claim([photo.key], by=alice) == [photo]


@pytest.mark.parametrize("key", [uuid.UUID(int=5), "not-a-key", "../../etc/passwd", ""])
def test_unknown_keys_are_refused_in_words(key):
    with pytest.raises(Unacceptable, match="Add it again"):
        attachments.claim([key], by=ANONYMOUS)


def test_more_files_than_a_form_takes_are_refused(settings):
    settings.ATTACHMENT_MAX_COUNT = 2
    with pytest.raises(Unacceptable, match="At most 2"):
        attachments.claim([uuid.uuid4() for _ in range(3)], by=ANONYMOUS)


def test_when_one_cannot_be_claimed_none_is():
    photo = draft()
    with pytest.raises(Unacceptable):
        attachments.claim([photo.key, uuid.uuid4()], by=ANONYMOUS)
    photo.refresh_from_db()
    assert photo.claimed_at is None


def test_a_claim_that_is_rolled_back_leaves_a_draft():
    photo = draft()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        attachments.claim([photo.key], by=ANONYMOUS)
        raise ZeroDivisionError
    photo.refresh_from_db()
    assert photo.claimed_at is None


def test_a_discarded_file_goes_only_when_the_transaction_is_safe(django_capture_on_commit_callbacks):
    photo = draft()
    with django_capture_on_commit_callbacks(execute=True):
        attachments.discard(photo)
        assert files.path_of(photo).exists()
    assert not files.path_of(photo).exists()
    assert not files.path_of(photo, "thumb").exists()
    assert not Attachment.objects.exists()


def test_drafts_live_for_a_day_and_linked_files_stay(django_capture_on_commit_callbacks):
    moment = now()
    with at_time(moment - timedelta(hours=25)):
        old, linked = draft(), draft()
        attachments.claim([linked.key], by=ANONYMOUS)
    with at_time(moment - timedelta(hours=23)):
        young = draft()
    with at_time(moment), django_capture_on_commit_callbacks(execute=True):
        attachments.sweep()
    assert set(Attachment.objects.all()) == {linked, young}
    assert not files.path_of(old).exists()
    assert files.path_of(linked).exists()


def test_files_without_a_row_are_swept_when_they_are_old():
    folder = files.path_of(draft()).parent
    strays = [
        folder / f"{uuid.uuid4()}.jpg",
        folder / f"{uuid.uuid4()}-thumb.jpg",
        folder / ".part-half",
        folder / "odd.txt",
    ]
    fresh = folder / f"{uuid.uuid4()}.jpg"
    kept = draft()
    yesterday = (now() - timedelta(hours=25)).timestamp()
    for path in [*strays, fresh]:
        path.write_bytes(b"x")
    for path in [*strays, files.path_of(kept), files.path_of(kept, "thumb")]:
        os.utime(path, (yesterday, yesterday))
    attachments.sweep()
    assert not any(path.exists() for path in strays)
    assert fresh.exists()
    assert files.path_of(kept).exists()
    assert files.path_of(kept, "thumb").exists()


def test_the_check_says_when_a_file_is_missing():
    photo = draft()
    assert attachments.check() == []
    files.remove(photo)
    assert len(attachments.check()) == 1


def test_the_check_says_when_the_folder_is_served(settings):
    settings.STATIC_ROOT = settings.DATA_DIR
    assert len(attachments.check()) == 1


def test_a_person_is_told_what_they_sent_and_let_go(alice):
    with at_time(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        photo = draft(by=alice)
    assert export(alice.person) == [
        {"key": str(photo.key), "kind": "jpeg", "bytes": photo.size, "sent_at": "2026-11-22T08:00:00+00:00"}
    ]
    erase(alice.person)
    photo.refresh_from_db()
    assert photo.uploader is None
