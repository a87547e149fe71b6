"""The election as the rules compute with it: who supports which project, and how much it is worth to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from shiliu.methods.equal_shares.election import Election, Integers
from shiliu.methods.inputs import BadInput

Floats = npt.NDArray[np.float64]

SATISFACTIONS = ("cost", "cardinality", "points", "borda", "borda+1")
USUAL = {"approval": "cost", "ordinal": "borda", "cumulative": "points", "cardinal": "points"}
TIES = ("votes", "min-cost", "max-cost", "id", "file")


class Market:
    """Supporters of each project. A voter's satisfaction with a project is `score` × `worth`: `score` is 1 for every supporter unless
    ballots tell projects apart (then `scores` is not None), `worth` is one number a project.

    who[p]      indexes of the ballots that support p (int32 where that is enough)
    weight[p]   by how many voters each was cast (the smallest unsigned integers that hold it: multiply only with float64)
    scores[p]   their scores (float64, whole), or scores is None
    total[p]    sum of weight × score (int)
    votes[p]    sum of weight: how many voters support it (int)"""

    def __init__(self, election: Election, satisfaction: str) -> None:
        self.election = election
        self.satisfaction = satisfaction
        entry = _scores(election, satisfaction)
        start, project = election.start, election.project
        if entry is not None and not entry.all():
            start = np.concatenate(([0], np.cumsum(entry > 0)))[start]
            project, entry = project[entry > 0], entry[entry > 0]
        self.start: Integers = start
        self.project = project
        self.entry_scores = entry
        count = len(election.ids)
        shape = election.ballots, count
        small = election.times.astype(np.min_scalar_type(election.times.max(initial=0)))
        number = np.int32 if max(*shape, len(project)) < 2**31 else np.int64
        entries = np.repeat(small, np.diff(start)), project.astype(number, copy=False), start.astype(number)
        turned = csr_array(entries, shape).tocsc()  # by counting: nothing is sorted
        parts = [slice(begin, end) for begin, end in pairwise(turned.indptr.tolist())]
        self.who: list[Integers] = [turned.indices[part] for part in parts]
        self.weight: list[Integers] = [turned.data[part] for part in parts]
        self.votes: list[int] = [int(weight.sum()) for weight in self.weight]
        self.scores: list[Floats] | None = None
        self.total = self.votes
        if entry is not None:
            scores = csr_array((entry.astype(np.float64), project, start), shape).tocsc().data
            self.scores = [scores[part] for part in parts]
            self.total = [int(together(s, w)) for s, w in zip(self.scores, self.weight, strict=True)]
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
    def twins(self) -> list[list[int]]:
        """Projects that nothing but the tie-break tells apart: of one cost, wanted by the same voters, as much by each. Two or more in each list."""
        alike: dict[tuple[int, int, int], list[int]] = {}
        for at in self.supported:
            alike.setdefault((self.election.costs[at], self.votes[at], self.total[at]), []).append(at)
        same: dict[tuple[int, bytes, bytes], list[int]] = {}
        for projects in alike.values():
            for at in projects if len(projects) > 1 else ():
                scores = b"" if self.scores is None else self.scores[at].tobytes()
                same.setdefault((self.election.costs[at], self.who[at].tobytes(), scores), []).append(at)
        return [projects for projects in same.values() if len(projects) > 1]

    @cached_property
    def times(self) -> Integers:
        return self.election.times


def together(values: Floats, weight: npt.NDArray[Any]) -> float:
    """Sum of values × weight. Not by `@`: on long arrays that starts threads which cost more than they save, and how many there are
    decides how the sum is rounded; this is rounded the same everywhere, and less."""
    return float((values * weight).sum())


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
