"""The worker: quiet, never losing a letter, never sending one twice while it lives."""

from datetime import timedelta

import pytest

from shiliu.foundation.models import Person
from shiliu.platform.clock import at_time
from shiliu.platform.notices import RefusedForGood, TryLater, check, delivery, send, undelivered_in
from shiliu.platform.notices.delivery import LEASE, PAUSES, deliver, forget_old
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing, Rhythm
from shiliu.platform.notices.recipients import Recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]
HOUR = timedelta(hours=1)


def tell(to, what="lamp", kind="quiet.news", thread="case:1"):
    to = Recipient.person(to) if isinstance(to, Person) else to
    return send(kind, to=to, thread=thread, params={"what": what}, url=f"/cases/{thread[5:]}/")[0]


@pytest.fixture
def mail(boxes):
    return boxes["email"]


def test_a_quiet_notice_waits_for_its_digest_and_an_urgent_one_does_not(mail, alice, noon):
    tell(alice)
    tell(alice, "fire", "urgent.alarm")
    deliver()
    assert [message.title for message in mail.messages] == ["Hurry: fire"]
    with at_time(noon + HOUR):
        deliver()
    assert [message.title for message in mail.messages] == ["Hurry: fire", "About lamp"]


def test_one_letter_holds_all_that_happened_meanwhile_grouped_newest_first(mail, alice, noon):
    for minutes, what, thread in (
        (0, "lamp", "case:1"),
        (10, "lift", "case:2"),
        (20, "lamp again", "case:1"),
        (59, "bin", "case:3"),
    ):
        with at_time(noon + timedelta(minutes=minutes)):
            tell(alice, what, thread=thread)
    with at_time(noon + HOUR):
        assert deliver() == 1
    [letter] = mail.messages
    assert letter.address == "alice@example.org"
    assert letter.title == "4 pieces of news"
    order = [letter.text.index(f"■ About {what}") for what in ("bin", "lamp again", "lift")]
    assert order == sorted(order)
    assert "· About lamp\n" in letter.text
    assert letter.text.count("https://shiliu.example/cases/1/") == 1
    assert letter.thread == ""
    assert Delivery.objects.get().state == "sent"


def test_after_a_digest_the_next_notice_begins_a_new_wait(mail, alice, noon):
    tell(alice)
    with at_time(noon + HOUR):
        deliver()
        tell(alice, "lift")
        deliver()
    assert len(mail.messages) == 1
    with at_time(noon + 2 * HOUR):
        deliver()
    assert len(mail.messages) == 2


def test_what_was_read_in_the_app_meanwhile_is_not_repeated_by_mail(mail, alice, noon):
    read, fresh = tell(alice), tell(alice, "lift")
    Notice.objects.filter(pk=read.pk).update(read_at=noon)
    with at_time(noon + HOUR):
        deliver()
    assert [message.title for message in mail.messages] == ["About lift"]
    Notice.objects.filter(pk=fresh.pk).update(read_at=noon)
    with at_time(noon + 2 * HOUR):
        assert deliver() == 0


def test_people_do_not_get_each_others_letters(boxes, alice, noon):
    carol = Person.objects.create_user(pseudonym="Carol", email="carol@example.org", language="en")
    for person in (alice, carol):
        ContactChannel.objects.create(person=person, channel="messenger", address="same-group")
        tell(person, person.pseudonym)
    with at_time(noon + HOUR):
        assert deliver() == 4
    assert sorted(message.title for message in boxes["messenger"].messages) == ["About Alice", "About Carol"]
    assert {(m.address, m.title) for m in boxes["email"].messages} == {
        ("alice@example.org", "About Alice"),
        ("carol@example.org", "About Carol"),
    }


def test_the_address_of_the_account_is_looked_up_when_the_letter_leaves(mail, alice, noon):
    tell(alice)
    Person.objects.filter(pk=alice.pk).update(email="new@example.org")
    with at_time(noon + HOUR):
        deliver()
    assert mail.messages[0].address == "new@example.org"


def test_an_address_that_is_gone_leaves_a_visible_letter(mail, alice, noon):
    tell(alice)
    Person.objects.filter(pk=alice.pk).update(email=None)
    with at_time(noon + HOUR):
        deliver()
    assert Delivery.objects.get().reason == Delivery.Reason.NO_WAY


def test_a_channel_the_site_no_longer_has_leaves_a_visible_letter(boxes, alice, noon):
    ContactChannel.objects.create(person=alice, channel="carrier-pigeon", address="loft", rhythm=Rhythm.EACH)
    tell(alice)
    deliver()
    assert Delivery.objects.get().reason == Delivery.Reason.NO_WAY


