"""Equal shares, Phragmén and the greedy rule beside pabutools, on random small elections read by both from the same .pb text."""

import random

import pytest
from pabutools.election import Additive_Borda_Sat, Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)

from shiliu.methods.equal_shares import count, parse

pytestmark = [pytest.mark.peer, pytest.mark.once]

TRIES = 30
THEIRS = {
    "cost": Cost_Sat,
    "cardinality": Cardinality_Sat,
    "borda": Additive_Borda_Sat,
    "points": Additive_Cardinal_Sat,
}


def election(seed, vote_type):
    """A .pb text in which ties and voters without money are frequent. Every project has a vote (see the last test)."""
    rng = random.Random(seed)
    ids = [f"p{number}" for number in range(rng.randint(2, 9))]
    lines = [
        "META",
        "key;value",
        f"budget;{rng.randint(10, 60)}",
        f"vote_type;{vote_type}",
        "PROJECTS",
        "project_id;cost",
    ]
    lines += [f"{key};{rng.randint(1, 20)}" for key in ids]
    points = vote_type == "cumulative"
    lines += ["VOTES", "voter_id;vote;points" if points else "voter_id;vote"]
    ballots = [[key, rng.choice(ids)] for key in ids]
    ballots += [rng.sample(ids, rng.randint(int(points), len(ids))) for _voter in range(rng.randint(1, 25))]
    for voter, ballot in enumerate(ballots):
        ballot = list(dict.fromkeys(ballot))
        cells = [str(voter), ",".join(ballot)]
        lines.append(";".join(cells + [",".join(str(rng.randint(1, 4)) for _ in ballot)] * points))
    text = "\n".join(lines) + "\n"
    return parse(text).election, *parse_pabulib_from_string(text)


def names(outcome):
    return {project.name for project in outcome}


@pytest.mark.parametrize(
    ("vote_type", "satisfaction"),
    [
        ("approval", "cost"),
        ("approval", "cardinality"),
        ("ordinal", "borda"),
        ("ordinal", "cost"),
        ("cumulative", "points"),
        ("cumulative", "cardinality"),
    ],
)
def test_equal_shares_and_their_completions_choose_the_same(vote_type, satisfaction):
    for seed in range(TRIES):
        ours, instance, profile = election(seed, vote_type)
        words = {"satisfaction": satisfaction, "tie": ["id"]}
        their = THEIRS[satisfaction]
        plain = method_of_equal_shares(instance, profile, sat_class=their)
        assert [project.name for project in plain] == list(count(ours, **words).winners), seed
        raised = method_of_equal_shares(instance, profile, sat_class=their, voter_budget_increment=1)
        assert names(raised) == set(count(ours, completion="add1e", **words).winners), seed
        if satisfaction != "borda":  # a last rank is a vote without satisfaction: they add it, we do not
            filled = greedy_utilitarian_welfare(instance, profile, sat_class=their, initial_budget_allocation=plain)
            assert names(filled) == set(count(ours, completion="utilitarian", **words).winners), seed


def test_add1_that_stops_only_when_the_budget_is_overspent_chooses_the_same():
    for seed in range(TRIES):
        ours, instance, profile = election(seed, "approval")
        raised = exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            {"sat_class": Cost_Sat},
            exhaustive_stop=False,
            budget_step=ours.voters,
        )
        assert names(raised) == set(count(ours, completion="add1", tie=["id"]).winners), seed


def test_phragmen_and_the_greedy_rule_choose_the_same():
    for seed in range(2 * TRIES):
        ours, instance, profile = election(seed, "approval")
        assert names(sequential_phragmen(instance, profile)) == set(count(ours, "phragmen", tie=["id"]).winners), seed
        for satisfaction in ("cost", "cardinality"):
            found = count(ours, "greedy-per-cost", satisfaction=satisfaction, tie=["id"]).winners
            greedy = greedy_utilitarian_welfare(instance, profile, sat_class=THEIRS[satisfaction])
            assert [project.name for project in greedy] == list(found), seed


def test_they_also_buy_what_nobody_wants_and_end_by_recursion():
    """Two places where we mean to differ: money left is not spent on what has no vote, and 1,200 winners are no error."""
    text = "META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\na;4\nunwanted;5\nVOTES\nvoter_id;vote\n1;a\n"
    instance, profile = parse_pabulib_from_string(text)
    assert names(greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)) == {"a", "unwanted"}
    assert count(parse(text).election, "greedy").winners == ("a",)
    rows = "".join(f"p{number};1\n" for number in range(1200))
    text = (
        f"META\nkey;value\nbudget;1200\nvote_type;approval\nPROJECTS\nproject_id;cost\n{rows}VOTES\nvoter_id;vote\n1;"
    )
    text += ",".join(f"p{number}" for number in range(1200)) + "\n"
    with pytest.raises(RecursionError):
        method_of_equal_shares(*parse_pabulib_from_string(text), sat_class=Cost_Sat)
    assert len(count(parse(text).election).winners) == 1200
