"""Groups of like opinion: k-means for each number of groups, the number by mean silhouette.

k-means is Lloyd's, begun at the leftmost different places, as red-dwarf's "polis" start does, with scikit-learn's rules for
stopping (labels unchanged, or centres moved by less than 10⁻⁴ of the variance) and for groups that fall empty, so that the
groups are comparable with theirs, label by label. Silhouettes: Rousseeuw, J. Comput. Appl. Math. 20 (1987), 53-65."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.bridging.silhouette import silhouettes

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
TOLERANCE = 1e-4
MOST_STEPS = 300
MOST_GROUPS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """`labels` (m): the group of each place, 0 to k - 1: for computing on, never for showing. `centres` (k × 2);
    `scores`: mean silhouette of each number of groups that was tried."""

    labels: Labels
    centres: Floats
    scores: dict[int, float]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(np.bincount(self.labels, minlength=len(self.centres)).tolist())


def find_groups(places: Floats, *, most: int = MOST_GROUPS, least: int = 1, only: int | None = None) -> Grouping | None:
    """The grouping of `places` (m × 2) with the largest mean silhouette among 2 to `most` groups (or `only` that many), each
    group of at least `least` places; the fewer groups on a tie. None where there is none: too few different places, or a group
    too small in each."""
    different = np.unique(places, axis=0)
    wanted = range(2, most + 1) if only is None else [only]
    counts = [k for k in wanted if k <= len(different) and k < len(places)]
    tried = [k_means(places, different[:k]) for k in counts]
    kept = [
        (labels, centres) for labels, centres in tried if np.bincount(labels, minlength=len(centres)).min() >= least
    ]
    if not kept:
        return None
    scores = silhouettes(places, [labels for labels, _centres in kept])
    best = int(np.argmax(scores))
    return Grouping(*kept[best], {len(centres): score for (_labels, centres), score in zip(kept, scores, strict=True)})


def k_means(places: Floats, start: Floats) -> tuple[Labels, Floats]:
    """Labels (m) and centres (k × 2) that Lloyd's steps reach from the centres `start`."""
    middle = places.mean(axis=0)
    moved = np.vstack([(places - middle).T, np.ones(len(places))])
    centres = start - middle
    tolerance = TOLERANCE * places.var(axis=0).mean()
    former = np.full(len(places), -1)
    for _step in range(MOST_STEPS):
        labels = nearest(moved, centres)
        after = _means(moved, labels, centres)
        shift = float(((after - centres) ** 2).sum())
        centres = after
        if np.array_equal(labels, former):
            break
        if shift <= tolerance:
            labels = nearest(moved, centres)
            break
        former = labels
    else:
        labels = nearest(moved, centres)
    return labels, centres + middle


def nearest(moved: Floats, centres: Floats) -> Labels:
    """The nearest of `centres` (k × 2) for each place (3 × m: x, y, 1); the first of equally near ones."""
    lines = np.column_stack([centres, -0.5 * (centres**2).sum(axis=1)])
    nearness = lines @ moved
    best, labels = nearness[0], np.zeros(moved.shape[1], dtype=np.int64)
    for group in range(1, len(centres)):
        closer = nearness[group] > best
        labels[closer] = group
        if group + 1 < len(centres):
            best = np.maximum(best, nearness[group])
    return labels


def _means(moved: Floats, labels: Labels, centres: Floats) -> Floats:
    count = np.bincount(labels, minlength=len(centres)).astype(float)
    sums = np.column_stack([np.bincount(labels, weights=axis, minlength=len(centres)) for axis in moved[:2]])
    empty = np.flatnonzero(count == 0)
    if len(empty):  # an empty group takes the place farthest from its own centre
        places = moved[:2].T
        away = ((places - centres[labels]) ** 2).sum(axis=1)
        for group, place in zip(empty, np.argsort(away, kind="stable")[::-1], strict=False):
            sums[labels[place]] -= places[place]
            count[labels[place]] -= 1
            sums[group], count[group] = places[place], 1
    return np.divide(sums, count[:, None], out=centres.copy(), where=count[:, None] > 0)
