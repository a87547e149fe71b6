"""Mean silhouettes in the plane: exactly for few places, from grids for many.

The silhouette of a place needs its mean distance to each group, which is O(m²) directly. On a grid the sums of distances to
all places of a group are one convolution of the group's mass with the distance, done for all grid points at once by the fast
Fourier transform, and read off between the points: O(m + G² log G). The error falls with the square of the step, so two grids
give the limit to some ten-thousandths (Richardson) and show by their difference whether the places are too fine for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import fft, sparse

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
EXACT_UP_TO = 600  # places; beyond, the grids are faster
GRIDS = (32, 96)  # points a side of the coarser of two grids; the next is tried where the first leaves a doubt
SMOOTH = 0.012  # two grids that differ by more do not follow the places
SAMPLED = 4000  # places whose silhouettes stand for all where no grid follows them


def silhouettes(places: Floats, groupings: Sequence[Labels]) -> list[float]:
    """The mean silhouette of each labelling (labels 0 to k - 1, none empty) of `places` (m × 2): -1 to 1.

    Exact up to EXACT_UP_TO places. Beyond, from grids, off by less than 0.0005 (tests); where places crowd within less than a
    grid's step, exact again, for at most SAMPLED places drawn evenly, always the same ones."""
    if len(places) <= EXACT_UP_TO:
        return _exact(places, groupings)
    for points in GRIDS:
        coarse, fine = (np.array(on_grid(places, groupings, side)) for side in (points, 2 * points))
        apart = float(np.abs(fine - coarse).max())
        found = (4 * fine - coarse) / 3
        margin = np.diff(np.sort(found))[-1] if len(found) > 1 else 1.0
        if apart < SMOOTH and margin > apart / 10:
            return found.tolist()
    return found.tolist() if apart < SMOOTH else _exact(places, groupings, sampled=SAMPLED)


def _exact(places: Floats, groupings: Sequence[Labels], *, sampled: int | None = None) -> list[float]:
    members = np.hstack([_members(labels) for labels in groupings])
    chosen = np.arange(len(places))
    if sampled is not None and len(places) > sampled:
        chosen = np.sort(np.random.default_rng(1).choice(len(places), sampled, replace=False))
    sums = np.empty((len(chosen), members.shape[1]))
    x, y = np.ascontiguousarray(places.T)
    width = max(1, 500_000 // len(places))
    for begin in range(0, len(chosen), width):
        rows = chosen[begin : begin + width]
        away = np.square(x[rows, None] - x)
        away += np.square(y[rows, None] - y)
        sums[begin : begin + width] = np.sqrt(away, out=away) @ members
    return _means(sums, groupings, chosen)


def on_grid(places: Floats, groupings: Sequence[Labels], points: int) -> list[float]:
    """The mean silhouettes with sums of distances from a grid of `points` × `points`."""
    reading, self_distance, step = _interpolation(places, points)
    everyone = np.ones((len(places), 1))
    # The last group of each labelling is everyone less the others: one convolution less for each.
    members = np.hstack([everyone, *(_members(labels)[:, :-1] for labels in groupings)])
    sums = reading @ (_convolved(reading.T @ members, points) * step)
    columns, begin = [], 1
    for labels in groupings:
        groups = int(labels.max()) + 1
        apart = sums[:, begin : begin + groups - 1]
        columns.append(np.column_stack([apart, sums[:, 0] - apart.sum(axis=1)]))
        begin += groups - 1
    for labels, own in zip(groupings, columns, strict=True):
        own[np.arange(len(labels)), labels] -= self_distance
        np.maximum(own, 0.0, out=own)
    return _means(np.hstack(columns), groupings, np.arange(len(places)))


def _interpolation(places: Floats, points: int) -> tuple[sparse.csr_array, Floats, float]:
    """Four grid points a place with bilinear weights (m × G²), each place's distance to itself so smeared, and the grid's step."""
    low = places.min(axis=0)
    step = float(max((places.max(axis=0) - low).max(), 1e-300)) / (points - 2)
    at = (places - low) / step
    corner = np.floor(at)
    right, up = (at - corner).T
    left, down = 1 - right, 1 - up
    weights = np.column_stack([left * down, left * up, right * down, right * up])
    first = corner[:, 0].astype(np.int64) * points + corner[:, 1].astype(np.int64)
    cells = first[:, None] + np.array([0, 1, points, points + 1])
    starts = np.arange(0, 4 * len(places) + 1, 4)
    reading = sparse.csr_array((weights.ravel(), cells.ravel(), starts), shape=(len(places), points * points))
    a, b, c, d = weights.T
    self_distance = 2 * step * (a * b + a * c + b * d + c * d + np.sqrt(2) * (a * d + b * c))
    return reading, self_distance, step


def _convolved(mass: Floats, points: int) -> Floats:
    """Each column's sum of distances (in grid steps) to its mass, at every grid point."""
    size = fft.next_fast_len(2 * points - 1, real=True)
    offset = np.minimum(np.arange(size), size - np.arange(size))
    distance = fft.rfft2(np.hypot(offset[:, None], offset[None, :]))
    field = mass.T.reshape(-1, points, points)
    spread = fft.irfft2(fft.rfft2(field, s=(size, size)) * distance, s=(size, size))
    return spread[:, :points, :points].reshape(len(field), -1).T


def _members(labels: Labels) -> Floats:
    return (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)


def _means(sums: Floats, groupings: Sequence[Labels], chosen: Labels) -> list[float]:
    """Mean silhouettes of the `chosen` places from their sums of distances to each group, all labellings side by side."""
    found, begin, row = [], 0, np.arange(len(chosen))
    for labels in groupings:
        sizes = np.bincount(labels).astype(float)
        own_sums, own = sums[:, begin : begin + len(sizes)], labels[chosen]
        begin += len(sizes)
        within = own_sums[row, own] / np.maximum(sizes[own] - 1, 1)
        others = own_sums / sizes
        others[row, own] = np.inf
        nearest = others.min(axis=1)
        scale = np.maximum(np.maximum(within, nearest), 1e-300)
        found.append(float(np.where(sizes[own] > 1, (nearest - within) / scale, 0.0).mean()))
    return found
