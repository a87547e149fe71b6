"""A map without a map: outlines as SVG paths in one small picture, for pages without script, for print and for previews."""

from dataclasses import dataclass
from math import cos, radians

from shiliu.methods.places import GeometryError, bounds, parse_geometry

WIDTH = 640
PADDING = 8


@dataclass(frozen=True)
class Outline:
    path: str
    label: str
    role: str


@dataclass(frozen=True)
class Sketch:
    """`outlines` fit into `width` × `height`; north is up."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def sketch(items, *, width=WIDTH):
    """A Sketch of (geojson, label, role) items, or None when nothing can be drawn. `role` (here, around …) is for the style."""
    shapes = []
    for geojson, label, role in items:
        try:
            shapes.append((parse_geometry(geojson), label, role))
        except GeometryError:
            continue
    box = bounds(shape for shape, _label, _role in shapes)
    if box is None:
        return None
    west, south, east, north = box
    squeeze = cos(radians((south + north) / 2))
    scale = (width - 2 * PADDING) / max((east - west) * squeeze, (north - south), 1e-9)
    height = round((north - south) * scale) + 2 * PADDING

    def place(lon, lat):
        return f"{PADDING + (lon - west) * squeeze * scale:.1f} {PADDING + (north - lat) * scale:.1f}"

    outlines = tuple(Outline(_path(shape, place), label, role) for shape, label, role in shapes)
    return Sketch(round((east - west) * squeeze * scale) + 2 * PADDING, height, outlines)


def _path(shape, place):
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
    return " ".join("M" + " L".join(place(lon, lat) for lon, lat in list(ring.coords)[:-1]) + " Z" for ring in rings)
