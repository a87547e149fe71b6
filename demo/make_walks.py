"""Draws paths, facilities and homes of one street and two communities of the invented district into demo/data, always the same.

    python -m demo.make_walks

Roads run where blocks meet; through each compound leads a path from road to road. On the hill paths have steps at one gate and
are steep at the other, so that not everybody gets everywhere.
"""

import csv
import math
import random
from itertools import pairwise
from pathlib import Path

import shapely
from shapely.geometry import LineString, Point
from shapely.ops import unary_union

from demo import geometry
from demo.make_district import DATA, PLANE, ROAD, SEED, cut
from demo.shape import COMPOUND_STEMS, STREETS

DRAWN = ("SL-02", "SL-01-01", "SL-01-03")
HILL = ("SL-01-03", "SL-02-05")
STEPS_M = 24.0
STRAIGHT_M = 6.0  # roads are drawn no finer than this
TYPES = Path(__file__).parents[1] / "src/shiliu/live/circle/data/facility_types.csv"
# How often a community has one: the rarest leave gaps.
OFTEN = {
    "convenience": 2.4, "supermarket": 0.6, "market": 0.5, "fresh_food": 1.2, "breakfast": 1.4, "laundry": 0.6, "hairdresser": 1.2,
    "copy_shop": 0.4, "home_services": 0.4, "repair": 0.6, "pharmacy": 0.9, "post": 1.0, "recycling": 0.6, "elder_care": 0.4,
    "childcare": 0.4, "gym": 0.3, "leisure": 0.4, "books": 0.2, "restaurant": 1.0, "pets": 0.3, "training": 0.4, "clinic": 0.4,
    "secondary_school": 0.2, "library": 0.15, "school": 0.5, "park": 0.5, "kindergarten": 0.8, "service_station": 1.0,
}  # fmt: skip


def main():
    parts, plan = cut()
    parts = geometry.noded(parts)
    mine = {key: shape for key, shape in parts.items() if key.startswith(DRAWN)}
    paths = list(footpaths(mine, plan))
    edges = list(drawn(mine, paths))
    write(
        "walks.csv",
        ("from", "to", "from_lon", "from_lat", "to_lon", "to_lat", "stairs", "slope", "kerb", "surface"),
        edges,
    )
    roads = sorted({(row["from_lon"], row["from_lat"]) for row in edges if row["surface"] == "asphalt"})
    places = list(facilities(mine, roads))
    write("facilities.csv", tuple(places[0]), places)
    homes = list(buildings(mine, plan))
    write("homes.csv", ("code", "homes"), homes)
    print(f"{len(edges)} pieces of path, {len(places)} facilities, {sum(row['homes'] for row in homes)} homes")


def communities():
    for at, street in enumerate(STREETS, start=1):
        for number, community in enumerate(street.communities, start=1):
            if (key := f"SL-{at:02d}-{number:02d}").startswith(DRAWN):
                yield key, community


def footpaths(parts, plan):
    """(path from gate to gate, whether it climbs the hill) through each compound and along its houses."""
    for key, community in communities():
        blocks = [name for cell in plan[key] for name in cell]
        for name in blocks[: community.compounds]:
            block = parts[name]
            (ax, ay), (bx, by) = max(
                pairwise(block.minimum_rotated_rectangle.exterior.coords), key=lambda side: math.dist(*side)
            )
            middle, reach = geometry.inset(block, ROAD).representative_point(), math.dist((ax, ay), (bx, by))
            dx, dy = (bx - ax) / reach, (by - ay) / reach
            across = LineString(
                [(middle.x - dx * reach, middle.y - dy * reach), (middle.x + dx * reach, middle.y + dy * reach)]
            )
            inside = across.intersection(block.buffer(STRAIGHT_M + 1))  # a little over the roads, so that it meets them
            if inside.geom_type == "MultiLineString":
                inside = max(inside.geoms, key=lambda part: part.length)
            yield inside, key in HILL


