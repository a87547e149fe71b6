"""What tests of the resident's and the public pages share: filling in the form of four steps, publishing."""

import pytest
from django.conf import settings
from django.test import Client

from shiliu.govern.cases import moderation


@pytest.fixture
def visitor():
    """visitor(person=None, language="en") -> a browser of its own, signed in as `person` if given."""

    def open_browser(person=None, language="en"):
        browser = Client()
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if person is not None:
            browser.force_login(person)
        return browser

    return open_browser


@pytest.fixture
def guest(visitor):
    return visitor()


@pytest.fixture
def filled():
    """filled(**changes) -> everything the form of four steps sends with its last button."""

    def fill(**changes):
        return {
            "step": "check", "go": "send", "kind": "help", "category": "street_lamp", "area": "house", "find": "",
            "latitude": "", "longitude": "", "place_note": "East gate", "text": "It has been dark for three nights. Please mend it.",
            "title": "", "may_publish": "yes", "submission": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f", **changes,
        }  # fmt: skip

    return fill


@pytest.fixture
def published(town, raise_need):
    """published(title=…, **changes) -> a case neighbours can read."""

    def publish(title="Dark lamp at the gate", text="It has been dark for three nights.", by=None, **changes):
        case = raise_need(by=by, **changes).case
        return moderation.publish(by=town.actor("lin"), case=case, title=title, text=text)

    return publish
