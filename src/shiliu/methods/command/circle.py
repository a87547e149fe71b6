"""What it must not be used for: a map of groups of people. Dwellings are buildings; a file with more than id, lon, lat and homes is refused.

Files: networks and places of OpenStreetMap end in .osm.pbf, networks of osmnx in .graphml; all else is CSV as docs/methods/reach.md says."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shiliu.methods import plots, reach
from shiliu.methods.command.answers import csv_text, print_json
from shiliu.methods.inputs import BadInput
from shiliu.methods.outputs import whole_file, write_whole
from shiliu.methods.reach import drawing, export
from shiliu.methods.reach.circle import FEWEST, PIECE_M, SNAP_M

MAPS = (".pbf", ".osm")
NOTES = {
    "loop": "{count} edges lead from a node to itself and were left out, the first in {where}.",
    "no_length": "{count} edges have no length, the first in {where}.",
    "shorter_than_straight": "{count} edges are shorter than the straight line between their ends, the first in {where}; check the lengths.",
    "geometry_elsewhere": "{count} edges are drawn to other places than their nodes, the first in {where}; they are taken as straight.",
    "unknown_ways": "{count} ways are of kinds we do not know and were left out: {detail}.",
    "closed_gates": "{count} pieces of path touch a closed gate and were left out.",
    "pieces": "For this walker the network falls into {count} pieces without a way between them.",
    "pieces_left_out": "{count} of them are short bits of map, on which no door was set (--piece).",
    "slopes_unknown": "The map says no slope for {count} edges: for this walker the answer is the best case.",
    "kerbs_unknown": "The map says nothing of kerbs on {count} edges: for this walker the answer is the best case.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--network", required=True, metavar="FILE", help="paths: .osm.pbf, .graphml or CSV of edges")
    parser.add_argument("--nodes", metavar="FILE", help="CSV of nodes, where the edges do not bring positions")
    parser.add_argument("--facilities", required=True, metavar="FILE", help="CSV (id, category, lon, lat) or .osm.pbf")
    parser.add_argument("--dwellings", required=True, metavar="FILE", help="CSV (id, lon, lat, homes) or .osm.pbf")
    parser.add_argument("--any-building", action="store_true", help="also buildings whose use the map does not say")
    parser.add_argument("--profile", default="adult", help="who walks: adult, elder or wheelchair (default: adult)")
    parser.add_argument("--walkers", metavar="FILE", help="other walkers, as src/shiliu/methods/data/walkers.csv")
    parser.add_argument("--minutes", type=float, default=15.0, help="what is near enough (default: 15)")
    parser.add_argument("--category", action="append", metavar="NAME", help="only this one; may be said several times")
    parser.add_argument("--more", type=int, default=1, help="places for so many more of each category (default: 1)")
    parser.add_argument("--snap", type=float, default=SNAP_M, help=f"metres from door to path (default: {SNAP_M:g})")
    parser.add_argument("--piece", type=float, default=PIECE_M, help=f"shortest piece of map (default: {PIECE_M:g} m)")
    parser.add_argument("--draw", metavar="NAME", help="the category of the picture (default: the farthest)")
    parser.add_argument("--geojson", metavar="OUT", help="write dwellings and places as a map")
    parser.add_argument("--csv", metavar="OUT", help="write a row for each dwelling and category")
    parser.add_argument("--png", metavar="OUT", help="write a picture (.png or .svg)")
    parser.add_argument("--json", action="store_true", help="print the answer for programs")


def run(given: argparse.Namespace) -> None:
    for path in (given.geojson, given.csv):
        if path and not Path(path).parent.is_dir():
            raise BadInput("no_folder", "its folder does not exist", file=path)
    if given.png:
        plots.check_name(given.png)
    walker = _walker(given)
    network = _network(given)
    facilities = _facilities(given.facilities)
    dwellings = _dwellings(given)
    answer = reach.circle(
        network,
        facilities,
        dwellings,
        walker=walker,
        minutes=given.minutes,
        categories=given.category,
        more=given.more,
        snap_m=given.snap,
        piece_m=given.piece,
    )
    maps = any(Path(path).suffix in MAPS for path in (given.network, given.facilities, given.dwellings))
    source = export.SOURCE if maps else ""
    _write(given, network, facilities, answer, source)
    if given.json:
        print_json({**export.as_plain(answer), **({"source": source} if source else {})})
    else:
        _tell(answer, walker, source)


def _walker(given: argparse.Namespace) -> reach.Walker:
    known = reach.read_walkers(given.walkers) if given.walkers else reach.shipped_walkers()
    if given.profile not in known:
        raise BadInput("unknown_walker", f"no walker is called {given.profile}; there are {', '.join(sorted(known))}")
    return known[given.profile]


def _network(given: argparse.Namespace) -> reach.Network:
    suffix = Path(given.network).suffix.lower()
    if given.nodes and suffix in (*MAPS, ".graphml", ".xml"):
        raise BadInput("two_sources", "is only read beside a CSV of edges", file=given.nodes)
    if suffix in MAPS:
        return reach.read_osm_network(given.network)
    if suffix in (".graphml", ".xml"):
        return reach.read_graphml(given.network)
    return reach.read_edges(given.network, given.nodes)


def _facilities(path: str) -> list[reach.Facility]:
    return reach.read_osm_facilities(path) if Path(path).suffix.lower() in MAPS else reach.read_facilities(path)


def _dwellings(given: argparse.Namespace) -> list[reach.Dwelling]:
    if Path(given.dwellings).suffix.lower() in MAPS:
        return reach.read_osm_dwellings(given.dwellings, any_building=given.any_building)
    if given.any_building:
        raise BadInput("no_map", "--any-building is about maps, and this is a CSV file", file=given.dwellings)
    return reach.read_dwellings(given.dwellings)


def _write(
    given: argparse.Namespace,
    network: reach.Network,
    facilities: Sequence[reach.Facility],
    answer: reach.Circle,
    source: str,
) -> None:
    if given.png:  # first: it can fail for want of a package or a category
        with whole_file(given.png) as beside:
            plots.save(drawing.draw(network, facilities, answer, category=given.draw, source=source), beside)
    if given.geojson:
        write_whole(given.geojson, json.dumps(export.to_geojson(answer, source), ensure_ascii=False) + "\n")
    if given.csv:
        write_whole(given.csv, csv_text(export.TITLES, export.rows(answer)))


def _tell(answer: reach.Circle, walker: reach.Walker, source: str) -> None:
    print(
        f"Who reaches what on foot within {answer.minutes:g} minutes; walker: {walker.name}, {walker.speed:g} m/s on the flat.\n"
    )
    width = max(len("all of them"), *map(len, answer.categories))
    print(f"{'category':<{width}}  places  homes in reach             share   middle home")
    for told in answer.coverage:
        print(_line(told.category, told, width))
    if len(answer.categories) > 1:
        print(_line("all of them", answer.every, width))
    lacking = len({gap.dwelling for gap in answer.gaps})
    print(
        f"\n{lacking} of {len(answer.reached)} dwellings lack something; --csv and --geojson list them with their minutes."
    )
    if answer.sites:
        print("\nWhere one more would serve most homes that lack it:")
    for site in answer.sites:
        homes = f"fewer than {FEWEST} homes" if site.homes is None else f"{site.homes} homes"
        print(
            f"  {site.category}, {_ordinal(site.rank)}: {homes}, at {site.lon:.5f}, {site.lat:.5f} (node {site.node})"
        )
    doubts = _doubts(answer)
    if doubts:
        print("\nWhat to know:")
    for sentence in doubts:
        print(f"  {sentence}")
    if source:
        print(f"\nMap: {source}")


def _line(name: str, told: reach.Coverage, width: int) -> str:
    middle = "no way" if told.median is None else f"{told.median:.1f} min"
    if told.few:
        words = {"covered": "fewer than {k} reach it", "missing": "fewer than {k} lack it", "both": "too few to tell"}
        return f"{name:<{width}}  {told.facilities:>6}  {words[told.few].format(k=FEWEST):<25}  {'':>6}  {middle:>11}"
    homes = f"{told.covered} of {told.homes}"
    share = "" if told.share is None else f"{100 * told.share:.1f} %"
    return f"{name:<{width}}  {told.facilities:>6}  {homes:<25}  {share:>6}  {middle:>11}"


def _doubts(answer: reach.Circle) -> list[str]:
    said = []
    for names, what in ((answer.adrift, "dwellings"), (answer.lost, "facilities")):
        if names:
            first = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
            said.append(f"Too far from every path and counted nowhere (--snap): {len(names)} of the {what}: {first}.")
    for note in answer.notes:
        values: dict[str, Any] = {"count": note.count, "detail": note.detail, "where": f"row {note.row}"}
        said.append(NOTES[note.code].format(**values))
    return said


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"number {rank}")