def test_trouble_is_tried_again_after_the_same_pauses_each_time_and_then_given_up_visibly(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    mail.troubles = [TryLater("full") for _ in range(20)]
    moment = noon
    for pause in PAUSES:
        with at_time(moment):
            deliver()
        with at_time(moment + pause - timedelta(seconds=1)):
            deliver()
        letter = Delivery.objects.get()
        assert (letter.state, letter.next_try, letter.error) == ("waiting", moment + pause, "full")
        moment += pause
    with at_time(moment):
        deliver()
    letter = Delivery.objects.get()
    assert (letter.state, letter.reason, letter.attempts) == ("undelivered", "gave_up", len(PAUSES) + 1)
    assert len(mail.calls) == len(PAUSES) + 1
    assert len({message.key for message in mail.calls}) == 1
    assert list(undelivered_in("case:1")) == [letter]


def test_a_service_that_asks_for_more_patience_gets_it(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    mail.troubles = [TryLater("slow down", after=timedelta(hours=3))]
    deliver()
    assert Delivery.objects.get().next_try == noon + 3 * HOUR


def test_a_letter_refused_for_good_is_not_tried_again(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    mail.troubles = [RefusedForGood("no such box")]
    deliver()
    with at_time(noon + timedelta(days=9)):
        deliver()
    letter = Delivery.objects.get()
    assert (letter.state, letter.reason, letter.error) == ("undelivered", "refused", "no such box")
    assert len(mail.calls) == 1


def test_a_channel_that_breaks_keeps_its_letters_and_spares_the_others(boxes, alice, noon):
    ContactChannel.objects.create(person=alice, channel="messenger", address="robot")
    boxes["email"].troubles = [RuntimeError("a mistake")]
    tell(alice, kind="urgent.alarm")
    deliver()
    assert len(boxes["messenger"].messages) == 1
    assert Delivery.objects.get(channel="email").state == "waiting"


def test_a_channel_in_trouble_is_left_alone_for_the_rest_of_the_run(mail, alice, noon):
    for number in range(10):
        tell(alice, f"fire {number}", "urgent.alarm")
    mail.troubles = [TryLater("down") for _ in range(100)]
    deliver()
    assert len(mail.calls) == delivery.TIRED_AFTER


def test_refused_addresses_do_not_make_a_channel_look_down(mail, alice, noon):
    for number in range(6):
        tell(alice, f"fire {number}", "urgent.alarm")
    mail.troubles = [RefusedForGood("no") for _ in range(5)]
    assert deliver() == 1


class Killed(BaseException):
    """As the end of a process: nothing after it runs."""


def test_a_killed_worker_s_lease_runs_out_and_the_letter_goes_under_the_same_key(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    mail.troubles = [Killed()]
    with pytest.raises(Killed):
        deliver()
    letter = Delivery.objects.get()
    assert (letter.state, letter.lease_until) == ("sending", noon + LEASE)
    assert deliver() == 0
    with at_time(noon + LEASE + timedelta(seconds=1)):
        assert deliver() == 1
    assert [message.key for message in mail.calls] == [str(letter.key)] * 2
    assert Delivery.objects.get().state == "sent"


def test_a_letter_that_kills_every_worker_is_given_up(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    moment = noon
    for _ in range(len(PAUSES) + 1):
        mail.troubles = [Killed()]
        with at_time(moment), pytest.raises(Killed):
            deliver()
        moment += LEASE + timedelta(seconds=1)
    with at_time(moment):
        mail.troubles = [TryLater("once more")]
        deliver()
    assert Delivery.objects.get().reason == "gave_up"


def test_a_worker_that_was_too_slow_does_not_overwrite_who_took_over(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    delivery.gather()
    slow = delivery._lease([])
    with at_time(noon + LEASE + timedelta(seconds=1)):
        assert deliver() == 1
        delivery._again(slow, "I was slow", None)
    assert Delivery.objects.get().state == "sent"


def test_while_one_worker_holds_a_letter_another_finds_nothing(mail, alice, noon):
    tell(alice, kind="urgent.alarm")
    delivery.gather()
    assert delivery._lease([]) is not None
    assert delivery._lease([]) is None


def test_guests_are_told_in_their_language_and_by_the_telephone_when_there_is_only_that(boxes, noon):
    tell(Recipient.contact(phone="13800138000", language="en"), kind="urgent.alarm")
    deliver()
    [text] = boxes["sms"].messages
    assert (text.title, text.text) == ("", "Hurry: lamp\nhttps://shiliu.example/cases/1/")


def test_sent_letters_and_what_is_known_of_guests_go_after_a_month(boxes, alice, noon):
    tell(Recipient.contact(email="guest@example.org"), kind="urgent.alarm")
    kept = tell(alice, kind="urgent.alarm")
    deliver()
    with at_time(noon + timedelta(days=29)):
        forget_old()
        assert Delivery.objects.count() == 2
    with at_time(noon + timedelta(days=31)):
        forget_old()
    assert not Delivery.objects.exists()
    assert not Outgoing.objects.exists()
    assert list(Notice.objects.all()) == [kept]


def test_notices_go_after_a_year_but_never_while_they_are_still_leaving(boxes, alice, bob, noon):
    tell(bob)
    waiting = tell(alice)
    with at_time(noon + timedelta(days=366)):
        forget_old()
    assert list(Notice.objects.all()) == [waiting]


def test_the_check_tells_of_letters_that_lie_and_that_did_not_arrive(mail, alice, noon):
    mail.problems = ["no server"]
    tell(alice)
    assert check() == ["E-mail: no server"]
    mail.problems = []
    with at_time(noon + 3 * HOUR):
        assert len(check()) == 1
        mail.troubles = [RefusedForGood("no")]
        deliver()
        assert len(check()) == 1
