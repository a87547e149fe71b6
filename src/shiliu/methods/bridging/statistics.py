"""The published Polis statistics: what stands for a group, and what all groups share.

Small et al. (Recerca 26(2), 2021) and the open-source Polis: shares are smoothed as (votes + 1)/(voters + 2); z of a share
against one half and of two shares against each other with one added to votes and voters; representativeness is the ratio of a
group's share to that of everybody else grouped; group-informed consensus is the product of the groups' shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from shiliu.methods.bridging.votes import AGREE, DISAGREE, Votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_SHOWN = 5
CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Votes on each statement in each group: three arrays k × S. Who passed has seen the statement too."""

    agree: Ints
    disagree: Ints
    seen: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """k × S each, first for agreeing, then for disagreeing (2 × k × S): smoothed `share`, its `share_z` against one half,
    `ratio` to the share outside the group, and its `ratio_z`."""

    share: Floats
    share_z: Floats
    ratio: Floats
    ratio_z: Floats

    @property
    def informed(self) -> Floats:
        """Group-informed consensus to agree and to disagree (2 × S): the product of the groups' shares."""
        return self.share.prod(axis=1)


@dataclass(frozen=True, slots=True)
class Picked:
    """A statement (its index) picked for a group or for all; `agree`: for agreeing with it. `best`: what its group agrees on most."""

    statement: int
    agree: bool
    best: bool = False


def count(votes: Votes, labels: Ints, groups: int) -> Counts:
    """Counts by group; `labels` (n) is the group of each person, -1 for none."""
    statements = votes.shape[1]
    group = labels[votes.person]
    inside = slice(None) if labels.min(initial=0) >= 0 else group >= 0
    cell = (group * statements + votes.statement)[inside]
    value = votes.value[inside]

    def cells(chosen: Ints) -> Ints:
        return np.bincount(chosen, minlength=groups * statements).reshape(groups, statements)

    return Counts(cells(cell[value == AGREE]), cells(cell[value == DISAGREE]), cells(cell))


def measures(counts: Counts) -> Measures:
    """The statistics of each group and statement."""
    votes = np.stack([counts.agree, counts.disagree])
    seen = np.broadcast_to(counts.seen, votes.shape)
    votes_out, seen_out = votes.sum(axis=1, keepdims=True) - votes, seen.sum(axis=1, keepdims=True) - seen
    share = smoothed(votes, seen)
    return Measures(
        share, share_z(votes, seen), share / smoothed(votes_out, seen_out), _ratio_z(votes, seen, votes_out, seen_out)
    )


def smoothed(votes: Ints, seen: Ints) -> Floats:
    """(votes + 1) / (seen + 2): between the two shares, never 0 or 1."""
    return (votes + 1) / (seen + 2)


def share_z(votes: Ints, seen: Ints) -> Floats:
    """2 √(n + 1) ((votes + 1)/(n + 1) - 1/2): how far a share is above one half, in standard errors."""
    return 2 * np.sqrt(seen + 1) * ((votes + 1) / (seen + 1) - 0.5)


def representative(found: Measures, counts: Counts, allowed: NDArray[np.bool_], group: int) -> tuple[Picked, ...]:
    """At most five of the `allowed` (S) statements for a group: those significantly more often agreed (or disagreed) with than
    one half and than outside, the most telling first; what the group agrees on most leads; agreements stand before disagreements."""
    least = float(ndtri(CONFIDENCE))
    share, share_z_, ratio, ratio_z = (
        array[:, group] for array in (found.share, found.share_z, found.ratio, found.ratio_z)
    )
    telling = ((share_z_ > least) & (ratio_z > least)).any(axis=0) & allowed
    agrees = ratio_z[0] > ratio_z[1]
    side = np.where(agrees, 0, 1)
    every = np.arange(len(side))
    weight = (ratio * ratio_z * share * share_z_)[side, every]
    chosen = sorted(np.flatnonzero(telling).tolist(), key=lambda statement: -weight[statement])
    best = _best_agreed(
        share[0], share_z_[0], ratio[0], ratio_z[0], allowed & (counts.agree + counts.disagree)[group].astype(bool)
    )
    if best is not None:
        chosen = [best, *(statement for statement in chosen if statement != best)]
    elif not chosen and allowed.any():
        chosen = [int(np.argmax(np.where(allowed, ratio_z.max(axis=0), -np.inf)))]
    picked = [Picked(statement, bool(agrees[statement]), statement == best) for statement in chosen[:MOST_SHOWN]]
    return tuple(sorted(picked, key=lambda pick: not pick.agree))


def agreed_by_all(counts: Counts, allowed: NDArray[np.bool_]) -> tuple[tuple[Picked, ...], tuple[Picked, ...]]:
    """Polis's consensus, which knows no groups (`counts` of one group, 1 × S): statements that more than half agree with, and
    those more than half disagree with, each significantly; at most five each, by share × z."""
    least = float(ndtri(CONFIDENCE))
    picked = []
    for votes in (counts.agree[0], counts.disagree[0]):
        share, z = smoothed(votes, counts.seen[0]), share_z(votes, counts.seen[0])
        found = np.flatnonzero((share > 0.5) & (z > least) & allowed).tolist()
        picked.append(sorted(found, key=lambda statement: -share[statement] * z[statement])[:MOST_SHOWN])
    return tuple(Picked(j, True) for j in picked[0]), tuple(Picked(j, False) for j in picked[1])


def _best_agreed(share: Floats, z: Floats, ratio: Floats, ratio_z: Floats, voted: NDArray[np.bool_]) -> int | None:
    """What a group agrees on most, as Polis goes through the statements: the first that will do, then whatever beats it."""
    least = float(ndtri(CONFIDENCE))
    agreed, telling = (share * z).tolist(), (ratio * ratio_z * share * z).tolist()
    will_do = ((z > least) | ((ratio > 1) & (share > 0.5))).tolist()
    above = (ratio > 1).tolist()
    best: int | None = None
    for statement in np.flatnonzero(voted).tolist():
        if best is None:
            best = statement if will_do[statement] else None
        elif (telling if above[best] else agreed)[statement] > (telling if above[best] else agreed)[best]:
            best = statement
    return best


def _ratio_z(votes: Ints, seen: Ints, votes_out: Ints, seen_out: Ints) -> Floats:
    inside, outside = votes + 1, votes_out + 1
    n_in, n_out = seen + 1, seen_out + 1
    pooled = (inside + outside) / (n_in + n_out)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n_in + 1 / n_out))
    return np.divide(inside / n_in - outside / n_out, error, out=np.zeros_like(error), where=pooled < 1)
