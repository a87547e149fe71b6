"""Where neighbours see a need on the map."""

from shiliu.foundation.models import Area
from shiliu.platform import maps

NARROW = (Area.Level.COMPOUND, Area.Level.BUILDING)


def public_point(area, point=None):
    """The coarse (longitude, latitude) of a point, else of the compound or building that was named; None for a place known
    only as a community or wider. A pin in the middle of a community would be a place nobody named: such a need stands in the
    lists and numbers of its community, and on no map."""
    if point is None:
        narrow = (step for step in reversed(area.chain()) if step.level in NARROW)
        point = next((found for step in narrow if (found := maps.point_of(step))), None)
    return maps.coarse_point(point) if point else None
