"""Sun asks what should become of the empty corner; Gulnar and many neighbours live there, Chen elsewhere."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.govern.proposals.deliberation import actions
from shiliu.govern.proposals.deliberation.models import DeliberationTopic
from shiliu.platform.permissions import Actor
from tests.standing import standing
from tests.town import NOON

MANY = 24
SEEDS = ("角落应该种树", "角落应该停自行车", "孩子需要玩的地方", "晚上要安静")
DAY = timedelta(days=1)


def neighbours_of(house, count, first=0):
    """Actors of so many people who live in a house; made at once, without a password, since nobody signs in as them."""
    named = [
        Person(pseudonym=f"crowd{number}", email=f"crowd{number}@example.org") for number in range(first, first + count)
    ]
    people = Person.objects.bulk_create(named)
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(person=one, role="resident", area=house, since=NOON - 30 * DAY) for one in people]
    )
    return [one.pk for one in people]


def build(town):
    sun = town.actor("sun")
    topic = actions.draft(
        by=sun,
        area=town.places.court,
        question="空着的角落做什么用？",
        promise="居委会十天内答复，最多花两万元。",
        unit="city",
        least=5,
    )
    seeds = [actions.seed(by=sun, topic=topic, text=text).pk for text in SEEDS]
    return SimpleNamespace(topic=topic.pk, seeds=seeds, neighbours=neighbours_of(town.places.house, MANY))


@pytest.fixture
def corner(town):
    """SimpleNamespace(draft, seeds: statements, neighbours: actors, town); no number is about fewer than five."""
    made = standing("deliberation", lambda: build(town))
    people = Person.objects.in_bulk(made.neighbours)
    draft = DeliberationTopic.objects.select_related("area", "unit").get(pk=made.topic)
    seeds = {row.pk: row for row in draft.statements.select_related("topic__area")}
    return SimpleNamespace(
        draft=draft, seeds=[seeds[key] for key in made.seeds], town=town, neighbours=[Actor.of(people[pk]) for pk in made.neighbours]
    )  # fmt: skip


@pytest.fixture
def asked(corner):
    """The same, open: ten days of writing, twenty of answering."""
    now = corner.town.now
    return actions.open_topic(
        by=corner.town.actor("sun"), topic=corner.draft, writing_ends_at=now + 10 * DAY, ends_at=now + 20 * DAY
    )


def fresh(topic):
    return DeliberationTopic.objects.select_related("area", "unit").get(pk=topic.pk)
