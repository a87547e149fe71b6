"""Place × category → the unit that leads, and why: the same answer for the same rows, in whatever order they come.

Nearest wins: a unit that serves the grid cell before one that serves the building, the compound, the community, the
street, the district. Two units equally near are a flaw of the responsibility map: the lowest id is taken, the tie told.

A residents' committee never leads a government duty; it assists (北京市接诉即办工作条例 17; 城市居民委员会组织法 arts 6
and 43, as revised in 2025).

Nothing here is a sentence. `Reason.code` is one of the constants below and `params` fills the sentence in the reader's
language; REASONS is the table of both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LEVELS = ("district", "street", "community", "compound", "building")
DUTIES = frozenset({"government", "self_government", "utility", "property", "service"})

NO_PLACE = "no_place"
NO_ENTRY = "no_entry"
NO_UNIT = "no_unit"
COMMITTEE_NOT_LEAD = "committee_not_lead"
PLACE_IN_CELL = "place_in_cell"
PLACE_IN_AREA = "place_in_area"
CATEGORY_TO_KIND = "category_to_kind"
UNIT_SERVES_CELL = "unit_serves_cell"
UNIT_SERVES_AREA = "unit_serves_area"
TIE = "tie"

REASONS = {
    NO_PLACE: ((), "No known place was given, so nobody can be responsible for it: triage."),
    NO_ENTRY: ((), "The dispatch catalogue has no entry in force for the category: triage."),
    NO_UNIT: (("category", "unit_kind"), "No unit of the wanted kind serves the place: triage."),
    COMMITTEE_NOT_LEAD: (
        ("unit_id", "duty"),
        "This residents' committee would be next, but may not lead a government duty.",
    ),
    PLACE_IN_CELL: (
        ("place", "cell_code"),
        "The place lies in this grid cell. `place` is the label of its smallest area.",
    ),
    PLACE_IN_AREA: (("place",), "The place lies in no grid cell; its smallest area counts."),
    CATEGORY_TO_KIND: (("category", "unit_kind", "duty"), "The catalogue gives the category to this kind of unit."),
    UNIT_SERVES_CELL: (("unit_id", "cell_code"), "The unit serves that very cell."),
    UNIT_SERVES_AREA: (("unit_id", "level", "area"), "The unit serves this area around the place. `area` is a label."),
    TIE: (("unit_id", "others"), "Other units of the kind are equally near; the lowest id was taken. Mend the map."),
}


class AreaRef(NamedTuple):
    """One area around a place. `level` is one of LEVELS; `label` is what people call it, passed on into the reasons."""

    level: str
    id: Any
    label: Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: the areas around it in any order, and its grid cell if one is drawn there."""

    area_chain: tuple[AreaRef, ...]
    cell: Any = None
    cell_code: str | None = None

    def __post_init__(self):
        for level, _id, _label in self.area_chain:
            if level not in LEVELS:
                raise ValueError(f"{level!r} is not an area level; the levels are {', '.join(LEVELS)}.")

    def nearest_first(self) -> list[AreaRef]:
        """The areas from the building outwards."""
        return [AreaRef(*area) for area in sorted(self.area_chain, key=lambda area: -LEVELS.index(area[0]))]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the dispatch catalogue says of a category: which kind of unit, and whose duty it is (one of DUTIES).

    `category` is only passed on into the reasons.
    """

    category: Any
    unit_kind: str
    duty: str

    def __post_init__(self):
        # A misspelt duty would silently switch the committee rule off.
        if self.duty not in DUTIES:
            raise ValueError(f"{self.duty!r} is not a duty; the duties are {', '.join(sorted(DUTIES))}.")


@dataclass(frozen=True, slots=True)
class Server:
    """A unit and one thing it serves, a whole area or one grid cell. A unit that serves several is several rows."""

    unit_id: Any
    unit_kind: str
    area_id: Any = None
    cell_id: Any = None
    is_committee: bool = False

    def __post_init__(self):
        if (self.area_id is None) == (self.cell_id is None):
            raise ValueError(f"Unit {self.unit_id} serves either an area or a cell in one row.")


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the explanation: a constant of this module, and the values its sentence needs (see REASONS)."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """The lead unit, or None for the triage queue, and the reasons in the order to tell them."""

    unit_id: Any
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes alone."""
        return tuple(reason.code for reason in self.reasons)


def decide(place: Place | None, entry: Entry | None, servers: Iterable[Server]) -> Route:
    """Which unit leads at `place` for the category of `entry`, its line in the catalogue in force (None without one).

    `servers` may hold units of any kind and place; only those of the entry's kind that serve the place count. Unit ids
    must be comparable with each other: all numbers, or all text.
    """
    if place is None or (place.cell is None and not place.area_chain):
        return Route(None, (Reason(NO_PLACE),))
    areas = place.nearest_first()
    reasons = [_where(place, areas)]
    if entry is None:
        return Route(None, (*reasons, Reason(NO_ENTRY)))
    category = {"category": entry.category, "unit_kind": entry.unit_kind}
    reasons.append(Reason(CATEGORY_TO_KIND, {**category, "duty": entry.duty}))

    of_kind = [server for server in servers if server.unit_kind == entry.unit_kind]
    for why, near in _by_nearness(place, areas, of_kind):
        if entry.duty == "government":
            refused = sorted({server.unit_id for server in near if server.is_committee})
            reasons += [Reason(COMMITTEE_NOT_LEAD, {"unit_id": unit, "duty": entry.duty}) for unit in refused]
            near = [server for server in near if not server.is_committee]
        units = sorted({server.unit_id for server in near})
        if units:
            lead, *others = units
            reasons.append(Reason(why.code, {"unit_id": lead, **why.params}))
            if others:
                reasons.append(Reason(TIE, {"unit_id": lead, "others": tuple(others)}))
            return Route(lead, tuple(reasons))
    return Route(None, (*reasons, Reason(NO_UNIT, category)))


def _where(place: Place, areas: list[AreaRef]) -> Reason:
    label = areas[0].label if areas else ""
    if place.cell is None:
        return Reason(PLACE_IN_AREA, {"place": label})
    return Reason(PLACE_IN_CELL, {"place": label, "cell_code": place.cell_code})


def _by_nearness(place: Place, areas: list[AreaRef], servers: list[Server]):
    if place.cell is not None:
        in_cell = [server for server in servers if server.cell_id == place.cell]
        yield Reason(UNIT_SERVES_CELL, {"cell_code": place.cell_code}), in_cell
    for level, area_id, label in areas:
        in_area = [server for server in servers if server.area_id is not None and server.area_id == area_id]
        yield Reason(UNIT_SERVES_AREA, {"level": level, "area": label}), in_area
