"""Areas and cells as GeoJSON for maps."""

import logging

import shapely

from shiliu.foundation.models import GridCell
from shiliu.methods.places import GeometryError, parse_geometry, to_geojson

DECIMALS = 6
logger = logging.getLogger(__name__)


def features(things, *, simplify=0.0, address=None, chosen=None):
    """A GeoJSON FeatureCollection of areas or cells that have a boundary (areas also: a point), in their order.

    `simplify`: degrees a border may move (0.0001 is about ten metres); neighbours keep sharing their borders.
    `address(thing)` gives the page of a thing; `chosen` is the thing the page is about.
    Properties: kind (area or cell), code, level, name; for the map on our pages label, title, url, chosen.
    """
    drawn = [(thing, shape) for thing in things if (shape := _shape(thing)) is not None]
    shapes = [shape for _thing, shape in drawn]
    if simplify and shapes:
        shapes = _simplified(shapes, simplify)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": _short(shape), "properties": _properties(thing, address, chosen)}
            for (thing, _whole), shape in zip(drawn, shapes, strict=True)
            if not shape.is_empty
        ],
    }


def _properties(thing, address, chosen):
    is_cell = isinstance(thing, GridCell)
    properties = {
        "kind": "cell" if is_cell else "area",
        "code": f"{thing.community.code}/{thing.code}" if is_cell else thing.code,
        "level": "cell" if is_cell else thing.level,
        "name": thing.name,
        "label": thing.name,
    }
    if address:
        properties |= {"title": thing.name, "url": address(thing)}
    if chosen is not None and thing == chosen:
        properties["chosen"] = True
    return properties


def _shape(thing):
    if thing.boundary:
        try:
            return parse_geometry(thing.boundary)
        except GeometryError as error:
            logger.warning("The boundary of %r is left out: %s", thing.code, error)
            return None
    if getattr(thing, "longitude", None) is not None and thing.latitude is not None:
        return shapely.Point(thing.longitude, thing.latitude)
    return None


def _simplified(shapes, tolerance):
    surfaces = [at for at, shape in enumerate(shapes) if shape.geom_type != "Point"]
    result = list(shapes)
    for at, shape in zip(surfaces, shapely.coverage_simplify([shapes[at] for at in surfaces], tolerance), strict=True):
        result[at] = shape
    return result


def _short(shape):
    """GeoJSON with 0.1 m precision."""
    return to_geojson(shapely.transform(shape, lambda points: points.round(DECIMALS)))
