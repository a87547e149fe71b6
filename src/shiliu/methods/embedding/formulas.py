"""The arithmetic of every index, on many tables at once.

A `Tables` holds replicates × units × groups. With t_i people in unit i, T in all, q_ik the share of group k in unit i (or around
it), P_k its share of all, E = −Σ P ln P and I = Σ P (1 − P), the multigroup indices are those that S. F. Reardon and G. Firebaugh
collect in Sociological Methodology 32 (2002) 33-67; weighing shares of the surroundings by the people of the unit itself is the
spatial form of S. F. Reardon and D. O'Sullivan, Sociological Methodology 34 (2004) 121-162."""

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import xlogy

Array = NDArray[np.float64]
LARGEST_LOOKUP = 200_000


class Tables:
    """Replicates of one table of counts, shape (replicates, units, groups); whole numbers are computed with faster.

    `sizes` (units,) and `totals` (groups,) may be given where every replicate shares them. `near` holds the weights of the
    units around each unit (units × units, sparse): shares are then those of the surroundings. `area` is the larger area of each
    unit, counted from 0."""

    def __init__(
        self,
        people: NDArray,
        *,
        sizes: Array | None = None,
        totals: Array | None = None,
        near: csr_array | None = None,
        area: NDArray[np.intp] | None = None,
    ) -> None:
        self.people, self.near, self.area = people, near, area
        self.t: Array = people.sum(axis=2) if sizes is None else sizes[None, :]
        self.C: Array = people.sum(axis=1) if totals is None else totals[None, :]
        self.T: Array = self.C.sum(axis=1, dtype=np.float64)
        self.fixed = sizes is not None and totals is not None

    @cached_property
    def w(self) -> Array:
        return self.t / self.T[:, None]

    @cached_property
    def P(self) -> Array:
        return self.C / self.T[:, None]

    @cached_property
    def E(self) -> Array:
        return -xlogy(self.P, self.P).sum(axis=1)

    @cached_property
    def I(self) -> Array:  # noqa: E743, the field's letter
        return (self.P * (1 - self.P)).sum(axis=1)

    @cached_property
    def q(self) -> Array:
        """Shares, shape (replicates, units, groups); zero where nobody is."""
        if self.near is None:
            return self.people / np.maximum(self.t, np.finfo(float).tiny)[:, :, None]
        around = smoothed(self.near, self.people)
        everyone = around.sum(axis=2)
        return around / np.maximum(everyone, np.finfo(float).tiny)[:, :, None]

    @cached_property
    def unit_entropy(self) -> Array:
        """Σ w_i E_i: the mean entropy of units (of surroundings), in nats."""
        if self.near is None and np.issubdtype(self.people.dtype, np.integer):
            most = int(self.people.max(initial=0))
            cells = _x_log_x(most)[self.people].sum(axis=(1, 2)) if most <= LARGEST_LOOKUP else self._cells()
            return (xlogy(self.t, self.t).sum(axis=1) - cells) / self.T
        return -(self.w * xlogy(self.q, self.q).sum(axis=2)).sum(axis=1)

    def _cells(self) -> Array:
        return xlogy(self.people, self.people).sum(axis=(1, 2))

    @cached_property
    def apart(self) -> Array:
        """Σ_i w_i (q_ik − P_k)², shape (replicates, groups)."""
        return np.einsum("bi,bik->bk", np.broadcast_to(self.w, self.q.shape[:2]), (self.q - self.P[:, None, :]) ** 2)

    @cached_property
    def between(self) -> "Tables":
        """The same people by larger area."""
        assert self.area is not None
        areas = int(self.area.max()) + 1
        member = csr_array((np.ones(len(self.area)), (self.area, np.arange(len(self.area)))))
        summed = smoothed(member, self.people)
        assert summed.shape[1] == areas
        return Tables(summed, totals=None if self.C.shape[0] > 1 else self.C[0])


@lru_cache(maxsize=1)
def _lookup(length: int) -> Array:
    values = np.arange(length, dtype=np.float64)
    return xlogy(values, values)


def _x_log_x(most: int) -> Array:
    return _lookup(1 << max(10, most.bit_length()))


def smoothed(weights: csr_array, people: NDArray) -> Array:
    """Σ_j w_ij · people_j for each replicate: (rows × units) times (replicates, units, groups), without a dense square."""
    replicates, units, groups = people.shape
    flat = np.ascontiguousarray(people.transpose(1, 0, 2), dtype=np.float64).reshape(units, replicates * groups)
    return np.asarray(weights @ flat).reshape(-1, replicates, groups).transpose(1, 0, 2)


def dissimilarity(x: Tables) -> Array:
    """D = Σ_i Σ_k w_i |q_ik − P_k| / 2I."""
    if x.near is None:  # the same without a division for each cell
        moved = np.abs(x.people - x.t[:, :, None] * x.P[:, None, :]).sum(axis=(1, 2))
        return moved / (2 * x.T * x.I)
    return (x.w[:, :, None] * np.abs(x.q - x.P[:, None, :])).sum(axis=(1, 2)) / (2 * x.I)


