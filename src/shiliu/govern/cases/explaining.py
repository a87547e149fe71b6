"""What happened to a case and why, in sentences of the reader's language. Rows in, words out; nothing is decided here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.foundation.names import name_in
from shiliu.govern.cases.models import CaseClock, CatalogueEntry
from shiliu.govern.cases.workflow import PAUSED_STATES
from shiliu.methods import routing
from shiliu.platform.presentation import moments
from shiliu.platform.presentation.languages import apart

REASONS = {
    routing.NO_PLACE: gettext_lazy("No place was given that we know, so a dispatcher finds out who is responsible."),
    routing.NO_ENTRY: gettext_lazy("The dispatch catalogue names no unit for this matter, so a dispatcher decides."),
    routing.NO_UNIT: gettext_lazy(
        "“%(category)s” belongs to this kind of unit: %(kind)s. None of them serves the place, so a dispatcher decides."
    ),
    routing.COMMITTEE_NOT_LEAD: gettext_lazy(
        "%(unit)s is nearer, but a residents' committee may not be made responsible for a government duty. It helps."
    ),
    routing.PLACE_IN_CELL: gettext_lazy("%(place)s lies in grid cell %(cell)s."),
    routing.PLACE_IN_AREA: gettext_lazy("%(place)s lies in no grid cell, so the area itself counts."),
    routing.UNIT_SERVES_CELL: gettext_lazy("%(unit)s serves grid cell %(cell)s."),
    routing.UNIT_SERVES_AREA: gettext_lazy("%(unit)s is the nearest of them: it serves %(area)s."),
    routing.TIE: gettext_lazy(
        "%(others)s is just as near. The first one was taken; the map of duties should be mended."
    ),
}
BELONGS = {
    CatalogueEntry.Duty.GOVERNMENT: gettext_lazy("“%(category)s” is a government duty and belongs to: %(kind)s."),
    CatalogueEntry.Duty.SELF_GOVERNMENT: gettext_lazy(
        "“%(category)s” is settled by the residents themselves, led by: %(kind)s."
    ),
    CatalogueEntry.Duty.UTILITY: gettext_lazy("“%(category)s” is a public utility and belongs to: %(kind)s."),
    CatalogueEntry.Duty.PROPERTY: gettext_lazy(
        "“%(category)s” is part of property management and belongs to: %(kind)s."
    ),
}
CLOCKS = {CaseClock.Kind.CONTACT: gettext_lazy("First contact"), CaseClock.Kind.RESOLUTION: gettext_lazy("Resolution")}
OTHER_BELONGS = gettext_lazy("The dispatch catalogue gives “%(category)s” to: %(kind)s.")


def sentences(route):
    """The reasons kept on a case (`case.route`, see methods.routing.REASONS) as sentences. Two queries at most."""
    names = _Names.of(route)
    return [text for reason in route if (text := _sentence(reason, names))]


def _sentence(reason, names):
    code = reason.get("code")
    template = BELONGS.get(reason.get("duty"), OTHER_BELONGS) if code == routing.CATEGORY_TO_KIND else REASONS.get(code)
    if template is None:
        return ""
    others = _(", ").join(names.unit(pk) for pk in reason.get("others", ()))
    return template % {
        "category": apart(label(reason.get("category"))),
        "kind": names.kind(reason.get("unit_kind")),
        "unit": names.unit(reason.get("unit_id")),
        "place": apart(label(reason.get("place"))),
        "area": apart(label(reason.get("area"))),
        "cell": apart(reason.get("cell_code") or ""),
        "others": others,
    }


@dataclass(frozen=True)
class _Names:
    """Names of the units and kinds of unit that reasons point at."""

    units: dict
    kinds: dict

    @classmethod
    def of(cls, route):
        ids = {pk for reason in route for pk in [reason.get("unit_id"), *reason.get("others", ())] if pk is not None}
        codes = {reason["unit_kind"] for reason in route if reason.get("unit_kind")}
        units = Organisation.objects.in_bulk(ids) if ids else {}
        kinds = {kind.code: kind for kind in OrganisationKind.objects.filter(code__in=codes)} if codes else {}
        return cls(units, kinds)

    def unit(self, pk):
        unit = self.units.get(pk)
        return apart(unit.name) if unit else _("a unit that no longer exists")

    def kind(self, code):
        kind = self.kinds.get(code)
        return apart(kind.name) if kind else _("a kind of unit that no longer exists")


def label(names):
    """A label of a place or matter: names by language as routing keeps them, or plain text."""
    return name_in(names) if isinstance(names, dict) else names or ""


def allowance(given):
    """How much time something gives (a clock or an Allowance: `amount`, `unit`, `working`): "7 days", "2 working hours"."""
    n = given.amount
    if given.unit == "hours":
        words = (
            ngettext("%(n)d working hour", "%(n)d working hours", n)
            if given.working
            else ngettext("%(n)d hour", "%(n)d hours", n)
        )
    else:
        words = (
            ngettext("%(n)d working day", "%(n)d working days", n)
            if given.working
            else ngettext("%(n)d day", "%(n)d days", n)
        )
    return words % {"n": n}


def deadlines(case):
    """The clocks of a case by round: [{round, clocks: [{label, given, due, first_due, start, met, paused, …_words}], years}], first round first.

    `due` counts, with pauses and extensions; `first_due` is the first promise where it differs. A clock held by a
    pause says until when at most in `until_words`; all `…_words` are moments in words.

    `years` are the years whose holidays are not announced yet, so that the day may still move."""
    rounds = {}
    for clock in case.clocks.all():
        here = rounds.setdefault(clock.round, {"round": clock.round, "clocks": [], "years": set()})
        here["clocks"].append({
            "kind": clock.kind,
            "label": CLOCKS[clock.kind],
            "given": allowance(clock),
            "due": clock.due_now,
            "first_due": clock.due if clock.moved_to else None,
            "start": clock.started_at,
            "met": clock.met_at,
            "paused": clock.met_at is None and stands_still(case, clock),
            "until_words": spoken(held_until(case, clock)),
            "first_words": spoken(clock.due),
            "due_words": spoken(clock.due_now),
        })  # fmt: skip
        here["years"].update(clock.unannounced_years if clock.met_at is None else ())
    return [{**rounds[number], "years": sorted(rounds[number]["years"])} for number in sorted(rounds)]


def spoken(moment):
    return moments.day_and_time(moment) if moment else ""


def stands_still(case, clock):
    """Whether no time passes on a clock: the case has ended, or it waits and this is its resolution, still in time."""
    return case.ended_at is not None or held_until(case, clock) is not None


def held_until(case, clock):
    """The limit of the pause that holds a clock now, or None. A deadline missed before the pause is held by nothing."""
    if clock.kind != CaseClock.Kind.RESOLUTION or clock.met_at is not None or case.state not in PAUSED_STATES:
        return None
    pause = next((one for one in case.pauses.all() if one.ended_at is None), None)
    return pause.limit if pause is not None and clock.due_now > pause.since else None
