"""Where one more facility would close most gaps: greedy maximum coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from tqdm import tqdm

from shiliu.methods.reach.paths import Paths, Starts, each

EXACT = 1e-9  # minutes: what rounding may add on the way


@dataclass(frozen=True, slots=True)
class Site:
    """A place for one more facility of a category: a node of the network. `homes` of those that lack it would then reach it in time,
    not counting homes that sites of a lower `rank` serve; None where they are fewer than may be told."""

    category: str
    rank: int
    node: str
    lon: float
    lat: float
    homes: int | None


def more_sites(
    paths: Paths,
    categories: Sequence[str],
    begin: Starts,
    missing: NDArray[np.bool_],
    homes: NDArray[np.int64],
    minutes: float,
    count: int,
    fewest: int,
) -> list[Site]:
    """For each category up to `count` nodes, each the one that serves most homes not served before it; of equal ones that with the
    shortest walks in all, then the first of the network. `missing` (categories, n) says which of the n beginnings lack the category, `homes` (n,) how many homes each stands for.

    No choice of that many nodes serves more than 1 / (1 - 1/e) = 1.58 times as many homes (G. Nemhauser, L. Wolsey, M. Fisher,
    Mathematical Programming 14 (1978) 265-294)."""
    found: list[Site] = []
    network = paths.network
    missing = missing & (homes > 0) & np.isfinite(begin.minutes).any(axis=1)
    for rank in range(1, count + 1):
        if not missing.any():
            break
        served, walked = _served(paths, begin, missing, homes, minutes, f"one more, {rank}")
        for row, node in enumerate(_best(served, walked).tolist()):
            if not served[row, node]:
                missing[row] = False
                continue
            back = dijkstra(paths.back, indices=node, limit=minutes + EXACT)
            now = missing[row] & (begin.from_here(back) <= minutes + EXACT)
            missing[row] &= ~now
            gain = int(homes[now].sum())
            where = float(network.lon[node]), float(network.lat[node])
            told = gain if gain >= fewest else None
            found.append(Site(categories[row], rank, str(network.ids[node]), *where, told))
    return sorted(found, key=lambda site: (categories.index(site.category), site.rank))


def _served(
    paths: Paths,
    begin: Starts,
    missing: NDArray[np.bool_],
    homes: NDArray[np.int64],
    minutes: float,
    label: str,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Homes lacking each category that would reach each node of the network in time, and their minutes in all: (categories, N) both. One
    search from each dwelling that lacks any serves all categories."""
    lacking = np.flatnonzero(missing.any(axis=0))
    nodes, size = len(paths.network.ids), paths.size
    ends, leg = begin.nodes[lacking], begin.minutes[lacking]
    # Equal beginnings are searched once: the houses of one stair, or a tower and its twin.
    _, first, same = np.unique(np.column_stack([ends, leg]), axis=0, return_index=True, return_inverse=True)
    weight = np.stack([np.bincount(same.ravel(), row, len(first)) for row in (missing * homes)[:, lacking]])
    table = _with_rows(paths.there, ends[first], leg[first])
    served = np.zeros((len(missing), nodes))  # sums of whole numbers, exact in floating point
    walked = np.zeros((len(missing), nodes))
    with tqdm(total=len(first), desc=label, disable=None, leave=False) as bar:
        for part, took in each(table, size + np.arange(len(first)), minutes + EXACT):
            reached = took[:, :nodes] <= minutes + EXACT
            served += weight[:, part] @ reached.astype(float)
            walked += weight[:, part] @ np.where(reached, took[:, :nodes], 0.0)
            bar.update(len(took))
    return np.rint(served).astype(np.int64), walked


def _best(served: NDArray[np.int64], walked: NDArray[np.float64]) -> NDArray[np.int64]:
    """In each row the node with most homes, then fewest minutes (to a millionth, so that rounding decides nothing), then first."""
    most = served == served.max(axis=1, keepdims=True)
    return np.asarray(np.argmin(np.where(most, np.round(walked, 6), np.inf), axis=1))


def _with_rows(table: csr_array, ends: NDArray[np.int64], leg: NDArray[np.float64]) -> csr_array:
    """The table with a node more for each beginning, from which its two ends are reached and which nothing reaches."""
    size, more = int(table.shape[0]), len(ends)
    old = table.tocoo()
    can = np.isfinite(leg)
    new = np.broadcast_to(size + np.arange(more)[:, None], ends.shape)
    rows = np.concatenate([old.row, new[can]])
    columns = np.concatenate([old.col, ends[can]])
    minutes = np.concatenate([old.data, leg[can]])
    return csr_array(coo_array((minutes, (rows, columns)), (size + more, size + more)).tocsr())
