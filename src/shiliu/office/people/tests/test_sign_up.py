"""Signing up and in, through the pages of django-allauth as our settings, forms and adapter bend them."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from shiliu.foundation.models import Person
from shiliu.office.people import actions
from shiliu.platform import audit
from shiliu.platform.permissions import SYSTEM

GIVEN = {"pseudonym": "Willow 4711", "language": "en", "password1": "long enough 7", "password2": "long enough 7"}


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"


def sign_up(client, **given):
    return client.post(reverse("account_signup"), {**GIVEN, **given})


def sign_in(client, login, password="long enough 7"):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def who(client):
    return client.session.get("_auth_user_id")


def confirm(client, code, address="account_email_verification_sent"):
    return client.post(reverse(address), {"code": code})


def test_somebody_signs_up_by_email_and_is_in_after_typing_the_code(client, mailed_code):
    answer = sign_up(client, email="Willow@Example.org")
    assert answer.url == reverse("account_email_verification_sent") and who(client) is None
    answer = confirm(client, mailed_code())
    person = Person.objects.get(email="willow@example.org")
    assert answer.url == reverse("people:me") and who(client) == str(person.pk)
    assert (person.pseudonym, person.language) == ("Willow 4711", "en")
    assert client.cookies["django_language"].value == "en"
    assert [row.verb for row in audit.rows_by(person)][-1] == "people.joined"


def test_somebody_signs_up_by_phone_alone_and_is_in_after_typing_the_code(client, texts, texted_code):
    assert sign_up(client, phone="138 0013 8000").url == reverse("account_verify_phone")
    assert texts[0][0] == "+8613800138000" and who(client) is None
    confirm(client, texted_code(), "account_verify_phone")
    person = Person.objects.get(phone="+8613800138000")
    assert person.phone_verified and person.email is None and who(client) == str(person.pk)


def test_with_both_addresses_each_is_proven(client, texts, texted_code, mailed_code):
    sign_up(client, phone="13800138000", email="willow@example.org")
    assert confirm(client, texted_code(), "account_verify_phone").url == reverse("account_email_verification_sent")
    assert who(client) is None
    confirm(client, mailed_code())
    assert who(client)


def test_without_any_address_the_form_says_what_is_missing(client):
    answer = sign_up(client)
    assert answer.status_code == 200 and not Person.objects.exists()
    assert "Give a mobile number or an e-mail address" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "110"),
        ("email", "not-an-address"),
        ("pseudonym", "13800138000"),
        ("language", "tlh"),
        ("password1", "12345678"),
    ],
)
def test_a_wrong_field_keeps_the_form_and_makes_nobody(client, field, value):
    answer = sign_up(client, **{"email": "willow@example.org", field: value})
    assert answer.status_code == 200 and answer.context["form"].errors.get(field) and not Person.objects.exists()


def test_the_form_suggests_a_pseudonym_in_the_readers_language(client):
    client.cookies["django_language"] = "zh-hans"
    form = client.get(reverse("account_signup")).context["form"]
    assert "-" in form.fields["pseudonym"].initial and form.fields["language"].initial == "zh-hans"
    assert "username" not in form.fields


def test_the_letter_is_in_the_language_the_person_chose(client):
    sign_up(client, email="willow@example.org", language="zh-hans")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in mail.outbox[-1].body)


@pytest.mark.parametrize(
    "login", ["poplar@example.org", "Poplar@Example.org", "13800138000", "+86 138-0013-8000", "１３８００１３８０００"]
)
def test_one_field_takes_an_email_address_or_a_phone_number(client, member, login):
    person = member(phone="13800138000")
    assert sign_in(client, login).status_code == 302 and who(client) == str(person.pk)


@pytest.mark.parametrize(
    "login", ["poplar@example.org", "13800138000", "nobody@example.org", "13900139000", "what is this"]
)
def test_a_wrong_password_says_the_same_whether_or_not_the_account_exists(client, member, login):
    member(phone="13800138000")
    answer = sign_in(client, login, "wrong")
    assert answer.status_code == 200 and who(client) is None
    text = answer.content.decode()
    assert (
        "No account has this address and this password" in text
        or "Write the e-mail address or the mobile number" in text
    )


def test_wrong_phone_passwords_of_one_number_do_not_lock_out_another(client, member, limits_on):
    member(phone="13800138000")
    for _try in range(10):
        assert sign_in(client, "13911111111", "wrong").status_code == 200
    assert sign_in(client, "13911111111", "wrong").status_code == 429
    sign_in(client, "13800138000")
    assert who(client)


def test_a_forgotten_password_of_a_phone_account_is_replaced_after_coming_in_by_code(
    client, member, texts, texted_code
):
    person = member(email=None, phone="13800138000")
    client.post(reverse("account_request_login_code"), {"phone": "138 0013 8000"})
    confirm(client, texted_code(), "account_confirm_login_code")
    assert who(client) == str(person.pk)
    assert client.post(reverse("people:forget_password")).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": "quite another 8", "password2": "quite another 8"})
    person.refresh_from_db()
    assert person.check_password("quite another 8")


def test_who_came_in_by_password_cannot_throw_the_password_away(client, member):
    person = member()
    sign_in(client, "poplar@example.org")
    assert client.post(reverse("people:forget_password")).status_code == 403
    person.refresh_from_db()
    assert person.has_usable_password()


def test_a_forgotten_password_is_reset_by_a_mailed_code(client, member, mailed_code):
    person = member()
    client.post(reverse("account_reset_password"), {"email": "poplar@example.org"})
    confirm(client, mailed_code(), "account_confirm_password_reset_code")
    client.post(
        reverse("account_complete_password_reset"), {"password1": "quite another 8", "password2": "quite another 8"}
    )
    person.refresh_from_db()
    assert person.check_password("quite another 8")


def test_signing_up_with_a_taken_address_looks_like_any_other_sign_up(client, member, texts):
    member(phone="13800138000")
    assert sign_up(client, email="poplar@example.org").url == reverse("account_email_verification_sent")
    assert "already" in mail.outbox[-1].body
    client.logout()
    assert sign_up(client, phone="13800138000").url == reverse("account_verify_phone")
    assert "already has an account" in texts[-1][1]
    assert Person.objects.count() == 1


def test_an_unfinished_sign_up_keeps_nobody_from_using_the_address(client, client_b, texts, texted_code, mailed_code):
    sign_up(
        client, email="willow@example.org", phone="13800138000", password1="the squatter 9", password2="the squatter 9"
    )
    cache.clear()
    sign_up(client_b, email="willow@example.org", phone="13800138000")
    confirm(client_b, texted_code(), "account_verify_phone")
    confirm(client_b, mailed_code())
    person = Person.objects.get()
    assert person.check_password("long enough 7") and who(client_b) == str(person.pk)


def test_a_number_somebody_else_typed_first_is_free_for_its_holder(client, client_b, texts, texted_code):
    sign_up(client, phone="13800138000", password1="the squatter 9", password2="the squatter 9")
    cache.clear()
    sign_up(client_b, phone="13800138000")
    confirm(client_b, texted_code(), "account_verify_phone")
    assert who(client_b) and Person.objects.get().check_password("long enough 7")


@pytest.fixture
def client_b():
    from django.test import Client

    other = Client()
    other.cookies["django_language"] = "en"
    return other


def test_a_code_for_an_address_somebody_else_typed_opens_no_account(client, client_b):
    sign_up(client, email="willow@example.org", password1="the squatter 9", password2="the squatter 9")
    client_b.post(reverse("account_request_login_code"), {"email": "willow@example.org"})
    assert "sign up for an account" in mail.outbox[-1].body
    assert not Person.objects.exists()


def test_an_unproven_phone_signs_nobody_in(client, texts):
    sign_up(client, phone="13800138000")
    client.logout()
    sign_in(client, "13800138000")
    assert who(client) is None


def test_the_same_form_sent_twice_makes_one_account(client, monkeypatch):
    """The second submit passed its checks before the first was saved; the unique index decides."""
    sign_up(client, email="willow@example.org")
    monkeypatch.setattr(actions, "forget_unproven", lambda **given: None)
    monkeypatch.setattr("allauth.account.forms.flows.manage_email.email_already_exists", lambda value: (value, False))
    client.logout()
    cache.clear()
    assert sign_up(client, email="willow@example.org").url == reverse("account_email_verification_sent")
    assert Person.objects.count() == 1


def test_asking_for_codes_too_fast_is_told_and_never_a_crash(client, texts):
    sign_up(client, phone="13800138000")
    client.logout()
    assert sign_up(client, phone="13800138000").status_code == 429


def test_abandoned_sign_ups_are_swept_after_a_week_and_members_never(client, member, at_noon):
    from datetime import timedelta

    from shiliu.platform.clock import at_time

    member()
    sign_up(client, email="willow@example.org")
    actions.sweep()
    assert Person.objects.count() == 2
    Person.objects.update(date_joined=at_noon)
    with at_time(at_noon + timedelta(days=8)):
        actions.sweep()
    assert Person.objects.get().email == "poplar@example.org"


def test_a_mail_server_that_does_not_answer_loses_nothing(client, monkeypatch, mailed_code):
    monkeypatch.setattr(
        "django.core.mail.message.EmailMessage.send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError())
    )
    answer = sign_up(client, email="willow@example.org")
    assert answer.status_code == 302
    assert "could not be sent" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("mode", "service", "shown"), [("demo", "", True), ("demo", "smtp://mail", False), ("production", "", False)]
)
def test_only_a_demonstration_without_a_mail_service_shows_the_code_on_the_page(
    client, settings, mailed_code, mode, service, shown
):
    settings.MODE, settings.EMAIL_URL = mode, service
    page = client.get(sign_up(client, email="willow@example.org").url).content.decode()
    assert (mailed_code() in page) is shown


def test_a_new_password_ends_the_other_sessions_only(client, client_b, member):
    member()
    sign_in(client, "poplar@example.org")
    sign_in(client_b, "poplar@example.org")
    given = {"oldpassword": "long enough 7", "password1": "quite another 8", "password2": "quite another 8"}
    client.post(reverse("account_change_password"), given)
    assert client.get(reverse("people:me")).status_code == 200
    assert client_b.get(reverse("people:me")).status_code == 302


def test_only_the_command_line_opens_accounts_for_others(town):
    from shiliu.platform.permissions import Refused

    with pytest.raises(Refused):
        actions.open_account(by=town.actor("ding"), pseudonym="Elm 1", language="en", email="elm@example.org")
    assert actions.open_account(by=SYSTEM, pseudonym="Elm 1", language="en", email="elm@example.org").pk
