"""The spatial index each process keeps in memory, and the row that says when it is old."""

import logging
import secrets
from dataclasses import dataclass
from threading import Lock

from shiliu.foundation.models import Area, GridCell, MapVersion
from shiliu.methods.places import GeometryError, PolygonIndex, parse_geometry

ROW = 1
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Index:
    """`depth` of an area in the tree and `community` of a cell, both by primary key, decide between several at one point."""

    version: int
    areas: PolygonIndex
    cells: PolygonIndex
    depth: dict[int, int]
    community: dict[int, int]

    def areas_at(self, lon, lat):
        """Primary keys of the areas at the point, deepest first, then the smaller, then the lower key."""
        return sorted(self.areas.locate(lon, lat), key=lambda pk: -self.depth[pk])

    def areas_at_each(self, points):
        """`areas_at` for many (lon, lat) at once, several times faster."""
        return [sorted(found, key=lambda pk: -self.depth[pk]) for found in self.areas.locate_many(points)]

    def cells_at(self, lon, lat, communities=None):
        """Primary keys of the cells at the point, smallest first; only those of `communities` (primary keys) when given."""
        found = self.cells.locate(lon, lat)
        return found if communities is None else [pk for pk in found if self.community[pk] in communities]


_kept: Index | None = None
_building = Lock()


def version():
    """The number of the present map; 0 before anything was ever drawn by an action."""
    return MapVersion.objects.filter(pk=ROW).values_list("number", flat=True).first() or 0


def hold():
    """Wait until no other transaction writes places or units, and keep others waiting until this one ends: a tree checked
    for circles must not be changed from two sides at once."""
    MapVersion.objects.get_or_create(pk=ROW)
    MapVersion.objects.select_for_update().get(pk=ROW)


def changed():
    """Tell every process that places, boundaries or cells have changed. Part of the writer's transaction."""
    MapVersion.objects.update_or_create(pk=ROW, defaults={"number": secrets.randbits(62) + 1})


def current():
    """The index of the present map: one small query when it is kept, two more to build it again."""
    global _kept
    number = version()
    kept = _kept
    if number and kept is not None and kept.version == number:
        return kept
    with _building:
        if not number or _kept is None or _kept.version != number:
            _kept = _build(number)
        return _kept


def _build(number):
    areas = Area.objects.filter(active=True, boundary__isnull=False).values_list("pk", "path", "code", "boundary")
    cells = GridCell.objects.filter(active=True, community__active=True, boundary__isnull=False)
    areas, cells = list(areas), list(cells.values_list("pk", "community_id", "code", "boundary"))
    return Index(
        version=number,
        areas=PolygonIndex.build(_shapes("area", areas)),
        cells=PolygonIndex.build(_shapes("cell", cells)),
        depth={pk: path.count("/") for pk, path, _code, _boundary in areas},
        community={pk: community for pk, community, _code, _boundary in cells},
    )


def _shapes(kind, rows):
    """(pk, shape) of each row. A stored boundary that cannot be read costs its own place on the map, not the whole map."""
    for pk, _context, code, boundary in rows:
        try:
            yield pk, parse_geometry(boundary)
        except GeometryError as error:
            logger.warning("The boundary of %s %s is left out of the map: %s", kind, code, error)
