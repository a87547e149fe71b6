"""Changing and removing addresses: both sides are told, other sessions end, nobody locks themselves out."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from shiliu.platform import audit


@pytest.fixture
def entered():
    """entered(login) is a browser whose person has signed in and typed the password again."""

    def enter(login, password="long enough 7"):
        browser = Client()
        browser.cookies["django_language"] = "en"
        browser.post(reverse("account_login"), {"login": login, "password": password})
        browser.post(reverse("account_reauthenticate"), {"password": password})
        return browser

    return enter


def is_in(browser):
    return browser.get(reverse("people:me")).status_code == 200


def test_a_changed_email_address_is_told_to_the_old_and_the_new_and_ends_other_sessions(entered, member, mailed_code):
    person = member()
    browser, other = entered("poplar@example.org"), entered("poplar@example.org")
    browser.post(reverse("account_email"), {"action_add": "", "email": "elm@example.org"})
    person.refresh_from_db()
    assert person.email == "poplar@example.org"
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
    person.refresh_from_db()
    assert person.email == "elm@example.org"
    told = {address for letter in mail.outbox[1:] for address in letter.to}
    assert told == {"poplar@example.org", "elm@example.org"}
    assert is_in(browser) and not is_in(other)
    assert "people.email_changed" in [row.verb for row in audit.rows_by(person)]


def test_a_changed_phone_number_is_told_to_the_old_and_the_new_and_ends_other_sessions(
    entered, member, texts, texted_code
):
    person = member(phone="13800138000")
    browser, other = entered("13800138000"), entered("13800138000")
    assert browser.post(reverse("account_change_phone"), {"phone": "139 0013 9000"}).url == reverse(
        "account_verify_phone"
    )
    browser.post(reverse("account_verify_phone"), {"code": texted_code()})
    person.refresh_from_db()
    assert person.phone == "+8613900139000" and person.phone_verified
    assert {number for number, text in texts[1:]} == {"+8613800138000", "+8613900139000"}
    assert mail.outbox[-1].to == ["poplar@example.org"] and "mobile number" in mail.outbox[-1].subject
    assert is_in(browser) and not is_in(other)


def test_without_an_email_address_a_change_is_told_by_text_message(entered, member, texts):
    member(email=None, phone="13800138000")
    browser = entered("13800138000")
    given = {"oldpassword": "long enough 7", "password1": "quite another 8", "password2": "quite another 8"}
    browser.post(reverse("account_change_password"), given)
    assert [number for number, text in texts] == ["+8613800138000"]


def test_the_only_way_to_sign_in_cannot_be_removed(entered, member):
    by_mail, by_phone = member(), member("Elm 1", email=None, phone="13800138000")
    entered("poplar@example.org").post(reverse("account_email"), {"action_remove": "", "email": "poplar@example.org"})
    answer = entered("13800138000").post(reverse("people:remove_phone"), follow=True)
    assert "your only way to sign in" in answer.content.decode()
    by_mail.refresh_from_db(), by_phone.refresh_from_db()
    assert by_mail.email and by_phone.phone


def test_one_of_two_addresses_may_go(entered, member, texts):
    person = member(phone="13800138000")
    browser = entered("13800138000")
    browser.post(reverse("account_email"), {"action_remove": "", "email": "poplar@example.org"})
    person.refresh_from_db()
    assert person.email is None and is_in(browser)
    assert mail.outbox[-1].to == ["poplar@example.org"]
    second = member("Elm 1", email="elm@example.org", phone="13900139000")
    browser = entered("13900139000")
    browser.post(reverse("people:remove_phone"))
    second.refresh_from_db()
    assert second.phone is None and is_in(browser)


def test_removing_a_number_asks_for_the_password_again(client, member):
    person = member(phone="13800138000")
    client.post(reverse("account_login"), {"login": "13800138000", "password": "long enough 7"})
    assert client.post(reverse("people:remove_phone")).url.startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.phone


def test_name_and_language_are_corrected_and_the_site_speaks_the_new_language(entered, member):
    person = member()
    browser = entered("poplar@example.org")
    browser.post(reverse("people:edit"), {"pseudonym": "胡杨-4711", "language": "zh-hans"})
    person.refresh_from_db()
    assert (person.pseudonym, person.language) == ("胡杨-4711", "zh-hans")
    assert browser.cookies["django_language"].value == "zh-hans"
    answer = browser.post(reverse("people:edit"), {"pseudonym": "居委会主任", "language": "zh-hans"})
    assert answer.status_code == 200 and answer.context["form"].errors["pseudonym"]


def test_my_page_needs_an_account_and_shows_only_what_is_mine(client, entered, member):
    assert client.get(reverse("people:me")).url.startswith(reverse("account_login"))
    member()
    page = entered("poplar@example.org").get(reverse("people:me")).content.decode()
    assert "Poplar 1234" in page and "poplar@example.org" in page and "You have no role yet" in page
