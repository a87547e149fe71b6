"""The values of a line's history in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.history import Telling

LINES = Telling(
    labels={
        "names": gettext_lazy("Names"), "need": gettext_lazy("Area of need"), "kind": gettext_lazy("Kind of unit"),
        "hint": gettext_lazy("Short hint"), "number": gettext_lazy("Number that is the same everywhere"),
        "always": gettext_lazy("On every card, whatever was chosen"), "position": gettext_lazy("Place in the list"),
        "source": gettext_lazy("Source"),
    },
    written={
        "hint": lambda texts: " · ".join(f"{tag}: {text}" for tag, text in texts.items()),
        "always": lambda value: _("yes") if value else _("no"),
    },
)  # fmt: skip
