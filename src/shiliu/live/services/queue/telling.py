"""The values of the history of halls and lines in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.history import Telling


def _yes(value):
    return _("yes") if value else _("no")


HALLS = Telling(
    labels={
        "names": gettext_lazy("Names"), "organisation": gettext_lazy("Unit that runs the hall"), "area": gettext_lazy("Place it serves"),
        "from_home": gettext_lazy("Numbers may be drawn on the phone from anywhere"),
        "fair_minutes": gettext_lazy("Longest wait before everybody else (minutes)"),
        "left_after": gettext_lazy("Calls without an answer"), "near": gettext_lazy("“Soon your turn” at so many ahead"),
    },
    written={"from_home": _yes},
)  # fmt: skip
LINES = Telling(
    labels={
        "names": gettext_lazy("Names"), "letter": gettext_lazy("Letter"), "position": gettext_lazy("Place in the list"),
        "windows": gettext_lazy("Windows that call from it"), "items": gettext_lazy("Items that wait in it"),
    },
)  # fmt: skip
