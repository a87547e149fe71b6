"""Giving and ending roles. Nobody gives a role above the own area, and no area is left without an administrator."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, RoleAssignment
from shiliu.office.people import rules
from shiliu.office.people.targets import Oneself, places_to_answer_for
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def grant_role(*, by, person, role, area=None, organisation=None, since=None, until=None):
    """Gives `person` a role for one area or one unit, from `since` (default: now) until `until` (default: no end).

    A unit's role needs an administrator of every area the unit serves. NotPossible names the field that is wrong."""
    since = since or now()
    _check_place(role, area, organisation)
    if until and until <= max(since, now()):
        raise NotPossible(_("Something is not right yet."), {"until": _("The last day must come after the first.")})
    demand_everywhere(by, area, organisation)
    held = RoleAssignment.objects.filter(person=person, role=role, area=area, organisation=organisation)
    if held.filter(Q(until=None) | Q(until__gt=since)).exists():
        raise NotPossible(
            _("This person already holds this role there."), {"role": _("This role is already held there.")}
        )
    assignment = RoleAssignment.objects.create(
        person=person, role=role, area=area, organisation=organisation, since=since, until=until, granted_by=by.person
    )
    _record("people.role_granted", by, assignment)
    return assignment


@transaction.atomic
def end_role(*, by, assignment):
    """Ends a role now; a role that has not begun is withdrawn."""
    assignment = _locked(assignment)
    demand_everywhere(by, assignment.area, assignment.organisation)
    if assignment.role == rules.Role.RESIDENT:
        raise NotPossible(_("A residence ends by itself, or when the resident says so."))
    _end(by, assignment)


@transaction.atomic
def leave_role(*, by, assignment):
    """Gives up one's own role: somebody has moved out, or no longer does this work."""
    assignment = _locked(assignment)
    demand(by, "people.account", Oneself(assignment.person))
    _end(by, assignment)


def refuse_to_lose_last_administrator(assignment):
    """Locks the areas above and raises NotPossible if nobody but this person would administer the area."""
    if assignment.role != rules.Role.ADMINISTRATOR or not _holds(assignment):
        return
    above = list(Area.objects.select_for_update().filter(pk__in=assignment.area.chain_ids).order_by("pk"))
    others = RoleAssignment.objects.filter(
        role=rules.Role.ADMINISTRATOR, area__in=above, person__is_active=True, since__lte=now()
    )
    if not others.filter(Q(until=None) | Q(until__gt=now())).exclude(person=assignment.person).exists():
        raise NotPossible(
            _("Nobody else administers %(place)s. Make another person administrator there first.")
            % {"place": assignment.area}
        )


def demand_everywhere(by, area, organisation):
    """Demands the permission for the area, or for every area the unit serves."""
    places = places_to_answer_for(area, organisation)
    if not places and not by.is_system:
        raise NotPossible(
            _("Something is not right yet."),
            {"organisation": _("This unit serves no area yet. Say first which areas it serves.")},
        )
    for place in places:
        demand(by, "people.grant_role", place)


def _check_place(role, area, organisation):
    if (area is None) == (organisation is None):
        raise NotPossible(_("Something is not right yet."), {"area": _("Choose either an area or a unit.")})
    if not rules.belongs(role, to_unit=organisation is not None):
        field = "organisation" if area is None else "area"
        wanted = _("Choose the area this role is for.") if area is None else _("Choose the unit this role is for.")
        raise NotPossible(_("Something is not right yet."), {field: wanted})
    if not (area or organisation).active:
        raise NotPossible(_("Something is not right yet."), {"area": _("This place or unit is no longer in use.")})


def _locked(assignment):
    rows = RoleAssignment.objects.select_for_update(of=("self",)).select_related("area", "organisation", "person")
    return rows.get(pk=assignment.pk)


def _holds(assignment):
    return assignment.since <= now() and (assignment.until is None or assignment.until > now())


def _end(by, assignment):
    moment = now()
    if assignment.until and assignment.until <= moment:
        raise NotPossible(_("This role has already ended."))
    refuse_to_lose_last_administrator(assignment)
    _record("people.role_ended", by, assignment)
    if assignment.since >= moment:
        assignment.delete()
    else:
        assignment.until = moment
        assignment.save(update_fields=["until"])


def _record(verb, by, assignment):
    """The row holds the role and the public name of its place or unit in every language."""
    place = assignment.area or assignment.organisation
    area = assignment.area or assignment.organisation.areas.order_by("path").first()
    audit.record(verb, by=by, target=assignment.person, area=area, data={"role": assignment.role, "place": place.names})
