"""The values of a step's history in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.live.services.newcomers.models import NewcomerStep
from shiliu.platform.history import Telling

STEPS = Telling(
    labels={
        "names": _("Names"), "code": pgettext_lazy("of a place or unit", "Code"), "category": _("Group"), "position": _("Position"),
        "text": _("What to do"), "item": _("Service"), "window": _("Window"), "clinic": _("Clinic"), "need": _("Contact card"),
        "facility_type": _("Type of facility"), "page": _("Page"), "areas": _("Places"),
    },
    written={
        "text": lambda texts: " · ".join(f"{tag}: {text}" for tag, text in texts.items()),
        "category": lambda code: str(dict(NewcomerStep.Category.choices).get(code, code)),
        "page": lambda code: str(dict(NewcomerStep.Page.choices).get(code, code)),
    },
)  # fmt: skip
