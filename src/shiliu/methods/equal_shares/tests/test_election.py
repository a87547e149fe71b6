"""Ballots become an election: equal ones are counted once, in an order that nothing but their contents decides."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.equal_shares import Election

pytestmark = pytest.mark.once
few = settings(max_examples=settings.default.max_examples // 4)


def ballots_of(rng, projects, kind):
    """Many that begin alike and part late, beyond what one number of 63 bits holds; some are empty."""
    stems = [rng.sample(projects, rng.randint(0, len(projects))) for _stem in range(3)]
    for _ballot in range(rng.randint(1, 25)):
        stem = rng.choice(stems)
        named = stem[: rng.choice([len(stem), rng.randint(0, len(stem))])]
        rest = [project for project in projects if project not in named]
        named = named + rng.sample(rest, rng.choice([0, 0, min(1, len(rest))]))
        yield {project: rng.randint(0, 2) for project in named} if kind == "cumulative" else named


@few
@given(st.integers(0, 2**32), st.sampled_from(["approval", "ordinal", "cumulative"]))
def test_an_election_holds_every_ballot_once_with_its_number_in_the_order_of_contents(seed, kind):
    rng = Random(seed)
    projects = [f"p{at}" for at in range(rng.choice([1, 3, 40]))]
    ballots = list(ballots_of(rng, projects, kind))
    election = Election.of(budget=10, costs=dict.fromkeys(projects, 1), ballots=ballots, kind=kind)

    at = projects.index
    wanted = Counter()
    for ballot in ballots:
        if kind == "cumulative":
            entries = sorted((at(project), Fraction(points)) for project, points in ballot.items() if points)
        else:
            entries = [(at(project),) for project in ballot]
            entries = sorted(entries) if kind == "approval" else entries
        if entries:
            wanted[tuple(entries)] += 1
    found = {}
    for i in range(election.ballots):
        part = slice(election.start[i], election.start[i + 1])
        points = (
            ()
            if election.points is None
            else [value * election.points_unit for value in election.points[part].tolist()]
        )
        columns = [election.project[part].tolist(), points][: 2 if kind == "cumulative" else 1]
        found[tuple(zip(*columns, strict=True))] = int(election.times[i])
    assert found == dict(wanted)
    assert list(found) == sorted(found)
    assert election.voters == len(ballots)


@few
@given(st.integers(0, 2**32))
def test_the_order_in_which_ballots_come_does_not_change_the_election(seed):
    rng = Random(seed)
    projects = [f"p{at}" for at in range(12)]
    ballots = list(ballots_of(rng, projects, "approval"))
    once, again = (
        Election.of(budget=10, costs=dict.fromkeys(projects, 1), ballots=[rng.sample(b, len(b)) for b in cast])
        for cast in (ballots, rng.sample(ballots, len(ballots)))
    )
    assert (once.project.tolist(), once.start.tolist(), once.times.tolist()) == (
        again.project.tolist(),
        again.start.tolist(),
        again.times.tolist(),
    )
