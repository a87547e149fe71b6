"""A file opens for whom a gate lets in, with headers that keep a browser from making anything else of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from shiliu.foundation.models import Person
from shiliu.platform import attachments
from shiliu.platform.attachments import drafts, files, gates
from shiliu.platform.attachments.tests.making import pdf, picture, upload
from shiliu.platform.permissions import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(monkeypatch):
    """What the only gate has been asked, and whether it says yes."""
    asked = []

    def answer(actor, attachment):
        asked.append((actor, attachment))
        return answer.yes

    answer.yes, answer.asked = True, asked
    monkeypatch.setattr(gates, "_gates", {"test": answer})
    return answer


@pytest.fixture
def photo():
    return attachments.claim([attachments.store(upload(picture()), by=ANONYMOUS).key], by=ANONYMOUS)[0]


def test_a_picture_is_shown_with_safe_headers(client, photo, gate):
    response = client.get(attachments.url(photo))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == f'inline; filename="{photo.key}.jpg"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"].startswith("private")
    assert b"".join(response.streaming_content) == files.path_of(photo).read_bytes()


def test_the_small_picture_has_an_address_of_its_own(client, photo, gate):
    response = client.get(attachments.url(photo, "thumb"))
    assert b"".join(response.streaming_content) == files.path_of(photo, "thumb").read_bytes()


def test_a_document_is_only_ever_downloaded(client, gate):
    draft = attachments.store(upload(pdf()), by=ANONYMOUS, pdf=True)
    [document] = attachments.claim([draft.key], by=ANONYMOUS)
    response = client.get(attachments.url(document))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(attachments.url(document) + "thumb/").status_code == 404


def test_without_a_gate_that_says_yes_the_file_does_not_exist(client, photo, gate):
    gate.yes = False
    assert client.get(attachments.url(photo)).status_code == 404
    assert gate.asked[0][1] == photo


def test_the_gate_is_asked_again_before_a_browser_may_use_its_copy(client, photo, gate):
    etag = client.get(attachments.url(photo)).headers["ETag"]
    assert client.get(attachments.url(photo), headers={"if-none-match": etag}).status_code == 304
    gate.yes = False
    assert client.get(attachments.url(photo), headers={"if-none-match": etag}).status_code == 404


def test_unknown_and_crooked_addresses_are_not_found(client, gate):
    for address in ("/files/00000000-0000-0000-0000-000000000005/", "/files/../settings.py", "/files/x/"):
        assert client.get(address).status_code == 404


def test_files_are_not_changed_through_their_address(client, photo, gate):
    assert client.post(attachments.url(photo)).status_code == 405


def test_a_file_that_is_missing_on_the_disk_is_not_found_rather_than_an_error(client, photo, gate):
    files.remove(photo)
    assert client.get(attachments.url(photo)).status_code == 404


def test_a_draft_opens_for_its_sender_only_and_asks_no_gate(gate):
    alice = Person.objects.create_user(pseudonym="Alice", email="alice@example.org")
    draft = attachments.store(upload(picture()), by=Actor.of(alice))
    assert attachments.may_open(Actor.of(alice), draft)
    assert not attachments.may_open(ANONYMOUS, draft)
    assert gate.asked == []


def test_a_guest_sees_the_drafts_this_browser_sent_until_they_are_linked(client, gate, rf):
    draft, other = (attachments.store(upload(picture()), by=ANONYMOUS) for _ in range(2))
    request = rf.get("/")
    request.session = client.session
    drafts.hold(request, draft)
    request.session.save()
    client.cookies["shiliu_session"] = request.session.session_key
    assert drafts.held(request) == drafts.held(request, [str(draft.key), str(other.key)]) == [draft]
    assert client.get(attachments.url(draft)).status_code == 200
    assert client.get(attachments.url(other)).status_code == 404
    attachments.claim([draft.key], by=ANONYMOUS)
    gate.yes = False
    assert drafts.held(request) == []
    assert client.get(attachments.url(draft)).status_code == 404


def test_two_gates_may_not_share_a_name(monkeypatch):
    monkeypatch.setattr(gates, "_gates", {})
    attachments.register_gate("cases", lambda actor, attachment: True)
    with pytest.raises(ImproperlyConfigured):
        attachments.register_gate("cases", lambda actor, attachment: False)
