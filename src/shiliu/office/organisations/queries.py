"""The lists of units. Units in use are public; only administrators of every place a unit serves may change it."""

from collections import Counter
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q

from shiliu.foundation.models import Area, Organisation, OrganisationArea, OrganisationKind, RoleAssignment
from shiliu.foundation.names import spelled
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of

LONGEST_QUERY = 80


def visible_to(actor):
    """Units the actor may read: those in use, and retired ones the actor may change."""
    return Organisation.objects.filter(Q(active=True) | Q(pk__in=editable_by(actor).values("pk")))


def editable_by(actor):
    """Units that serve only places the actor administers; units that serve none belong to administrators of a district."""
    everywhere, paths, _units = places_of(actor, "organisations.edit")
    if everywhere:
        return Organisation.objects.all()
    mine = reduce(or_, (Q(area__path__startswith=path) for path in paths), Q(pk__in=[]))
    serves = OrganisationArea.objects.filter(organisation=OuterRef("pk"))
    own = Exists(serves.filter(mine)) & ~Exists(serves.exclude(mine))
    if Area.objects.filter(parent=None, path__in=paths).exists():
        return Organisation.objects.filter(own | ~Exists(serves))
    return Organisation.objects.filter(own)


def listed(actor, q="", kind="", state=""):
    """Units the actor may change, filtered for the staff list, by code; each with the number of places it serves."""
    units = editable_by(actor).filter(active=state != "retired").select_related("kind", "parent")
    if kind:
        units = units.filter(kind__code=kind)
    if state == "no_place":
        units = units.filter(serves=None)
    if state == "no_phone":
        units = units.filter(public_phone="")
    return found(units, q).annotate(places=Count("serves", distinct=True)).order_by("code")


def found(units, words):
    """Those of the units whose name in some language holds every one of the words, or whose code begins with it."""
    for word in words[:LONGEST_QUERY].split():
        units = units.filter(spelled(word) | Q(code__istartswith=word))
    return units


def below(unit):
    return unit.children.filter(active=True).select_related("kind").order_by("code")


def chain(unit):
    """Units from the top of the tree down to this one."""
    steps = [unit]
    while steps[0].parent_id and len(steps) < 20:
        steps.insert(0, steps[0].parent)
    return steps


def role_counts(unit):
    """[(role in words, number of people who hold it there now)]; numbers only, no names."""
    moment = now()
    holding = RoleAssignment.objects.filter(organisation=unit, since__lte=moment).filter(
        Q(until=None) | Q(until__gt=moment)
    )
    counts = Counter(holding.filter(person__is_active=True).values_list("role", flat=True))
    return [(label, counts[role]) for role, label in RoleAssignment.Role.choices if counts[role]]


def kinds():
    """All kinds, each with the number of units in use."""
    return OrganisationKind.objects.annotate(
        units=Count("organisations", filter=Q(organisations__active=True))
    ).order_by("standing", "code")
