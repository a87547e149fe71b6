"""What is near a unit: weights between units as a sparse matrix, by distance, by a walking network, or by touching.

Distances are metres. Nothing builds all pairs: a table of 20,000 units with 100 near each holds two million weights."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree
from shapely.errors import ShapelyError

from shiliu.methods import strict_json
from shiliu.methods.embedding.formulas import Array
from shiliu.methods.inputs import BadInput, read_rows, read_text

KERNELS: dict[str, Callable[[Array], Array]] = {
    "flat": lambda share: np.ones_like(share),
    "triangular": lambda share: 1 - share,
    "biweight": lambda share: (1 - share**2) ** 2,  # as Reardon and O'Sullivan (2004) use it
}
EARTH_M = 6_371_008.8
UNITS_AT_ONCE = 512


def by_distance(points: ArrayLike, reach: float, kernel: str = "biweight") -> csr_array:
    """Weights by straight distance, shape (units, units): kernel(d / reach) for d < reach, and 1 for the unit itself.

    `points` are metres, shape (units, 2). Kernels: flat (also at d = reach), triangular, biweight. Raises BadInput for points that
    are not finite, a reach that is not positive, and an unknown kernel."""
    weigh = _kernel(kernel, reach)
    at = np.asarray(points, dtype=np.float64)
    if at.ndim != 2 or at.shape[1] != 2:
        raise BadInput("not_points", f"points have two numbers each; this has the shape {at.shape}")
    for row, column in np.argwhere(~np.isfinite(at)):
        raise BadInput("not_finite", "is not a finite number", row=int(row), column=int(column))
    tree, parts = KDTree(at), []
    for begun in range(0, len(at), UNITS_AT_ONCE):
        some = KDTree(at[begun : begun + UNITS_AT_ONCE]).sparse_distance_matrix(tree, reach, output_type="coo_matrix")
        parts.append((some.row + begun, some.col, weigh(np.minimum(some.data / reach, 1.0))))
    return _weights(parts, len(at))


def by_network(
    edges: Sequence[tuple[str, str, float]], nodes: Sequence[str], reach: float, kernel: str = "biweight"
) -> csr_array:
    """Weights by the shortest way along edges (from, to, metres; both directions), shape (units, units).

    `nodes` names the node at which each unit stands; several units may share one. Of parallel edges the shortest counts. Units
    that no way joins are not near each other. Raises BadInput for a length that is negative or not finite, a node that no edge
    has, and no edges."""
    weigh = _kernel(kernel, reach)
    graph, at = _graph(edges)
    stands = []
    for position, name in enumerate(nodes):
        if name not in at:
            raise BadInput("unknown_node", f"no edge of the network reaches the node “{name}”", row=position)
        stands.append(at[name])
    places, of_unit = np.unique(np.array(stands), return_inverse=True)
    column = np.full(graph.shape[0], -1)
    column[places] = np.arange(len(places))
    parts: list[tuple[NDArray, NDArray, Array]] = []
    at_once = max(1, 4_000_000 // graph.shape[0])
    for begun in range(0, len(places), at_once):
        ways = dijkstra(graph, directed=False, indices=places[begun : begun + at_once], limit=reach)[:, places]
        from_, to = np.nonzero(ways <= reach)
        parts.append((from_ + begun, to, weigh(ways[from_, to] / reach)))
    among = _weights(parts, len(places))
    member = csr_array((np.ones(len(of_unit)), (np.arange(len(of_unit)), of_unit)), shape=(len(of_unit), len(places)))
    return _itself(csr_array(member @ among @ member.T))


def by_matrix(distances: Any, reach: float, kernel: str = "biweight") -> csr_array:
    """Weights from distances in metres that were measured elsewhere, shape (units, units): dense, or sparse with only what is near.

    A stored zero of a sparse matrix is a distance of zero, and what is not stored is far. Raises BadInput for another shape, and for
    negative or missing distances (infinite ones are far)."""
    weigh = _kernel(kernel, reach)
    table = coo_array(distances) if hasattr(distances, "tocoo") else None
    if table is None:
        dense = np.asarray(distances, dtype=np.float64)
        if dense.ndim != 2:
            raise BadInput("not_square", f"distances have the shape {dense.shape}")
        row, col = np.nonzero(~(dense > reach))
        shape, data = dense.shape, dense[row, col]
    else:
        shape, (row, col), data = table.shape, table.coords, table.data
    if shape[0] != shape[1]:
        raise BadInput("not_square", f"distances have the shape {shape}")
    for wrong in np.flatnonzero(~(data >= 0)):
        raise BadInput("bad_distance", f"{data[wrong]} is no distance", row=int(row[wrong]), column=int(col[wrong]))
    close = data <= reach
    return _weights([(row[close], col[close], weigh(data[close] / reach))], shape[0])


def touching(shapes: Sequence[Any]) -> csr_array:
    """Weights 1 between shapely areas that share a border or a corner (or overlap), and of each with itself."""
    areas = np.asarray(shapes, dtype=object)
    row, col = shapely.STRtree(areas).query(areas, predicate="intersects")
    return _weights([(row, col, np.ones(len(row)))], len(areas))


def read_shapes(path: str | Path, units: Sequence[str], name: str) -> tuple[list[Any], Array]:
    """The shapely geometry of each unit from a GeoJSON file, and its centre in metres, shape (units, 2).

    A feature belongs to the unit named by its property `name`, else by its id. Positions are longitude and latitude (RFC 7946);
    metres are those on a plane that touches the middle: good to 0.1 % within a city, not for a country. Raises BadInput for no
    FeatureCollection, a unit without a feature or with two, and what is no geometry."""
    try:
        read = strict_json.read(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput("not_json", f"is not JSON: {error}", file=path) from None
    features = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise BadInput("not_geojson", "must be a GeoJSON FeatureCollection", file=path)
    found: dict[str, Any] = {}
    wanted = set(units)
    for position, feature in enumerate(features):
        unit = _unit_of(feature, name)
        if unit in found:
            raise BadInput("double_feature", f"there are two features of the unit “{unit}”", file=path, row=position)
        if unit is not None and unit in wanted:
            found[unit] = _geometry(feature, path, position)
    for unit in units:
        if unit not in found:
            raise BadInput(
                "no_feature", f"there is no feature of the unit “{unit}” (property “{name}” or id)", file=path
            )
    shapes = [found[unit] for unit in units]
    return shapes, _metres(shapely.get_coordinates(shapely.centroid(np.array(shapes, dtype=object))), path)


def read_edges(path: str | Path) -> list[tuple[str, str, float]]:
    """Edges of a network from a CSV file with the columns from, to and metres."""
    return [
        (row["from"].strip(), row["to"].strip(), row.number_in("metres", least=0))
        for row in read_rows(path, needed=("from", "to", "metres"))
    ]


def _unit_of(feature: Any, name: str) -> str | None:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    given = (properties or {}).get(name, feature.get("id") if isinstance(feature, Mapping) else None)
    return None if given is None else str(given)


def _geometry(feature: Any, path: str | Path, position: int) -> Any:
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except (ShapelyError, ValueError):
        shape = None
    if shape is None or shape.is_empty:
        raise BadInput("not_a_geometry", "the feature has no geometry that can be read", file=path, row=position)
    return shape


def _metres(positions: Array, path: str | Path) -> Array:
    for row, (lon, lat) in enumerate(positions):
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise BadInput("not_degrees", "positions must be longitude and latitude in degrees", file=path, row=row)
    middle = np.radians((positions.min(axis=0) + positions.max(axis=0)) / 2)
    offset = np.radians(positions) - middle
    return np.asarray(EARTH_M * offset * np.array([np.cos(middle[1]), 1.0]))


def _graph(edges: Sequence[tuple[str, str, float]]) -> tuple[csr_array, dict[str, int]]:
    at: dict[str, int] = {}
    shortest: dict[tuple[int, int], float] = {}
    for row, (start, end, metres) in enumerate(edges):
        if not (np.isfinite(metres) and metres >= 0):
            raise BadInput("bad_distance", f"{metres} is no length of an edge", row=row)
        a, b = at.setdefault(start, len(at)), at.setdefault(end, len(at))
        pair = (min(a, b), max(a, b))
        shortest[pair] = min(metres, shortest.get(pair, np.inf))
    if not at:
        raise BadInput("no_edges", "the network has no edges")
    ends = np.array(list(shortest), dtype=np.intp).reshape(-1, 2)
    return csr_array((np.array(list(shortest.values())), (ends[:, 0], ends[:, 1])), shape=(len(at), len(at))), at


def _kernel(kernel: str, reach: float) -> Callable[[Array], Array]:
    if kernel not in KERNELS:
        raise BadInput("unknown_kernel", f"“{kernel}” is none of {', '.join(KERNELS)}")
    if not (np.isfinite(reach) and reach > 0):
        raise BadInput("bad_reach", f"the reach is {reach} metres; it must be more than zero")
    return KERNELS[kernel]


def _weights(parts: Sequence[tuple[NDArray, NDArray, Array]], units: int) -> csr_array:
    row, col, weight = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return _itself(csr_array((weight, (row, col)), shape=(units, units)))


def _itself(weights: csr_array) -> csr_array:
    """The same weights with exactly 1 for each unit itself, whatever the input said of the way from a unit to itself."""
    rest = coo_array(weights)
    row, col = rest.coords
    other = (row != col) & (rest.data > 0)
    own = np.arange(weights.shape[0])
    return csr_array(
        (np.append(rest.data[other], np.ones(len(own))), (np.append(row[other], own), np.append(col[other], own))),
        shape=weights.shape,
    )
