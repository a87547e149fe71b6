"""What looks wrong about a boundary that can be used: reaching out of the place above, lying over a neighbour."""

from django.utils.translation import gettext as _

from shiliu.methods.places import GeometryError, parse_geometry

SLACK = 0.001


def misfits(boundary, *, above=None, neighbours=()):
    """Sentences about more than a thousandth of the boundary's own area. `above`: a thing with a boundary and a name;
    `neighbours`: others like it on the same level. Warnings only: the ground may really be like that."""
    shape = parse_geometry(boundary)
    said = []
    around = _shape(above)
    if around is not None:
        outside = shape.difference(around).area / shape.area
        if outside > SLACK:
            said.append(
                _("%(share).1f %% of it lies outside %(place)s.") % {"share": outside * 100, "place": above.name}
            )
    for neighbour in neighbours:
        other = _shape(neighbour)
        if other is not None and shape.intersects(other):
            shared = shape.intersection(other).area / shape.area
            if shared > SLACK:
                said.append(
                    _("%(share).1f %% of it lies over %(place)s.") % {"share": shared * 100, "place": neighbour.name}
                )
    return said


def _shape(thing):
    if thing is None or not thing.boundary:
        return None
    try:
        return parse_geometry(thing.boundary)
    except GeometryError:
        return None
