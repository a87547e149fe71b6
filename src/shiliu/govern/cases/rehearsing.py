"""What a draft of the dispatch catalogue would change: needs already raised are sent through the draft and through the version
in force, by the same rule and the same map of duties. Nothing is written."""

from collections import Counter
from dataclasses import dataclass

from shiliu.foundation.models import Area, Organisation, OrganisationKind
from shiliu.govern.cases.models import Case, Category
from shiliu.govern.cases.routing import AllServing, current_version, find_route
from shiliu.govern.cases.workflow import SET_ASIDE
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

ELSEWHERE, TO_TRIAGE, FROM_TRIAGE, OTHER_TIMES = "elsewhere", "to_triage", "from_triage", "other_times"


@dataclass(frozen=True)
class Change:
    """A need the draft would treat otherwise. `before` and `after` are unit ids, None for the dispatcher; `kind` is the kind of
    unit the draft names, None without an entry. `what` is one of the constants above; OTHER_TIMES: same unit, another urgency."""

    case: Case
    what: str
    before: int | None
    after: int | None
    kind: int | None


@dataclass(frozen=True)
class Rehearsal:
    """`tried` needs were sent through both catalogues; `changes` in the order they were raised, newest first."""

    tried: int
    changes: list

    def counts(self):
        """{what: how many} for each of the four."""
        found = Counter(change.what for change in self.changes)
        return {what: found[what] for what in (ELSEWHERE, TO_TRIAGE, FROM_TRIAGE, OTHER_TIMES)}

    def turns(self):
        """[(before, after, how many)] between units, the most frequent first; None stands for the dispatcher."""
        found = Counter((one.before, one.after) for one in self.changes if one.what != OTHER_TIMES)
        return [(*pair, n) for pair, n in sorted(found.items(), key=lambda item: (-item[1], str(item[0])))]


def cases_of(actor, *, since):
    """Needs with a matter, raised since a moment in the areas where the actor answers for the catalogue."""
    everywhere, paths, _units = places_of(actor, "cases.edit_catalogue")
    condition = inside(paths, everywhere=everywhere)
    return Case.objects.filter(condition, category__isnull=False, received_at__gte=since).exclude(state=SET_ASIDE)


def rehearse(cases, draft):
    """Send `cases` through the draft and the version in force. The number of queries does not depend on how many."""
    before, after = _entries(current_version(now())), _entries(draft)
    differing = {
        category for category in set(before) | set(after) if _says(before.get(category)) != _says(after.get(category))
    }
    serving, known, changes = AllServing(), {}, []
    told = cases.filter(category__in=differing).order_by("-received_at", "-pk")
    fields = ("pk", "received_at", "category_id", "area_id", "area_path", "cell__code", "place_known")
    for case in told.select_related("cell").only(*fields).iterator():
        place = (case.area_id, case.cell_id, case.place_known, case.category_id)
        if place not in known:
            entries = before.get(case.category_id), after.get(case.category_id)
            known[place] = (*(_unit_for(case, entry, serving) for entry in entries), *entries)
        changes += _change(case, *known[place])
    return Rehearsal(cases.count(), changes)


def _unit_for(case, entry, serving):
    """The unit id the rule names for the place of a case and an entry, or None: a dispatcher decides."""
    area = serving.areas[case.area_id]
    return find_route(area=area, cell=case.cell, place_known=case.place_known, entry=entry, serving=serving).unit_id


def _entries(version):
    rows = (
        version.entries.select_related("lead_kind", "tier", "category__group").prefetch_related("helper_kinds")
        if version
        else ()
    )
    return {entry.category_id: entry for entry in rows}


def _says(entry):
    """What of an entry decides where a need goes and how fast."""
    return entry and (entry.lead_kind_id, entry.duty, *_times(entry))


def _times(entry):
    return entry.terms.tier.contact, entry.terms.tier.resolution


def _change(case, before, after, entry_before, entry_after):
    what = None
    if before != after:
        what = TO_TRIAGE if after is None else FROM_TRIAGE if before is None else ELSEWHERE
    elif after is not None and _times(entry_before) != _times(entry_after):
        what = OTHER_TIMES
    kind = entry_after.lead_kind_id if entry_after else None
    return [Change(case, what, before, after, kind)] if what else []


def names_for(changes):
    """(units, kinds, matters, places) by id, for showing changes. Four queries."""
    units = {pk for one in changes for pk in (one.before, one.after) if pk is not None}
    return (
        Organisation.objects.in_bulk(units),
        OrganisationKind.objects.in_bulk({one.kind for one in changes if one.kind}),
        Category.objects.in_bulk({one.case.category_id for one in changes}),
        Area.objects.in_bulk({one.case.area_id for one in changes}),
    )
