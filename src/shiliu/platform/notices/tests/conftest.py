"""A site with three boxes instead of channels, two kinds of notices, and a few people."""

from datetime import UTC, datetime, timedelta

import pytest

from shiliu.foundation.models import Area, Person, RoleAssignment
from shiliu.platform.clock import at_time, now
from shiliu.platform.notices import channels, kinds
from shiliu.platform.notices.tests.boxes import NAMES
from shiliu.platform.permissions import Actor

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # in Shanghai


@pytest.fixture
def boxes(settings):
    """The channels by name: email, sms, messenger; empty."""
    settings.NOTICE_CHANNELS = list(NAMES)
    settings.SITE_URL = "https://shiliu.example"
    settings.NOTICE_DIGEST_MINUTES = 60
    channels._made.cache_clear()
    yield channels.channels()
    channels._made.cache_clear()


@pytest.fixture
def told(monkeypatch):
    """Registers two kinds: quiet.news and urgent.alarm, both about %(what)s."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register_kind("quiet.news", title="About %(what)s", text="Something about %(what)s was done.")
    kinds.register_kind("urgent.alarm", title="Hurry: %(what)s", text="Act on %(what)s now.", urgent=True)


@pytest.fixture
def noon():
    with at_time(NOON):
        yield NOON


@pytest.fixture
def alice(db):
    return Person.objects.create_user(pseudonym="Alice", email="alice@example.org", language="en")


@pytest.fixture
def bob(db):
    return Person.objects.create_user(pseudonym="Bob", phone="+8613800138000", language="en")


@pytest.fixture
def as_alice(alice):
    return Actor.of(alice)


@pytest.fixture
def reader(client, alice):
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def administrator(client):
    person = Person.objects.create_user(pseudonym="Admin", email="admin@example.org")
    district = Area.objects.create(code="d", level="district", names={"zh-hans": "石榴区"})
    RoleAssignment.objects.create(person=person, role="administrator", area=district, since=now() - timedelta(days=1))
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client