def gini(x: Tables) -> Array:
    """G = Σ_k Σ_i Σ_j w_i w_j |q_ik − q_jk| / 2I, by sorting: units² is never built."""
    order = np.argsort(x.q, axis=1)
    q = np.take_along_axis(x.q, order, axis=1)
    w = np.take_along_axis(np.broadcast_to(x.w[:, :, None], x.q.shape), order, axis=1)
    before = np.cumsum(w, axis=1) - w
    summed = np.cumsum(w * q, axis=1) - w * q
    return (w * (q * before - summed)).sum(axis=(1, 2)) / x.I


def information(x: Tables) -> Array:
    """H = 1 − Σ w_i E_i / E (Theil)."""
    return 1 - x.unit_entropy / x.E


def mutual_information(x: Tables) -> Array:
    """M = E − Σ w_i E_i, in nats."""
    return x.E - x.unit_entropy


def information_between(x: Tables) -> Array:
    return information(x.between)


def information_within(x: Tables) -> Array:
    return information(x) - information(x.between)


def mutual_information_between(x: Tables) -> Array:
    return mutual_information(x.between)


def mutual_information_within(x: Tables) -> Array:
    return mutual_information(x) - mutual_information(x.between)


def relative_diversity(x: Tables) -> Array:
    """R = Σ_k Σ_i w_i (q_ik − P_k)² / I. Spatially the form of Reardon and O'Sullivan: 1 − Σ w_i I_i / I."""
    if x.near is None:
        return x.apart.sum(axis=1) / x.I
    return 1 - (x.w * (1 - (x.q**2).sum(axis=2))).sum(axis=1) / x.I


def squared_variation(x: Tables) -> Array:
    """C = Σ_k Σ_i w_i (q_ik − P_k)² / ((K − 1) P_k)."""
    groups = (x.P > 0).sum(axis=1)
    return (x.apart / np.where(x.P > 0, x.P, 1)).sum(axis=1) / (groups - 1)


def normalised_exposure(x: Tables) -> Array:
    """P = Σ_k Σ_i w_i (q_ik − P_k)² / (1 − P_k)."""
    return (x.apart / (1 - x.P)).sum(axis=1)


def unit_entropy(x: Tables) -> Array:
    return x.unit_entropy


def unit_simpson(x: Tables) -> Array:
    """Σ w_i (1 − Σ_k q_ik²)."""
    return (x.w * (1 - (x.q**2).sum(axis=2))).sum(axis=1)


def entropy(x: Tables) -> Array:
    return x.E


def simpson(x: Tables) -> Array:
    return x.I


def exposure(x: Tables) -> Array:
    """xPy = Σ_i (x_i / X) q_iy for every x and y, shape (replicates, groups · groups), x first."""
    own = x.people / np.maximum(x.C, np.finfo(float).tiny)[:, None, :]
    return np.matmul(own.transpose(0, 2, 1), x.q).reshape(len(x.people), -1)


def pairwise(x: Tables) -> Array:
    """D of every pair of groups, ½ Σ_i |x_i/X − y_i/Y|, shape (replicates, pairs), in the order of `pairs`.

    With surroundings, x_i stands for t_i q_ix, so that each pair is compared as if the unit looked like what is around it."""
    people = x.people if x.near is None else x.t[:, :, None] * x.q
    share = people / np.maximum(people.sum(axis=1), np.finfo(float).tiny)[:, None, :]
    return np.stack([np.abs(share[:, :, a] - share[:, :, b]).sum(axis=1) / 2 for a, b in pairs(share.shape[2])], axis=1)


def against_rest(x: Tables) -> Array:
    """D of each group against everybody else, shape (replicates, groups)."""
    moved = (x.w[:, :, None] * np.abs(x.q - x.P[:, None, :])).sum(axis=1)
    return moved / np.maximum(2 * x.P * (1 - x.P), np.finfo(float).tiny)


def pairs(groups: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(groups) for b in range(a + 1, groups)]


ONE: dict[str, Callable[[Tables], Array]] = {
    "dissimilarity": dissimilarity,
    "gini": gini,
    "information": information,
    "mutual_information": mutual_information,
    "relative_diversity": relative_diversity,
    "squared_variation": squared_variation,
    "normalised_exposure": normalised_exposure,
    "unit_entropy": unit_entropy,
    "unit_simpson": unit_simpson,
}
WITHIN: dict[str, Callable[[Tables], Array]] = {
    "information_between": information_between,
    "information_within": information_within,
    "mutual_information_between": mutual_information_between,
    "mutual_information_within": mutual_information_within,
}
MANY: dict[str, Callable[[Tables], Array]] = {
    "exposure": exposure,
    "dissimilarity_pair": pairwise,
    "dissimilarity_rest": against_rest,
}
