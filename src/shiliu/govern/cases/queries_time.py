"""The readers of what waits: whose turn it is, promises to keep, and what everybody may read of promises and postponements."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import Exact, In

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import listing, queries
from shiliu.govern.cases.models import Case, CasePromise, CaseStep, CaseTask
from shiliu.govern.cases.models.listed import AT_ONCE
from shiliu.govern.cases.models.time import position_of_day
from shiliu.govern.cases.waiting import today
from shiliu.govern.cases.workflow import HAZARD, OPEN_STATES, ORDINARY, PAUSED_STATES, SHELVED
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.paging import Along
from shiliu.platform.permissions import places_of

PROMISED = ("position", "pk")
OPEN, KEPT, DROPPED = CasePromise.State.OPEN, CasePromise.State.KEPT, CasePromise.State.DROPPED


def my_turn(actor):
    """The condition of cases whose next step is the actor's: read from the first moves of the table. A case that waits for
    the resident or for a day is nobody's turn."""
    states, held = {}, {}
    for move in (*ORDINARY.moves, *HAZARD.moves):
        if move.primary:
            states.setdefault(move.permission, set()).update(set(move.sources) & set(OPEN_STATES) - set(PAUSED_STATES))
    for permission, sources in states.items():
        _everywhere, paths, units = places_of(actor, permission)
        held.setdefault((tuple(sorted(paths)), tuple(sorted(units))), set()).update(sources)
    condition = Q(pk__in=[])
    # One condition for each set of places, which an index can judge at once.
    for (paths, units), sources in held.items():
        if sources and (paths or units):
            places = [listing.inside(path, indexed=False) for path in paths]
            ours = [listing.of_units(units, indexed=False)] if units else []
            condition |= Q(In(Along("state"), sorted(sources))) & listing.any_of([*places, *ours])
    _everywhere, _paths, units = places_of(actor, "cases.worklist")
    parts = CaseTask.objects.filter(unit__in=units, state=CaseTask.State.OPEN)
    return condition | Q(pk__in=parts.values("case"))


def tallies(actor):
    """{total, late, mine, waiting} of the actor's worklist, each a paging.Count."""
    duties, mine = queries.duties(actor), my_turn(actor)

    def arms(condition):
        return [queries.in_queue(duty & condition) for duty in duties] or [Case.objects.none()]

    places = dict(row for arm in arms(Q()) for row in arm.values_list("pk", "queue_at")[: paging.MOST_COUNTED + 1])
    total, mine_now = paging.Count.of(len(places), paging.MOST_COUNTED), paging.count(None, arms=arms(mine))
    if total.more:  # what waits for others has a day, which stands at the end
        late, waiting = (
            Q(queue_at__gt=AT_ONCE, queue_at__lt=now()),
            paging.count(None, arms=[arm.reverse() for arm in arms(~mine)]),
        )
        return {"total": total, "late": paging.count(None, arms=arms(late)), "mine": mine_now, "waiting": waiting}
    late = sum(AT_ONCE < place < now() for place in places.values())
    return {"total": total, "late": late, "mine": mine_now, "waiting": total - mine_now}


def promises_of(actor):
    """Promises the actor may say something about: of the actor's units and areas, in the order of their lists."""
    return _listed(listing.any_of(_mine(actor)))


def owed_by(actor, *conditions):
    """(promises, arms) of `promises_of` narrowed by conditions, for listing.page."""
    mine = _mine(actor)
    return _listed(listing.any_of(mine), *conditions), [_listed(one, *conditions) for one in mine]


def _mine(actor):
    """The conditions that together are the actor's promises, each with an index in their order. Those of an area are looked for
    along the list, which a supervisor's nearly all are."""
    _everywhere, paths, units = places_of(actor, "cases.keep_promise")
    return [*(Q(unit=unit) for unit in units), *([listing.along(paths, "case__area_path")] if paths else [])]


def _in_published_cases():
    return Q(Exact(Along("case__publication"), Case.Publication.PUBLIC))


def _listed(*conditions, **more):
    return CasePromise.objects.filter(*conditions, **more).select_related("case", "unit").order_by(*PROMISED)


