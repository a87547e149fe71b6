"""What is reached on foot, beside pandana 0.8: the walking network of Helsinki, as it is and as many copies side by side.

    .venv-bench/bin/python bench/reach.py [--write] [--city]

--city adds a hundred copies, two thirds of a million nodes: 94 s of CPU and more than a gigabyte for the peer.
Both answer before any time is told; answers that differ end the program."""

import contextlib
import io
import os
import sys
import tempfile
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

# One thread: the peer's threads wait for each other by spinning, which would count as work against it.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", TQDM_DISABLE="1")
warnings.filterwarnings("ignore")

from _beside import beside, close, cpu, data, machine, seconds  # noqa: E402

try:
    import numpy as np
    import osmium  # noqa: F401
    import pandana
    import pandas
except ImportError as error:
    sys.exit(f"bench/reach.py: the peer is missing ({error}); “make bench” builds .venv-bench.")

from shiliu.methods import command, reach  # noqa: E402
from shiliu.methods.reach.paths import each, minutes_to_nearest, paths  # noqa: E402

LIMIT = 1200.0  # metres
KINDS = 10
AROUND = 4  # kinds whose places are counted, since the peer takes seconds for each
SLOW = 10.0  # seconds: a peer that takes longer has one turn
TILES = (1, 4, 10) if "--city" in sys.argv[1:] else (1, 4)
ADULT = reach.shipped_walkers()["adult"]
READING = """
## Reading

- **Agreement**: every distance to the nearest, at every node and for every category, within a micrometre, and every number within the
  limit, or this program ends. The peer cuts each edge to whole millimetres and so falls short by up to one for each piece of path;
  the lengths here are rounded to eighths of a metre, which cuts nothing.
- **Nearest** is the shared question: build the network, then one answer for each node and category. The peer prepares contraction
  hierarchies, which pay for many single routes and not for this; ours runs one search from all places of a kind at once (SciPy).
- **Number within**: ours searches from every facility, so its cost grows with their number; the peer looks around every node
  whatever their number. With as many facilities as nodes we would lose this lead. Measured for the four largest kinds, networks built before.
- **Not prepared further**: joining chains of nodes with two neighbours (57 % of the nodes of Helsinki) halves the searches, but
  finding the chains costs about as much as ten categories save. It is left out.
- **The whole question** has no peer: doors set on the nearest path and not on the nearest node, walkers, one-way paths, gaps, places for one
  more facility, tables. The last lines say what it costs.
- **Larger**: the lead shrinks as the network grows; why was not looked into. The hundred copies take the peer 94 s of CPU, so they
  are run only when asked for (`--city`).
"""


