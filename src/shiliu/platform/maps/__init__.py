"""Where something lies and who serves there.

    areas_at(lon, lat)                  the chain district … building at a point, [] when nothing is drawn there
    area_at(lon, lat)                   the deepest of them, or None
    cell_at(lon, lat, community=None)   the grid cell at a point, or None
    cells_of(area), cell_of(area)       the cells an area lies in; the one cell, or None when there is none or several
    units_serving(area)                 the nearest units of each kind, as [Serving(unit, area)]
    point_of(area)                      (lon, lat) to draw it at, or None
    coarse_point(area or (lon, lat))    the same, snapped to a grid, for publishing
    find(text)                          areas by name in any language, code and what they lie in
    features(areas or cells)            GeoJSON for maps
    parse_boundary(text)                checked GeoJSON geometry, or Unusable with a sentence for the reader
    misfits(boundary, above=, neighbours=)   sentences about what looks wrong
    hold(), changed()                   call before and after writing areas, boundaries or cells

Points are WGS 84 degrees, longitude first. The index lives in each process and is rebuilt when MapVersion says so.
"""

from shiliu.platform.maps.boundaries import MOST_BYTES, Unusable, parse_boundary
from shiliu.platform.maps.checking import misfits
from shiliu.platform.maps.drawing import Sketch, sketch
from shiliu.platform.maps.features import features
from shiliu.platform.maps.finding import find
from shiliu.platform.maps.index import changed, hold, version
from shiliu.platform.maps.locate import (
    INSIDE_COMMUNITIES,
    area_at,
    areas_at,
    cell_at,
    cell_of,
    cells_of,
    coarse_point,
    point_of,
)
from shiliu.platform.maps.serving import Serving, units_serving

__all__ = [
    "INSIDE_COMMUNITIES",
    "MOST_BYTES",
    "Serving",
    "Sketch",
    "Unusable",
    "area_at",
    "areas_at",
    "cell_at",
    "cell_of",
    "cells_of",
    "changed",
    "coarse_point",
    "features",
    "find",
    "hold",
    "misfits",
    "parse_boundary",
    "point_of",
    "sketch",
    "units_serving",
    "version",
]
