import re

import pytest
from django.core import mail
from django.core.cache import cache

from shiliu.office.people import adapter
from shiliu.platform.permissions import SYSTEM


@pytest.fixture(autouse=True)
def no_rates_left_over(db):
    """allauth counts tries in the cache, which outlives a test that is rolled back on another connection."""
    cache.clear()


@pytest.fixture(autouse=True)
def letters_leave_at_once(monkeypatch):
    """Tests run inside one transaction that never commits; what waits for the commit happens at once."""
    monkeypatch.setattr(adapter.transaction, "on_commit", lambda act: act())


@pytest.fixture
def texts(monkeypatch):
    """[(number, text)] of the text messages sent."""
    sent = []
    monkeypatch.setattr(adapter, "send_text", lambda phone, text: sent.append((phone, text)) or True)
    return sent


@pytest.fixture
def member(db):
    """member(name, email=…, phone=…, password=…) is a person whose addresses are proven."""
    from shiliu.office.people import actions

    def make(name="Poplar 1234", *, email="poplar@example.org", phone=None, password="long enough 7", language="en"):
        return actions.open_account(
            by=SYSTEM, pseudonym=name, language=language, email=email, phone=phone, password=password
        )

    return make


@pytest.fixture
def mailed_code():
    """The code in the newest letter."""

    def read():
        return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]

    return read


@pytest.fixture
def texted_code(texts):
    def read():
        return re.search(r"\b\d{6}\b", texts[-1][1])[0]

    return read
