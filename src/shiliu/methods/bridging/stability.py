"""How stable groups are: the people drawn anew with replacement, grouped anew, and compared.

The agreement of two groupings is the adjusted Rand index (Hubert and Arabie, J. of Classification 2, 1985): 1 the same, 0 what
chance gives. Of each group, the mean best Jaccard overlap (Hennig, Computational Statistics & Data Analysis 52, 2007): below
about 0.6 a group should not be believed."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.bridging.groups import Grouping, find_groups
from shiliu.methods.bridging.space import opinion_space
from shiliu.methods.bridging.votes import Votes


@dataclass(frozen=True, slots=True)
class Stability:
    """`resamples` drawn with `seed`; `agreement`: median adjusted Rand index with the published grouping; `worst`: its lowest
    tenth; `same_number`: the share of resamples with as many groups; `overlap`: of each group, its mean best Jaccard overlap."""

    resamples: int
    seed: int
    agreement: float
    worst: float
    same_number: float
    overlap: tuple[float, ...]


def stability_of(
    votes: Votes,
    grouping: Grouping,
    without: Collection[Hashable],
    often: NDArray[np.bool_],
    most: int,
    least: int,
    resamples: int,
    seed: int,
) -> Stability:
    """Draw the people `resamples` times and compare. A resample that gives no publishable grouping counts as agreement 0.

    Each drawn person votes as before; opinion space and groups are made anew of those drawn."""
    random = np.random.default_rng(seed)
    people, groups = votes.shape[0], len(grouping.centres)
    labels = np.full(people, -1)
    labels[often] = grouping.labels
    agreements, numbers, overlaps = [], 0, []
    for _turn in tqdm(range(resamples), desc="resamples", disable=None, leave=False):
        drawn = np.sort(random.integers(people, size=people))
        chosen = drawn[often[drawn]]
        again = find_groups(
            opinion_space(votes.of_people(drawn), without=without).places[often[drawn]], most=most, least=least
        )
        if again is None:
            agreements.append(0.0)
            overlaps.append(np.zeros(groups))
            continue
        table = np.zeros((groups, len(again.centres)))
        np.add.at(table, (labels[chosen], again.labels), 1)
        agreements.append(adjusted_rand(table))
        overlaps.append(_overlap(table))
        numbers += len(again.centres) == groups
    return Stability(
        resamples,
        seed,
        float(np.median(agreements)),
        float(np.quantile(agreements, 0.1)),
        numbers / resamples,
        tuple(np.mean(overlaps, axis=0).tolist()),
    )


def adjusted_rand(table: NDArray[np.float64]) -> float:
    """The adjusted Rand index of two groupings from their cross table of counts (k × l): 1 at most, about 0 by chance."""
    pairs = (table * (table - 1)).sum() / 2
    rows, columns = (sums * (sums - 1) / 2 for sums in (table.sum(axis=1), table.sum(axis=0)))
    total = table.sum() * (table.sum() - 1) / 2
    by_chance = rows.sum() * columns.sum() / max(total, 1.0)
    most = (rows.sum() + columns.sum()) / 2
    return 1.0 if most == by_chance else float((pairs - by_chance) / (most - by_chance))


def _overlap(table: NDArray[np.float64]) -> NDArray[np.float64]:
    union = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
    return (table / np.maximum(union, 1)).max(axis=1)
