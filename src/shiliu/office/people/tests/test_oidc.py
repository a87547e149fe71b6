"""Coming in through another service (OpenID Connect), which sends more than we want to know."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse

from shiliu.foundation.models import Person
from shiliu.office.people.adapter import SocialAccountAdapter

SERVICE = {
    "provider_id": "city",
    "name": "City account",
    "client_id": "shiliu",
    "secret": "s" * 32,
    "settings": {"server_url": "https://id.example.org"},
}
TOLD = {
    "sub": "4711",
    "name": "Real Name",
    "picture": "https://id.example.org/face.jpg",
    "phone_number": "+8613800138000",
}


class Service:
    """Answers like the other side, without a network."""

    def __init__(self, told):
        self.told = told
        self.headers = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def get(self, url, **given):
        if "well-known" in url:
            ends = {
                name: f"https://id.example.org/{name}"
                for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
            }
            return self.answer({**ends, "issuer": "https://id.example.org"})
        return self.answer(self.told)

    def request(self, method, url, **given):
        return self.answer({"access_token": "t", "token_type": "bearer"})

    post = request

    @staticmethod
    def answer(data):
        return SimpleNamespace(
            json=lambda: data,
            status_code=200,
            raise_for_status=lambda: None,
            headers={"content-type": "application/json"},
        )


@pytest.fixture
def come_in(client, settings, monkeypatch):
    """come_in(**what the service tells more) drives the browser through the service and back; returns the last answer."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [SERVICE]}}
    client.cookies["django_language"] = "en"

    def go(**told):
        monkeypatch.setattr(SocialAccountAdapter, "get_requests_session", lambda self: Service({**TOLD, **told}))
        away = client.post(reverse("openid_connect_login", args=["city"]))
        assert away.url.startswith("https://id.example.org/authorization_endpoint")
        state = parse_qs(urlsplit(away.url).query)["state"][0]
        return client.get(reverse("openid_connect_callback", args=["city"]), {"code": "x", "state": state})

    return go


def test_a_newcomer_chooses_a_pseudonym_and_nothing_else_is_kept(client, come_in):
    answer = come_in(email="real@example.org", email_verified=True)
    assert answer.url == reverse("socialaccount_signup")
    form = client.get(answer.url).context["form"]
    assert "Real" not in str(form.initial) and "password1" not in form.fields
    answer = client.post(
        reverse("socialaccount_signup"), {"pseudonym": "Fig 1000", "language": "en", "email": "real@example.org"}
    )
    person = Person.objects.get()
    assert answer.url == reverse("people:me") and client.session["_auth_user_id"] == str(person.pk)
    assert (person.pseudonym, person.phone, person.has_usable_password()) == ("Fig 1000", None, False)
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("4711", {}) and not SocialToken.objects.exists()
    assert EmailAddress.objects.get().verified


def test_without_any_address_the_service_alone_lets_the_person_in(client, come_in):
    come_in()
    answer = client.post(reverse("socialaccount_signup"), {"pseudonym": "Fig 1000", "language": "en"})
    assert answer.url == reverse("people:me") and client.session["_auth_user_id"]
    client.logout()
    assert come_in().url == reverse("people:me") and Person.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}


def test_an_address_the_service_did_not_check_is_proven_by_code(client, come_in):
    come_in(email="real@example.org", email_verified=False)
    answer = client.post(
        reverse("socialaccount_signup"), {"pseudonym": "Fig 1000", "language": "en", "email": "real@example.org"}
    )
    assert answer.url == reverse("account_email_verification_sent") and "_auth_user_id" not in client.session


def test_the_same_address_at_the_service_opens_no_existing_account(client, come_in, member):
    person = member(email="real@example.org")
    come_in(email="real@example.org", email_verified=True)
    answer = client.post(
        reverse("socialaccount_signup"), {"pseudonym": "Fig 1000", "language": "en", "email": "real@example.org"}
    )
    assert "_auth_user_id" not in client.session and answer.status_code in {200, 302}
    assert Person.objects.get() == person and not SocialAccount.objects.exists()
