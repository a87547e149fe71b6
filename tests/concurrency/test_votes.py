"""Many voters at once with presses sent twice, a code used on two phones, and a close among ballots: one person has at most one
counted ballot, none is lost, and there are as many receipts as ballots."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes.actions.voting import Stale
from shiliu.govern.projects.votes.models import BOX, Vote
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor
from shiliu.platform.workflow import NotPossible
from tests.concurrency.test_same_button import at_once
from tests.parts.votes import candidates, opened

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS, AT_ONCE = 60, 16


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def vote(town):
    return opened(town, candidates(town))


def crowd(town):
    people = Person.objects.bulk_create([Person(pseudonym=f"v{n}", email=f"v{n}@example.org") for n in range(VOTERS)])
    since = town.now - timedelta(days=40)
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(person=p, role="resident", area=town.places.house, since=since) for p in people]
    )
    with transaction.atomic():
        return [Actor.of(person) for person in people]


def close(town, vote):
    with at_time(town.now + timedelta(days=6)):
        return actions.close_vote(by=SYSTEM, vote=vote)


def test_many_voters_who_press_again_have_one_ballot_each_and_none_is_lost(town, vote):
    voters, box = crowd(town), boxes.box_of(BOX, vote.pk)

    def votes(n):
        """Presses, loses the answer, presses again; one in four changes the ballot; a late copy of the first press comes last."""
        try:
            with at_time(town.now):
                press = {"by": voters[n], "vote": vote, "verb": "choose", "number": 1 + n % 3}
                for _again in range(2):
                    shown = actions.press(**press, after=0)
                if n % 4 == 0:
                    shown = actions.press(by=voters[n], vote=vote, verb="choose", number=1 + (n + 1) % 3, after=1)
                    with pytest.raises(Stale):
                        actions.press(by=voters[n], vote=vote, verb="drop", number=1 + n % 3, after=1)
                return shown
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        shown = list(threads.map(votes, range(VOTERS)))
    assert boxes.inside(box) == VOTERS
    box_after = boxes.box_of(BOX, close(town, vote).pk)
    wanted = Counter(tuple(sorted({1 + n % 3, *([1 + (n + 1) % 3] if n % 4 == 0 else [])})) for n in range(VOTERS))
    assert Counter(map(tuple, boxes.contents(box_after))) == wanted
    assert sorted(ballot.receipt(box) for ballot in shown) == boxes.receipts(box_after)
    assert box_after.ballots == VOTERS and not secrets.exists(BOX, vote.pk) and settings.DATA_DIR


def test_one_code_on_four_phones_at_once_is_one_ballot(town, vote):
    with transaction.atomic():
        _packet, [code] = actions.hand_out(by=town.actor("zhao"), vote=vote)
    done = at_once(
        town.now, *[lambda n=n: actions.cast(by=ANONYMOUS, vote=vote, ballot=[n], code=code) for n in (1, 2, 3, 1)]
    )
    assert all(type(each).__name__ == "Ballot" for each in done)
    assert boxes.inside(boxes.box_of(BOX, vote.pk)) == 1


def test_a_close_among_ballots_leaves_none_behind_it(town, vote):
    voters, ends = crowd(town)[:6], town.now + timedelta(days=5)

    def late(n):
        return actions.cast(by=voters[n], vote=vote, ballot=[1])

    def closes():
        with at_time(ends):
            return actions.close_vote(by=SYSTEM, vote=vote)

    done = at_once(town.now, *[lambda n=n: late(n) for n in range(6)], closes, closes)
    box = boxes.box_of(BOX, vote.pk)
    assert sorted(type(each).__name__ for each in done[6:]) == ["NotPossible", "Vote"]
    assert all(isinstance(each, NotPossible) or each.content for each in done[:6])
    assert (
        len(boxes.contents(box))
        == len(boxes.receipts(box))
        == sum(not isinstance(each, NotPossible) for each in done[:6])
    )


def test_two_workers_that_count_at_once_write_one_result(town, vote):
    for n, who in enumerate(crowd(town)[:12]):
        with at_time(town.now):
            actions.cast(by=who, vote=vote, ballot=[1 + n % 3])
    vote = close(town, vote)
    done = at_once(town.now, *[lambda: actions.count_vote(by=SYSTEM, vote=vote) for _each in range(2)])
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "Vote"]
    assert Vote.objects.get(pk=vote.pk).result.content["voters"] == 12
