"""The lists of the pool. All of it is public: what is wished for, who checked it, what it costs, and why it left."""

from django.db.models import Q

from shiliu.foundation.models import Area, RoleAssignment
from shiliu.foundation.names import spelled
from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion, Incompatible
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

LONGEST_QUERY = 80


def visible_to(_actor):
    """Every candidate: a pool with a back room would be no pool."""
    return Candidate.objects.all()


def whole(candidates):
    return candidates.select_related("area__parent", "organisation", "exclusion", "merged_into")


def entered_near(actor):
    """Candidates of the places for which the actor may enter some: who keeps the pool there, and who only adds to it."""
    everywhere, paths, _units = places_of(actor, "pool.enter")
    return Candidate.objects.filter(inside(paths, "area__path", everywhere=everywhere))


def in_area(candidates, area):
    return candidates.filter(area__path__startswith=area.path)


def listed(candidates, *, q="", state="", kind="", origin="", area=None):
    """Filtered as the reader chose. Without a state: all that are in the pool."""
    if state:
        candidates = candidates.filter(state=state)
    else:
        candidates = candidates.exclude(state__in=[Candidate.State.OUT, Candidate.State.MERGED])
    if kind:
        candidates = candidates.filter(kind=kind)
    if origin:
        candidates = candidates.filter(origin=origin)
    if area is not None:
        candidates = in_area(candidates, area)
    for word in q[:LONGEST_QUERY].split():
        candidates = candidates.filter(spelled(word, "names", "summary"))
    return candidates


def candidates_for(area):
    """What a vote of this place may put on its ballot: everything there that can be done and has a price, oldest first."""
    ready = Candidate.objects.filter(state=Candidate.State.READY)
    return in_area(ready, area).select_related("area", "organisation").order_by("entered_at", "pk")


def pairs(candidates):
    """Incompatible pairs both of which are among the candidates: {(smaller pk, larger pk)}."""
    keys = [one.pk for one in candidates]
    found = Incompatible.objects.filter(first__in=keys, second__in=keys)
    return set(found.values_list("first", "second"))


def pairs_of(candidate):
    found = Incompatible.objects.filter(Q(first=candidate) | Q(second=candidate)).select_related("first", "second")
    return [(pair, pair.second if pair.first_id == candidate.pk else pair.first) for pair in found]


def checks_of(candidate):
    return candidate.checks.select_related("organisation", "reviewer")


def asked_of(actor):
    """Open checks of the signed-in person, those due first."""
    open_ones = (
        Check.objects.filter(verdict=Check.Verdict.OPEN, reviewer=actor.person)
        if actor.person
        else Check.objects.none()
    )
    return open_ones.select_related("candidate__area", "organisation").order_by("due", "pk")


def reviewers(area):
    """Handlers who may be asked about a candidate there: (person, unit) for each unit whose people work for a place around it."""
    moment = now()
    held = RoleAssignment.objects.filter(
        Q(until=None) | Q(until__gt=moment), since__lte=moment, role=RoleAssignment.Role.HANDLER,
        organisation__active=True, person__is_active=True, organisation__serves__area__in=area.chain_ids,
    )  # fmt: skip
    return held.select_related("person", "organisation").order_by("organisation__code", "person__pseudonym").distinct()


def exclusions():
    return Exclusion.objects.filter(active=True)


def communities():
    levels = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
    return Area.objects.filter(active=True, level__in=levels).defer("boundary").order_by("path")


def places_to_enter(actor):
    """Places for which the actor may enter candidates, down to the compound."""
    everywhere, paths, _units = places_of(actor, "pool.enter")
    found = Area.objects.filter(inside(paths, "path", everywhere=everywhere), active=True)
    return found.exclude(level=Area.Level.BUILDING).defer("boundary").order_by("path")
