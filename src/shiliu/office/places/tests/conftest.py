import pytest
from django.utils import translation

from shiliu.office.places import actions
from shiliu.platform import maps
from shiliu.platform.permissions import Actor
from tests.town import person


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def ding(town):
    """The administrator of the whole district."""
    maps.changed()
    return town.actor("ding")


@pytest.fixture
def bo(town):
    """The administrator of the western community alone."""
    return Actor.of(person("bo", ("administrator", town.places.west)))


@pytest.fixture
def zi(town):
    """The administrator of the eastern community: the outsider."""
    return Actor.of(person("zi", ("administrator", town.places.east)))


@pytest.fixture
def enter(ding):
    """enter(code, level, parent, **more) makes an area."""

    def make(code, level, parent, **more):
        names = {"zh-hans": f"{code}名", "en": code.title()}
        return actions.create_area(by=ding, code=code, level=level, parent=parent, names=names, **more)

    return make


@pytest.fixture
def signed_in(client, town):
    """signed_in("ding") or signed_in(actor) is a browser of that person, reading English."""

    def enter_as(who):
        client.force_login(getattr(town.people, who) if isinstance(who, str) else who.person)
        client.cookies["django_language"] = "en"
        return client

    return enter_as
