"""A walking network: places where paths meet (nodes) and the pieces of path between them (edges)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from shiliu.methods.inputs import BadInput
from shiliu.methods.places import EARTH_RADIUS_M
from shiliu.methods.reach.order import ordered

SURFACES = ("unknown", "firm", "uneven", "loose", "soft")
WIDEST = 5.0  # degrees: one neighbourhood, not a continent, and a slip of the pen otherwise
SHORTER = 0.95  # of the straight line: below that a length is doubtful

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was left out or is doubtful: a code, how often, and the first place where it was seen."""

    code: str
    count: int
    file: str | None = None
    row: int | None = None
    column: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where nodes and edges were read, so that an error can name the row; empty for values from a program."""

    file: str | None = None
    node_file: str | None = None
    node_rows: Sequence[int] | None = None
    edge_rows: Sequence[int] | None = None

    def refuse(self, code: str, sentence: str, kind: str, at: int, column: str) -> BadInput:
        file, row = self.place(kind, at)
        return BadInput(code, sentence, file=file, row=row, column=column)

    def place(self, kind: str, at: int) -> tuple[str | None, int]:
        rows = self.node_rows if kind == "node" else self.edge_rows
        file = self.node_file or self.file if kind == "node" else self.file
        return file, int(at if rows is None else rows[at])


@dataclass(frozen=True, eq=False)
class Network:
    """N nodes and E edges in an order that does not depend on the order of the input. Make one with `build` or a reader.

    `ids`, `lon`, `lat` (degrees): (N,). `tail`, `head`: (E,) positions of nodes, tail before head. `length` m; `slope` rise
    over run from tail to head, NaN unknown; `kerb` m, the highest on the edge, NaN unknown; `stairs` true or false; `surface`
    position in SURFACES; `wheelchair` 0 unknown, 1 yes, 2 no; `ahead` and `back`: may be walked from tail to head, and from head
    to tail; `doors`: a door may open onto it, as onto no tunnel and no bridge; `lines`: shapely LineStrings (lon, lat), or None where every edge is straight."""

    ids: NDArray[Any]
    lon: Floats
    lat: Floats
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    length: Floats
    slope: Floats
    kerb: Floats
    stairs: NDArray[np.bool_]
    surface: NDArray[np.int8]
    wheelchair: NDArray[np.int8]
    ahead: NDArray[np.bool_]
    back: NDArray[np.bool_]
    doors: NDArray[np.bool_]
    lines: NDArray[Any] | None
    notes: tuple[Note, ...]

    @cached_property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the network."""
        return float(self.lon.min() + self.lon.max()) / 2, float(self.lat.min() + self.lat.max()) / 2

    def plane(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Metres east and north of the middle, (n, 2): true to 0.2 % within 10 km north or south of it at 50 degrees."""
        lon0, lat0 = self.middle
        scale = np.radians(1.0) * EARTH_RADIUS_M
        east = (np.asarray(lon, float) - lon0) * scale * np.cos(np.radians(lat0))
        return np.column_stack([east, (np.asarray(lat, float) - lat0) * scale])

    @cached_property
    def shapes(self) -> NDArray[Any]:
        """The edges as LineStrings in the plane, from tail to head: (E,)."""
        if self.lines is None:
            at = self.plane(self.lon, self.lat)
            return np.asarray(shapely.linestrings(np.stack([at[self.tail], at[self.head]], axis=1)))
        return np.asarray(shapely.transform(self.lines, lambda xy: self.plane(xy[:, 0], xy[:, 1])))


def build(
    ids: ArrayLike,
    lon: ArrayLike,
    lat: ArrayLike,
    start: ArrayLike,
    end: ArrayLike,
    length: ArrayLike | None = None,
    *,
    one_way: ArrayLike | None = None,
    slope: ArrayLike | None = None,
    stairs: ArrayLike | None = None,
    kerb: ArrayLike | None = None,
    surface: ArrayLike | None = None,
    wheelchair: ArrayLike | None = None,
    doors: ArrayLike | None = None,
    elevation: ArrayLike | None = None,
    lines: Sequence[Any] | None = None,
    origin: Origin | None = None,
    notes: Sequence[Note] = (),
) -> Network:
    """A network from nodes (`ids`, `lon`, `lat`, perhaps `elevation` in m: each (N,)) and edges (`start`, `end`: ids; `length`
    in m, else along the great circle: each (E,)); further values of edges as in Network, `slope` from start to end.

    Parallel edges stay: which is the quickest depends on who walks. Two one-way edges that are each other's return become
    one. An edge from a node to itself is left out, with a note; edges of no length and edges shorter than the straight line are kept
    with a note. Raises BadInput, with row and column, for ids twice, nodes that are not known, lengths that are negative or not
    finite, and positions not on the earth."""
    origin = origin or Origin()
    ids, lon, lat, order = _nodes(ids, lon, lat, origin)
    tail, head = _ends(ids, start, end, origin)
    count = len(tail)
    if not count:
        raise BadInput("no_edges", "has no edges", file=origin.file)
    crow = great_circle(lon[tail], lat[tail], lon[head], lat[head])
    metres = crow if length is None else _column(length, count, "length")
    _check_lengths(metres, origin)
    rise = _column(slope, count, "slope")
    if elevation is not None:
        high = _column(elevation, len(ids), "elevation")[order]
        with np.errstate(divide="ignore", invalid="ignore"):
            by_height = np.where(metres > 0, (high[head] - high[tail]) / metres, np.nan)
        rise = np.where(np.isnan(rise), by_height, rise)
    values: dict[str, Any] = {
        "length": metres,
        "slope": rise,
        "kerb": _column(kerb, count, "kerb"),
        "stairs": _flags(stairs, count),
        "surface": np.zeros(count, np.int8) if surface is None else np.asarray(surface, np.int8),
        "wheelchair": np.zeros(count, np.int8) if wheelchair is None else np.asarray(wheelchair, np.int8),
        "ahead": np.ones(count, bool),
        "back": ~_flags(one_way, count),
        "doors": np.ones(count, bool) if doors is None else _flags(doors, count),
        "lines": None if lines is None else np.asarray(lines, dtype=object),
    }
    found = [*notes, *_doubts(tail, head, metres, crow, origin)]
    tail, head, values = ordered(tail, head, values, len(ids))
    if not len(tail):
        raise BadInput("no_edges", "has no edge between two different nodes", file=origin.file)
    return Network(ids=ids, lon=lon, lat=lat, tail=tail, head=head, notes=tuple(found), **values)


def great_circle(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Metres along the great circle on a sphere, element by element (the haversine formula)."""
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((b - a) / 2) ** 2
    half = half + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half))))


