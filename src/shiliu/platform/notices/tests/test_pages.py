"""The inbox, as people use it."""

import pytest

from shiliu.platform.clock import now
from shiliu.platform.notices import send, unread_count
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.recipients import Recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("boxes", "told", "noon")]
INBOX = "/notices/"


def tell(person, what="lamp", kind="quiet.news", url="/cases/1/"):
    return send(kind, to=Recipient.person(person), thread="case:1", params={"what": what}, url=url)[0]


@pytest.mark.both
def test_the_inbox_lists_one_s_own_notices_newest_first(reader, alice, bob):
    tell(alice, "lamp"), tell(bob, "secret"), tell(alice, "lift")
    page = reader.get(INBOX).content.decode()
    assert page.index("About lift") < page.index("About lamp")
    assert "secret" not in page


def test_an_empty_inbox_says_what_will_come(reader):
    assert "No notices yet" in reader.get(INBOX).content.decode()


def test_a_guest_is_asked_to_sign_in(client):
    response = client.get(INBOX)
    assert response.status_code == 302
    assert INBOX in response.headers["Location"]


def test_a_tracking_code_shown_earlier_opens_no_inbox(client):
    session = client.session
    session["codes_shown"] = ["hash"]
    session.save()
    client.cookies["shiliu_session"] = session.session_key
    assert client.get(INBOX).status_code == 302


@pytest.mark.both
def test_a_search_looks_into_the_words(reader, alice):
    tell(alice, "路灯"), tell(alice, "电梯")
    page = reader.get(INBOX, {"q": "路灯 about"}).content.decode()
    assert "About 路灯" in page
    assert "About 电梯" not in page
    assert "No notice has these words" in reader.get(INBOX, {"q": "xyz"}).content.decode()


def test_only_unread_ones_can_be_shown(reader, alice):
    Notice.objects.filter(pk=tell(alice, "old").pk).update(read_at=now())
    tell(alice, "new")
    page = reader.get(INBOX, {"unread": "1"}).content.decode()
    assert "About new" in page
    assert "About old" not in page


@pytest.mark.both
def test_long_lists_are_cut_into_pages(reader, alice):
    for number in range(46):
        tell(alice, f"thing-{number:02}")
    page = reader.get(INBOX, {"page": 4}).content.decode()
    assert "thing-00" in page
    assert "thing-01" not in page


def test_words_of_people_cannot_become_markup(reader, alice):
    tell(alice, "<script>alert(1)</script>")
    assert b"<script>alert" not in reader.get(INBOX).content


def test_following_a_notice_counts_as_reading_it(reader, alice):
    notice = tell(alice)
    assert reader.get(f"{INBOX}{notice.pk}/").headers["Location"] == "/cases/1/"
    assert unread_count(alice) == 0


def test_a_browser_that_fetches_ahead_reads_nothing(reader, alice):
    notice = tell(alice)
    reader.get(f"{INBOX}{notice.pk}/", headers={"sec-purpose": "prefetch"})
    assert unread_count(alice) == 1


def test_marking_a_notice_that_cannot_exist_changes_nothing_and_breaks_nothing(reader, alice):
    tell(alice)
    assert reader.post(f"/notices/{'9' * 20}/mark/", {"read": "1"}).status_code == 302
    assert Notice.objects.get().read_at is None


def test_a_notice_is_marked_read_and_unread_again(reader, alice):
    notice = tell(alice)
    reader.post(f"{INBOX}{notice.pk}/mark/", {"read": "1"})
    assert unread_count(alice) == 0
    response = reader.post(f"{INBOX}{notice.pk}/mark/", {"read": "0", "next": "/notices/?page=2"})
    assert unread_count(alice) == 1
    assert response.headers["Location"] == "/notices/?page=2"


def test_marking_leads_nowhere_else(reader, alice):
    notice = tell(alice)
    for target in ("https://elsewhere.example/notices/", "//elsewhere.example", "/office/"):
        assert reader.post(f"{INBOX}{notice.pk}/mark/", {"next": target}).headers["Location"] == INBOX


def test_other_people_s_notices_are_out_of_reach(reader, bob):
    notice = tell(bob)
    assert reader.get(f"{INBOX}{notice.pk}/").status_code == 404
    reader.post(f"{INBOX}{notice.pk}/mark/", {"read": "1"})
    assert unread_count(bob) == 1


def test_all_are_marked_read_up_to_what_was_seen_and_this_can_be_undone(reader, alice):
    seen = [tell(alice), tell(alice)]
    late = tell(alice)
    page = reader.post(INBOX + "mark-all/", {"up_to": str(seen[-1].pk)}, follow=True).content.decode()
    assert list(Notice.objects.filter(read_at=None)) == [late]
    assert "Make them unread again" in page
    reader.post(INBOX + "undo/")
    assert unread_count(alice) == 3


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40, "1.5", "٣"])
def test_nonsense_instead_of_a_number_marks_nothing_and_breaks_nothing(reader, alice, newest):
    tell(alice)
    assert reader.post(INBOX + "mark-all/", {"up_to": newest}).status_code == 302
