"""A project as plain values, for its history, and what those values are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

DAYS = ("starts_on", "ends_on")
FIELDS = ("names", "summary", *DAYS, "longitude", "latitude")
LABELS = {
    "names": _("Name"),
    "summary": _("Description"),
    "starts_on": _("Begins on"),
    "ends_on": _("Ends on"),
    "longitude": _("Longitude"),
    "latitude": _("Latitude"),
}


def of(project):
    return {name: getattr(project, name).isoformat() if name in DAYS else getattr(project, name) for name in FIELDS}


def put(project, given):
    """Sets what `of` reads; days as dates or as they are written in the history."""
    for name, value in given.items():
        setattr(project, name, date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value)
