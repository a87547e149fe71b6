"""The map as a picture: what is in time and what is too far, told apart by shape as well as by colour. SVG and PNG of one plan."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, radians

from PIL import Image, ImageDraw

from shiliu.methods.places import GeometryError, parse_geometry

WIDTH, PADDING, TALLEST = 800, 16, 1600
RADIUS = {"circle": 5.5, "half": 6.5, "diamond": 8.0, "triangle": 9.0}
COLOURS = {"circle": "#2f7fbc", "half": "#e0a030", "diamond": "#b4530a", "triangle": "#111111"}
GROUND, LINE = "#f4f1ec", "#b9b2a8"


@dataclass(frozen=True)
class Mark:
    lon: float
    lat: float
    shape: str
    label: str = ""


@dataclass(frozen=True)
class Drawn:
    """A mark on the picture: `path` for SVG, `corners` for PNG."""

    x: float
    y: float
    shape: str
    label: str

    @property
    def corners(self):
        r = RADIUS[self.shape]
        if self.shape == "triangle":
            return [(self.x, self.y - r), (self.x + r, self.y + r * 0.8), (self.x - r, self.y + r * 0.8)]
        return [(self.x, self.y - r), (self.x + r, self.y), (self.x, self.y + r), (self.x - r, self.y)]

    @property
    def path(self):
        r, x, y = RADIUS[self.shape], self.x, self.y
        if self.shape == "circle":
            return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
        if self.shape == "half":
            return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 0 1 {2 * r} 0Z"
        return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in self.corners) + "Z"


@dataclass(frozen=True)
class Plan:
    """Everything placed in `width` × `height`; north is up. `rings` are outlines of areas as corner lists."""

    width: int
    height: int
    rings: list
    marks: list

    @property
    def outlines(self):
        return ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in self.rings]


def plan(marks, outline=None):
    """A Plan of Marks and the boundary (GeoJSON) they lie in; None when there is nothing to draw."""
    rings = _rings(outline)
    points = [(mark.lon, mark.lat) for mark in marks] + [point for ring in rings for point in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * PADDING) / wide, (TALLEST - 2 * PADDING) / high)

    def at(lon, lat):
        return PADDING + (lon - west) * squeeze * scale, PADDING + (north - lat) * scale

    drawn = [Drawn(*at(mark.lon, mark.lat), mark.shape, mark.label) for mark in marks]
    size = round(wide * scale) + 2 * PADDING, round(high * scale) + 2 * PADDING
    return Plan(*size, [[at(*point) for point in ring] for ring in rings], drawn)


def png(found):
    """The bytes of a PNG of a Plan, at twice the size for paper."""
    times = 2
    picture = Image.new("RGB", (found.width * times, found.height * times), "white")
    pen = ImageDraw.Draw(picture)
    for ring in found.rings:
        pen.polygon([(x * times, y * times) for x, y in ring], fill=GROUND, outline=LINE, width=3)
    for mark in found.marks:
        r, colour = RADIUS[mark.shape] * times, COLOURS[mark.shape]
        x, y = mark.x * times, mark.y * times
        if mark.shape == "circle":
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline="white", width=2)
        elif mark.shape == "half":
            pen.pieslice((x - r, y - r, x + r, y + r), 180, 360, fill=colour, outline="black", width=2)
        else:
            pen.polygon([(a * times, b * times) for a, b in mark.corners], fill=colour, outline="black", width=2)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rings(outline):
    try:
        shape = parse_geometry(outline) if outline else None
    except GeometryError:
        return []
    if shape is None:
        return []
    parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    return [list(part.exterior.coords) for part in parts]
