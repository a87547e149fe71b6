"""The fifteen-minute circle: which dwellings reach what on foot, and which do not.

What counts is the share of *dwellings*, along paths that this walker can use: not of land, not of nodes, not as the crow flies.
A dwelling is a building with a number of homes. Nothing here knows who lives there."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.inputs import BadInput
from shiliu.methods.reach.network import Floats, Network, Note
from shiliu.methods.reach.paths import Paths, Starts, each, nearest, paths, starts
from shiliu.methods.reach.siting import Site, more_sites
from shiliu.methods.reach.snapping import Snapped, connected, snap
from shiliu.methods.reach.walkers import Walker, minutes_along, shipped_walkers

SNAP_M = 100.0  # a door farther than this from every path is told, not guessed
PIECE_M = 500.0  # pieces of path shorter than this in all, joined to nothing, are leftovers of mapping
FEWEST = 5  # homes: smaller counts are hidden, as everywhere in the program
EXACT = 1e-9  # minutes: what rounding may add on the way


@dataclass(frozen=True, slots=True)
class Facility:
    """A place to walk to. One that is two things (a shop with a pharmacy) stands there twice, with one id and two categories."""

    id: str
    category: str
    lon: float
    lat: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A building with `homes` homes; no person, no household."""

    id: str
    lon: float
    lat: float
    homes: int = 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """Homes that reach a category in time. `facilities` counts those that meet a path, `homes` those of dwellings that do.

    Where fewer than `fewest` homes are on one side, both numbers and the share are None and `few` says which side: "covered",
    "missing" or "both"; where there are fewer in all, `homes` is None too. `median`: minutes of the middle home, None where that home reaches none."""

    category: str
    facilities: int
    homes: int | None
    covered: int | None
    missing: int | None
    share: float | None
    few: str | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What one dwelling reaches, in the order of the categories: minutes to the nearest (None: no way there), how many within the
    time, and the id of the nearest. `away` is the metres from the door to the path, None where no path is near: nothing is known then."""

    dwelling: str
    lon: float
    lat: float
    away: float | None
    minutes: tuple[float | None, ...]
    within: tuple[int, ...]
    nearest: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A dwelling that lacks a category: its minutes to the nearest and how many that is too much; None where there is no way."""

    dwelling: str
    category: str
    minutes: float | None
    over: float | None
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Circle:
    """The answer. `every` is about all categories together. `sites` are places for one more facility each, best first.
    `adrift` dwellings and `lost` facilities met no path within reach and are in no other number. `notes` say what is doubtful."""

    walker: str
    minutes: float
    categories: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    every: Coverage
    reached: tuple[Reached, ...]
    gaps: tuple[Gap, ...]
    sites: tuple[Site, ...]
    adrift: tuple[str, ...]
    lost: tuple[str, ...]
    notes: tuple[Note, ...]


