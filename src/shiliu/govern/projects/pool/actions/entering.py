"""Entering a candidate, changing what it says, taking a change back."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.projects.pool import heard, rules, values
from shiliu.govern.projects.pool.locking import held
from shiliu.govern.projects.pool.models import Candidate
from shiliu.platform import audit, maps, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def enter(*, by, area, names, summary, kind, origin, organisation=None, point=None):
    """A new candidate. `point` is (longitude, latitude) or None. Raises NotPossible naming the fields that are wrong."""
    demand(by, "pool.enter", Place(area))
    _refuse(rules.problems_of(names, summary, point), area, point)
    if kind not in Candidate.Kind.values or origin not in Candidate.Origin.values:
        raise NotPossible(_("Choose from the list."), {"kind": _("Choose from the list.")})
    longitude, latitude = point or (None, None)
    candidate = Candidate.objects.create(
        area=area, names=_clean(names), summary=_clean(summary), kind=kind, origin=origin, organisation=organisation,
        longitude=longitude, latitude=latitude, entered_at=now(),
    )  # fmt: skip
    data = {"name": candidate.names, "number": candidate.pk, "origin": origin}
    audit.record("pool.entered", by=by, target=candidate, area=area, data=data)
    heard.tell(candidate, "entered")
    return candidate


@transaction.atomic
def edit(*, by, candidate, seen=None, **given):
    """Changes what a candidate says; `given` are keys of `values.of`. Nothing changes while it is in a vote or chosen: voters
    decide on what they read. Raises revisions.Stale where somebody else saved since `seen`."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    if candidate.state not in rules.EDITABLE:
        raise NotPossible(
            _("A candidate that is in a vote, chosen or gone is no longer changed. Take it out of the vote first.")
        )
    before = values.of(candidate)
    revisions.refuse_stale(before, seen)
    _put(candidate, {**before, **given})
    changed = revisions.differences(before, values.of(candidate))
    if changed[1]:
        candidate.save()
        data = {"name": candidate.names, "number": candidate.pk, **revisions.kept(*changed)}
        audit.record("pool.changed", by=by, target=candidate, area=candidate.area, data=data)
    return candidate


def revert(*, by, candidate, row):
    """Takes back the change of an audit row, unless what it changed was changed again."""
    return edit(by=by, candidate=candidate, **revisions.taken_back(row, values.of(candidate)))


def _put(candidate, wanted):
    area = Area.objects.filter(code=wanted["area"], active=True).first()
    if area is None:
        raise NotPossible(_("Choose a place from the list."), {"area": _("Choose a place from the list.")})
    point = None if wanted["longitude"] is None else (wanted["longitude"], wanted["latitude"])
    _refuse(rules.problems_of(wanted["names"], wanted["summary"], point), area, point)
    if wanted["kind"] not in Candidate.Kind.values:
        raise NotPossible(_("Choose from the list."), {"kind": _("Choose from the list.")})
    candidate.area, candidate.kind = area, wanted["kind"]
    candidate.organisation = Organisation.objects.filter(code=wanted["organisation"]).first()
    candidate.names, candidate.summary = _clean(wanted["names"]), _clean(wanted["summary"])
    candidate.longitude, candidate.latitude = point or (None, None)


def _refuse(problems, area, point):
    if point and not problems and area.boundary and area not in maps.areas_at(*point):
        problems["longitude"] = _("This point lies outside %(place)s.") % {"place": area.name}
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def _clean(texts):
    return {tag: text.strip() for tag, text in texts.items() if text.strip()}
