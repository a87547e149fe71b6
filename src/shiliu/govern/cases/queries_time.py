"""The readers of what waits: whose turn it is, promises to keep, and what everybody may read of promises and postponements."""

from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, Value, When
from django.db.models.lookups import In

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import listing, queries
from shiliu.govern.cases.models import Case, CasePromise, CaseStep, CaseTask
from shiliu.govern.cases.models.listed import AT_ONCE
from shiliu.govern.cases.waiting import today
from shiliu.govern.cases.workflow import HAZARD, ORDINARY, PAUSED_STATES, SHELVED
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.paging import Along
from shiliu.platform.permissions import places_of

OPEN, KEPT, DROPPED = CasePromise.State.OPEN, CasePromise.State.KEPT, CasePromise.State.DROPPED


def inside(paths, field="area_path"):
    """The condition that a place lies inside one of some areas."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def my_turn(actor):
    """The condition of cases whose next step is the actor's: read from the first moves of the table. A case that waits for
    the resident or for a day is nobody's turn."""
    states = {}
    for move in (*ORDINARY.moves, *HAZARD.moves):
        if move.primary:
            states.setdefault(move.permission, set()).update(set(move.sources) - set(PAUSED_STATES))
    condition = Q(pk__in=[])
    for permission, sources in states.items():
        _everywhere, paths, units = places_of(actor, permission)
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
    """Promises the actor may say something about: of the actor's units and areas, the open ones first, the nearest day first."""
    _everywhere, paths, units = places_of(actor, "cases.keep_promise")
    found = CasePromise.objects.filter(Q(unit__in=units) | inside(paths, "case__area_path"))
    return in_order(found.select_related("case", "unit"))


def in_order(promises):
    """What is still owed first, the nearest day first; then what has ended, the latest first."""
    rank = Choose(When(state=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    day = Choose(When(state=OPEN, then=F("due")))
    return promises.order_by(rank, day, F("ended_at").desc(nulls_last=True), "pk")


def standing_is(key):
    """The condition of promises with this standing today: open, late, kept, dropped; due (open, and its day has come), owed (open or late)."""
    day = today()
    return {
        "open": Q(state=OPEN, due__gte=day),
        "late": Q(state=OPEN, due__lt=day),
        "due": Q(state=OPEN, due__lte=day),
        "owed": Q(state=OPEN),
        "kept": Q(state=KEPT),
        "dropped": Q(state=DROPPED),
    }[key]


def due_count(actor):
    return promises_of(actor).order_by().filter(standing_is("due")).count()


def with_words(promises, text):
    """Promises whose words or whose case number match."""
    if not text.strip() or "\0" in text:
        return promises
    number = queries.key_of_number(text)
    return promises.filter(Q(case=number) if number else Q(what__icontains=text.strip()))


def public_promises(*, unit="", area=None):
    """Promises of published cases, of one unit or place."""
    found = CasePromise.objects.filter(case__publication=Case.Publication.PUBLIC)
    if unit:
        found = found.filter(unit__code=unit)
    if area is not None:
        found = found.filter(case__area_path__startswith=area.path)
    return in_order(found.select_related("case__area", "unit"))


def counts_by_standing(promises):
    """{standing: count, "n": all of them}; one query."""
    named = {key: Count("pk", filter=standing_is(key)) for key in ("kept", "open", "late", "dropped")}
    return promises.order_by().aggregate(**named, n=Count("pk"))


def postponed(*, unit="", area=None):
    """Published cases that are postponed now, the nearest day of review first, with what `waiting.postponement` reads."""
    found = queries.published().filter(state=SHELVED)
    if unit:
        found = found.filter(lead__code=unit)
    if area is not None:
        found = found.filter(area_path__startswith=area.path)
    return found.select_related("area", "lead").prefetch_related("steps", "pauses").order_by("next_due", "pk")


def units_promising():
    return (
        Organisation.objects.filter(case_promises__case__publication=Case.Publication.PUBLIC)
        .distinct()
        .order_by("code")
    )


def units_postponing():
    return Organisation.objects.filter(pk__in=queries.published().filter(state=SHELVED).values("lead")).order_by("code")


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