def drawn(parts, paths):
    """Rows of pieces of path. Roads: a few raised kerbs. Paths on the hill: steps at the lower gate, too steep for wheels above."""
    dice = random.Random(SEED)
    roads = unary_union([part.boundary for part in parts.values()]).simplify(STRAIGHT_M)
    ways = unary_union([roads, *(path for path, _hill in paths)])
    lines = list(ways.geoms) if ways.geom_type == "MultiLineString" else [ways]
    tree = shapely.STRtree([path for path, _hill in paths])
    names = {}
    for line in sorted(lines, key=lambda one: one.wkt):
        middle = line.interpolate(0.5, normalized=True)
        on = [paths[int(i)] for i in tree.query(middle.buffer(1)) if paths[int(i)][0].distance(middle) < 0.5]
        hill = bool(on) and on[0][1]
        kerb = 0.12 if not on and dice.random() < 0.08 else 0.02
        yield from _pieces(line, bool(on), hill, kerb, names)


def _pieces(line, is_path, hill, kerb, names):
    points = list(line.coords)
    if hill and line.length > 3 * STEPS_M:
        steps = line.interpolate(STEPS_M)
        points = [points[0], (steps.x, steps.y), *points[1:]]
    for number, (a, b) in enumerate(pairwise(points)):
        if math.dist(a, b) < 0.5:
            continue
        stairs = hill and number == 0
        slope = (
            0.0 if stairs else 0.11 if hill and number == len(points) - 2 else (height(b) - height(a)) / math.dist(a, b)
        )
        (west, south), (east, north) = PLANE.point(*a), PLANE.point(*b)
        yield {
            "from": names.setdefault((west, south), f"n{len(names)}"), "to": names.setdefault((east, north), f"n{len(names)}"),
            "from_lon": west, "from_lat": south, "to_lon": east, "to_lat": north, "stairs": "yes" if stairs else "no",
            "slope": f"{slope:.3f}", "kerb": "0" if is_path else f"{kerb:g}", "surface": "paving_stones" if is_path else "asphalt",
        }  # fmt: skip


def height(point):
    """Metres above the river: a low hill in the east, nowhere steeper than a fortieth."""
    x, y = point
    return 22 * math.exp(-(((x - 3200) / 1300) ** 2) - ((y - 1800) / 1300) ** 2)


def facilities(parts, roads):
    """Rows of facilities at corners of roads, by rule: OFTEN says how many of a type a community has."""
    with open(TYPES, encoding="utf-8", newline="") as file:
        types = {row["code"]: row for row in csv.DictReader(file)}
    stems, number = [stem.split("/") for stem in COMPOUND_STEMS], 0
    for key, _community in communities():
        dice = random.Random(f"{SEED} {key}")
        whole = geometry.joined(shape for name, shape in parts.items() if name.startswith(f"{key}/"))
        corners = [at for at in roads if whole.buffer(3).contains(_metres(at))]
        for code, often in OFTEN.items():
            for _one in range(int(often) + (dice.random() < often % 1)):
                number += 1
                (zh, en), (lon, lat) = dice.choice(stems), dice.choice(corners)
                kind = types[code]
                yield {
                    "code": f"F{number:03d}", "kind": code, "name_zh-hans": zh + kind["name_zh-hans"].split("（")[0], "name_en": f"{en} {kind['name_en'].lower()}",
                    "longitude": lon, "latitude": lat, "opening": dice.choice(("", "8:00–20:00", "7:00–22:00", "9:00–18:00")),
                    **{fact: dice.choice(("", "yes", "yes", "no")) for fact in ("step_free", "ramp", "low_counter", "toilet")},
                }  # fmt: skip


def _metres(at):
    return Point((at[0] - PLANE.lon) * PLANE.width, (at[1] - PLANE.lat) * geometry.METRES_PER_DEGREE)


def buildings(parts, plan):
    """Rows of buildings with the number of homes: mostly stairs of two homes a floor, here and there a house of three."""
    for key, community in communities():
        dice = random.Random(f"{SEED} homes {key}")
        for number in range(1, community.compounds + 1):
            for house in range(1, community.houses + 1):
                homes = (
                    dice.choice((3, 4))
                    if dice.random() < 0.06
                    else 2 * dice.choice((6, 6, 11, 18)) * dice.choice((1, 2, 3))
                )
                yield {"code": f"{key}-{number:02d}-{house:02d}", "homes": homes}


def write(name, columns, rows):
    with open(DATA / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
