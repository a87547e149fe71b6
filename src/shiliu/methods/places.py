"""Which areas hold a point, and what may pass as a boundary.

Geometry is GeoJSON (RFC 7946): longitude before latitude, in degrees WGS 84. Shapely does the planar work; nothing here
crosses the antimeridian, and a boundary that seems to is refused.

Shared borders: a point on a border belongs to every polygon that touches it, so no point between two neighbours is
lost. That holds exactly where neighbours share their vertices. Where one side of a border has a vertex more than the
other, a point may fall into the sliver between them; draw borders with the same vertices.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Key = TypeVar("Key", bound=Hashable)

MAX_POINTS = 50_000
MAX_CROSSINGS = 10_000
EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180

NOT_A_GEOMETRY = "not_a_geometry"
WRONG_TYPE = "wrong_type"
TOO_DEEP = "too_deep"
NOT_A_POSITION = "not_a_position"
OUT_OF_RANGE = "out_of_range"
RING_TOO_SHORT = "ring_too_short"
TOO_MANY_POINTS = "too_many_points"
ANTIMERIDIAN = "antimeridian"
INVALID_SHAPE = "invalid_shape"
TANGLED = "tangled"
EMPTY = "empty"


class GeometryError(ValueError):
    """A geometry or point that cannot be used. `code` is a constant of this module, `params` fills its sentence."""

    def __init__(self, code: str, text: str, **params: Any):
        super().__init__(text)
        self.code = code
        self.params = params


def parse_geometry(obj: Any, *, max_points: int = MAX_POINTS, repair: bool = False) -> Polygon | MultiPolygon:
    """A GeoJSON Polygon or MultiPolygon (already decoded from JSON) as a valid shapely geometry, heights dropped.

    An unclosed ring is closed. A shape that crosses itself is refused with the place of the crossing, or repaired when
    `repair` is true; a repair keeps the area that the rings enclose. Raises GeometryError for anything else.
    """
    if not isinstance(obj, dict):
        raise GeometryError(NOT_A_GEOMETRY, "A boundary is a GeoJSON object with type and coordinates.")
    kind = obj.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        shown = kind if isinstance(kind, str) else type(kind).__name__
        raise GeometryError(
            WRONG_TYPE, f"A boundary is a Polygon or MultiPolygon, not {shown[:40]!r}.", type=shown[:40]
        )
    polygons = [obj.get("coordinates")] if kind == "Polygon" else _list(obj.get("coordinates"))
    budget = [max_points]
    rings = [[_ring(ring, budget, max_points) for ring in _list(polygon)] for polygon in polygons]
    if not rings or not all(rings):
        raise GeometryError(EMPTY, "The boundary has no rings.")
    parts = [Polygon(outer, holes) for outer, *holes in rings]
    return _valid(parts[0] if kind == "Polygon" else MultiPolygon(parts), repair)


class PolygonIndex(Generic[Key]):
    """Finds the polygons that hold a point. Build once, ask from any thread."""

    def __init__(self, keys: Sequence[Key], geometries: Sequence[BaseGeometry]):
        """Use `build`. `keys` and `geometries` are in the order of answers."""
        self._keys = list(keys)
        self._geometries = np.array(geometries, dtype=object)
        self._tree = shapely.STRtree(self._geometries)
        # GEOS finishes the tree and every prepared polygon on first use, which two threads must not do at once.
        shapely.prepare(self._geometries)
        if self._keys:
            west, south, east, north = shapely.bounds(self._geometries).T
            shapely.covers(self._geometries, shapely.points((west + east) / 2, (south + north) / 2))
            self._tree.query(shapely.Point(west[0], south[0]))

    @classmethod
    def build(cls, items: Iterable[tuple[Key, Any]]) -> "PolygonIndex[Key]":
        """An index over (key, geometry) pairs; geometries are GeoJSON dicts or what `parse_geometry` gave.

        Keys must be unique and comparable with each other. Raises GeometryError, or ValueError for a key given twice.
        """
        shapes = [
            (key, geometry if isinstance(geometry, BaseGeometry) else parse_geometry(geometry))
            for key, geometry in items
        ]
        if len({key for key, _ in shapes}) < len(shapes):
            raise ValueError("Each key stands for one geometry; use a MultiPolygon for an area in several parts.")
        shapes.sort(key=lambda pair: (pair[1].area, pair[0]))
        return cls([key for key, _ in shapes], [geometry for _, geometry in shapes])

    def __len__(self) -> int:
        return len(self._keys)

    def locate(self, lon: float, lat: float) -> list[Key]:
        """Keys of all polygons that hold the point or touch it, smallest area first, then by key."""
        point = shapely.Point(*check_position(lon, lat))
        near = np.sort(self._tree.query(point))
        return [self._keys[at] for at in near[shapely.covers(self._geometries[near], point)]]

    def locate_one(self, lon: float, lat: float) -> Key | None:
        """The first of `locate`, the smallest area; on a border of two neighbours the smaller, then the lower key."""
        return next(iter(self.locate(lon, lat)), None)

    def locate_many(self, positions: Sequence[tuple[float, float]]) -> list[list[Key]]:
        """`locate` for many (lon, lat) at once, several times faster."""
        answers: list[list[Key]] = [[] for _ in positions]
        if not answers:
            return answers
        points = shapely.points([check_position(lon, lat) for lon, lat in positions])
        which, near = self._tree.query(points)
        held = shapely.covers(self._geometries[near], points[which])
        for at, found in sorted(zip(which[held].tolist(), near[held].tolist(), strict=True)):
            answers[at].append(self._keys[found])
        return answers


def coarsen(lon: float, lat: float, metres: float = 150) -> tuple[float, float]:
    """The centre of the grid square of about `metres` that holds the point: what to publish instead of a dwelling.

    The grid is fixed to the earth, so the same square always gives the same answer and repeated reports reveal nothing
    more; random noise would average out. The answer lies at most 0.71 · metres away. It does not hide who lives alone
    in a square: where dwellings are far apart, publish the area instead.
    """
    lon, lat = check_position(lon, lat)
    if not 1 <= metres <= 100_000:
        raise ValueError(f"A grid square is 1 to 100000 metres wide, not {metres!r}.")
    height = metres / METRES_PER_DEGREE
    middle = (math.floor(lat / height) + 0.5) * height
    width = height / max(math.cos(math.radians(middle)), 0.01)
    column = (math.floor(lon / width) + 0.5) * width
    return round(max(-180.0, min(180.0, column)), 6), round(max(-90.0, min(90.0, middle)), 6)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two (lon, lat) along the great circle, on a sphere: within 0.6 % of the earth's own shape."""
    lon_a, lat_a, lon_b, lat_b = map(math.radians, (*check_position(*a), *check_position(*b)))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def bounds(geometries: Iterable[BaseGeometry]) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) around all geometries, or None without any: what a map fits into its window."""
    shapes = list(geometries)
    if not shapes:
        return None
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    return west, south, east, north


def centroid(geometry: BaseGeometry) -> tuple[float, float]:
    """(lon, lat) for a label: the centre of mass, or a point certainly inside when that falls into a hole or a bay."""
    middle = geometry.centroid
    if not geometry.covers(middle):
        middle = geometry.representative_point()
    return middle.x, middle.y


def to_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """The geometry as a GeoJSON dict of plain lists, for storing and for maps."""
    shape = shapely.geometry.mapping(geometry)
    return {"type": shape["type"], "coordinates": _plain(shape["coordinates"])}


def check_position(lon: Any, lat: Any) -> tuple[float, float]:
    """Both as floats. Raises GeometryError unless they are finite numbers within ±180 and ±90."""
    if not _is_number(lon) or not _is_number(lat):
        raise GeometryError(NOT_A_POSITION, "A position is two numbers, longitude and latitude.")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # also refuses NaN and infinities
        shown = [f"{value:g}" if abs(value) < 1000 else "beyond measure" for value in (lon, lat)]
        text = f"Longitude {shown[0]}, latitude {shown[1]} is not on the earth; is latitude written first?"
        raise GeometryError(OUT_OF_RANGE, text, lon=shown[0], lat=shown[1])
    return float(lon), float(lat)


def _valid(geometry: Polygon | MultiPolygon, repair: bool) -> Polygon | MultiPolygon:
    west, _, east, _ = geometry.bounds
    if east - west > 180:
        raise GeometryError(
            ANTIMERIDIAN, "The boundary spans more than half the globe; the antimeridian cannot be crossed."
        )
    if not geometry.is_valid:
        # "Self-intersection[104.06 30.65]"
        problem, _, where = shapely.is_valid_reason(geometry).partition("[")
        if not repair:
            lon, lat = (float(number) for number in where.rstrip("]").split()[:2])
            text = f"The boundary is not a simple shape: {problem.lower()} at longitude {lon:g}, latitude {lat:g}."
            raise GeometryError(INVALID_SHAPE, text, problem=problem, lon=lon, lat=lat)
        if _tangled(geometry):
            raise GeometryError(TANGLED, "The boundary crosses itself too often to repair; draw it again.")
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or not geometry.area:
        raise GeometryError(EMPTY, "The boundary encloses no area.")
    return geometry


def _tangled(geometry: Polygon | MultiPolygon) -> bool:
    """Whether repairing would cost more than about a second: its time grows with the crossings, not with the points."""
    coordinates, ring = shapely.get_coordinates(shapely.get_rings(geometry), return_index=True)
    within = ring[1:] == ring[:-1]
    segments = shapely.linestrings(np.stack([coordinates[:-1][within], coordinates[1:][within]], axis=1))
    tree, boxes, crossings = shapely.STRtree(segments), 0, 0
    for start in range(0, len(segments), 200):
        chunk = segments[start : start + 200]
        which, other = tree.query(chunk)
        boxes += len(which)
        if boxes > 30 * len(segments) + 2 * MAX_CROSSINGS:
            return True
        crossings += int(shapely.crosses(chunk[which], segments[other]).sum())
        crossings += int(shapely.overlaps(chunk[which], segments[other]).sum())
    return crossings > 2 * MAX_CROSSINGS  # each is met from both sides


def _ring(ring: Any, budget: list[int], max_points: int) -> list[tuple[float, float]]:
    positions = []
    for position in _list(ring):
        budget[0] -= 1
        if budget[0] < 0:
            raise GeometryError(
                TOO_MANY_POINTS,
                f"The boundary has more than {max_points} points; simplify it first.",
                max_points=max_points,
            )
        if not isinstance(position, list | tuple) or len(position) < 2:
            raise GeometryError(NOT_A_POSITION, "A position is two numbers, longitude and latitude.")
        if isinstance(position[0], list | tuple):
            raise GeometryError(TOO_DEEP, "The coordinates are nested deeper than their type allows.")
        positions.append(check_position(position[0], position[1]))
    if positions and positions[0] != positions[-1]:
        positions.append(positions[0])
    if len(positions) < 4:
        raise GeometryError(RING_TOO_SHORT, "A ring needs at least three different positions.")
    return positions


def _list(value: Any) -> list | tuple:
    if not isinstance(value, list | tuple):
        raise GeometryError(NOT_A_GEOMETRY, "The coordinates are not lists of rings of positions.")
    return value


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _is_number(value: Any) -> bool:
    return type(value) in (float, int) or isinstance(value, np.floating | np.integer)
