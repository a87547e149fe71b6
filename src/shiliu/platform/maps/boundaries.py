"""Boundaries as people hand them in: checked once at the door, with a sentence that says what is wrong and where."""

import json

from django.conf import settings
from django.utils.translation import gettext as _

from shiliu.methods import places, strict_json
from shiliu.methods.places import GeometryError, check_position, parse_geometry, to_geojson

MOST_BYTES = 1024 * 1024


class Unusable(ValueError):
    """This is not a boundary we can use; str() tells the reader what is wrong and where."""


def parse_boundary(given):
    """The GeoJSON Polygon or MultiPolygon in `given` (text, bytes or decoded JSON; also a Feature or a FeatureCollection
    with one feature) as plain GeoJSON that may be stored. Raises Unusable."""
    if isinstance(given, bytes):
        given = _text(given)
    if isinstance(given, str):
        given = _decoded(given)
    geometry = _unwrapped(given)
    try:
        shape = parse_geometry(geometry)
    except GeometryError as error:
        raise Unusable(explain(error, geometry)) from None
    west, south, east, north = settings.REGION_BOUNDS
    bounds = shape.bounds
    if bounds[0] < west or bounds[1] < south or bounds[2] > east or bounds[3] > north:
        raise Unusable(
            _(
                "The boundary lies outside the country (%(west)s, %(south)s to %(east)s, %(north)s). Longitude comes first."
            )
            % {"west": bounds[0], "south": bounds[1], "east": bounds[2], "north": bounds[3]}
        )
    return to_geojson(shape)


def explain(error, geometry=None):
    """What a GeometryError means, in the reader's language."""
    sentence = _sentence(error)
    where = _first_bad_position(geometry) if error.code in {places.NOT_A_POSITION, places.OUT_OF_RANGE} else ""
    return f"{sentence} {where}".strip()


def _sentence(error):
    sentences = {
        places.NOT_A_GEOMETRY: _("A boundary is a GeoJSON object with a type and lists of coordinates."),
        places.WRONG_TYPE: _("A boundary must be a Polygon or a MultiPolygon, not “%(type)s”."),
        places.TOO_DEEP: _("The coordinates are nested deeper than their type allows."),
        places.NOT_A_POSITION: _("A position must be two numbers, longitude and latitude."),
        places.OUT_OF_RANGE: _("Longitude %(lon)s, latitude %(lat)s is not on the earth. Longitude comes first."),
        places.RING_TOO_SHORT: _("A ring needs at least three different positions."),
        places.TOO_MANY_POINTS: _("The boundary has more than %(max_points)s points; please simplify it first."),
        places.ANTIMERIDIAN: _("The boundary spans more than half the globe."),
        places.INVALID_SHAPE: _("The boundary crosses or touches itself at longitude %(lon)s, latitude %(lat)s."),
        places.EMPTY: _("The boundary encloses no area."),
    }
    return sentences.get(error.code, str(error)) % error.params


def _first_bad_position(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for p, polygon in enumerate(polygons, start=1):
        for r, ring in enumerate(polygon, start=1):
            for n, position in enumerate(ring, start=1):
                try:
                    check_position(*position[:2])
                except (GeometryError, TypeError):
                    return _("(polygon %(polygon)d, ring %(ring)d, position %(position)d)") % {
                        "polygon": p,
                        "ring": r,
                        "position": n,
                    }
    return ""


def _text(content):
    if len(content) > MOST_BYTES:
        raise Unusable(
            _("The boundary is larger than %(most)d KB; please simplify it first.") % {"most": MOST_BYTES // 1024}
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(_("The file is not text in UTF-8 (byte %(at)d).") % {"at": error.start}) from None


def _decoded(text):
    if len(text) > MOST_BYTES:
        raise Unusable(
            _("The boundary is larger than %(most)d KB; please simplify it first.") % {"most": MOST_BYTES // 1024}
        )

    def refuse(constant):
        raise Unusable(_("%(constant)s is not a number that GeoJSON allows.") % {"constant": constant})

    try:
        return strict_json.read(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise Unusable(
            _("This is not JSON: line %(line)d, column %(column)d. Please paste a whole GeoJSON object.")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    except RecursionError:
        raise Unusable(_("The JSON is nested too deeply.")) from None


def _unwrapped(given):
    """The geometry of a Feature, or of the only Feature of a collection."""
    if isinstance(given, dict) and given.get("type") == "FeatureCollection":
        features = given.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = len(features) if isinstance(features, list) else 0
            raise Unusable(_("The file holds %(count)d features; a boundary is exactly one.") % {"count": count})
        given = features[0]
    if isinstance(given, dict) and given.get("type") == "Feature":
        given = given.get("geometry")
    return given
