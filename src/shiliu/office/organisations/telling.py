"""The values of a unit's history in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.platform.history import Telling

UNITS = Telling(
    labels={
        "code": pgettext_lazy("of a place or unit", "Code"), "kind": _("Kind"), "parent": _("Unit above"), "names": _("Names"), "public_phone": _("Telephone"),
        "address": _("Address"), "areas": _("Places served"), "standing": _("Standing"),
    }
)  # fmt: skip
