"""A vote in the west community on four projects that its neighbours wished for, ten of whom live in the house."""

from datetime import date, timedelta

import pytest

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes.models import Vote
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM, Actor
from tests.standing import standing
from tests.town import NOON

DAY = timedelta(days=1)
NAMES = {"zh-hans": "小区花多少钱", "en": "What to build"}
PRICES = {"长椅": 3000, "路灯": 4000, "菜园": 5000, "坡道": 8000}
ENGLISH = {"长椅": "Bench", "路灯": "Lamps", "菜园": "Garden", "坡道": "Ramp"}
PHASES = {"read": (NOON - DAY, NOON), "vote": (NOON, NOON + 5 * DAY), "count": (NOON + 5 * DAY, NOON + 8 * DAY)}
GIVEN = {
    "names": NAMES, "texts": {"zh-hans": "一万元怎么花，大家定。"}, "kind": "approval", "budget": 10_000, "most": 0, "dots": 10,
    "rule": "equal-shares", "completion": "add1u", "tie": "votes,min-cost,lot", "resident_before": date(2026, 3, 1), "phases": PHASES,
}  # fmt: skip
NEIGHBOURS = 12


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    """Keys are files, and outlive the rows of a test."""
    settings.DATA_DIR = tmp_path
    settings.VOTE_FEWEST = 3


@pytest.fixture
def candidates(town):
    """{name: Candidate} of the west community, all of which can be done."""
    rows = standing("vote_candidates", lambda: _candidates(town.places.west))
    return {row.names["zh-hans"]: row for row in rows}


def _candidates(area):
    return [
        Candidate.objects.create(
            area=area, names={"zh-hans": name, "en": ENGLISH[name]}, summary={"zh-hans": f"修{name}。"}, kind="works", origin="unit", state="ready",
            price_low=price, price_high=price, entered_at=NOON - 30 * DAY, longitude=100.001, latitude=40.001,
        )
        for name, price in PRICES.items()
    ]  # fmt: skip


@pytest.fixture
def neighbours(town):
    """Actors of people who live in the house."""
    return [Actor.of(person) for person in standing("vote_neighbours", lambda: _neighbours(town.places.house))]


def _neighbours(house):
    people = [
        Person.objects.create_user(pseudonym=f"n{n}", email=f"n{n}@example.org", password="long enough 7")
        for n in range(NEIGHBOURS)
    ]
    for person in people:
        RoleAssignment.objects.create(person=person, role="resident", area=house, since=NOON - 40 * DAY)
    return people


@pytest.fixture
def draft(town, candidates):
    """draft(**changes) -> a vote in preparation with all four projects on its ballot."""

    def make(**changes):
        vote = actions.create_vote(by=town.actor("ding"), area=town.places.west, **{**GIVEN, **changes})
        for candidate in candidates.values():
            actions.add_item(by=town.actor("ding"), vote=vote, candidate=candidate)
        return vote

    return make


@pytest.fixture
def announced(town, draft):
    return lambda **changes: actions.announce(by=town.actor("ding"), vote=draft(**changes))


@pytest.fixture
def open_vote(announced):
    """open_vote(**changes) -> a vote whose days of voting have begun."""
    return lambda **changes: actions.open_vote(by=SYSTEM, vote=announced(**changes))


@pytest.fixture
def closed(django_capture_on_commit_callbacks):
    """closed(vote) -> the vote after its last moment, counted, and its key destroyed."""

    def close(vote):
        with at_time(NOON + 6 * DAY), django_capture_on_commit_callbacks(execute=True):
            vote = actions.close_vote(by=SYSTEM, vote=vote)
            return actions.count_vote(by=SYSTEM, vote=vote)

    return close


def fresh(vote):
    return Vote.objects.get(pk=vote.pk)


def ballots_of(neighbours, vote, *ballots):
    for actor, ballot in zip(neighbours, ballots, strict=False):
        actions.cast(by=actor, vote=vote, ballot=ballot)
