"""Where the public page of a place is."""

from django.urls import reverse
from django.utils.http import urlencode


def address_of(area, point=None):
    """The page that says who serves an area, or a point (lon, lat) in it."""
    return f"{reverse('places:who_serves')}{query(area, point)}"


def query(area=None, point=None):
    """The query string that asks for an area or a point; '' for neither. A point goes alone: it finds its own area."""
    asked = {"lon": point[0], "lat": point[1]} if point else {"area": area.code} if area else {}
    return f"?{urlencode(asked)}" if asked else ""
