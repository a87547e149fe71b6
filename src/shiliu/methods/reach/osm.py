"""Walking network, facilities and dwellings from a file of OpenStreetMap (.osm.pbf), through the package osmium.

What the tags mean is told on the pages Key:highway, Key:foot, Key:access, Key:kerb, Key:surface, Key:wheelchair of its wiki; what we
make of them is in data/walking_ways.csv, data/walking_surfaces.csv and data/circle_categories.csv. The data are © OpenStreetMap
contributors, ODbL: say so where results are shown."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from shiliu.methods.inputs import BadInput, read_rows
from shiliu.methods.plots import Unavailable
from shiliu.methods.reach.circle import Dwelling, Facility
from shiliu.methods.reach.network import SURFACES, Network, Note, Origin, build
from shiliu.methods.reach.surfaces import surface_class

DATA = Path(__file__).parents[1] / "data"
ALLOWED = {"yes", "designated", "permissive", "destination"}
REFUSED = {"no", "private"}
# Words for kerbs in metres. Lowered is about 3 cm (Key:kerb); the height of a raised one is assumed.
KERBS = {"raised": 0.1, "yes": 0.1, "rolled": 0.03, "lowered": 0.03, "flush": 0.0, "no": 0.0}
NARROW = {"stile", "kissing_gate", "turnstile", "full-height_turnstile", "cycle_barrier", "log", "debris"}
HOUSES = {
    "apartments", "residential", "house", "detached", "semidetached_house", "terrace", "dormitory", "bungalow", "farm",
    "houseboat", "static_caravan", "ger", "hut", "cabin", "block",
}  # fmt: skip


def read_osm_network(path: str | Path) -> Network:
    """The walking network: every bend a node, so that lengths are those of the drawn line.

    Left out: ways not for walkers, those closed to them (foot or access no, private), and what touches a closed gate. One way for
    walkers are only oneway:foot and moving stairs. Raises BadInput for a file that cannot be read or holds no path, Unavailable without
    osmium."""
    osmium = _osmium()
    steps = _Steps(_points(osmium, path))
    ways = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    for way in _objects(ways, path):
        if way.is_way():
            steps.add(dict(way.tags), [(n.ref, n.lon, n.lat) for n in way.nodes if n.location.valid()])
    if not steps.start:
        raise BadInput("no_edges", "holds no path for walkers", file=path)
    names = list(steps.places)
    return build(
        names,
        [steps.places[name][0] for name in names],
        [steps.places[name][1] for name in names],
        steps.start,
        steps.end,
        one_way=steps.one_way,
        slope=steps.slope,
        stairs=steps.stairs,
        kerb=steps.kerb,
        surface=steps.surface,
        wheelchair=steps.wheelchair,
        doors=steps.doors,
        origin=Origin(str(path)),
        notes=steps.notes(str(path)),
    )


def read_osm_facilities(path: str | Path) -> list[Facility]:
    """Places by the categories of data/circle_categories.csv; areas by a point inside them. Their ids are n, w or r and the number."""
    osmium = _osmium()
    kinds = _categories()
    keys = sorted({key for key, _ in kinds})
    found = {}
    for kind, number, tags, where in _things(osmium, path, keys):
        for key in keys:
            if category := kinds.get((key, tags.get(key, ""))):
                place = Facility(f"{kind}{number}", category, *where(), tags.get("name", ""))
                found[place.id, category] = place
    if not found:
        raise BadInput("empty", "holds none of the facilities that are looked for", file=path)
    return list(found.values())


def read_osm_dwellings(path: str | Path, *, any_building: bool = False) -> list[Dwelling]:
    """Buildings that people live in, by the tag building; `building:flats` says how many homes, else one. Most of the world's buildings
    are tagged building=yes: `any_building` takes those too, and so shops and halls with them."""
    osmium = _osmium()
    wanted = HOUSES | {"yes"} if any_building else HOUSES
    found = {}
    for kind, number, tags, where in _things(osmium, path, ["building"]):
        if kind != "n" and tags["building"] in wanted:
            flats = tags.get("building:flats", "1")
            homes = int(flats) if flats.isascii() and flats.isdigit() and len(flats) < 6 else 1
            found[f"{kind}{number}"] = Dwelling(f"{kind}{number}", *where(), homes)
    if not found:
        sentence = "holds no building known to be lived in"
        raise BadInput("empty", sentence if any_building else f"{sentence}; try --any-building", file=path)
    return list(found.values())


class _Steps:
    """The edges of a network, as its ways come by."""

    def __init__(self, points: Mapping[int, Mapping[str, str]]) -> None:
        self.points = points
        self.places: dict[int, tuple[float, float]] = {}
        self.start: list[int] = []
        self.end: list[int] = []
        self.one_way: list[bool] = []
        self.slope: list[float] = []
        self.stairs: list[bool] = []
        self.kerb: list[float] = []
        self.surface: list[int] = []
        self.wheelchair: list[int] = []
        self.doors: list[bool] = []
        self.unknown: Counter[str] = Counter()
        self.gates = 0

    def add(self, tags: Mapping[str, str], nodes: list[tuple[int, float, float]]) -> None:
        if not self._walked(tags):
            return
        if (way := _direction(tags)) < 0:
            nodes.reverse()
        stairs, slope = tags["highway"] == "steps", _slope(tags) * (way or 1)
        surface = SURFACES.index(surface_class(tags.get("surface", "")))
        wheels, doors = _wheels(tags), _has_doors(tags)
        for (a, *place_a), (b, *place_b) in pairwise(nodes):
            ends = [self.points.get(a, {}), self.points.get(b, {})]
            if any(map(_shut, ends)):
                self.gates += 1
                continue
            self.places[a], self.places[b] = (place_a[0], place_a[1]), (place_b[0], place_b[1])
            self.start.append(a)
            self.end.append(b)
            self.one_way.append(way != 0)
            self.slope.append(slope)
            self.stairs.append(stairs)
            self.kerb.append(max((_kerb(end) for end in ends), key=lambda high: -1.0 if high != high else high))
            self.surface.append(surface)
            self.doors.append(doors)
            self.wheelchair.append(2 if any(end.get("barrier") in NARROW for end in ends) else wheels)

    def notes(self, file: str) -> list[Note]:
        notes = []
        if self.unknown:
            detail = ", ".join(f"{kind} ({count})" for kind, count in sorted(self.unknown.items()))
            notes.append(Note("unknown_ways", self.unknown.total(), file, None, "highway", detail))
        if self.gates:
            notes.append(Note("closed_gates", self.gates, file, None, "access"))
        return notes

    def _walked(self, tags: Mapping[str, str]) -> bool:
        walked = _ways().get(tags["highway"])
        if walked is None:
            self.unknown[tags["highway"]] += 1
        foot, access = tags.get("foot", ""), tags.get("access", "")
        if walked in (None, "no") or foot in REFUSED or foot == "use_sidepath":
            return False
        sidewalk = tags.get("sidewalk", "no") not in ("no", "none")
        if walked == "if allowed" and foot not in ALLOWED and not sidewalk:
            return False
        return access not in REFUSED or foot in ALLOWED


def _direction(tags: Mapping[str, str]) -> int:
    """1 for one way as drawn, -1 against it, 0 both ways."""
    if (foot := tags.get("oneway:foot", "")) in ("yes", "1", "-1"):
        return -1 if foot == "-1" else 1
    return {"forward": 1, "backward": -1}.get(tags.get("conveying", ""), 0)


def _slope(tags: Mapping[str, str]) -> float:
    """Rise over run of the tag incline, as “-10%”; “up”, degrees and nonsense are unknown."""
    text = tags.get("incline", "").replace(" ", "")
    if not text.endswith("%"):
        return float("nan")
    try:
        slope = float(text[:-1]) / 100
    except ValueError:
        return float("nan")
    return slope if abs(slope) <= 1 else float("nan")


def _has_doors(tags: Mapping[str, str]) -> bool:
    """Not in tunnels, on bridges or underground: the house above a tunnel has its door elsewhere."""
    through = tags.get("tunnel", "no") not in ("no", "building_passage") or tags.get("bridge", "no") != "no"
    return not through and not tags.get("layer", "").startswith("-")


def _wheels(tags: Mapping[str, str]) -> int:
    if tags.get("ramp:wheelchair") == "yes":
        return 1
    return {"yes": 1, "designated": 1, "no": 2}.get(tags.get("wheelchair", ""), 0)


def _kerb(tags: Mapping[str, str]) -> float:
    text = tags.get("kerb:height", "").strip()
    unit = next((unit for unit in ("cm", "m") if text.endswith(unit)), "")
    try:
        height = float(text.removesuffix(unit)) / (100 if unit == "cm" else 1)
    except ValueError:
        height = float("nan")
    return height if 0 <= height <= 1 else KERBS.get(tags.get("kerb", ""), float("nan"))


def _shut(tags: Mapping[str, str]) -> bool:
    """A gate that walkers may not pass. Other barriers are for cars, or narrow."""
    closed = tags.get("foot", "") in REFUSED or tags.get("access", "") in REFUSED
    return "barrier" in tags and closed and tags.get("foot", "") not in ALLOWED


def _points(osmium: Any, path: str | Path) -> dict[int, dict[str, str]]:
    """Gates and kerbs."""
    wanted = osmium.filter.KeyFilter("barrier", "kerb", "kerb:height")
    nodes = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(wanted)
    return {node.id: dict(node.tags) for node in _objects(nodes, path)}


def _things(
    osmium: Any, path: str | Path, keys: list[str]
) -> Iterator[tuple[str, int, dict[str, str], Callable[[], tuple[float, float]]]]:
    """Nodes and areas with one of the keys: n, w or r, the number, the tags, and where it is (asked before the next comes)."""
    from shapely import from_wkb

    shape = osmium.geom.WKBFactory()
    wanted = osmium.filter.KeyFilter(*keys)
    things = osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted)
    for thing in _objects(things, path):
        tags = dict(thing.tags)
        if thing.is_node():
            yield "n", thing.id, tags, lambda node=thing: (node.lon, node.lat)  # type: ignore[misc]
        elif thing.is_area():
            try:
                inside = from_wkb(shape.create_multipolygon(thing)).representative_point()
            except RuntimeError:  # a ring that does not close
                continue
            kind = "w" if thing.from_way() else "r"
            yield kind, thing.orig_id(), tags, lambda point=inside: (point.x, point.y)  # type: ignore[misc]


def _objects(processor: Any, path: str | Path) -> Iterator[Any]:
    try:
        yield from processor
    except (RuntimeError, OSError) as error:
        raise BadInput("not_osm", f"is no file of OpenStreetMap that can be read: {error}", file=path) from None


def _osmium() -> Any:
    try:
        import osmium
        import osmium.filter
        import osmium.geom
    except ImportError:
        raise Unavailable(
            "no_osmium",
            "files of OpenStreetMap need osmium: pip install --require-hashes -r requirements/extra.txt (or “make dev”)",
        ) from None
    return osmium


@cache
def _ways() -> dict[str, str]:
    return {row["highway"]: row["walked"] for row in read_rows(DATA / "walking_ways.csv", needed=("highway", "walked"))}


@cache
def _categories() -> dict[tuple[str, str], str]:
    rows = read_rows(DATA / "circle_categories.csv", needed=("category", "key", "value"))
    return {(row["key"], row["value"]): row["category"] for row in rows}
