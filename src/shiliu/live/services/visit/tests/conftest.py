"""Windows of the town, where the card of the west is decided by the street, which has a window of its own."""

import uuid

import pytest
from django.utils import translation

from shiliu.live.services.catalogue.models import HandOff
from shiliu.live.services.visit import actions, queries
from shiliu.live.services.windows.tests.town_windows import counters
from shiliu.platform.permissions import Actor
from tests.town import person

__all__ = ["counters"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def decided_by_the_street(town, item):
    """The card goes from the community to the street office, which decides; the fire brigade of the district checks."""
    item.level, item.decided_by = "street", town.units.street_office.kind
    item.save()
    HandOff.objects.create(item=item, level="community", kind=town.units.committee.kind, part="accepts")
    HandOff.objects.create(item=item, level="district", kind=town.units.fire.kind, part="checks")
    return item


@pytest.fixture
def card(town, counters):
    return decided_by_the_street(town, counters.items.card)


@pytest.fixture
def clerk(town, card):
    """Works at the window of the street office."""
    return Actor.of(person("clerk", ("window_worker", town.units.street_office)))


@pytest.fixture
def hand(town, counters, card):
    """hand(papers=["photo"]) -> a HandOver from the west to the street window"""

    def make(papers=("photo",), target="", key=None):
        target = target or f"window:{counters.street.pk}"
        given = {"item": card, "target": target, "papers": papers, "key": key or uuid.uuid4()}
        made = actions.hand_over(by=town.actor("zhao"), window=counters.west, **given)
        return queries.hand_overs().get(pk=made.pk)

    return make
