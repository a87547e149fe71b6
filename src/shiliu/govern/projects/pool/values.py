"""A candidate as plain values, for its history, and what those values are called."""

from django.utils.translation import gettext_lazy as _

FIELDS = ("names", "summary", "kind", "longitude", "latitude")
LABELS = {
    "names": _("Name"),
    "summary": _("Description"),
    "kind": _("Kind"),
    "area": _("Place"),
    "organisation": _("Unit"),
    "longitude": _("Longitude"),
    "latitude": _("Latitude"),
}


def of(candidate):
    return {name: getattr(candidate, name) for name in FIELDS} | {
        "area": candidate.area.code,
        "organisation": candidate.organisation.code if candidate.organisation else "",
    }
