"""From what a resident types or points at to a place, and who serves there."""

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from shiliu.foundation.models import Area, GridCell, Organisation
from shiliu.govern.cases import actions, explaining, routing
from shiliu.platform.clock import now

SHOWN = 12
LOOKED_AT = 400
MOST_WORDS = 6


@dataclass(frozen=True)
class Found:
    """An area with the names of what it lies in, nearest first."""

    area: Area
    inside: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """Who serves a place. `unit` is who would answer for the matter, or None when a dispatcher would decide; `reasons` say why."""

    area: Area
    names: tuple[str, ...]
    cell: GridCell | None
    duties: tuple
    is_known: bool
    unit: Organisation | None
    reasons: tuple[str, ...]


def find_areas(text, limit=SHOWN):
    """Areas whose name holds a word of `text` and whose surroundings hold the others ("Garden 3"), widest first.

    One query a word and one for the names around."""
    words = unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]
    if not words:
        return []
    matches = [dict(_named(word).values_list("pk", "path")[:LOOKED_AT]) for word in words]
    paths = {pk: path for match in matches for pk, path in match.items()}
    fitting = [pk for pk, path in paths.items() if all(any(up in match for up in _ids(path)) for match in matches)]
    fitting.sort(key=lambda pk: (paths[pk].count("/"), _ids(paths[pk])))
    return with_surroundings(Area.objects.filter(pk__in=fitting[:limit]))


def _named(word):
    condition = Q(code__iexact=word)
    for language, _name in settings.LANGUAGES:
        condition |= Q(**{f"names__{language}__icontains": word})
    return Area.objects.filter(condition, active=True).order_by("path")


def _ids(path):
    return [int(part) for part in path.strip("/").split("/")]


def with_surroundings(areas):
    """[Found] for areas, widest first; two queries."""
    areas = sorted(areas, key=lambda area: (area.path.count("/"), area.chain_ids))
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
    )
