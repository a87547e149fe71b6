"""From a point to the areas and the cell there, and from an area to its cells and its point."""

from django.conf import settings

from shiliu.foundation.models import Area, GridCell
from shiliu.methods.places import GeometryError, centroid, coarsen, parse_geometry
from shiliu.platform.maps import index

INSIDE_COMMUNITIES = {Area.Level.COMPOUND, Area.Level.BUILDING}


def area_at(lon, lat):
    """The deepest area drawn at the point, or None. On a border of two neighbours the smaller, then the older."""
    found = index.current().areas_at(lon, lat)
    return Area.objects.filter(pk=found[0]).first() if found else None


def areas_at(lon, lat):
    """The chain from the district down to the deepest area drawn at the point; [] when nothing is."""
    deepest = area_at(lon, lat)
    return deepest.chain() if deepest else []


def cell_at(lon, lat, community=None):
    """The cell drawn at the point (of `community` only, when given), or None."""
    found = index.current().cells_at(lon, lat, {community.pk} if community else None)
    return _cells(pk=found[0]).first() if found else None


def cells_of(area):
    """The cells an area lies in, by code: all of a community; for a compound or building those it is listed in, else
    those drawn where it stands. Streets and districts have none of their own."""
    if area.level == Area.Level.COMMUNITY:
        return list(_cells(community=area))
    if area.level not in INSIDE_COMMUNITIES:
        return []
    listed = list(_cells(areas=area))
    if listed:
        return listed
    if area.level == Area.Level.COMPOUND:
        buildings = Area.inside(area.path).filter(active=True, level=Area.Level.BUILDING)
        return _drawn_at(buildings) or _drawn_at([area])
    compounds = list(_cells(areas__in=area.chain_ids).distinct())
    drawn = _drawn_at([area])
    return drawn if drawn and (not compounds or drawn[0] in compounds) else compounds


def cell_of(area):
    """The one cell an area lies in; None when it lies in none or in several."""
    cells = cells_of(area)
    return cells[0] if len(cells) == 1 else None


def point_of(area):
    """(lon, lat) of an area: the point given for it, else the middle of its boundary, else None."""
    if area.longitude is not None and area.latitude is not None:
        return area.longitude, area.latitude
    if area.boundary:
        try:
            lon, lat = centroid(parse_geometry(area.boundary))
        except GeometryError:
            return None
        return round(lon, 6), round(lat, 6)
    return None


def coarse_point(place, metres=None):
    """(lon, lat) of an area or of a point, moved to the middle of its square of a fixed grid, so that what is published
    never names a front door. An area without a point uses the nearest one above it; None when none has any."""
    point = place
    if isinstance(place, Area):
        point = point_of(place)
        if point is None:
            point = next((found for area in reversed(place.chain()[:-1]) if (found := point_of(area))), None)
    return coarsen(*point, metres or settings.CASE_PUBLIC_GRID_METRES) if point else None


def _cells(**which):
    return GridCell.objects.filter(active=True, **which).select_related("community")


def _drawn_at(areas):
    """Cells of the areas' own communities drawn at the areas' points."""
    here = index.current()
    wanted = set()
    for area in areas:
        if point := point_of(area):
            wanted.update(here.cells_at(*point, set(area.chain_ids))[:1])
    return list(_cells(pk__in=wanted)) if wanted else []
