"""From what a resident types or points at to a place, and who serves there."""

from dataclasses import dataclass

from shiliu.foundation.models import Area, GridCell, Organisation
from shiliu.govern.cases import actions, explaining, routing
from shiliu.platform import maps
from shiliu.platform.clock import now

SHOWN = 6


@dataclass(frozen=True)
class Found:
    """An area with the names of what it lies in, nearest first."""

    area: Area
    inside: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """Who serves a place for a matter. `unit` is who would answer for the matter, or None when a dispatcher would decide; `reasons` say why."""

    area: Area
    names: tuple[str, ...]
    cell: GridCell | None
    duties: tuple
    is_known: bool
    unit: Organisation | None
    reasons: tuple[str, ...]
    point: tuple[float, float] | None = None
    category: object = None


def find_areas(text, most=SHOWN):
    """([Found] for what somebody typed ("Garden 3"), widest first; whether there are more)."""
    found = maps.find(text)
    return with_surroundings(found[:most]), len(found) > most


def with_surroundings(areas):
    """[Found] for areas, widest first; two queries."""
    areas = list(areas)
    around = Area.objects.in_bulk({pk for area in areas for pk in area.chain_ids[:-1]})
    return [
        Found(area, tuple(around[pk].name for pk in reversed(area.chain_ids[:-1]) if pk in around)) for area in areas
    ]


def here(area, point, category):
    """Here for a chosen area and/or a point (longitude, latitude). Raises NotPossible where the site has no areas at all."""
    area, cell, is_known = actions.locate(area, point)
    found = routing.find_route(area=area, cell=cell, place_known=is_known, entry=routing.entry_for(category, now()))
    duties = tuple(cell.duties.select_related("layer")) if cell else ()
    return Here(
        area=area,
        names=tuple(step.name for step in reversed(area.chain())),
        cell=cell,
        duties=duties,
        is_known=is_known,
        unit=routing.unit(found.unit_id) if found.unit_id is not None else None,
        reasons=tuple(explaining.sentences(routing.reasons_of(found))),
        point=point,
        category=category,
    )