def town(base: reach.Network, tiles: int) -> dict[str, Any]:
    """The network `tiles` × `tiles` times, side by side and joined at nothing; lengths in eighths of a metre."""
    size, copies = len(base.ids), tiles * tiles
    shift = np.repeat(np.arange(copies), size)
    length = np.maximum(np.round(base.length * 8), 1) / 8
    offset = np.repeat(np.arange(copies) * size, len(length))
    return {
        "ids": np.arange(size * copies),
        "lon": np.tile(base.lon, copies) + 0.02 * (shift % tiles),
        "lat": np.tile(base.lat, copies) + 0.02 * (shift // tiles),
        "start": np.tile(base.tail, copies) + offset,
        "end": np.tile(base.head, copies) + offset,
        "length": np.tile(length, copies),
    }


def places(base: reach.Network, facilities: list[reach.Facility], made: dict[str, Any]) -> list[Any]:
    """The ten largest kinds: nodes next to their facilities, in every copy."""
    size, copies = len(base.ids), len(made["ids"]) // len(base.ids)
    names = sorted({f.category for f in facilities}, key=lambda n: (-sum(f.category == n for f in facilities), n))
    kinds = []
    for name in names[:KINDS]:
        at = base.plane(*zip(*((f.lon, f.lat) for f in facilities if f.category == name), strict=True))
        near = np.argmin(((base.plane(base.lon, base.lat)[None] - at[:, None]) ** 2).sum(axis=2), axis=1)
        kinds.append(np.unique(near) + np.arange(copies)[:, None] * size)
    return [np.unique(kind) for kind in kinds]


def peers_network(made: dict[str, Any]) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return pandana.Network(
            pandas.Series(made["lon"], made["ids"]),
            pandas.Series(made["lat"], made["ids"]),
            pandas.Series(made["start"]),
            pandas.Series(made["end"]),
            pandas.DataFrame({"m": made["length"]}),
        )


def peers_nearest(made: dict[str, Any], kinds: list[Any]) -> Any:
    network, found = peers_network(made), []
    for row, nodes in enumerate(kinds):
        lon, lat = pandas.Series(made["lon"][nodes]), pandas.Series(made["lat"][nodes])
        network.set_pois(f"k{row}", LIMIT, 1, lon, lat)
        found.append(network.nearest_pois(LIMIT, f"k{row}", 1)[1].to_numpy())
    return np.array(found)


def our_nearest(made: dict[str, Any], kinds: list[Any]) -> Any:
    ways = paths(reach.build(**made), ADULT)
    return minutes_to_nearest(ways, kinds, limit=LIMIT / ADULT.metres_a_minute)


def peers_within(network: Any, kinds: list[Any]) -> Any:
    found = []
    for row, nodes in enumerate(kinds):
        network.set(pandas.Series(nodes), name=f"w{row}")
        found.append(network.aggregate(LIMIT, type="count", decay="flat", name=f"w{row}").to_numpy())
    return np.array(found)


def our_within(ways: Any, kinds: list[Any]) -> Any:
    found = np.zeros((len(kinds), ways.size))
    limit = LIMIT / ADULT.metres_a_minute + 1e-9
    for row, nodes in enumerate(kinds):
        for _part, took in each(ways.back, nodes, limit):
            found[row] += (took <= limit).sum(axis=0)
    return found


def agree(what: str, made: dict[str, Any], kinds: list[Any], ours: Any, theirs: Any, within: float) -> str:
    """Equal everywhere but where two nodes lie on one point, of which the peer may have taken the other."""
    off = np.abs(ours - theirs).max(axis=0)
    bad = off > within
    if bad.any():
        sys.exit(f"bench/reach.py: {what} differs at {bad.sum()} of {len(off)} nodes, by up to {off.max():g}")
    return f"{off.max():.1g}"


def apart(base: reach.Network) -> reach.Network:
    """The network with nodes that share one point moved apart by a metre, since the peer finds places by their position."""
    lon = base.lon.copy()
    _, first = np.unique(np.column_stack([base.lon, base.lat]), axis=0, return_index=True)
    double = np.setdiff1d(np.arange(len(lon)), first)
    lon[double] += 1.8e-5
    return replace(base, lon=lon)


def main() -> None:
    real = data("osm/Helsinki.osm.pbf")
    read, base = cpu(lambda: reach.read_osm_network(real))
    base, facilities = apart(base), reach.read_osm_facilities(real)
    table = ["| network | nodes | edges | peer | ours | ratio | largest difference |", "|---|---|---|---|---|---|---|"]
    for tiles in TILES:
        made = town(base, tiles)
        kinds = places(base, facilities, made)
        got = beside(partial(our_nearest, made, kinds), partial(peers_nearest, made, kinds), most=SLOW)
        ours = np.minimum(got.gave * ADULT.metres_a_minute, LIMIT)
        off = agree("the nearest", made, kinds, ours, got.peer_gave, 1e-6)
        name = f"Helsinki × {tiles * tiles}"
        table.append(f"| {name} | {len(made['ids']):,} | {len(made['length']):,} | {got.cells()} | {off} m |")
        print(table[-1], flush=True)
    made = town(base, 1)
    kinds = places(base, facilities, made)[:AROUND]
    network, ways = peers_network(made), paths(reach.build(**made), ADULT)
    got = beside(lambda: our_within(ways, kinds), lambda: peers_within(network, kinds), most=SLOW)
    off = agree("the number within", made, kinds, got.gave, got.peer_gave, 0)
    count = sum(map(len, kinds))
    table.append(f"| number within {LIMIT:g} m, {count} places, networks built | | | {got.cells()} | {off} |")
    print(table[-1], flush=True)
    head = f"Minutes to the nearest of {KINDS} categories for every node within {LIMIT:g} m, networks built each time (CPU seconds):"
    close(
        "reach",
        "Reach on foot, beside pandana 0.8",
        "\n".join([head, "", *table, "", *whole(real, read)]),
        READING,
        machine(),
    )


def whole(real: Path, read: float) -> list[str]:
    """What no peer answers: from the file of the map to tables."""
    lines = [f"Reading the network from {real.stat().st_size / 1e6:.1f} MB of OpenStreetMap: {seconds(read)}."]
    with tempfile.TemporaryDirectory() as folder:
        given = [f"--{name}={real}" for name in ("network", "facilities", "dwellings")]
        out = [f"--csv={folder}/out.csv", f"--geojson={folder}/out.geojson"]
        with contextlib.redirect_stdout(io.StringIO()) as said:
            took, code = cpu(lambda: command.run(["circle", *given, *out, "--any-building", "--profile=elder"]))
    if code or "fewer than" not in said.getvalue():
        sys.exit("bench/reach.py: shiliu circle did not answer")
    lines.append(
        f"`shiliu circle`, 363 buildings, 212 places in 18 categories, elder, tables written: {seconds(took)}."
    )
    return lines


if __name__ == "__main__":
    main()
