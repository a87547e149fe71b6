"""Minutes on foot along a network, to the nearest of many places at once: Dijkstra's algorithm, run backwards from the places.

The time that counts is that of the way there. One search from all places of a kind gives every node its nearest, so the number of
places costs nothing (E. W. Dijkstra, Numerische Mathematik 1 (1959) 269-271; several sources are one source more before them all)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from shiliu.methods.reach.network import Floats, Network
from shiliu.methods.reach.snapping import Snapped
from shiliu.methods.reach.walkers import Walker, minutes_along

AT_ONCE = 4_000_000  # numbers in one table of a search: 32 MB


@dataclass(frozen=True, eq=False)
class Paths:
    """The network as one walker finds it, with doors hung in: nodes of the network first, then points on edges, then doors.

    `back`: row i holds the minutes from each node straight to i, so a search from i walks backwards. `doors`: the node of each
    door (m,), -1 for those that met no path."""

    network: Network
    walker: Walker
    ahead_minutes: Floats
    back_minutes: Floats
    back: csr_array
    doors: NDArray[np.int64]
    breaks: Floats
    break_nodes: NDArray[np.int64]
    broken: NDArray[np.int64]

    @cached_property
    def there(self) -> csr_array:
        """The same the other way: row i holds the minutes from i straight to each node."""
        return csr_array(self.back.T.tocsr())

    @property
    def size(self) -> int:
        return int(self.back.shape[0])


def paths(network: Network, walker: Walker, doors: Snapped | None = None) -> Paths:
    """What `walker` can walk, with `doors` as places to walk to; each door is as far from the path as it was snapped."""
    ahead, back = minutes_along(network, walker)
    if doors is None or not doors.found.any():
        none = np.full(0 if doors is None else len(doors.edge), -1, np.int64)
        return Paths(network, walker, ahead, back, _table(network, ahead, back), none, np.zeros(0), none[:0], none[:0])
    count = len(network.ids)
    edge, along = doors.edge[doors.found], doors.along[doors.found]
    broken = np.unique(edge)
    # Breaks of an edge stand on a line of their own: twice the rank of the edge, plus the share of it.
    inner = np.unique(2.0 * np.searchsorted(broken, edge) + along)
    ends = 2.0 * np.arange(len(broken))
    breaks = np.unique(np.concatenate([ends, ends + 1, inner]))
    rank, share = (breaks // 2).astype(np.int64), breaks % 2
    nodes = np.where(share == 0, network.tail[broken[rank]], network.head[broken[rank]])
    middle = (share > 0) & (share < 1)
    nodes[middle] = count + np.arange(middle.sum())
    first = np.flatnonzero(share < 1)
    piece, host = share[first + 1] - share[first], broken[rank[first]]
    at = nodes[np.searchsorted(breaks, 2.0 * np.searchsorted(broken, edge) + along)]
    door_nodes = np.full(len(doors.edge), -1, np.int64)
    door_nodes[doors.found] = count + middle.sum() + np.arange(len(edge))
    whole = np.ones(len(network.tail), bool)
    whole[broken] = False
    rows = [network.head[whole], network.tail[whole], nodes[first + 1], nodes[first], door_nodes[doors.found]]
    columns = [network.tail[whole], network.head[whole], nodes[first], nodes[first + 1], at]
    minutes = [ahead[whole], back[whole], piece * ahead[host], piece * back[host]]
    minutes.append(doors.away[doors.found] / walker.metres_a_minute)
    size = count + int(middle.sum()) + len(edge)
    table = _shortest(np.concatenate(rows), np.concatenate(columns), np.concatenate(minutes), size)
    return Paths(network, walker, ahead, back, table, door_nodes, breaks, nodes, broken)


@dataclass(frozen=True, eq=False)
class Starts:
    """Where n walks begin: on an edge between two nodes, `minutes` (n, 2) away from them over `nodes` (n, 2); infinite where that
    end cannot be walked to, or no path was near."""

    nodes: NDArray[np.int64]
    minutes: Floats

    def from_here(self, to_nodes: Floats) -> Floats:
        """Minutes of each walk, (…, n), where `to_nodes` (…, size) says how far each node is from where they go."""
        return np.asarray(np.min(to_nodes[..., self.nodes] + self.minutes, axis=-1))

    def better(self, to_nodes: Floats) -> NDArray[np.int64]:
        """The node over which each walk is shorter: (n,)."""
        side = np.argmin(to_nodes[self.nodes] + self.minutes, axis=1)
        return self.nodes[np.arange(len(side)), side]


def starts(paths: Paths, points: Snapped) -> Starts:
    """Points on edges as beginnings of walks. They need no nodes of their own, since nobody walks through them."""
    network, found = paths.network, points.found
    edge = np.where(found, points.edge, 0)
    to_tail, to_head = points.along, 1 - points.along
    nodes = np.stack([network.tail[edge], network.head[edge]], axis=1)
    if len(paths.broken):
        rank = np.minimum(np.searchsorted(paths.broken, edge), len(paths.broken) - 1)
        on = paths.broken[rank] == edge
        line = 2.0 * rank + points.along
        right = np.searchsorted(paths.breaks, line, side="left")
        right = np.maximum(right, np.searchsorted(paths.breaks, 2.0 * rank) + 1)
        right = np.where(on, right, 1)
        nodes = np.where(on[:, None], np.stack([paths.break_nodes[right - 1], paths.break_nodes[right]], axis=1), nodes)
        to_tail = np.where(on, line - paths.breaks[right - 1], to_tail)
        to_head = np.where(on, paths.breaks[right] - line, to_head)
    minutes = np.stack([_part(to_tail, paths.back_minutes[edge]), _part(to_head, paths.ahead_minutes[edge])], axis=1)
    minutes += np.where(found, points.away / paths.walker.metres_a_minute, np.inf)[:, None]
    return Starts(nodes, minutes)


def nearest(
    paths: Paths, kinds: Sequence[ArrayLike], *, limit: float = np.inf
) -> tuple[Floats, list[NDArray[np.int64]]]:
    """For each kind (nodes to walk to), minutes from every node to the nearest: (kinds, size), infinite beyond `limit`; and which
    node that is: (size,) each, negative where none."""
    minutes, which = np.full((len(kinds), paths.size), np.inf), []
    for row, nodes in enumerate(kinds):
        goals = np.unique(np.asarray(nodes, np.int64))
        if not len(goals):
            which.append(np.full(paths.size, -1, np.int64))
            continue
        minutes[row], _, sources = dijkstra(
            paths.back, indices=goals, min_only=True, limit=limit, return_predecessors=True
        )
        which.append(sources.astype(np.int64))
    return minutes, which


def minutes_to_nearest(paths: Paths, kinds: Sequence[ArrayLike], *, limit: float = np.inf) -> Floats:
    """As `nearest`, without saying which: the fast door for whole cities. Shape (kinds, size)."""
    minutes = np.full((len(kinds), paths.size), np.inf)
    for row, nodes in enumerate(kinds):
        if len(goals := np.unique(np.asarray(nodes, np.int64))):
            minutes[row] = dijkstra(paths.back, indices=goals, min_only=True, limit=limit)
    return minutes


def each(table: csr_array, goals: NDArray[np.int64], limit: float) -> Iterator[tuple[slice, Floats]]:
    """Searches from single nodes, some at a time: which of `goals`, and their minutes (some, size), infinite beyond `limit`."""
    some = max(1, AT_ONCE // int(table.shape[0]))
    for begin in range(0, len(goals), some):
        part = slice(begin, min(begin + some, len(goals)))
        yield part, np.atleast_2d(dijkstra(table, indices=goals[part], limit=limit))


def _part(share: Floats, minutes: Floats) -> Floats:
    """A share of an edge; no step at all is possible even where the edge cannot be walked."""
    with np.errstate(invalid="ignore"):
        return np.where(share > 0, share * minutes, 0.0)


def _table(network: Network, ahead: Floats, back: Floats) -> csr_array:
    """The edges alone: they come in order, so the quickest of parallel ones needs no sort."""
    size = len(network.ids)
    key = network.tail * size + network.head
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    tail, head = network.tail[first], network.head[first]
    if len(first) < len(key):
        ahead, back = np.minimum.reduceat(ahead, first), np.minimum.reduceat(back, first)
    rows, columns, minutes = np.concatenate([head, tail]), np.concatenate([tail, head]), np.concatenate([ahead, back])
    if not np.isfinite(minutes).all():
        can = np.isfinite(minutes)
        rows, columns, minutes = rows[can], columns[can], minutes[can]
    return csr_array(coo_array((minutes, (rows, columns)), (size, size)).tocsr())


def _shortest(rows: NDArray[np.int64], columns: NDArray[np.int64], minutes: Floats, size: int) -> csr_array:
    """A table of the quickest of parallel steps: sparse matrices add up what stands twice."""
    can = np.isfinite(minutes)
    key, minutes = rows[can] * size + columns[can], minutes[can]
    order = np.lexsort((minutes, key))
    key, first = np.unique(key[order], return_index=True)
    return csr_array(coo_array((minutes[order][first], (key // size, key % size)), (size, size)).tocsr())


__all__ = ["Paths", "Starts", "each", "minutes_to_nearest", "nearest", "paths", "starts"]
