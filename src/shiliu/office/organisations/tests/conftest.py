import pytest
from django.utils import translation

from shiliu.platform.permissions import Actor
from tests.town import person


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def ding(town):
    """The administrator of the whole district."""
    return town.actor("ding")


@pytest.fixture
def bo(town):
    """The administrator of the western community alone."""
    return Actor.of(person("bo", ("administrator", town.places.west)))


@pytest.fixture
def signed_in(client, town):
    """signed_in("ding") or signed_in(actor) is a browser of that person, reading English."""

    def enter_as(who):
        client.force_login(getattr(town.people, who) if isinstance(who, str) else who.person)
        client.cookies["django_language"] = "en"
        return client

    return enter_as
