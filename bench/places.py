"""How fast the areas of a point are found among 10, 1,000 and 10,000 polygons.

    python bench/places.py            print the table
    python bench/places.py --write    also write bench/results/places.md

The map is invented: a square of neighbouring cells without gaps, whose shared borders are bent lines, as drawn borders
are. Points lie anywhere in the square, one in twenty outside it. Random numbers are seeded, so every run asks the same.
"""

import argparse
import math
import os
import platform
import random
import statistics
import sys
import time
from pathlib import Path

import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from shiliu.methods.places import PolygonIndex  # noqa: E402

RESULT = ROOT / "bench" / "results" / "places.md"
COUNTS = (10, 1_000, 10_000)
POINTS_ON_A_SIDE = 15
ASKED_ONE_BY_ONE = 20_000
ASKED_TOGETHER = 100_000
READING = """
## Reading

- One lookup costs tens of microseconds and hardly grows with the map: a page that asks once does not notice it. Most of
  that is the way from Python to GEOS and back, which is why ten polygons are found faster by trying them all.
- Importing is the case that matters: `locate_many` answers 100,000 points in the time shown, about four times faster
  than one by one.
- Building the index of 10,000 polygons is the expensive step, paid once a process and once after each change of the map.
  Nearly all of it is checking every boundary (`parse_geometry`); the tree itself takes about a tenth of a second.
- Without the index every polygon is tried in turn: the last column is what one question costs then.
- "Found" is below 100 % on purpose: some points lie outside, and the last row of the smallest map is not full.
- What this does not show: real boundaries are less even (a few long, many short), and memory is not measured. Other work
  shared the machine; runs differed by a factor of two to three, so read the size of the numbers and not their digits.
"""


def bent(rng: random.Random, a, b):
    """Points from a to b along a bent line, without b. Both neighbours use the same list, so no gap opens."""
    inner = [step / POINTS_ON_A_SIDE for step in range(1, POINTS_ON_A_SIDE)]
    wiggle = 0.06 * math.dist(a, b)
    across = (-(b[1] - a[1]) / math.dist(a, b), (b[0] - a[0]) / math.dist(a, b))
    points = [a]
    for share in inner:
        off = rng.uniform(-wiggle, wiggle) * math.sin(math.pi * share)
        points.append(tuple(a[i] + share * (b[i] - a[i]) + off * across[i] for i in (0, 1)))
    return points


def invented_map(count: int):
    """`count` neighbouring GeoJSON polygons around Chengdu's longitude, in rows; the last row may be short."""
    rng = random.Random(2026)
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    step = 0.01
    corner = {
        (x, y): (104 + (x + rng.uniform(-0.2, 0.2)) * step, 30 + (y + rng.uniform(-0.2, 0.2)) * step)
        for x in range(columns + 1)
        for y in range(rows + 1)
    }
    across = {(x, y): bent(rng, corner[x, y], corner[x + 1, y]) for x in range(columns) for y in range(rows + 1)}
    up = {(x, y): bent(rng, corner[x, y], corner[x, y + 1]) for x in range(columns + 1) for y in range(rows)}
    items = []
    for at in range(count):
        x, y = at % columns, at // columns
        east, north, end = up[x + 1, y], across[x, y + 1], corner[x + 1, y + 1]
        ring = [*across[x, y], *east, end, *reversed(north), *reversed(up[x, y])]
        ring = [point for point, after in zip(ring, [*ring[1:], ring[0]], strict=True) if point != after]
        items.append((at, {"type": "Polygon", "coordinates": [[list(point) for point in [*ring, ring[0]]]]}))
    return items, (columns * step, rows * step)


def timed(work, *args):
    start = time.perf_counter()
    answer = work(*args)
    return time.perf_counter() - start, answer


def measure(count: int) -> dict:
    items, (width, height) = invented_map(count)
    build_s, index = timed(PolygonIndex.build, items)
    rng = random.Random(7)
    points = [
        (104 + rng.uniform(-0.025, 1.025) * width, 30 + rng.uniform(-0.025, 1.025) * height)
        for _ in range(ASKED_TOGETHER)
    ]
    single = []
    for lon, lat in points[:ASKED_ONE_BY_ONE]:
        single.append(timed(index.locate, lon, lat)[0])
    many_s, found = timed(index.locate_many, points)
    assert found[:200] == [index.locate(*point) for point in points[:200]]

    shapes = [shapely.from_geojson(str(geometry).replace("'", '"')) for _, geometry in items]
    tried = [shapely.Point(point) for point in points[:20]]
    brute_s, _ = timed(lambda: [[shape.covers(point) for shape in shapes] for point in tried])
    return {
        "polygons": count,
        "corners": sum(len(geometry["coordinates"][0]) for _, geometry in items),
        "build": build_s,
        "median": statistics.median(single) * 1e6,
        "p99": statistics.quantiles(single, n=100)[98] * 1e6,
        "together": many_s,
        "found": sum(map(bool, found)) / len(found),
        "without": brute_s / len(tried) * 1e6,
    }


def table(rows: list[dict]) -> str:
    head = "| polygons | corners | build, s | one lookup, µs: median | 99th of 100 | 100,000 at once, s | found | without index, µs |"
    lines = [head, "|" + "---:|" * 8]
    lines += [
        f"| {row['polygons']:,} | {row['corners']:,} | {row['build']:.3f} | {row['median']:.0f} | {row['p99']:.0f} "
        f"| {row['together']:.2f} | {row['found']:.0%} | {row['without']:,.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def machine() -> str:
    """What the numbers depend on, without naming anybody's machine."""
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next(
            (line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line), cpu
        )
    return (
        f"{cpu}, {os.cpu_count()} cores (shared with other work), {platform.system()}, Python {platform.python_version()}, "
        f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write bench/results/places.md")
    arguments = parser.parse_args()
    result = table([measure(count) for count in COUNTS])
    print(result)
    if arguments.write:
        text = f"# Finding the areas of a point\n\nMade by `python bench/places.py --write` on {machine()}.\n\n{result}\n{READING}"
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
