"""Letters that did not arrive, and the staff who see to them."""

import pytest

from shiliu.foundation.models import RoleAssignment
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.notices import RefusedForGood, delivery, send
from shiliu.platform.notices.models import Delivery
from shiliu.platform.notices.recipients import Recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("boxes", "told", "noon")]
UNDELIVERED = "/notices/undelivered/"


@pytest.fixture
def lost(boxes):
    """A letter to a telephone that the service refuses."""
    send("urgent.alarm", to=Recipient.contact(phone="13800138000"), thread="case:7", params={"what": "lamp"})
    boxes["sms"].troubles = [RefusedForGood("no service")]
    delivery.deliver()
    return Delivery.objects.get()


def test_administrators_see_what_did_not_arrive_with_the_address_hidden(administrator, lost):
    page = administrator.get(UNDELIVERED).content.decode()
    assert "Hurry: lamp" in page
    assert "no service" in page
    assert "138…000" in page
    assert "13800138000" not in page


def test_a_letter_that_found_nobody_names_the_unit_or_the_role_and_its_place(client, town):
    RoleAssignment.objects.filter(role__in=["handler", "supervisor"]).delete()
    send("urgent.alarm", to=Recipient.unit(town.units.fire), thread="case:7", params={"what": "lamp"})
    send("urgent.alarm", to=Recipient.role("supervisor", town.places.west), thread="case:7", params={"what": "lamp"})
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    page = client.get(UNDELIVERED).content.decode()
    assert f"<bdi>{town.units.fire.name}</bdi>" in page and "<bdi>Supervisor · West</bdi>" in page


def test_residents_and_guests_do_not(reader, client, lost):
    assert reader.get(UNDELIVERED).status_code == 403
    assert reader.post(f"{UNDELIVERED}{lost.pk}/retry/").status_code == 403
    client.logout()
    assert client.get(UNDELIVERED).status_code == 302


def test_a_letter_is_sent_anew_under_its_key(administrator, lost, boxes):
    administrator.post(f"{UNDELIVERED}{lost.pk}/retry/")
    delivery.deliver()
    assert [message.key for message in boxes["sms"].calls] == [str(lost.key)] * 2
    lost.refresh_from_db()
    assert (lost.state, lost.reason, lost.error) == ("sent", "", "")


def test_a_letter_is_settled_another_way_and_the_way_is_on_record(administrator, lost):
    administrator.post(f"{UNDELIVERED}{lost.pk}/settle/", {f"letter-{lost.pk}-how": "  "})
    lost.refresh_from_db()
    assert lost.state == "undelivered"
    administrator.post(f"{UNDELIVERED}{lost.pk}/settle/", {f"letter-{lost.pk}-how": "called back"})
    lost.refresh_from_db()
    assert lost.state == "settled"
    assert "Every letter has arrived" in administrator.get(UNDELIVERED).content.decode()
    assert AuditRow.objects.filter(verb="notices.settled").count() == 1


def test_a_letter_that_somebody_has_seen_to_is_not_sent_twice(administrator, lost):
    for _ in range(2):
        page = administrator.post(f"{UNDELIVERED}{lost.pk}/retry/", follow=True).content.decode()
    assert "already seen to" in page
    assert administrator.post(f"{UNDELIVERED}99999/retry/").status_code == 404
