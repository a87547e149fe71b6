"""A notice stands in the app exactly once and leaves by the ways each person chose."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area, Organisation, OrganisationKind, Person, RoleAssignment
from shiliu.platform.notices import Recipient, kinds, send
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing, Rhythm
from shiliu.platform.notices.sending import due_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("boxes", "told", "noon")]


def tell(to, kind="quiet.news", thread="case:1", **params):
    return send(kind, to=to, thread=thread, params={"what": "lamp", **params}, url="/cases/1/")


def test_a_person_is_told_once_in_the_app_and_by_the_address_of_the_account(alice, noon):
    [notice] = tell(Recipient.person(alice))
    assert (notice.person, notice.thread, notice.at, notice.read_at) == (alice, "case:1", noon, None)
    [item] = Outgoing.objects.all()
    assert (item.channel, item.address, item.urgent) == ("email", "", False)
    assert item.due_at == noon + timedelta(minutes=60)


def test_urgent_notices_are_due_at_once(alice, noon):
    tell(Recipient.person(alice), "urgent.alarm")
    assert Outgoing.objects.get().due_at == noon


def test_without_an_address_a_person_is_told_in_the_app_only(bob):
    tell(Recipient.person(bob))
    assert Notice.objects.count() == 1
    assert not Outgoing.objects.exists()


def test_notices_stand_or_fall_with_what_they_tell(alice):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(Recipient.person(alice))
        raise ZeroDivisionError
    assert not Notice.objects.exists()
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "kind", "due"),
    [
        (Rhythm.GROUPED, "quiet.news", timedelta(hours=1)),
        (Rhythm.EACH, "quiet.news", timedelta()),
        (Rhythm.DAILY, "quiet.news", timedelta(hours=20)),
        (Rhythm.URGENT, "quiet.news", None),
        (Rhythm.URGENT, "urgent.alarm", timedelta()),
        (Rhythm.DAILY, "urgent.alarm", timedelta()),
    ],
)
def test_each_way_has_its_rhythm(alice, noon, rhythm, kind, due):
    ContactChannel.objects.create(person=alice, channel="email", rhythm=rhythm)
    tell(Recipient.person(alice), kind)
    assert [item.due_at - noon for item in Outgoing.objects.all()] == ([] if due is None else [due])


def test_the_daily_letter_of_the_night_leaves_the_same_morning(noon):
    night = noon - timedelta(hours=9)  # 03:00 in Shanghai
    assert due_at(night, Rhythm.DAILY) - night == timedelta(hours=5)


def test_a_way_turned_off_is_not_used_and_others_are_used_beside_the_account(alice):
    ContactChannel.objects.create(person=alice, channel="email", enabled=False)
    ContactChannel.objects.create(person=alice, channel="messenger", address="robot-1")
    tell(Recipient.person(alice))
    assert [(item.channel, item.address) for item in Outgoing.objects.all()] == [("messenger", "robot-1")]


def test_somebody_without_an_account_is_reached_by_mail_or_else_by_telephone():
    [by_mail] = tell(Recipient.contact(email="guest@example.org", phone="13800138000", language="ug"))
    [by_phone] = tell(Recipient.contact(phone="13800138000"))
    assert (by_mail.person, by_mail.language) == (None, "ug")
    assert by_phone.language == "zh-hans"
    assert list(Outgoing.objects.values_list("channel", "address")) == [
        ("email", "guest@example.org"),
        ("sms", "13800138000"),
    ]


def test_a_contact_without_any_address_is_not_dropped_in_silence():
    tell(Recipient.contact())
    assert Delivery.objects.get().reason == Delivery.Reason.NO_WAY


@pytest.fixture
def street():
    district = Area.objects.create(code="d", level="district", names={"zh-hans": "石榴区"})
    return Area.objects.create(code="s", level="street", parent=district, names={"zh-hans": "石榴街道"})


@pytest.fixture
def property_company():
    kind = OrganisationKind.objects.create(code="property", standing="company", names={"zh-hans": "物业"})
    return Organisation.objects.create(code="pc", kind=kind, names={"zh-hans": "石榴物业"})


def test_a_unit_is_everybody_who_handles_for_it_now(alice, bob, noon, property_company):
    carol = Person.objects.create_user(pseudonym="Carol", email="carol@example.org")
    day = timedelta(days=1)
    for person, since, until in (
        (alice, noon - day, None),
        (bob, noon - 2 * day, noon - day),
        (carol, noon + day, None),
    ):
        RoleAssignment.objects.create(
            person=person, role="handler", organisation=property_company, since=since, until=until
        )
    assert [notice.person for notice in tell(Recipient.unit(property_company))] == [alice]


def test_a_role_is_held_for_an_area_and_everything_inside_it(alice, bob, noon, street):
    RoleAssignment.objects.create(person=alice, role="dispatcher", area=street.parent, since=noon)
    RoleAssignment.objects.create(person=bob, role="supervisor", area=street, since=noon)
    assert [notice.person for notice in tell(Recipient.role("dispatcher", street))] == [alice]


def test_a_person_who_holds_a_role_twice_is_told_once(alice, noon, street):
    for area in (street, street.parent):
        RoleAssignment.objects.create(person=alice, role="dispatcher", area=area, since=noon)
    assert len(tell(Recipient.role("dispatcher", street))) == 1


def test_a_unit_without_anybody_is_seen_by_staff(property_company):
    [notice] = tell(Recipient.unit(property_company))
    letter = Delivery.objects.get()
    assert (letter.state, letter.reason, letter.address) == ("undelivered", "nobody", "unit:pc")
    assert letter.enclosed.get().notice == notice


def test_mistakes_of_the_caller_show_at_once(alice):
    to = Recipient.person(alice)
    with pytest.raises(ImproperlyConfigured, match=r"no\.such"):
        send("no.such", to=to, thread="case:1")
    with pytest.raises(KeyError):
        send("quiet.news", to=to, thread="case:1", params={"that": "lamp"})
    with pytest.raises(TypeError, match="what"):
        send("quiet.news", to=to, thread="case:1", params={"what": alice})
    for url in ("https://elsewhere.example/", "//elsewhere.example/", "cases/1/"):
        with pytest.raises(ValueError, match="not a path"):
            send("quiet.news", to=to, thread="case:1", params={"what": "lamp"}, url=url)
    assert not Notice.objects.exists()


def test_moments_days_and_translatable_texts_are_kept_for_later_languages(alice, noon):
    [notice] = tell(
        Recipient.person(alice),
        when=noon,
        day=date(2026, 12, 1),
        state=gettext_lazy("Waiting"),
        unit={"en": "Fire brigade"},
    )
    notice.refresh_from_db()
    assert notice.params == {
        "what": "lamp",
        "when": {"moment": "2026-11-22T04:00:00+00:00"},
        "day": {"day": "2026-12-01"},
        "state": {"message": "Waiting"},
        "unit": {"en": "Fire brigade"},
    }


def test_a_kind_is_registered_once():
    kinds.register_kind("quiet.news", title="About %(what)s", text="Something about %(what)s was done.")
    with pytest.raises(ImproperlyConfigured, match="twice"):
        kinds.register_kind("quiet.news", title="Another", text="")
