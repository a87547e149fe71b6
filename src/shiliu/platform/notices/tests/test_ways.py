"""How people choose to be told, and what is handed over and erased with them."""

from datetime import timedelta

import pytest

from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.notices import RefusedForGood, delivery, send
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing
from shiliu.platform.notices.personal import erase, export
from shiliu.platform.notices.queries import masked
from shiliu.platform.notices.recipients import Recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("boxes", "told", "noon")]
WAYS = "/notices/channels/"


def tell(person, what="lamp", kind="quiet.news", url="/cases/1/"):
    return send(kind, to=Recipient.person(person), thread="case:1", params={"what": what}, url=url)[0]


def test_the_address_of_the_account_is_listed_and_can_be_turned_off_and_on(reader, alice):
    assert "alice@example.org" in reader.get(WAYS).content.decode()
    reader.post(WAYS + "email/", {"way-email-rhythm": "daily"})
    way = ContactChannel.objects.get(person=alice)
    assert (way.channel, way.address, way.enabled, way.rhythm) == ("email", "", False, "daily")
    tell(alice)
    assert not Outgoing.objects.exists()
    reader.post(WAYS + "email/", {"way-email-rhythm": "each", "way-email-enabled": "on"})
    tell(alice)
    assert Outgoing.objects.count() == 1
    assert list(AuditRow.objects.values_list("verb", flat=True)) == ["notices.way_changed"] * 2


def test_turning_a_way_off_takes_back_what_had_not_left_yet(reader, alice):
    tell(alice)
    reader.post(WAYS + "email/", {"way-email-rhythm": "grouped"})
    assert not Outgoing.objects.exists()


def test_a_messenger_is_added_with_its_secret_hidden_and_removed_again(reader, alice):
    reader.post(WAYS, {"channel": "messenger", "address": " robot://secret-key-123 ", "rhythm": "each"})
    way = ContactChannel.objects.get(person=alice)
    assert way.address == "robot://secret-key-123"
    page = reader.get(WAYS).content.decode()
    assert "robot://…123" in page
    assert "secret-key" not in page
    reader.post(f"{WAYS}{way.pk}/remove/")
    assert not ContactChannel.objects.exists()
    assert "secret-key" not in str(AuditRow.objects.values_list("data"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": "with space"}, "no spaces"),
        ({"address": ""}, "required"),
        ({"channel": "email"}, "valid choice"),
        ({"rhythm": "hourly"}, "valid choice"),
    ],
)
def test_what_cannot_be_added_comes_back_with_the_reason(reader, fields, words):
    response = reader.post(WAYS, {"channel": "messenger", "address": "robot", "rhythm": "each", **fields})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ContactChannel.objects.exists()


def test_an_address_is_added_once_and_not_more_than_five(reader):
    for number in (1, 1, 2, 3, 4, 5, 6):
        reader.post(WAYS, {"channel": "messenger", "address": f"robot-{number}", "rhythm": "each"})
    assert ContactChannel.objects.count() == 5


def test_a_test_goes_to_one_way_only_and_the_page_says_what_became_of_it(reader, boxes):
    reader.post(WAYS, {"channel": "messenger", "address": "robot", "rhythm": "each"})
    way = ContactChannel.objects.get()
    boxes["messenger"].troubles = [RefusedForGood("no such robot")]
    reader.post(f"{WAYS}{way.pk}/test/")
    delivery.deliver()
    assert boxes["email"].calls == []
    page = reader.get(WAYS).content.decode()
    assert "Not delivered" in page
    assert "no such robot" in page


def test_tests_are_sent_once_a_minute(reader, alice, boxes, noon):
    for _ in range(3):
        reader.post(WAYS + "email/test/")
    delivery.deliver()
    assert len(boxes["email"].messages) == 1
    with at_time(noon + timedelta(seconds=61)):
        reader.post(WAYS + "email/test/")
        delivery.deliver()
    assert len(boxes["email"].messages) == 2


def test_other_people_s_ways_are_out_of_reach(reader, bob):
    way = ContactChannel.objects.create(person=bob, channel="messenger", address="robot")
    for address in (
        f"{WAYS}{way.pk}/remove/",
        f"{WAYS}{way.pk}/test/",
        f"{WAYS}999/remove/",
        f"{WAYS}nonsense/remove/",
    ):
        assert reader.post(address).status_code == 403
    reader.post(f"{WAYS}{way.pk}/", {f"way-{way.pk}-rhythm": "each"})
    way.refresh_from_db()
    assert (way.enabled, way.rhythm) == (True, "grouped")


def test_the_account_s_own_address_is_not_removed_here(reader, alice):
    page = reader.post(WAYS + "email/remove/", follow=True).content.decode()
    assert "Turn it off instead" in page


def test_everything_is_handed_over_and_erased(alice, bob):
    tell(alice, kind="urgent.alarm"), tell(bob)
    delivery.deliver()
    data = export(alice)
    assert data["notices"][0]["title"] == "Hurry: lamp"
    assert data["letters"][0]["state"] == "sent"
    erase(alice)
    assert list(Notice.objects.values_list("person", flat=True)) == [bob.pk]
    assert not Delivery.objects.exists()
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("alice@example.org", "al…@example.org"), ("+8613800138000", "+86138…000"), ("wecombot://abcdefgh/", "wecombot://…fgh"), ("12", "…12"), ("", "…")],
)  # fmt: skip
def test_addresses_are_shown_so_that_they_can_be_recognised_but_not_used(address, shown):
    assert masked(address) == shown
