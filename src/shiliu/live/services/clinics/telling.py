"""The values of a clinic and of an adviser in words, for their history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shiliu.live.services.clinics.models import Adviser, Clinic, Matter
from shiliu.live.services.clinics.values import TERM, TURN
from shiliu.live.services.windows.models import DutyTurn
from shiliu.platform.history import Telling
from shiliu.platform.texts import LANGUAGE_NAMES


class Labels(dict):
    """A turn or a term is named by what it is one of."""

    def get(self, name, default=None):
        if name.startswith(TURN):
            return _("When it is held")
        return _("Term") if name.startswith(TERM) else super().get(name, default)


class Written(dict):
    """Turns and terms are written out whole."""

    def __contains__(self, name):
        return name.startswith((TURN, TERM)) or super().__contains__(name)

    def __getitem__(self, name):
        if name.startswith(TURN):
            return _turn
        return "–".join if name.startswith(TERM) else super().__getitem__(name)


def _turn(value):
    every, first, until, opens, closes, skipped = value
    words = [str(DutyTurn.Every(every).label), f"{first}–{until or ''}", f"{opens[:5]}–{closes[:5]}"]
    if skipped:
        words.append(_("not held on %(days)s") % {"days": ", ".join(skipped)})
    return " · ".join(words)


def _texts(value):
    return " · ".join(f"{tag}: {text}" for tag, text in value.items())


def _advisers(value):
    return " · ".join(one.name for one in Adviser.objects.filter(pk__in=value))


LABELS = {
    "code": pgettext_lazy("of a place or unit", "Code"), "kind": gettext_lazy("Kind"), "names": gettext_lazy("Names"),
    "organisation": gettext_lazy("Unit"), "area": gettext_lazy("Place"), "window": gettext_lazy("Window"),
    "address": gettext_lazy("Address"), "room": gettext_lazy("Room"), "phone": gettext_lazy("Telephone"),
    "text": gettext_lazy("What it is for"), "advisers": gettext_lazy("Advisers who sit here"),
    "slot_minutes": gettext_lazy("Length of one time, in minutes"), "capacity": gettext_lazy("Conversations at the same time"),
    "lead_hours": gettext_lazy("Soonest booking, in hours from now"),
    "days_ahead": gettext_lazy("Latest booking, in days from now"), "active": gettext_lazy("In use"),
    "referral_unit": gettext_lazy("Unit for legal aid"), "referral_item": gettext_lazy("Service for legal aid"),
    "specialties": gettext_lazy("Specialties"), "languages": gettext_lazy("Languages spoken"),
}  # fmt: skip
TELLING = Telling(
    labels=Labels(LABELS),
    written=Written({
        "text": _texts, "advisers": _advisers, "active": lambda value: _("yes") if value else _("no"),
        "kind": lambda value: str(Clinic.Kind(value).label),
        "specialties": lambda value: ", ".join(str(Matter(code).label) for code in value),
        "languages": lambda value: ", ".join(LANGUAGE_NAMES.get(tag, tag) for tag in value),
    }),
    leave_out=("clinics.advice_noted", "clinics.advice_removed"),
)  # fmt: skip
