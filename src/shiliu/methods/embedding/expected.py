"""The random-mixing baseline without drawing: the exact mean over all ways to deal the people to the places.

With the people of each unit and each group kept, a cell is hypergeometric: x_ik from T people with X_k of the group and t_i
places. An index that is a sum over cells has the sum of the means of its cells as its mean."""

from collections.abc import Iterator

import numpy as np
from scipy.special import gammaln, xlogy

from shiliu.methods.counts import Counts
from shiliu.methods.embedding.formulas import Array

TERMS_AT_ONCE = 2_000_000
TAIL = 12.0  # standard deviations; what lies beyond weighs less than rounding for every table of whole people


def expected(counts: Counts) -> dict[str, float]:
    """The mean under random mixing, exact to rounding, of the indices that are sums over cells.

    Keys: dissimilarity, information, mutual_information, unit_entropy (nats), relative_diversity, squared_variation,
    normalised_exposure, unit_simpson. Raises BadInput for counts that are not whole."""
    people = counts.whole()
    t, X, T = people.sum(axis=1), people.sum(axis=0), float(people.sum())
    P, w = X / T, t / T
    E, I = float(-xlogy(P, P).sum()), float((P * (1 - P)).sum())  # noqa: E741, the field's letters
    apart, cells = _means(t, X, int(T))
    # Var(x_ik) = t P (1 − P) (T − t) / (T − 1), so the mean of (q − P)² is that over t².
    spread = float((w * (T - t) / (t * (T - 1))).sum()) if T > 1 else 0.0
    unit_entropy = (float(xlogy(t, t).sum()) - cells) / T
    return {
        "dissimilarity": apart / (2 * T * I),
        "information": 1 - unit_entropy / E,
        "mutual_information": E - unit_entropy,
        "unit_entropy": unit_entropy,
        "relative_diversity": spread,
        "squared_variation": spread,  # the groups' factors P (1 − P) cancel in each of the three
        "normalised_exposure": spread,
        "unit_simpson": I * (1 - spread),
    }


def expected_exposure(counts: Counts) -> Array:
    """The exact mean of the exposure of group x to group y under random mixing, shape (groups, groups).

    E Σ x_i y_i / (X t_i) = Y (T − n) / (T (T − 1)) for two groups and one more part for the own, n being the number of units:
    of the people who share a unit with somebody, that person is one."""
    people = counts.whole()
    X, T, units = people.sum(axis=0), float(people.sum()), people.shape[0]
    others = X[None, :] * (T - units) / (T * (T - 1))
    own = units / T + (X - 1) * (T - units) / (T * (T - 1))
    return np.where(np.eye(len(X), dtype=bool), own[None, :], others)


def cell_chances(sizes: Array, total: int, people: int) -> Iterator[tuple[Array, Array, Array]]:
    """For cells of units with these sizes and a group of `total` among `people`: the chance of each count.

    Yields blocks (positions in `sizes`; counts x and their chances, shape (positions, counts)). Counts farther than 12 standard
    deviations and then some from their mean are left out; rows end with chances of zero where others are longer."""
    share = total / people
    spread = np.sqrt(sizes * share * (1 - share) * (people - sizes) / max(people - 1, 1))
    reach = np.ceil(TAIL * spread + TAIL * TAIL)
    low = np.maximum(np.maximum(0, sizes - (people - total)), np.floor(sizes * share - reach)).astype(np.int64)
    high = np.minimum(np.minimum(sizes, total), np.ceil(sizes * share + reach)).astype(np.int64)
    for part in _chunks(high - low + 1):
        x = low[part, None] + np.arange(int((high[part] - low[part]).max()) + 1)[None, :]
        inside = x <= high[part, None]
        x = np.minimum(x, high[part, None])
        size = sizes[part, None]
        chance = np.exp(_choose(total, x) + _choose(people - total, size - x) - _choose(people, size)) * inside
        yield (
            part,
            x,
            chance / chance.sum(axis=1, keepdims=True),
        )  # log-gamma of a million is off by 1e-9, the same in a row


def _means(t: Array, X: Array, T: int) -> tuple[float, float]:
    """Σ_cells E|x − t P| and Σ_cells E[x ln x]: once for each size of unit."""
    sizes, often = np.unique(t, return_counts=True)
    apart = cells = 0.0
    for total in X:
        for part, x, chance in cell_chances(sizes, int(total), T):
            mean = sizes[part, None] * total / T
            apart += float(((np.abs(x - mean) * chance).sum(axis=1) * often[part]).sum())
            cells += float(((xlogy(x, x) * chance).sum(axis=1) * often[part]).sum())
    return apart, cells


def _choose(n: np.ndarray | int, k: np.ndarray) -> np.ndarray:
    return np.asarray(gammaln(np.asarray(n) + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0))


def _chunks(lengths: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(lengths, kind="stable")  # rows of like length together, so that little of a block is empty
    blocks, begun = [], 0
    while begun < len(order):
        end = begun + 1
        while end < len(order) and (end + 1 - begun) * int(lengths[order[end]]) <= TERMS_AT_ONCE:
            end += 1
        blocks.append(order[begun:end])
        begun = end
    return blocks
