"""From a door to the path before it: the nearest point of the network, if one is near enough."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from shiliu.methods.reach.network import Floats, Network

FINE = 9  # decimals of a share of an edge: a millionth of a metre on a kilometre


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where n points meet the network. `edge` (n,), -1 where no path is near enough; `along` the share of the edge from its tail,
    0 to 1; `away` m in the straight line to it, NaN where there is none."""

    edge: NDArray[np.int64]
    along: Floats
    away: Floats

    @property
    def found(self) -> NDArray[np.bool_]:
        return self.edge >= 0


def snap(network: Network, usable: NDArray[np.bool_], lon: ArrayLike, lat: ArrayLike, limit: float) -> Snapped:
    """Each of n points (degrees) to the nearest usable edge within `limit` m; of several equally near the first of the network."""
    at = network.plane(lon, lat)
    edge = np.full(len(at), -1, np.int64)
    along, away = np.zeros(len(at)), np.full(len(at), np.nan)
    which = np.flatnonzero(usable)
    if not len(at) or not len(which):
        return Snapped(edge, along, away)
    shapes, points = network.shapes[which], shapely.points(at)
    pairs, metres = shapely.STRtree(shapes).query_nearest(
        points, max_distance=limit, return_distance=True, all_matches=True
    )
    order = np.lexsort((pairs[1], pairs[0]))
    point, first = np.unique(pairs[0][order], return_index=True)
    chosen = pairs[1][order][first]
    share = np.nan_to_num(shapely.line_locate_point(shapes[chosen], points[point], normalized=True))
    edge[point], along[point], away[point] = which[chosen], np.round(share, FINE), metres[order][first]
    return Snapped(edge, along, away)


def connected(network: Network, passable: NDArray[np.bool_], least: float) -> tuple[NDArray[np.bool_], int, int]:
    """The edges of connected pieces with at least `least` m of path, and of the longest piece in any case.

    Returns which edges (E,), how many pieces there are and how many of them are left out: bits of map that join nothing, where a door
    would hang in the air. One-way edges connect both ways here."""
    which = np.flatnonzero(passable)
    if not len(which):
        return passable, 0, 0
    size = len(network.ids)
    links = coo_array((np.ones(len(which)), (network.tail[which], network.head[which])), (size, size))
    piece = connected_components(links, directed=False)[1][network.tail[which]]
    names, member = np.unique(piece, return_inverse=True)
    metres = np.bincount(member, network.length[which])
    kept = metres >= min(least, metres.max())
    usable = np.zeros_like(passable)
    usable[which] = kept[member]
    return usable, len(names), int((~kept).sum())
