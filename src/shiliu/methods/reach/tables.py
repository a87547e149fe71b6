"""Networks, facilities and dwellings from CSV files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from shiliu.methods.inputs import BadInput, Row, read_rows
from shiliu.methods.reach.circle import Dwelling, Facility
from shiliu.methods.reach.network import SURFACES, Network, Origin, build
from shiliu.methods.reach.surfaces import surface_class

ENDS = ("from_lon", "from_lat", "to_lon", "to_lat")
WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
BUILDING = ("id", "lon", "lat", "homes")


def read_edges(path: str | Path, nodes: str | Path | None = None) -> Network:
    """A network from a CSV file of edges, one a row.

    Columns: `from` and `to` (names of nodes); where they are: a second file `nodes` with node, lon, lat and perhaps elevation (m), or
    here from_lon, from_lat, to_lon, to_lat. Perhaps `length` (m), `oneway` (yes, no), `stairs` (yes, no), `slope` (rise over run),
    `kerb` (m), `surface` (as in OpenStreetMap, or firm, uneven, loose, soft), `wheelchair` (yes, no), `doors` (no: a tunnel or bridge, to which no door opens). An empty field is unknown.
    Raises BadInput with file, row and column."""
    rows = list(read_rows(path, needed=("from", "to", *(() if nodes else ENDS))))
    if not rows:
        raise BadInput("empty", "has no edges", file=path)
    if nodes:
        places, heights = _nodes(nodes)
    else:
        places, heights = _ends(rows), []
    have = rows[0].values
    origin = Origin(str(path), str(nodes or path), [row for _, _, row in places.values()], [row.number for row in rows])
    return build(
        list(places),
        [lon for lon, _, _ in places.values()],
        [lat for _, lat, _ in places.values()],
        [row["from"].strip() for row in rows],
        [row["to"].strip() for row in rows],
        [row.number_in("length", least=0) for row in rows] if "length" in have else None,
        one_way=_words(rows, "oneway"),
        stairs=_words(rows, "stairs"),
        slope=[_perhaps(row, "slope", -1, 1) for row in rows] if "slope" in have else None,
        kerb=[_perhaps(row, "kerb", 0, 1) for row in rows] if "kerb" in have else None,
        surface=[_surface(row) for row in rows] if "surface" in have else None,
        wheelchair=[_wheelchair(row) for row in rows] if "wheelchair" in have else None,
        doors=[row["doors"].strip().lower() != "no" for row in rows] if "doors" in have else None,
        elevation=heights or None,
        origin=origin,
    )


def read_facilities(path: str | Path) -> list[Facility]:
    """Facilities from a CSV file with id, category, lon, lat and perhaps name; further columns are not read. An id may stand in
    several categories, once in each."""
    found: dict[tuple[str, str], Facility] = {}
    for row in read_rows(path, needed=("id", "category", "lon", "lat")):
        place = Facility(_said(row, "id"), _said(row, "category"), *_position(row), row.values.get("name", "").strip())
        if (place.id, place.category) in found:
            raise row.refuse("double_id", f"the facility {place.id} stands twice as {place.category}", "id")
        found[place.id, place.category] = place
    if not found:
        raise BadInput("empty", "has no facilities", file=path)
    return list(found.values())


def read_dwellings(path: str | Path) -> list[Dwelling]:
    """Buildings from a CSV file with id, lon, lat and perhaps homes (how many; else one). Any other column is refused: a list of
    buildings says nothing about who lives in them."""
    found: dict[str, Dwelling] = {}
    for row in read_rows(path, needed=BUILDING[:3]):
        if further := [column for column in row.values if column not in BUILDING]:
            sentence = "is not about a building; leave only id, lon, lat and homes, and no person, in this file"
            raise BadInput("further_column", sentence, file=path, row=1, column=further[0])
        homes = row.count_in("homes") if "homes" in row.values else 1
        building = Dwelling(_said(row, "id"), *_position(row), homes)
        if building.id in found:
            raise row.refuse("double_id", f"the dwelling {building.id} stands twice", "id")
        found[building.id] = building
    if not found:
        raise BadInput("empty", "has no dwellings", file=path)
    return list(found.values())


def _nodes(path: str | Path) -> tuple[dict[str, tuple[float, float, int]], list[float]]:
    places: dict[str, tuple[float, float, int]] = {}
    heights = []
    for row in read_rows(path, needed=("node", "lon", "lat")):
        name = _said(row, "node")
        if name in places:
            raise row.refuse("double_id", f"the node {name} stands twice", "node")
        places[name] = (*_position(row), row.number)
        if "elevation" in row.values:
            heights.append(_perhaps(row, "elevation", -500, 9000))
    if not places:
        raise BadInput("empty", "has no nodes", file=path)
    return places, heights


def _ends(rows: Sequence[Row]) -> dict[str, tuple[float, float, int]]:
    places: dict[str, tuple[float, float, int]] = {}
    for row in rows:
        for end in ("from", "to"):
            name, where = _said(row, end), _position(row, f"{end}_")
            if places.setdefault(name, (*where, row.number))[:2] != where:
                sentence = f"the node {name} is elsewhere than in row {places[name][2]}"
                raise row.refuse("two_places", sentence, f"{end}_lon")
    return places


def _position(row: Row, before: str = "") -> tuple[float, float]:
    return row.number_in(f"{before}lon", least=-180, most=180), row.number_in(f"{before}lat", least=-90, most=90)


def _said(row: Row, column: str) -> str:
    if not (text := row[column].strip()):
        raise row.refuse("missing", "is empty", column)
    return text


def _perhaps(row: Row, column: str, least: float, most: float) -> float:
    return row.number_in(column, least=least, most=most) if row[column].strip() else float("nan")


def _words(rows: Sequence[Row], column: str) -> list[bool] | None:
    return list(_yes_or_no(rows, column)) if column in rows[0].values else None


def _yes_or_no(rows: Sequence[Row], column: str) -> Iterator[bool]:
    for row in rows:
        if (word := row[column].strip().lower()) not in WORDS:
            raise row.refuse("not_yes_or_no", f"“{word[:40]}” is neither yes nor no", column)
        yield WORDS[word]


def _surface(row: Row) -> int:
    return SURFACES.index(surface_class(row["surface"]))


def _wheelchair(row: Row) -> int:
    word = row["wheelchair"].strip().lower()
    if word not in WORDS:
        raise row.refuse("not_yes_or_no", f"“{word[:40]}” is neither yes nor no", "wheelchair")
    return 0 if not word else 1 if WORDS[word] else 2
