"""The values of a window's history in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shiliu.live.services.windows.models import Window
from shiliu.live.services.windows.values import DAY, TURN
from shiliu.platform.history import Telling


class Labels(dict):
    """Days and turns are named by what they are of."""

    def get(self, name, default=None):
        if name.startswith(DAY):
            return name.removeprefix(DAY)
        if name.startswith(TURN):
            return _("Roster")
        return super().get(name, default)


def _plain(value):
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return " · ".join(_plain(one) for one in value) if isinstance(value, list) else str(value)


def _yes(value):
    return _("yes") if value else _("no")


class Written(dict):
    """Lists of days, turns and hours are written out whole."""

    def __contains__(self, name):
        return name.startswith((DAY, TURN)) or super().__contains__(name)

    def __getitem__(self, name):
        return _plain if name.startswith((DAY, TURN)) else super().__getitem__(name)


LABELS = {
    "code": pgettext_lazy("of a place or unit", "Code"), "names": gettext_lazy("Names"), "organisation": gettext_lazy("Unit"),
    "area": gettext_lazy("Place"), "address": gettext_lazy("Address"), "directions": gettext_lazy("How to find it"),
    "longitude": gettext_lazy("Longitude"), "latitude": gettext_lazy("Latitude"), "phone": gettext_lazy("Telephone"),
    "languages": gettext_lazy("Languages spoken"), "takes_appointments": gettext_lazy("Times can be booked"),
    "desks": gettext_lazy("Desks that serve at the same time"), "slot_minutes": gettext_lazy("Length of one time, in minutes"),
    "minutes_before": gettext_lazy("Minutes kept free before each time"),
    "minutes_after": gettext_lazy("Minutes kept free after each time"),
    "lead_hours": gettext_lazy("Soonest booking, in hours from now"),
    "days_ahead": gettext_lazy("Latest booking, in days from now"), "active": gettext_lazy("In use"),
    "items": gettext_lazy("Items"), "hours": gettext_lazy("Opening hours"), **dict(Window.FEATURES),
}  # fmt: skip
YES_OR_NO = ("active", "takes_appointments", *dict(Window.FEATURES))
TELLING = Telling(
    labels=Labels(LABELS),
    written=Written({"items": _plain, "hours": _plain, "directions": _plain} | dict.fromkeys(YES_OR_NO, _yes)),
)
