"""The only readers: roles one may see, places one may give, what is said about oneself."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation, RoleAssignment
from shiliu.foundation.names import spelled
from shiliu.office.people import rules
from shiliu.office.people.models import DoorLetter
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.presentation.languages import apart

SHOWN_AT_ONCE = 30
HOLDS = {"label": _("Holds now"), "tone": "good", "icon": "check"}
LATER = {"label": _("Begins later"), "tone": "info", "icon": "calendar-clock"}
ENDED = {"label": _("Ended"), "tone": "neutral", "icon": "circle-slash"}
SENT = {"label": _("Waits for its code"), "tone": "info", "icon": "mail"}
USED = {"label": _("Used"), "tone": "good", "icon": "check"}
VOID = {"label": _("Out of use"), "tone": "neutral", "icon": "circle-slash"}


@dataclass(frozen=True)
class RoleLine:
    """A role as a list shows it: with the name of its place and whether it holds."""

    role: RoleAssignment

    @property
    def place(self):
        area = self.role.area
        above = area.parent if area and area.level == Area.Level.BUILDING else None
        return " · ".join(apart(place.name) for place in (above, area, self.role.organisation) if place)

    @property
    def ended(self):
        return self.role.until is not None and self.role.until <= now()

    @property
    def chip(self):
        return ENDED if self.ended else LATER if self.role.since > now() else HOLDS


@dataclass(frozen=True)
class LetterLine:
    letter: DoorLetter

    @property
    def waits(self):
        return not self.letter.used_at and not self.letter.void and self.letter.expires_at > now()

    @property
    def chip(self):
        return SENT if self.waits else USED if self.letter.used_at else VOID


def holding_now(moment=None):
    moment = moment or now()
    return Q(since__lte=moment) & (Q(until=None) | Q(until__gt=moment))


def own_roles(person):
    """The person's roles as lines, present and future ones first, then those that have ended."""
    roles = person.roles.select_related("area__parent", "organisation").order_by("-since", "-pk")
    return sorted(map(RoleLine, roles), key=lambda line: line.ended)


def visible_to(actor, *, text="", role="", state="now"):
    """Staff roles in the areas the actor may read, by place and role. Residents are never listed.

    `text` is looked for in pseudonyms and in names of places and units; `state` is now, later, past or all."""
    roles = RoleAssignment.objects.exclude(role=rules.Role.RESIDENT).select_related(
        "person", "area", "organisation", "granted_by"
    )
    everywhere, paths, _unused = places_of(actor, "people.read_roles")
    if not everywhere:
        inside = [Q(area__path__startswith=p) | Q(organisation__serves__area__path__startswith=p) for p in paths]
        roles = roles.filter(reduce(or_, inside, Q(pk=None)))
    moment = now()
    states = {"now": holding_now(moment), "later": Q(since__gt=moment), "past": Q(until__lte=moment)}
    if state in states:
        roles = roles.filter(states[state])
    if role:
        roles = roles.filter(role=role)
    for word in text.split():
        roles = roles.filter(
            Q(person__pseudonym__icontains=word) | _named(word, "area__") | _named(word, "organisation__")
        )
    return roles.distinct().order_by("area__path", "organisation__code", "role", "person__pseudonym", "pk")


def buildings_for(actor, permission, text=""):
    """Buildings in use inside the areas where the actor holds `permission`, found by words of their own or a higher name."""
    buildings = _areas_for(actor, permission).filter(level=Area.Level.BUILDING).select_related("parent__parent")
    return _with_words(buildings, text, "", "parent__", "parent__parent__").order_by("path")


def areas_for(actor, permission, text=""):
    """Areas above buildings where the actor may give roles."""
    areas = _areas_for(actor, permission).exclude(level=Area.Level.BUILDING).select_related("parent")
    return _with_words(areas, text, "", "parent__").order_by("path")


def units_for(actor, permission, text=""):
    """Units in use whose served areas all lie where the actor may give roles."""
    units = Organisation.objects.filter(active=True, serves__isnull=False)
    everywhere, paths, _unused = places_of(actor, permission)
    if not everywhere:
        inside = reduce(or_, [Q(serves__area__path__startswith=path) for path in paths], Q(pk=None))
        outside = reduce(and_, [~Q(area__path__startswith=path) for path in paths], Q())
        reaching_out = Organisation.objects.filter(serves__in=_serving().filter(outside))
        units = units.filter(inside).exclude(pk__in=reaching_out)
    return _with_words(units, text, "").distinct().order_by("code")


def letters_for(actor):
    """Letters to dwellings where the actor may ask for them, newest first; codes are not among them."""
    everywhere, paths, _unused = places_of(actor, "people.request_letter")
    letters = DoorLetter.objects.select_related("building__parent")
    if everywhere:
        return letters
    return letters.filter(reduce(or_, [Q(building__path__startswith=path) for path in paths], Q(pk=None)))


def residences_at(person, actor):
    """The person's resident roles in buildings where the actor checks residence; what lies elsewhere is none of the window's business."""
    _everywhere, paths, _unused = places_of(actor, "people.check_residence")
    here = reduce(or_, [Q(area__path__startswith=path) for path in paths], Q(pk=None))
    return person.roles.filter(here, holding_now(), role=rules.Role.RESIDENT).select_related("area__parent")


def looks_at_me(person, year=None):
    """Rows about the person by others, newest first."""
    rows = audit.looks_at(person)
    return rows.filter(at__year=year) if year else rows


def years_of_looks(person):
    """Years in which there are such rows, newest first."""
    return sorted({at.year for at in audit.looks_at(person).order_by().datetimes("at", "year")}, reverse=True)


def _areas_for(actor, permission):
    everywhere, paths, _unused = places_of(actor, permission)
    areas = Area.objects.filter(active=True)
    return areas if everywhere else areas.filter(reduce(or_, [Q(path__startswith=path) for path in paths], Q(pk=None)))


def _serving():
    return Organisation.areas.through.objects


def _with_words(rows, text, *prefixes):
    for word in text.split():
        rows = rows.filter(reduce(or_, [_named(word, prefix) for prefix in prefixes]))
    return rows


def _named(word, prefix=""):
    return spelled(word, f"{prefix}names") | Q(**{f"{prefix}code__iexact": word})
