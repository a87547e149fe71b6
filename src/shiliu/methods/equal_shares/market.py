"""The election as the rules compute with it: who supports which project, and how much it is worth to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from shiliu.methods.equal_shares.election import Election, Integers
from shiliu.methods.inputs import BadInput

Floats = npt.NDArray[np.float64]

SATISFACTIONS = ("cost", "cardinality", "points", "borda", "borda+1")
USUAL = {"approval": "cost", "ordinal": "borda", "cumulative": "points", "cardinal": "points"}
TIES = ("votes", "min-cost", "max-cost", "id", "file")


class Market:
    """Supporters of each project. A voter's satisfaction with a project is `score` × `worth`: `score` is 1 for every supporter unless
    ballots tell projects apart (then `scores` is not None), `worth` is one number a project.

    who[p]      indexes of the ballots that support p (int64)
    weight[p]   by how many voters each was cast (float64, whole)
    scores[p]   their scores (float64, whole), or scores is None
    total[p]    sum of weight × score (int)
    votes[p]    sum of weight: how many voters support it (int)"""

    def __init__(self, election: Election, satisfaction: str) -> None:
        self.election = election
        self.satisfaction = satisfaction
        entry = _scores(election, satisfaction)
        sizes = np.diff(election.start)
        ballot = np.repeat(np.arange(election.ballots), sizes)
        project = election.project
        if entry is not None and not entry.all():
            ballot, project, entry = ballot[entry > 0], project[entry > 0], entry[entry > 0]
            sizes = np.bincount(ballot, minlength=election.ballots)
        self.start: Integers = np.concatenate(([0], np.cumsum(sizes)))
        self.project = project
        self.entry_scores = entry
        count = len(election.ids)
        small = project.astype(np.uint16) if count < 2**16 else project
        order = np.argsort(small, kind="stable")  # by counting for 16 bits
        cuts = np.cumsum(np.bincount(project, minlength=count))[:-1]
        ballots = ballot[order]
        weights = election.times[ballots]
        self.who: list[Integers] = np.split(ballots, cuts)
        self.weight: list[Floats] = np.split(weights.astype(np.float64), cuts)
        self.votes: list[int] = np.bincount(project, election.times[ballot], count).astype(np.int64).tolist()
        self.scores: list[Floats] | None = None
        self.total = self.votes
        if entry is not None:
            self.scores = np.split(entry[order].astype(np.float64), cuts)
            self.total = np.bincount(project, election.times[ballot] * entry, count).astype(np.int64).tolist()
        self.worth: list[int] = [max(cost, 1) for cost in election.costs] if satisfaction == "cost" else [1] * count

        self.dropped: dict[int, int] = {}

    def drop(self, projects: Sequence[int]) -> None:
        """Treat projects as if nobody had voted for them; `dropped` keeps their votes."""
        for at in projects:
            if self.votes[at]:
                self.dropped[at] = self.votes[at]
        for at in self.dropped:
            self.who[at], self.weight[at] = self.who[at][:0], self.weight[at][:0]
            if self.scores is not None:
                self.scores[at] = self.scores[at][:0]
            self.votes[at] = self.total[at] = 0

    @property
    def supported(self) -> list[int]:
        return [at for at, total in enumerate(self.total) if total]

    @cached_property
    def times(self) -> Integers:
        return self.election.times

    def satisfaction_of(self, project: int) -> int:
        """What all voters together would have of it."""
        if self.satisfaction == "cost":
            return self.total[project] * self.election.costs[project]
        return self.total[project]


def satisfaction_for(election: Election, satisfaction: str | None) -> str:
    """The satisfaction asked for, or the usual one of the kind of ballot. Raises BadInput where ballots cannot give it."""
    chosen = satisfaction or USUAL[election.kind]
    if chosen not in SATISFACTIONS:
        raise BadInput("unknown_satisfaction", f"“{chosen}” is no satisfaction; they are {', '.join(SATISFACTIONS)}")
    needed = {"points": ("cumulative", "cardinal"), "borda": ("ordinal",), "borda+1": ("ordinal",)}.get(chosen)
    if needed and election.kind not in needed:
        raise BadInput(
            "satisfaction_of_others",
            f"satisfaction “{chosen}” needs {' or '.join(needed)} ballots; these are {election.kind}",
        )
    return chosen


def _scores(election: Election, satisfaction: str) -> Integers | None:
    if satisfaction == "points":
        return election.points
    if not satisfaction.startswith("borda"):
        return None
    sizes = np.diff(election.start)
    place = np.arange(len(election.project)) - np.repeat(election.start[:-1], sizes)
    # The last of k projects gets 0 (Borda among those listed), so that it counts as unsupported; with “borda+1” it gets 1.
    return np.repeat(sizes, sizes) - place - (satisfaction == "borda")


def ranks(election: Election, votes: Sequence[int], tie: Sequence[str]) -> list[int]:
    """Each project's place when all are tied. `tie` lists votes (more first), min-cost, max-cost, id (as text), file (as they are
    listed), or ids of projects, first to last; what is left equal goes by the place in the list. Raises BadInput for other words."""
    index = {key: at for at, key in enumerate(election.ids)}
    asked = [word for word in tie if word not in TIES]
    if unknown := [word for word in asked if word not in index]:
        raise BadInput("unknown_tie", f"“{unknown[0]}” is no project and no tie-break; they are {', '.join(TIES)}")
    if len(set(tie)) != len(tie):
        raise BadInput("double_tie", "the tie-break names something twice")
    explicit = {index[word]: at for at, word in enumerate(asked)}

    keys: dict[str, Sequence[int] | Sequence[str]] = {
        "votes": [-number for number in votes],
        "min-cost": election.costs,
        "max-cost": [-cost for cost in election.costs],
        "id": election.ids,
        "file": range(len(votes)),
    }
    # The projects named are one list, where the first of them stands.
    words = [word for word in tie if word in TIES or word == asked[0]]
    listed = [explicit.get(at, len(explicit)) for at in range(len(votes))]

    def key(at: int) -> tuple[int | str, ...]:
        return (*(keys.get(word, listed)[at] for word in words), at)

    rank = [0] * len(election.ids)
    for place, at in enumerate(sorted(range(len(rank)), key=key)):
        rank[at] = place
    return rank