def circle(
    network: Network,
    facilities: Sequence[Facility],
    dwellings: Sequence[Dwelling],
    *,
    walker: Walker | str = "adult",
    minutes: float = 15.0,
    categories: Sequence[str] | None = None,
    more: int = 1,
    snap_m: float = SNAP_M,
    piece_m: float = PIECE_M,
    fewest: int = FEWEST,
) -> Circle:
    """Who of the dwellings reaches each category within `minutes` on foot, and where `more` further facilities of each would close
    most gaps (0 leaves that out).

    `categories` are all that are found, unless named; one that is named and not there is missed by everyone. The order of input changes
    nothing. Raises BadInput for ids twice, positions off the earth, a time or distance that is no positive number, and no dwellings."""
    walker = _walker(walker)
    _check_numbers(minutes, snap_m, piece_m, more)
    facilities, dwellings = _checked(facilities, dwellings)
    names = tuple(sorted({place.category for place in facilities}) if categories is None else categories)
    if len(set(names)) < len(names):
        raise BadInput("double", "a category is named twice", column="categories")
    if not names:
        raise BadInput("empty", "there are no facilities, and no category is named")
    facilities = [place for place in facilities if place.category in names]
    usable, pieces, left_out = connected(network, np.isfinite(np.minimum(*minutes_along(network, walker))), piece_m)
    doors = snap(network, usable & network.doors, *_where(facilities), snap_m)
    homes_at = snap(network, usable & network.doors, *_where(dwellings), snap_m)
    ways = paths(network, walker, doors)
    begin = starts(ways, homes_at)
    kinds = [np.array([at for at, f in enumerate(facilities) if f.category == name], np.int64) for name in names]
    kinds = [kind[doors.found[kind]] for kind in kinds]
    took, goal = _nearest(ways, begin, kinds)
    took[:, ~homes_at.found] = np.nan
    within = _within(ways, begin, kinds, minutes)
    homes = np.array([building.homes for building in dwellings])
    found = homes_at.found
    coverage = [
        _coverage(name, len(kind), row[found], homes[found], minutes, fewest)
        for name, kind, row in zip(names, kinds, took, strict=True)
    ]
    slowest = took.max(axis=0)
    sites = more_sites(ways, names, begin, took > minutes + EXACT, homes, minutes, more, fewest)
    reached = _reached(dwellings, facilities, homes_at, took, within, goal)
    notes = [*network.notes, *_notes(network, walker, pieces, left_out)]
    return Circle(
        walker=walker.name,
        minutes=minutes,
        categories=names,
        coverage=tuple(coverage),
        every=_coverage("", int(doors.found.sum()), slowest[found], homes[found], minutes, fewest),
        reached=reached,
        gaps=_gaps(reached, names, minutes),
        sites=tuple(sites),
        adrift=tuple(b.id for b, there in zip(dwellings, found, strict=True) if not there),
        lost=tuple(sorted({f.id for f, there in zip(facilities, doors.found, strict=True) if not there})),
        notes=tuple(notes),
    )


def _walker(walker: Walker | str) -> Walker:
    if isinstance(walker, Walker):
        return walker
    known = shipped_walkers()
    if walker not in known:
        raise BadInput("unknown_walker", f"no walker is called {walker}; there are {', '.join(sorted(known))}")
    return known[walker]


def _check_numbers(minutes: float, snap_m: float, piece_m: float, more: int) -> None:
    for name, value, least in (
        ("minutes", minutes, 1e-6),
        ("snap", snap_m, 0.0),
        ("piece", piece_m, 0.0),
        ("more", more, 0),
    ):
        if not isfinite(value) or value < least:
            raise BadInput("out_of_range", f"{value:g} is no time, distance or number to compute with", column=name)


def _checked(facilities: Sequence[Facility], dwellings: Sequence[Dwelling]) -> tuple[list[Facility], list[Dwelling]]:
    """Both in the order of their ids, so that the order of input changes nothing."""
    if not dwellings:
        raise BadInput("empty", "there are no dwellings")
    named: dict[tuple[str, ...], int] = {}
    both: tuple[tuple[str, Sequence[Facility | Dwelling]], ...] = (("facility", facilities), ("dwelling", dwellings))
    for kind, things in both:
        for at, thing in enumerate(things):
            key = (kind, thing.id, thing.category if isinstance(thing, Facility) else "")
            if key in named:
                raise BadInput("double_id", f"the {kind} {thing.id} stands twice", row=at, column="id")
            named[key] = at
            if not (abs(thing.lon) <= 180 and abs(thing.lat) <= 90):
                raise BadInput("not_a_position", f"the {kind} {thing.id} is not on the earth", row=at, column="lon")
            if isinstance(thing, Dwelling) and thing.homes < 0:
                raise BadInput("negative", f"the dwelling {thing.id} has fewer than no homes", row=at, column="homes")
    return sorted(facilities, key=lambda f: (f.id, f.category)), sorted(dwellings, key=lambda b: b.id)


def _where(things: Sequence[Facility] | Sequence[Dwelling]) -> tuple[Floats, Floats]:
    return np.array([thing.lon for thing in things], float), np.array([thing.lat for thing in things], float)


