"""Cutting an invented district into streets, communities, cells and blocks that share their borders exactly. Metres."""

import itertools
import math
import random

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, split, unary_union

PRECISION = 0.5
METRES_PER_DEGREE = 111_320.0


def outline(rng: random.Random, width: float, height: float) -> Polygon:
    """A rounded, uneven outline around (0, 0)."""
    corners = []
    for step in range(40):
        angle = 2 * math.pi * step / 40
        bulge = abs(math.cos(angle)) ** 4 + abs(math.sin(angle)) ** 4  # between a circle and a rectangle
        reach = bulge**-0.25 * rng.uniform(0.93, 1.03)
        corners.append((width / 2 * reach * math.cos(angle), height / 2 * reach * math.sin(angle)))
    return Polygon(_rounded(_rounded(corners)))


def _rounded(ring):
    """The ring with each corner cut off twice (Chaikin)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [(a[0] * (1 - t) + b[0] * t, a[1] * (1 - t) + b[1] * t) for a, b in pairs for t in (0.25, 0.75)]


def river(rng: random.Random, width: float) -> LineString:
    """A river from the west edge to the east edge, in slow bends."""
    phase, points = rng.uniform(0, 6), []
    for step in range(61):
        x = -width * 0.6 + width * 1.2 * step / 60
        y = 420 * math.sin(x / 1500 + phase) + 180 * math.sin(x / 610 + 2 * phase) - x * 0.06
        points.append((x, y))
    return LineString(points)


def halves(area: Polygon, line: LineString) -> tuple[Polygon, Polygon]:
    """The parts of `area` left and right of a line that crosses it; slivers join the larger part they touch."""
    pieces = [piece for piece in split(area, line).geoms if piece.geom_type == "Polygon"]
    if len(pieces) < 2:
        raise ValueError("the line does not cut the area in two")
    pieces.sort(key=lambda piece: piece.area, reverse=True)
    first, second = pieces[:2]
    if len(pieces) > 2:
        raise ValueError("the line cuts the area in more than two")
    return first, second


def divide(area: Polygon, shares: list[float], rng: random.Random) -> list[Polygon]:
    """`area` cut into parts of about these shares by roads that are never quite straight. Parts keep the order of `shares`
    only roughly from south-west to north-east."""
    if len(shares) == 1:
        return [area]
    middle = len(shares) // 2
    wanted = sum(shares[:middle]) / sum(shares)
    for _attempt in range(60):
        cut = _cut(area, wanted, rng)
        if cut is not None:
            first, second = cut
            return divide(first, shares[:middle], rng) + divide(second, shares[middle:], rng)
    raise ValueError("no cut found")


def _cut(area, wanted, rng):
    box = area.minimum_rotated_rectangle
    corners = list(box.exterior.coords)
    sides = sorted(itertools.pairwise(corners), key=lambda side: math.dist(*side))
    (ax, ay), (bx, by) = sides[-1]
    long = math.dist((ax, ay), (bx, by))
    direction = math.atan2(by - ay, bx - ax)
    if direction <= -math.pi / 2 or direction > math.pi / 2 - 1e-9:
        direction += math.pi  # from west to east (or south to north): the same on every machine
    direction += rng.uniform(-0.16, 0.16)
    along, across = (math.cos(direction), math.sin(direction)), (-math.sin(direction), math.cos(direction))
    centre, reach = box.centroid, long * 0.8
    bends = [
        (-reach, 0.0),
        *[(t * reach, rng.uniform(-0.035, 0.035) * long) for t in (-0.45, -0.15, 0.2, 0.5)],
        (reach, 0.0),
    ]
    low, high = -long * 0.6, long * 0.6
    for _step in range(30):
        offset = (low + high) / 2
        road = LineString(
            (centre.x + across[0] * t + along[0] * (offset + b), centre.y + across[1] * t + along[1] * (offset + b))
            for t, b in bends
        )
        behind = _behind(area, road, along)
        low, high = (offset, high) if behind < wanted * area.area else (low, offset)
    try:
        first, second = halves(area, road)
    except ValueError:
        return None
    if _compactness(first) < 0.35 or _compactness(second) < 0.35:
        return None
    ahead = [(p.centroid.x * along[0] + p.centroid.y * along[1]) for p in (first, second)]
    return (first, second) if ahead[0] < ahead[1] else (second, first)


def _behind(area, road, along):
    """Area of the part of `area` behind the road."""
    points = list(road.coords)
    far = 100_000
    back = Polygon([*points, *[(x - along[0] * far, y - along[1] * far) for x, y in reversed(points)]])
    return area.intersection(back).area


def _compactness(part):
    return 4 * math.pi * part.area / part.length**2


def noded(parts: dict[str, Polygon]) -> dict[str, Polygon]:
    """The same parts with every meeting point of borders present in all of them, so that nothing gapes or overlaps."""
    lines = shapely.union_all(
        [part.boundary for part in parts.values()], grid_size=PRECISION
    )  # snaps corners to borders
    faces = list(polygonize(lines))
    tree = shapely.STRtree(list(parts.values()))
    keys, found = list(parts), {}
    for face in faces:
        inside = face.representative_point()
        owners = [int(i) for i in tree.query(inside) if parts[keys[int(i)]].contains(inside)]
        if owners:
            found.setdefault(keys[owners[0]], []).append(face)
    return {key: joined(found[key]) for key in parts}


def joined(parts) -> Polygon:
    return shapely.normalize(unary_union(list(parts)))


def inset(block: Polygon, road: float) -> Polygon:
    """What is left of a block between its roads."""
    left = block.buffer(-road, join_style="mitre")
    if left.geom_type == "MultiPolygon":
        left = max(left.geoms, key=lambda part: part.area)
    return left.simplify(2.0)


def buildings(compound: Polygon, count: int) -> list[Polygon]:
    """`count` houses in rows inside the compound, numbered from its south-west corner; smaller ones where it is tight."""
    for scale in (1.0, 0.8, 0.65, 0.5, 0.4, 0.3):
        houses = _rows(compound, 46 * scale, 13 * scale, 30 * scale)
        if len(houses) >= count:
            step = len(houses) / count
            return [houses[int(number * step)] for number in range(count)]
    raise ValueError(f"no room for {count} houses in {compound.area:.0f} m2")


def _rows(compound, length, depth, gap):
    box = compound.minimum_rotated_rectangle
    corners = list(box.exterior.coords)
    (ax, ay), (bx, by) = max(itertools.pairwise(corners), key=lambda side: abs(side[1][0] - side[0][0]))
    turn = math.degrees(math.atan2(by - ay, bx - ax))
    turn = (turn + 90) % 180 - 90
    flat = shapely.affinity.rotate(compound, -turn, origin=(0, 0))
    room = flat.buffer(-5)
    west, south, east, north = flat.bounds
    houses, y = [], south + 8
    while y + depth < north:
        x = west + 8
        while x + length < east:
            house = shapely.box(x, y, x + length, y + depth)
            if room.contains(house):
                houses.append(shapely.affinity.rotate(house, turn, origin=(0, 0)))
            x += length + gap * 0.6
        y += depth + gap
    return houses


class Plane:
    """From metres to degrees around (lon, lat), rounded to 0.1 m, always in the same way."""

    def __init__(self, lon, lat):
        self.lon, self.lat = lon, lat
        self.width = METRES_PER_DEGREE * math.cos(math.radians(lat))

    def point(self, x, y):
        return [round(self.lon + x / self.width, 6), round(self.lat + y / METRES_PER_DEGREE, 6)]

    def geojson(self, shape):
        if isinstance(shape, Point):
            return {"type": "Point", "coordinates": self.point(shape.x, shape.y)}
        parts = list(shape.geoms) if shape.geom_type == "MultiPolygon" else [shape]
        rings = [
            [[self.point(x, y) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts
        ]
        if len(rings) == 1:
            return {"type": "Polygon", "coordinates": rings[0]}
        return {"type": "MultiPolygon", "coordinates": rings}
