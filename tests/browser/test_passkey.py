"""A passkey from sign-up to leaving, with a virtual authenticator in Chromium (WebAuthn over CDP)."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from shiliu.foundation.models import Person
from shiliu.office.people import actions
from shiliu.platform.permissions import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]  # the browser's business, and the library's
PHONE_WITH_FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def add_authenticator(page: Page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_FINGERPRINT})
    return lambda: devtools.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]


def mailed_code() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def sign_out(page: Page):
    page.context.clear_cookies(name="shiliu_session")
    page.goto("/account/login/")


def sign_in_with_passkey(page: Page):
    page.get_by_role("button", name="Sign in with a passkey").click()


def test_somebody_signs_up_with_a_passkey_comes_back_with_it_and_leaves_with_it(open_page):
    page = open_page("/account/signup/")
    keys = add_authenticator(page)
    page.get_by_role("link", name="passkey").click()
    page.get_by_label("Name shown to others").fill("Willow 4711")
    page.get_by_label("E-mail address").fill("willow@example.org")
    page.locator("form[action*='signup'] button[type=submit]").click()
    page.locator("input[name=code]").fill(mailed_code())
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_load_state()  # the last script of the page is what makes the button do something
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Willow 4711")
    person = Person.objects.get()
    assert not person.has_usable_password() and len(keys()) == 1

    sign_out(page)
    sign_in_with_passkey(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Willow 4711")

    page.goto("/me/delete/")
    expect(page).to_have_url(re.compile("reauthenticate"))
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.get_by_label("I understand").check()
    page.get_by_role("button", name="Delete my account now").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    assert not Person.objects.exists()


def test_somebody_with_a_password_adds_a_passkey_and_signs_in_with_it_alone(open_page):
    actions.open_account(
        by=SYSTEM, pseudonym="Fig 1000", language="en", email="fig@example.org", password="long enough 7"
    )
    page = open_page("/account/login/")
    keys = add_authenticator(page)
    page.locator("input[name=login]").fill("fig@example.org")
    page.locator("input[name=password]").fill("long enough 7")
    page.get_by_role("button", name=re.compile("^Sign in$", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile("/me/$"))
    page.goto("/account/2fa/webauthn/add/")
    page.locator("input[name=password]").fill("long enough 7")
    page.locator("form[action*=reauthenticate] button[type=submit], main form button[type=submit]").first.click()
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(re.compile("2fa"))
    expect(page.locator("#mfa_webauthn_add")).to_have_count(0)
    assert len(keys()) == 1

    sign_out(page)
    sign_in_with_passkey(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fig 1000")
