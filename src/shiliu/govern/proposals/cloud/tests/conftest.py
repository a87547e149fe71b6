"""Gulnar proposes benches for the court; the rest of the neighbours live in the same house, Chen elsewhere."""

from types import SimpleNamespace

import pytest

from shiliu.foundation.models import Person
from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.platform.permissions import Actor
from tests.standing import standing
from tests.town import person

TITLE, TEXT = "院子里装长椅", "院子里没有地方坐，老人走到门口就累了。建议在两棵树下各装一张有靠背的长椅。"


def build(town):
    neighbours = [person(f"neighbour{number}", ("resident", town.places.house)).pk for number in range(6)]
    actions.configuring.set_rule(by=town.actor("ding"), area=town.places.court, threshold=4, unit="city")
    draft = actions.draft(
        by=town.actor("gulnar"), area=town.places.court, topic="ease", title=TITLE, text=TEXT, point=(100.01, 40.01)
    )
    return SimpleNamespace(neighbours=neighbours, draft=draft.pk)


@pytest.fixture
def yard(town):
    """SimpleNamespace(draft, neighbours: actors); four must support a proposal for the court, and the unit "city" answers."""
    made = standing("proposals", lambda: build(town))
    people = Person.objects.in_bulk(made.neighbours)
    return SimpleNamespace(
        draft=Proposal.objects.get(pk=made.draft),
        neighbours=[Actor.of(people[pk]) for pk in made.neighbours],
        town=town,
    )


@pytest.fixture
def bench(yard):
    """The proposal of benches, open."""
    return actions.open_proposal(by=yard.town.actor("gulnar"), proposal=yard.draft)


@pytest.fixture
def reached(bench, yard):
    """The same with enough support, waiting for the answer of the unit "city"."""
    for neighbour in yard.neighbours[:4]:
        actions.support(by=neighbour, proposal=bench)
    return Proposal.objects.get(pk=bench.pk)


ACCEPTED = {
    "outcome": "accepted", "reasons": "树下有地方，钱也有。", "cost_low": 4000, "cost_high": 6000,
}  # fmt: skip