def _nodes(
    ids: ArrayLike, lon: ArrayLike, lat: ArrayLike, origin: Origin
) -> tuple[NDArray[Any], Floats, Floats, NDArray[np.int64]]:
    names, where = np.asarray(ids), (np.asarray(lon, float), np.asarray(lat, float))
    if names.ndim != 1 or any(part.shape != names.shape for part in where):
        raise BadInput("ragged", "ids, lon and lat must be lists of one length", file=origin.file)
    if not len(names):
        raise BadInput("empty", "has no nodes", file=origin.node_file or origin.file)
    for column, part, most in (("lon", where[0], 180.0), ("lat", where[1], 90.0)):
        bad = np.flatnonzero(~(np.abs(part) <= most))  # also NaN
        if len(bad):
            sentence = f"{part[bad[0]]:g} is not a position on the earth; is it in degrees, and longitude first?"
            raise origin.refuse("not_a_position", sentence, "node", bad[0], column)
        if len(far := np.flatnonzero(np.abs(part - np.median(part)) > WIDEST)):
            sentence = f"{part[far[0]]:g} is more than {WIDEST:g} degrees from the middle of the network"
            raise origin.refuse("far_away", sentence, "node", far[0], column)
    order = np.argsort(names, kind="stable")
    names = names[order]
    if len(twice := np.flatnonzero(names[1:] == names[:-1])):
        at = int(order[twice[0] + 1])
        raise origin.refuse("double_id", f"the node {names[twice[0]]} stands twice", "node", at, "node")
    return names, where[0][order], where[1][order], order


def _ends(
    ids: NDArray[Any], start: ArrayLike, end: ArrayLike, origin: Origin
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    found = []
    for column, given in (("from", np.asarray(start)), ("to", np.asarray(end))):
        at = np.minimum(np.searchsorted(ids, given), len(ids) - 1)
        if len(unknown := np.flatnonzero(ids[at] != given)):
            sentence = f"no node is called {given[unknown[0]]}"
            raise origin.refuse("unknown_node", sentence, "edge", unknown[0], column)
        found.append(at)
    if len(found[0]) != len(found[1]):
        raise BadInput("ragged", "start and end must be lists of one length", file=origin.file)
    return found[0], found[1]


def _column(values: ArrayLike | None, count: int, name: str) -> Floats:
    if values is None:
        return np.full(count, np.nan)
    column = np.asarray(values, float)
    if column.shape != (count,):
        raise BadInput("ragged", f"has {column.size} values, not {count}", column=name)
    return column


def _flags(values: ArrayLike | None, count: int) -> NDArray[np.bool_]:
    return np.zeros(count, bool) if values is None else np.asarray(values, bool)


def _check_lengths(metres: Floats, origin: Origin) -> None:
    if len(bad := np.flatnonzero(~np.isfinite(metres))):
        raise origin.refuse("not_finite", "the length is not a finite number", "edge", bad[0], "length")
    if len(bad := np.flatnonzero(metres < 0)):
        raise origin.refuse("negative", f"the length {metres[bad[0]]:g} is below zero", "edge", bad[0], "length")


def _doubts(
    tail: NDArray[np.int64], head: NDArray[np.int64], metres: Floats, crow: Floats, origin: Origin
) -> list[Note]:
    loops = tail == head
    cases = (
        ("loop", loops, "to"),
        ("no_length", (metres == 0) & ~loops, "length"),
        ("shorter_than_straight", (metres < SHORTER * crow - 0.5) & (metres > 0), "length"),
    )
    notes = []
    for code, which, column in cases:
        if which.any():
            file, row = origin.place("edge", int(np.flatnonzero(which)[0]))
            notes.append(Note(code, int(which.sum()), file, row, column))
    return notes
