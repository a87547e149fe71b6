"""`shiliu make_administrator`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shiliu.foundation.models import Person
from shiliu.platform.permissions import Actor


def run(**options):
    out = StringIO()
    call_command("make_administrator", stdout=out, **options)
    return out.getvalue()


def test_a_new_administrator_gets_an_account_and_a_password(town, client):
    from django.urls import reverse

    said = run(email="boss@example.org", area="district", language="en")
    person = Person.objects.get(email="boss@example.org")
    assert Actor.of(person).has_role("administrator")
    client.post(reverse("account_login"), {"login": "boss@example.org", "password": said.split()[-1]})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_somebody_who_has_an_account_keeps_it(town, member):
    person = member(phone="13800138000")
    said = run(phone="138 0013 8000", area="west")
    assert Actor.of(person).has_role("administrator") and "password" not in said


def test_a_stranger_who_typed_the_address_first_gains_nothing(town):
    stranger = Person.objects.create_user(pseudonym="Stranger", email="boss@example.org", password="squatter 99")
    run(email="boss@example.org", area="district")
    assert not Person.objects.filter(pk=stranger.pk).exists()
    assert Actor.of(Person.objects.get(email="boss@example.org")).has_role("administrator")


@pytest.mark.parametrize(
    "options",
    [
        {"email": "boss@example.org", "area": "nowhere"},
        {"email": "not an address", "area": "district"},
        {"phone": "110", "area": "district"},
        {"email": "boss@example.org", "area": "district", "name": "Admin"},
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_left_behind(town, options):
    before = Person.objects.count()
    with pytest.raises(CommandError):
        run(**options)
    assert Person.objects.count() == before


def test_the_same_order_twice_is_refused_with_the_reason(town):
    run(email="boss@example.org", area="district")
    with pytest.raises(CommandError, match="already"):
        run(email="boss@example.org", area="district")


def test_the_doctor_names_a_district_nobody_administers(town):
    from shiliu.office.people import health

    assert [finding.level for finding in health.administrators()] == ["fine"]
    town.people.ding.roles.all().delete()
    (finding,) = health.administrators()
    assert finding.level == "error" and "--area district" in finding.text


def test_the_doctor_says_when_no_text_messages_leave_a_real_site(settings):
    from shiliu.office.people import health

    settings.PRODUCTION, settings.SMS_APPRISE_URL = True, ""
    assert len(list(health.text_messages())) == 1
    settings.SMS_APPRISE_URL = "jsons://sms.example.org/{phone}"
    assert not list(health.text_messages())
