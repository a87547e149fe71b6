"""Opinion space while votes arrive: what a vote changes is changed, nothing else.

The covariance of the mean-imputed matrix follows from three tables of whole numbers over pairs of statements, added up over
people: A = Σ v vᵀ, B = Σ v sᵀ and N = Σ s sᵀ, where v holds a person's votes (0 where none) and s is 1 where there is one. With
the means m, C = A - B∘(1 mᵀ) - (B∘(1 mᵀ))ᵀ + N∘(m mᵀ), where ∘ multiplies entry by entry. Whole numbers do not drift: after any
number of votes, changed votes included, the tables are those of the whole matrix counted anew."""

from __future__ import annotations

from collections.abc import Collection, Hashable

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from shiliu.methods.bridging.space import AXES, SMALL, Floats, finished
from shiliu.methods.bridging.votes import Votes, gather, plain_id
from shiliu.methods.inputs import BadInput

WARM_STEPS = 200
EXACT = 1e-10  # residual, as a part of the largest eigenvalue, at which refreshing ends
BLOCK = 6  # directions carried along, so that the two wanted ones settle quickly


class Running:
    """A conversation that goes on. `vote` takes tens of microseconds; `space` gives what opinion_space gives, by the tables.

    Memory: 24 bytes a pair of statements, and what each person voted."""

    def __init__(self, votes: Votes | None = None) -> None:
        self._statements: dict[int | str, int] = {}
        self._voted: dict[int | str, dict[int, int]] = {}
        self._room(16)
        self._warm: Floats | None = None
        if votes is not None:
            for person, statement, value in zip(
                votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True
            ):
                self.vote(votes.people[person], votes.statements[statement], value)

    def vote(self, person: Hashable, statement: Hashable, value: int) -> None:
        """Take a vote: 1 agree, 0 pass, -1 disagree. A later vote of the same person on the same statement replaces the former.

        O(statements this person has voted on). Ids are one where `gather` takes them for one (1 and "1").
        Raises BadInput for another value and an empty id."""
        if value not in (-1, 0, 1):
            raise BadInput("not_a_vote", f"“{value}” must be 1, 0 or -1", column="vote")
        who = plain_id(person, "people")
        place = self._statements.setdefault(plain_id(statement, "statements"), len(self._statements))
        if place >= len(self._pairs[0]):
            self._room(2 * place)
        voted = self._voted.setdefault(who, {})
        votes_by, seen_by, seen = self._pairs
        former = voted.get(place)
        if former == value:
            return
        voted[place] = value
        others = np.fromiter(voted, dtype=np.intp, count=len(voted))
        values = np.fromiter(voted.values(), dtype=np.int64, count=len(voted))
        change = value - (former or 0)
        if change:
            # A's row and column; the vote with itself last, as what it was is known exactly.
            votes_by[place, others] += change * values
            votes_by[others, place] += change * values
            votes_by[place, place] += value * value - (former or 0) ** 2 - 2 * change * value
            seen_by[place, others] += change
        if former is None:
            seen[place, others] += 1
            seen[others, place] += 1
            seen[place, place] -= 1
            seen_by[others, place] += values
            seen_by[place, place] -= value

    @property
    def votes(self) -> Votes:
        """All votes as they stand. Raises BadInput before the first."""
        rows = [(who, place, value) for who, voted in self._voted.items() for place, value in voted.items()]
        names = list(self._statements)
        return gather([row[0] for row in rows], [names[row[1]] for row in rows], [row[2] for row in rows])

    def tables(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """A, B and N (S × S), statements in the order in which they were first voted on."""
        size = len(self._statements)
        votes_by, seen_by, seen = (table[:size, :size].copy() for table in self._pairs)
        return votes_by, seen_by, seen

    def space(self, *, without: Collection[Hashable] = ()) -> tuple[tuple[Hashable, ...], Floats, Floats, Floats]:
        """Statements in the order of `tables`, their mean votes (S), the axes (2 × S) and the variance along each (2): those of
        opinion_space for the votes so far. A refresh starts from the axes of the last one: O(S²) a step, few steps."""
        votes_by, seen_by, seen = (table.astype(np.float64) for table in self.tables())
        voters = seen.diagonal()
        mean = seen_by.diagonal() / np.maximum(voters, 1)
        crossed = seen_by * mean
        scatter = votes_by - crossed - crossed.T + seen * np.outer(mean, mean)
        taken_out = {plain_id(name, "without") for name in without}
        out = np.array([name in taken_out for name in self._statements], dtype=bool)
        scatter[out] = 0.0
        scatter[:, out] = 0.0
        mean[out] = 0.0
        axes, spread = self._leading(scatter)
        names = list(self._statements)
        if not all(isinstance(name, int) for name in names):  # then all are text, as with `gather`
            names = list(map(str, names))
        return tuple(names), mean, axes, spread / max(len(self._voted) - 1, 1)

    def _leading(self, scatter: Floats) -> tuple[Floats, Floats]:
        size = len(scatter)
        if size <= SMALL:
            return finished(*eigh(scatter))
        block = self._warm
        if block is None:
            block = eigh(scatter, subset_by_index=(size - BLOCK, size - 1))[1]
        elif len(block) < size:
            block = np.vstack([block, np.zeros((size - len(block), block.shape[1]))])
        for _step in range(WARM_STEPS):
            image = scatter @ block
            squares, turn = eigh(block.T @ image)
            block, image = block @ turn, image @ turn
            residual = (image - block * squares)[:, -AXES:]
            if np.abs(residual).max() <= EXACT * squares[-1]:
                break
            block = np.linalg.qr(image)[0]
        else:
            squares, block = eigh(scatter, subset_by_index=(size - BLOCK, size - 1))
        self._warm = block
        return finished(squares, block)

    def _room(self, size: int) -> None:
        former = getattr(self, "_pairs", ())
        self._pairs = tuple(np.zeros((size, size), dtype=np.int64) for _table in range(3))
        for table, old in zip(self._pairs, former, strict=False):
            table[: len(old), : len(old)] = old
