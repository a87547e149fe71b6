"""Figures, gaps and facilities in words, for pages and files alike."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.circle import rules
from shiliu.live.circle.models import WALKERS, Facility, FacilityType
from shiliu.platform.history import Telling

HISTORY = Telling(
    labels={"kind": gettext_lazy("Type"), "names": gettext_lazy("Names"), "longitude": gettext_lazy("Longitude"), "latitude": gettext_lazy("Latitude"),
            "address": gettext_lazy("Address"), "opening": gettext_lazy("Opening hours"), "access": gettext_lazy("Accessibility"), "minutes": gettext_lazy("Minutes"),
            "source": gettext_lazy("Source"), "checked": gettext_lazy("Compared with its source"), "active": gettext_lazy("In use")},
    written={"access": lambda facts: ", ".join(f"{rules.ACCESS[fact]}: {yes_no(said)}" for fact, said in facts.items()),
             "checked": lambda checked: _("yes") if checked else _("no"), "active": lambda active: _("yes") if active else _("no")},
)  # fmt: skip
SHAPES = {2: "circle", 1: "half", 0: "diamond"}
TONES = {2: "info", 1: "warn", 0: "bad"}
IN_TIME = {2: pgettext_lazy("on foot", "In time"), 1: gettext_lazy("Partly in time"), 0: gettext_lazy("Too far")}


@dataclass(frozen=True)
class Line:
    """One type in one area: `share` None where it may not be told or nothing is known."""

    kind: FacilityType
    share: float | None
    homes: int | None
    covered: int | None
    few: str | None
    quarters: list
    minutes: float

    @property
    def near(self):
        return minutes(self.minutes)

    @property
    def middle(self):
        return minutes(self.quarters[1])

    @property
    def slow(self):
        return minutes(self.quarters[3])

    @property
    def said(self):
        """The share in words where the number is hidden."""
        if self.few == "covered":
            return _("nearly none")
        if self.few == "missing":
            return _("nearly all")
        if self.few == "beside":
            return _("left out")
        return _("too few homes to tell") if self.few else ""


def line(kind, figure, house_minutes):
    covered, homes = figure["covered"], figure["homes"]
    share = covered / homes if covered is not None and homes else None
    return Line(kind, share, homes, covered, figure["few"], figure["quarters"], kind.minutes or house_minutes)


def groups(scheme, figures, house_minutes):
    """[(label of the group, [Line])] of the types of one scheme that were measured."""
    lines = [
        line(kind, figures[kind.code], house_minutes)
        for kind in FacilityType.objects.filter(active=True, scheme=scheme)
        if kind.code in figures
    ]
    found = []
    for group in FacilityType.GROUPS[scheme]:
        if mine := [one for one in lines if one.kind.group == group]:
            found.append((group.label, mine))
    return found


def minutes(value):
    """Minutes in words; None stands for no way at all."""
    if value is None:
        return _("no way")
    return ngettext("%(number)s minute", "%(number)s minutes", round(value)) % {"number": number_format(round(value))}


def homes(number):
    """How many homes, or that this is left out."""
    if number is None:
        return _("number of homes left out")
    return ngettext("%(number)s home", "%(number)s homes", number) % {
        "number": number_format(number, force_grouping=True)
    }


def plain_number(value):
    """With as many decimals as it has."""
    return number_format(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))


def walker(code):
    return WALKERS.get(code, code)


def yes_no(said):
    return _("yes") if said == rules.YES else _("no")


def access(facility):
    """[(fact, said in words, tone)] of every fact, also those nobody has looked at."""
    words = {rules.YES: (_("yes"), "good"), rules.NO: (_("no"), "bad")}
    return [
        (label, *words.get(facility.access.get(fact), (_("not known"), "neutral")))
        for fact, label in rules.ACCESS.items()
    ]


STATES = {
    Facility.State.PROPOSED: (gettext_lazy("Proposed"), "accent", "circle-help"),
    Facility.State.CONFIRMED: (pgettext_lazy("of a facility", "Open"), "good", "check"),
    Facility.State.CLOSED: (pgettext_lazy("of a facility", "Closed"), "neutral", "archive"),
}


CHANGED = {
    "network": gettext_lazy("The walking network was changed."),
    "homes": gettext_lazy("Homes of buildings were changed."),
    "numbers": gettext_lazy("Numbers everything is measured by were changed."),
    "types": gettext_lazy("Types or their minutes were changed."),
    "telling": gettext_lazy("Which numbers are left out is decided in another way."),
}


def change(one):
    """A change between two runs, as a sentence. New on the list is not newly opened: nobody may have known of it."""
    if one["what"] in CHANGED:
        return str(CHANGED[one["what"]])
    if one["what"] == "opened":
        return _("%(name)s is new on the list.") % {"name": name_in(one["names"])}
    return _("%(name)s closed.") % {"name": name_in(one["names"])}
