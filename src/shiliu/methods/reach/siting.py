"""Where one more facility would close most gaps: greedy maximum coverage."""

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
    category: str,
    begin: Starts,
    gaps: NDArray[np.int64],
    homes: NDArray[np.int64],
    minutes: float,
    count: int,
    fewest: int,
) -> list[Site]:
    """Up to `count` nodes, each the one that serves most homes not served before it; equal ones: the first of the network.

    No choice of that many nodes serves more than 1 / (1 - 1/e) = 1.58 times as many homes (G. Nemhauser, L. Wolsey, M. Fisher,
    Mathematical Programming 14 (1978) 265-294). `gaps`: positions in `begin` of the dwellings that lack the category."""
    found: list[Site] = []
    gaps = gaps[(homes[gaps] > 0) & np.isfinite(begin.minutes[gaps]).any(axis=1)]
    for rank in range(1, count + 1):
        if not len(gaps):
            break
        served = _served(paths, begin, gaps, homes[gaps], minutes, f"{category} {rank}")
        node = int(np.argmax(served))
        back = dijkstra(paths.back, indices=node, limit=minutes + EXACT)
        now = begin.from_here(back)[gaps] <= minutes + EXACT
        gain = int(homes[gaps[now]].sum())
        if not gain:
            break
        network = paths.network
        told = gain if gain >= fewest else None
        where = float(network.lon[node]), float(network.lat[node])
        found.append(Site(category, rank, str(network.ids[node]), *where, told))
        gaps = gaps[~now]
    return found


def _served(
    paths: Paths,
    begin: Starts,
    gaps: NDArray[np.int64],
    homes: NDArray[np.int64],
    minutes: float,
    label: str,
) -> NDArray[np.int64]:
    """Homes that would reach each node of the network in time: (N,), by one search from each dwelling that lacks it."""
    nodes, size = len(paths.network.ids), paths.size
    ends, leg = begin.nodes[gaps], begin.minutes[gaps]
    # Equal beginnings are searched once: the houses of one stair, or a tower and its twin.
    _, first, same = np.unique(np.column_stack([ends, leg]), axis=0, return_index=True, return_inverse=True)
    weight = np.bincount(same.ravel(), homes).astype(np.int64)
    table = _with_rows(paths.there, ends[first], leg[first])
    served = np.zeros(nodes, np.int64)
    with tqdm(total=len(first), desc=label, disable=None, leave=False) as bar:
        for part, took in each(table, size + np.arange(len(first)), minutes + EXACT):
            served += weight[part] @ (took[:, :nodes] <= minutes + EXACT)
            bar.update(len(took))
    return served


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
