"""Draws the invented district and writes areas.geojson, cells.geojson and units.csv into demo/data, always the same.

    python -m demo.make_district

The district lies at 100°E 40°N, in the middle of a gravel desert where nobody lives: no boundary, street or house in it
exists. Streets, communities, cells share their borders to the last digit.
"""

import csv
import json
import random
from itertools import count
from pathlib import Path

from demo import geometry, units
from demo.shape import COMPOUND_KINDS, COMPOUND_STEMS, DISTRICT, STREETS

DATA = Path(__file__).parent / "data"
PLANE = geometry.Plane(100.0, 40.0)
WIDTH, HEIGHT = 9400.0, 7900.0
NORTH_OF_THE_RIVER = (4, 1, 3, 8, 12, 11, 0)  # index in STREETS, from west to east
ROAD = 11.0
SEED = 2026
DUTIES = (  # layer, the duty as it is posted, the unit that answers for it
    ("party_building", "党建联络岗", "{street}-OFFICE"),
    ("committee", "居委会服务岗", "{community}-JW"),
    ("safety", "平安建设岗", "{street}-POLICE"),
    ("self_government", "居民议事岗", "{community}-JW"),
    ("community_services", "社区服务岗", "{community}-JW"),
    ("culture_sport", "文体活动岗", "{community}-JW"),
    ("social_organisations", "社会组织联络岗", ""),
)


def main():
    parts, plan = cut()
    parts = geometry.noded(parts)
    areas, cells = list(features(parts, plan)), list(grid(parts, plan))
    write(DATA / "areas.geojson", areas)
    write(DATA / "cells.geojson", cells)
    with open(DATA / "units.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, units.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(units.rows())
    print(f"{len(areas)} areas and {len(cells)} cells")


def cut():
    """({block key: polygon}, {community code: [blocks of each cell]}); without cells one group holds all blocks."""
    rng = random.Random(SEED)
    whole = geometry.outline(rng, WIDTH, HEIGHT)
    north, south = geometry.halves(whole, geometry.river(rng, WIDTH))
    if north.centroid.y < south.centroid.y:
        north, south = south, north
    rest = tuple(at for at in range(len(STREETS)) if at not in NORTH_OF_THE_RIVER)
    parts, plan = {}, {}
    for bank, order in ((north, NORTH_OF_THE_RIVER), (south, rest)):
        shares = [sum(_share(community) for community in STREETS[at].communities) for at in order]
        for at, street in zip(order, geometry.divide(bank, shares, rng), strict=True):
            _cut_street(f"SL-{at + 1:02d}", STREETS[at], street, parts, plan, random.Random(SEED + at))
    return parts, plan


def _share(community):
    return 1.0 + 0.08 * (community.compounds - 4)


def _cut_street(code, street, polygon, parts, plan, rng):
    polygons = geometry.divide(
        polygon, [_share(community) * rng.uniform(0.8, 1.25) for community in street.communities], rng
    )
    for number, (community, outline) in enumerate(zip(street.communities, polygons, strict=True), start=1):
        key = f"{code}-{number:02d}"
        blocks = community.compounds + 1 + community.compounds // 8  # some blocks are parks, schools and markets
        groups = spread(max(blocks, community.cells), max(community.cells, 1))
        cells = geometry.divide(outline, [size * rng.uniform(0.9, 1.1) for size in groups], rng)
        plan[key] = []
        for cell, (size, shape) in enumerate(zip(groups, cells, strict=True)):
            names = [f"{key}/{cell}/{block}" for block in range(size)]
            plan[key].append(names)
            parts.update(zip(names, geometry.divide(shape, [rng.uniform(0.8, 1.2) for _ in names], rng), strict=True))


def spread(things, groups):
    """Sizes of `groups` nearly equal groups of `things` things."""
    return [things // groups + (at < things % groups) for at in range(groups)]


def features(parts, plan):
    """Every area with its boundary, from the district down."""
    everything = geometry.joined(parts.values())
    yield feature(everything, code="SL", level="district", names=DISTRICT)
    for at, street in enumerate(STREETS, start=1):
        code = f"SL-{at:02d}"
        inside = [shape for key, shape in parts.items() if key.startswith(f"{code}-")]
        yield feature(
            geometry.joined(inside), code=code, level="street", parent="SL", names=(street.zh, street.en, street.ug)
        )
        for number, community in enumerate(street.communities, start=1):
            key = f"{code}-{number:02d}"
            blocks = [name for cell in plan[key] for name in cell]
            names = (community.zh, community.en, community.ug)
            whole = geometry.joined(parts[name] for name in blocks)
            yield feature(whole, code=key, level="community", parent=code, names=names)
            yield from compounds(key, community, [parts[name] for name in blocks])


def compounds(key, community, blocks):
    rng = random.Random(f"{SEED} {key}")
    stems, kinds = rng.sample(COMPOUND_STEMS, len(COMPOUND_STEMS)), rng.sample(COMPOUND_KINDS, len(COMPOUND_KINDS))
    for number, block in enumerate(blocks[: community.compounds], start=1):
        code, shape = f"{key}-{number:02d}", geometry.inset(block, ROAD)
        if community.village:
            zh, en = f"{number}组", f"Group {number}"
        else:
            (stem, sound), (kind, sort) = (text.split("/") for text in (stems[number - 1], kinds[number % len(kinds)]))
            zh, en = stem + kind, f"{sound} {sort}"
        yield feature(shape, code=code, level="compound", parent=key, names=(zh, en))
        houses = community.houses - (community.zh == "花园村" and number == community.compounds)  # 69 houses in all
        for house, footprint in enumerate(geometry.buildings(shape, houses), start=1):
            ug = f"{house}-بىنا" if community.ug else ""
            names = (f"{house}号楼", f"Building {house}", ug)
            yield feature(footprint, code=f"{code}-{house:02d}", level="building", parent=code, names=names)


def grid(parts, plan):
    """The cells of every community that has drawn some, with their duties: seven layers in 自由路, three to seven elsewhere."""
    numbers = count(1000)
    for at, street in enumerate(STREETS, start=1):
        for number, community in enumerate(street.communities, start=1):
            key = f"SL-{at:02d}-{number:02d}"
            for cell, blocks in enumerate(plan[key] if community.cells else [], start=1):
                shape = geometry.joined(parts[name] for name in blocks)
                names = (f"第{cell:02d}网格", f"Cell {cell:02d}")
                layers = DUTIES if at == 1 or community.cells > 4 else DUTIES[1:4] + DUTIES[4:6] * (cell % 2)
                posts = {}
                for layer, duty, unit in layers:
                    posts[f"duty_{layer}"] = f"{duty} {cell:02d}"
                    posts[f"phone_{layer}"] = units.phone(next(numbers))
                    posts |= {f"unit_{layer}": unit.format(community=key, street=key[:5])} if unit else {}
                yield feature(
                    shape,
                    community=key,
                    code=f"{cell:02d}",
                    names=names,
                    supervision_phone=units.phone(900 + at),
                    **posts,
                )


def feature(shape, *, names, **properties):
    for tag, name in zip(("zh-hans", "en", "ug"), names, strict=False):
        if name:
            properties[f"name_{tag}"] = name
    return {"type": "Feature", "properties": properties, "geometry": PLANE.geojson(shape)}


def write(path, features):
    """One feature a line, so that a change reads well."""
    lines = (json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
