"""Groups and statistics beside red-dwarf: the same labels, the same statistics to 1e-9, the same statements picked."""

import numpy as np
import pytest
from reddwarf.implementations import polis

from shiliu.methods.bridging import gather
from shiliu.methods.bridging.groups import find_groups
from shiliu.methods.bridging.space import opinion_space
from shiliu.methods.bridging.statistics import agreed_by_all, count, measures, representative

pytestmark = [pytest.mark.peer, pytest.mark.once]


def conversation(seed, people, statements, camps):
    """Votes of people of some camps, of which a part is missing; nobody's id is its index."""
    random = np.random.default_rng(seed)
    lean = random.uniform(0.05, 0.95, size=(camps, statements))
    shared = random.random(statements) < 0.3
    lean[:, shared] = random.choice([0.08, 0.92], size=shared.sum())
    camp = random.integers(camps, size=people)
    draw = random.random((people, statements))
    value = np.where(draw < lean[camp] * 0.85, 1, np.where(draw < 0.85, -1, 0))
    who, what = np.nonzero(random.random((people, statements)) < random.uniform(0.3, 0.9))
    return who * 3 + 1, what + 2, value[who, what]


def both(who, what, value, without=()):
    rows = [
        {"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0}
        for p, s, v in zip(who, what, value, strict=True)
    ]
    # Left to itself the peer takes a random SVD for larger matrices: off by some 1e-5 and different each time.
    peer = polis.run_pipeline(votes=rows, mod_out_statement_ids=list(without), reducer_kwargs={"svd_solver": "full"})
    votes = gather(who, what, value)
    space = opinion_space(votes, without=without)
    often = np.diff(votes.starts) >= 7
    grouping = find_groups(space.places[often])
    return peer, votes, space, often, grouping


@pytest.mark.parametrize("seed", range(8))
def test_space_groups_and_picked_statements_are_those_of_the_peer(seed):
    random = np.random.default_rng(seed)
    who, what, value = conversation(seed, int(random.integers(60, 900)), int(random.integers(15, 130)), 2 + seed % 3)
    without = [int(what[0])] if seed % 2 else []
    peer, votes, space, often, grouping = both(who, what, value, without)

    assert np.allclose(space.places, np.array(list(peer.participant_projections.values())), atol=1e-7)
    assert np.allclose(space.pull, peer.statements_df["extremity"], atol=1e-7)
    people = peer.participants_df
    assert (grouping.labels == people.loc[people["to_cluster"], "cluster_id"].to_numpy(dtype=int)).all()

    labels = np.full(votes.shape[0], -1)
    labels[often] = grouping.labels
    counts = count(votes, labels, len(grouping.centres))
    found = measures(counts)
    allowed = np.array([name not in without for name in votes.statements])
    for side, title in enumerate(("agree", "disagree")):
        assert np.allclose(found.informed[side], peer.statements_df[f"group-aware-consensus-{title}"], atol=1e-12)
    for group in range(len(grouping.centres)):
        stats = peer.group_comment_stats.loc[group]
        columns = [("pa", "pat", "ra", "rat"), ("pd", "pdt", "rd", "rdt")]
        for side, names in enumerate(columns):
            for array, name in zip((found.share, found.share_z, found.ratio, found.ratio_z), names, strict=True):
                assert np.allclose(array[side, group], stats[name], atol=1e-9), name
        ours = [
            (votes.statements[p.statement], "agree" if p.agree else "disagree")
            for p in representative(found, counts, allowed, group)
        ]
        assert ours == [(row["tid"], row["repful-for"]) for row in peer.repness[group]]

    everybody = count(votes, np.zeros(votes.shape[0], dtype=int), 1)
    for ours, title in zip(agreed_by_all(everybody, allowed), ("agree", "disagree"), strict=True):
        assert [votes.statements[pick.statement] for pick in ours] == [row["tid"] for row in peer.consensus[title]]