def _nearest(ways: Paths, begin: Starts, kinds: Sequence[NDArray[np.int64]]) -> tuple[Floats, NDArray[np.int64]]:
    """Minutes to the nearest of each kind, and which door that is or -1: (kinds, dwellings) both."""
    to_nodes, sources = nearest(ways, [ways.doors[kind] for kind in kinds])
    door_of = np.full(ways.size + 1, -1, np.int64)  # its last stands for "none", which a source of -9999 must not reach
    met = np.flatnonzero(ways.doors >= 0)
    door_of[ways.doors[met]] = met
    took = begin.from_here(to_nodes)
    goal = np.full(took.shape, -1, np.int64)
    for row, source in enumerate(sources):
        chosen = source[begin.better(to_nodes[row])]
        goal[row] = np.where(np.isfinite(took[row]), door_of[np.maximum(chosen, -1)], -1)
    return took, goal


def _within(ways: Paths, begin: Starts, kinds: Sequence[NDArray[np.int64]], minutes: float) -> NDArray[np.int64]:
    """How many of each kind each dwelling reaches in time: (kinds, dwellings), by one search from each facility."""
    count = np.zeros((len(kinds), len(begin.nodes)), np.int64)
    kind_of = np.repeat(np.arange(len(kinds)), [len(kind) for kind in kinds])
    doors = ways.doors[np.concatenate([*kinds, np.zeros(0, np.int64)])]
    with tqdm(total=len(doors), desc="facilities", disable=None, leave=False) as bar:
        for part, found in each(ways.back, doors, minutes + EXACT):
            np.add.at(count, kind_of[part], begin.from_here(found) <= minutes + EXACT)
            bar.update(len(found))
    return count


def _coverage(
    name: str, facilities: int, took: Floats, homes: NDArray[np.int64], minutes: float, fewest: int
) -> Coverage:
    everyone, covered = int(homes.sum()), int(homes[took <= minutes + EXACT].sum())
    missing = everyone - covered
    small = [side for side, count in (("covered", covered), ("missing", missing)) if 0 < count < fewest]
    median = None
    if everyone:
        order = np.argsort(took, kind="stable")
        middle = took[order][np.searchsorted(np.cumsum(homes[order]), everyone / 2)]
        median = float(middle) if np.isfinite(middle) else None
    if small:
        few = "both" if len(small) == 2 or everyone < 2 * fewest else small[0]
        return Coverage(name, facilities, everyone if everyone >= fewest else None, None, None, None, few, median)
    return Coverage(
        name, facilities, everyone, covered, missing, covered / everyone if everyone else None, None, median
    )


def _reached(
    dwellings: Sequence[Dwelling],
    facilities: Sequence[Facility],
    at: Snapped,
    took: Floats,
    within: NDArray[np.int64],
    goal: NDArray[np.int64],
) -> tuple[Reached, ...]:
    return tuple(
        Reached(
            dwelling=building.id,
            lon=building.lon,
            lat=building.lat,
            away=float(at.away[place]) if at.found[place] else None,
            minutes=tuple(value if isfinite(value) else None for value in took[:, place].tolist()),
            within=tuple(within[:, place].tolist()),
            nearest=tuple(facilities[door].id if door >= 0 else None for door in goal[:, place].tolist()),
        )
        for place, building in enumerate(dwellings)
    )


def _gaps(reached: Sequence[Reached], names: Sequence[str], minutes: float) -> tuple[Gap, ...]:
    return tuple(
        Gap(row.dwelling, name, took, None if took is None else took - minutes, goal)
        for row in reached
        if row.away is not None
        for name, took, goal in zip(names, row.minutes, row.nearest, strict=True)
        if took is None or took > minutes + EXACT
    )


def _notes(network: Network, walker: Walker, pieces: int, left_out: int) -> list[Note]:
    found = {
        "pieces": pieces if pieces > 1 else 0,
        "pieces_left_out": left_out,
        "slopes_unknown": np.isnan(network.slope[~network.stairs]).sum() if walker.steepest is not None else 0,
        "kerbs_unknown": np.isnan(network.kerb).sum() if walker.kerb is not None else 0,
    }
    return [Note(code, int(count)) for code, count in found.items() if count]