def standing_is(key):
    """The condition of promises with this standing today: open, late, kept, dropped; due (open, and its day has come), owed (open or late)."""
    day = today()
    return {
        "open": Q(state=OPEN, position__gte=position_of_day(day)),
        "late": Q(state=OPEN, position__lt=position_of_day(day)),
        "due": Q(state=OPEN, position__lt=position_of_day(day + timedelta(days=1))),
        "owed": Q(state=OPEN),
        "kept": Q(state=KEPT),
        "dropped": Q(state=DROPPED),
    }[key]


def count_owed(actor, standing):
    """How many promises of the actor have a standing."""
    found, arms = owed_by(actor, standing_is(standing))
    return paging.count(found, arms=arms)


def words_are(text):
    """The condition of promises whose words or whose case number match."""
    if not text.strip() or "\0" in text:
        return Q()
    number = queries.key_of_number(text)
    return Q(case=number) if number else Q(what__icontains=text.strip())


def public_promises(*, unit="", area=None):
    """Promises of published cases, of one unit or place."""
    found = _listed(_in_published_cases()).select_related("case__area", "unit")
    if unit:
        found = found.filter(unit=_unit(unit))
    if area is not None:
        found = found.filter(listing.along([area.path], "case__area_path"))
    return found


def _unit(code):
    """The id of a unit, so that the unit's own index is used; 0 for none."""
    return Organisation.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def counts_by_standing(promises):
    """{standing: count, "n": all of them}, each a paging.Count: nothing is counted beyond paging.MOST_COUNTED."""
    found = {key: paging.count(promises.filter(standing_is(key))) for key in ("kept", "open", "late", "dropped")}
    return found | {"n": paging.Count.of(sum(one + one.more for one in found.values()), paging.MOST_COUNTED)}


def postponed(*, unit="", area=None):
    """Published cases that are postponed now, the nearest day of review first, with what `waiting.postponement` reads."""
    is_public = listing.walked("publication", Case.Publication.PUBLIC)
    found = Case.objects.filter(is_public, state=SHELVED, queue_at__isnull=False)
    if unit:
        found = found.filter(lead=_unit(unit))
    if area is not None:
        found = found.filter(listing.inside(area.path))
    return found.select_related("area", "lead").prefetch_related("steps", "pauses").order_by(*listing.QUEUE)


def units_promising():
    """Units that promised something in a published case; each is asked for by itself, so that not all promises are read."""
    return _units_with(_listed(_in_published_cases(), unit=OuterRef("pk")))


def units_postponing():
    is_public = listing.walked("publication", Case.Publication.PUBLIC)
    found = Case.objects.filter(is_public, lead=OuterRef("pk"), state=SHELVED, queue_at__isnull=False)
    return _units_with(found.order_by(*listing.QUEUE))


def _units_with(rows):
    """`rows` are of one unit and in the order of an index of its own, along which the first is found at once."""
    one = Subquery(rows.values("pk")[:1])
    return Organisation.objects.annotate(one=one).filter(one__isnull=False).order_by("code")


def moved_steps(promises):
    """{promise id: (how often its day was moved, when last)} of a list of promises; one query."""
    found = {}
    steps = CaseStep.objects.filter(case__in={promise.case_id for promise in promises}, move="promise_moved")
    for step in steps.order_by("at", "pk"):
        count, _at = found.get(step.data.get("promise"), (0, None))
        found[step.data.get("promise")] = (count + 1, step.at)
    return found


def public_steps(area, hidden, most):
    """The newest steps of published cases in an area (or None, everywhere) that neighbours may read of. They stand in the cases
    that changed last for neighbours (outward.py), so no others are looked at."""
    cases = queries.published()
    if area is not None:
        cases = cases.filter(listing.inside(area.path, indexed=False))
    changed = list(cases.order_by("-public_changed_at", "-pk").values_list("pk", flat=True)[:most])
    steps = CaseStep.objects.filter(case__in=changed).exclude(move__in=hidden)
    return steps.select_related("case", "unit").prefetch_related("files__attachment").order_by("-at", "-pk")[:most]
