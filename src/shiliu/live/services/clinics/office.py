"""The only writers of clinics, their turns, and the roster of advisers."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.spelling import problem_of_names
from shiliu.live.services.clinics import queries, rules, slots, values
from shiliu.live.services.clinics.models import Adviser, AdviserTerm, Clinic, ClinicTurn, Matter
from shiliu.live.services.windows.models import DutyTurn
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

MANAGE = "clinics.manage"


@transaction.atomic
def save_clinic(*, by, clinic=None, seen=None, **given):
    """A new clinic or a changed one. `given`: values.PLAIN, and codes for values.LINKS, numbers of advisers. Raises NotPossible
    with the fields, Stale where somebody else saved since the form with the stamp `seen` was shown."""
    before = {}
    if clinic is None:
        clinic = Clinic()
        present = {field: getattr(clinic, field) for field in values.PLAIN} | dict.fromkeys(values.LINKS, "")
        present["advisers"] = []
    else:
        clinic = Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
        demand(by, MANAGE, clinic)
        before = present = values.of_clinic(clinic)
        revisions.refuse_stale(before, seen)
    wanted = {**present, **given}
    _fit(by, clinic, wanted)
    rows, _unknown = values.linked(wanted)
    for field, value in {**{name: wanted[name] for name in values.PLAIN}, **rows}.items():
        setattr(clinic, field, value)
    clinic.save()
    clinic.advisers.set(wanted["advisers"])
    _told("clinics.saved", by, clinic, **revisions.kept(*revisions.differences(before, wanted)))
    return clinic


@transaction.atomic
def set_active(*, by, clinic, active):
    """No longer shown and booked, or again; whoever has booked is told. The same twice changes nothing."""
    demand(by, MANAGE, clinic)
    if Clinic.objects.filter(pk=clinic.pk, active=not active).update(active=active):
        clinic.active = active
        _told("clinics.restored" if active else "clinics.retired", by, clinic)


@transaction.atomic
def set_turn(*, by, clinic, every, first, opens, closes, until=None, turn=None):
    """When the clinic is held; `turn` is the one that is changed, None for a new one."""
    demand(by, MANAGE, clinic)
    problems = rules.problems_of_turn(first, until, opens, closes)
    if every not in DutyTurn.Every.values:
        problems["every"] = _("Choose how often it comes.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    turn = turn or ClinicTurn(clinic=clinic)
    turn.every, turn.first, turn.until, turn.opens, turn.closes = every, first, until, opens, closes
    turn.save()
    _told("clinics.turn_set", by, clinic, first=first)
    return turn


@transaction.atomic
def skip_day(*, by, turn, day, is_held=False):
    """The clinic is not held on one day of a turn; with `is_held`, it is after all."""
    clinic = turn.clinic
    demand(by, MANAGE, clinic)
    turn = ClinicTurn.objects.select_for_update().get(pk=turn.pk)
    turn.skipped = sorted({*turn.skipped} - {str(day)} if is_held else {*turn.skipped, str(day)})
    turn.save(update_fields=["skipped"])
    _told("clinics.day_held" if is_held else "clinics.day_skipped", by, clinic, day=day)


@transaction.atomic
def remove_turn(*, by, turn):
    clinic, first = turn.clinic, turn.first
    demand(by, MANAGE, clinic)
    if ClinicTurn.objects.filter(pk=turn.pk).delete()[0]:
        _told("clinics.turn_removed", by, clinic, first=first)


@transaction.atomic
def save_adviser(*, by, adviser=None, seen=None, names, organisation, area, specialties, languages):
    """A duty of a unit; `organisation` and `area` are codes. It advises only while a term holds."""
    unit = Organisation.objects.filter(code=organisation, active=True).first()
    place = Area.objects.filter(code=area, active=True).first()
    problems = {"names": problem_of_names(names)}
    if unit is None:
        problems["organisation"] = _("There is no unit with the code %(code)s.") % {"code": organisation or "?"}
    if place is None:
        problems["area"] = _("There is no place with the code %(code)s.") % {"code": area or "?"}
    if not set(specialties) <= set(Matter.values):
        problems["specialties"] = _("Choose from the list.")
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)
    demand(by, MANAGE, Place(place))
    before = {}
    if adviser is None:
        adviser = Adviser()
    else:
        adviser = Adviser.objects.select_for_update(of=("self",)).select_related("organisation", "area").get(pk=adviser.pk)  # fmt: skip
        demand(by, MANAGE, adviser)
        before = values.of_adviser(adviser)
        revisions.refuse_stale(before, seen)
    adviser.names, adviser.organisation, adviser.area = names, unit, place
    adviser.specialties, adviser.languages = list(specialties), list(languages)
    adviser.save()
    changed = revisions.differences(before, values.of_adviser(adviser))
    _of_adviser("clinics.adviser_saved", by, adviser, **revisions.kept(*changed))
    return adviser


@transaction.atomic
def add_term(*, by, adviser, since, until):
    """The next term; terms of one adviser never overlap."""
    demand(by, MANAGE, adviser)
    Adviser.objects.select_for_update().get(pk=adviser.pk)
    if problem := rules.problem_of_term(since, until, adviser.terms.values_list("since", "until")):
        raise NotPossible(problem, {"until": problem})
    term = AdviserTerm.objects.create(adviser=adviser, since=since, until=until)
    _of_adviser("clinics.term_added", by, adviser, since=since, until=until)
    return term


@transaction.atomic
def end_term(*, by, term):
    """Ends a term today; one that has not begun is removed."""
    adviser = term.adviser
    demand(by, MANAGE, adviser)
    term = AdviserTerm.objects.select_for_update().get(pk=term.pk)
    today = queries.today(adviser.area)
    if term.until < today:
        raise NotPossible(_("This term is over already."))
    if term.since > today:
        term.delete()
    else:
        term.until = today
        term.save(update_fields=["until"])
    _of_adviser("clinics.term_ended", by, adviser, until=today)


def _fit(by, clinic, wanted):
    """NotPossible names the wrong fields; Refused where the place is not the actor's."""
    problems = rules.problems_of_clinic(wanted)
    rows, unknown = values.linked(wanted)
    for field in unknown:
        problems[field] = _("There is nothing with the code %(code)s.") % {"code": wanted[field]}
    for field in ("organisation", "area"):
        if not wanted[field]:
            problems[field] = _("This is needed.")
    if wanted["kind"] not in Clinic.Kind.values:
        problems["kind"] = _("Choose the kind of clinic.")
    if Clinic.objects.filter(code=wanted["code"]).exclude(pk=clinic.pk).exists():
        problems["code"] = _("Another clinic already has this code.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    demand(by, MANAGE, Place(rows["area"]))


def _told(verb, by, clinic, **data):
    """The audit row of a change, and the times that follow from it."""
    clinic = queries.whole(Clinic.objects.filter(pk=clinic.pk)).get()
    audit.record(verb, by=by, target=clinic, area=clinic.area, data={"clinic_name": clinic.names, **data})
    slots.changed(clinic=clinic, by=by)


def _of_adviser(verb, by, adviser, **data):
    audit.record(verb, by=by, target=adviser, area=adviser.area, unit=adviser.organisation,
                 data={"adviser_name": adviser.names, **data})  # fmt: skip
