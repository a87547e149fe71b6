"""When a table is too small to say anything, or an index says no more than chance would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from shiliu.methods.counts import Counts

if TYPE_CHECKING:
    from shiliu.methods.embedding.report import Index

FEW_UNITS = 10
EXPECTED_LEAST = 5  # the usual rule of thumb for counts that may be treated as more than accidents
MOSTLY_CHANCE = 0.05
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number says less than it seems to. `code` is one of:

    few_units           units: under 10, so that one unit decides
    small_units         share: of the people who live in units where the rarest group is expected under 5 times; group: which
    mostly_chance       index, baseline: random mixing alone gives this much (0.05 or more)
    not_beyond_chance   index, p: a shuffle gives as much as this in more than one case of twenty
    one_in_reach        share: of units with no other unit near"""

    code: str
    values: dict[str, float | int | str] = field(default_factory=dict)


def doubts(
    counts: Counts, indices: Mapping[tuple[str, tuple[str, ...]], Index], near: csr_array | None = None
) -> tuple[Doubt, ...]:
    """The doubts about a table and its indices, the gravest first."""
    found: list[Doubt] = []
    if len(counts.units) < FEW_UNITS:
        found.append(Doubt("few_units", {"units": len(counts.units)}))
    rarest = int(counts.totals.argmin())
    small = counts.sizes * counts.totals[rarest] / counts.total < EXPECTED_LEAST
    if small.any():
        share = float(counts.sizes[small].sum() / counts.total)
        found.append(Doubt("small_units", {"share": share, "group": counts.groups[rarest]}))
    if near is not None and (alone := np.diff(near.indptr) <= 1).any():
        found.append(Doubt("one_in_reach", {"share": float(alone.mean())}))
    for (name, of), index in indices.items():
        if name not in {"dissimilarity", "gini", "information"} or of or index.chance is None:
            continue
        if index.chance.mean >= MOSTLY_CHANCE:
            found.append(Doubt("mostly_chance", {"index": name, "baseline": index.chance.mean}))
        if index.chance.p_apart > TAIL:
            found.append(Doubt("not_beyond_chance", {"index": name, "p": index.chance.p_apart}))
    return tuple(found)
