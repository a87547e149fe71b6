"""The only writers of clinics, their turns, and the roster of advisers. Every change keeps the values before and after, so that it
can be compared and taken back."""

from datetime import date

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
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

MANAGE = "clinics.manage"


@transaction.atomic
def save_clinic(*, by, clinic=None, seen=None, **given):
    """A new clinic or a changed one. `given`: values.PLAIN, and codes for values.LINKS, numbers of advisers. Raises NotPossible
    with the fields, Stale where somebody else saved since the form with the stamp `seen` was shown."""
    if clinic is None:
        clinic = Clinic()
        present = {field: getattr(clinic, field) for field in values.PLAIN} | dict.fromkeys(values.LINKS, "")
        wanted = {**present, "advisers": [], **given}
        _fit(by, clinic, wanted)
        with taken(_same_code()):
            values.put(clinic, wanted)
        return _told("clinics.saved", by, clinic)
    clinic, before = _begin(by, clinic)
    revisions.refuse_stale(before, seen)
    return _finish(by, clinic, before, given, "clinics.saved")


@transaction.atomic
def set_active(*, by, clinic, active):
    """No longer shown and booked, or again; whoever has booked is told. The same twice changes nothing."""
    clinic, before = _begin(by, clinic)
    return _finish(by, clinic, before, {"active": active}, "clinics.restored" if active else "clinics.retired")


@transaction.atomic
def set_turn(*, by, clinic, every, first, opens, closes, until=None, turn=None):
    """When the clinic is held; `turn` is the one that is changed, None for a new one."""
    clinic, before = _begin(by, clinic)
    problems = rules.problems_of_turn(first, until, opens, closes)
    if every not in DutyTurn.Every.values:
        problems["every"] = _("Choose how often it comes.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if turn is None:
        # A new turn is entered first, because its number names it in the history.
        turn = ClinicTurn.objects.create(
            clinic=clinic, every=every, first=first, until=until, opens=opens, closes=closes
        )
        skipped = []
    else:
        skipped = _turn_of(before, turn)[5]
    new = [every, str(first), until and str(until), str(opens), str(closes), skipped]
    _finish(by, clinic, before, {_key(turn): new}, "clinics.turn_set", first=first)
    return turn


@transaction.atomic
def skip_day(*, by, turn, day, is_held=False):
    """The clinic is not held on one day of a turn; with `is_held`, it is after all."""
    clinic, before = _begin(by, turn.clinic)
    row = _turn_of(before, turn)
    skipped = sorted({*row[5]} - {str(day)} if is_held else {*row[5], str(day)})
    verb = "clinics.day_held" if is_held else "clinics.day_skipped"
    return _finish(by, clinic, before, {_key(turn): [*row[:5], skipped]}, verb, day=day)


@transaction.atomic
def remove_turn(*, by, turn):
    """Twice is once."""
    clinic, before = _begin(by, turn.clinic)
    return _finish(by, clinic, before, {_key(turn): None}, "clinics.turn_removed", first=turn.first)


@transaction.atomic
def take_back(*, by, clinic, row):
    """Undoes the change told by `row`, an audit row of this clinic, unless it was changed again since."""
    clinic, before = _begin(by, clinic)
    wanted = _taken_back(row, clinic, before)
    return _finish(by, clinic, before, wanted, "clinics.reverted", reverts=row.pk)


@transaction.atomic
def save_adviser(*, by, adviser=None, seen=None, names, organisation, area, specialties, languages):
    """A duty of a unit; `organisation` and `area` are codes. It advises only while a term holds."""
    given = {"names": names, "organisation": organisation, "area": area, "specialties": list(specialties),
             "languages": list(languages)}  # fmt: skip
    if adviser is None:
        _fit_adviser(by, given)
        adviser = Adviser()
        values.put_adviser(adviser, given)
        return _of_adviser("clinics.adviser_saved", by, adviser)
    adviser, before = _begin_adviser(by, adviser)
    revisions.refuse_stale(before, seen)
    return _finish_adviser(by, adviser, before, given, "clinics.adviser_saved")


@transaction.atomic
def add_term(*, by, adviser, since, until):
    """The next term; terms of one adviser never overlap."""
    adviser, before = _begin_adviser(by, adviser)
    _refuse_overlap(since, until, before)
    term = AdviserTerm.objects.create(adviser=adviser, since=since, until=until)
    new = {f"{values.TERM}{term.pk}": [str(since), str(until)]}
    _finish_adviser(by, adviser, before, new, "clinics.term_added", since=since, until=until)
    return term


@transaction.atomic
def end_term(*, by, term):
    """Ends a term today; one that has not begun is removed."""
    adviser, before = _begin_adviser(by, term.adviser)
    key, today = f"{values.TERM}{term.pk}", queries.today(adviser.area)
    since, until = (date.fromisoformat(day) for day in before.get(key) or (str(today), str(date.min)))
    if until < today:
        raise NotPossible(_("This term is over already."))
    new = None if since > today else [str(since), str(today)]
    _finish_adviser(by, adviser, before, {key: new}, "clinics.term_ended", until=today)


@transaction.atomic
def take_back_adviser(*, by, adviser, row):
    """As `take_back`, for the roster of advisers."""
    adviser, before = _begin_adviser(by, adviser)
    wanted = _taken_back(row, adviser, before)
    for key, value in wanted.items():
        if key.startswith(values.TERM) and value:
            _refuse_overlap(*map(date.fromisoformat, value), {**before, key: None})
    return _finish_adviser(by, adviser, before, wanted, "clinics.adviser_reverted", reverts=row.pk)


def _begin(by, clinic):
    """The clinic, held against other writers, and its values before the change."""
    clinic = Clinic.objects.select_for_update(of=("self",)).get(pk=clinic.pk)
    demand(by, MANAGE, clinic)
    return clinic, values.of_clinic(clinic)


def _finish(by, clinic, before, new, verb, **about):
    old, after = revisions.differences(before, new)
    if not after:
        return clinic
    if any(key != "active" and not key.startswith(values.TURN) for key in after):
        _fit(by, clinic, {**before, **after})
    values.put(clinic, after)
    return _told(verb, by, clinic, **about, **revisions.kept(old, after))


def _begin_adviser(by, adviser):
    adviser = Adviser.objects.select_for_update(of=("self",)).select_related("organisation", "area").get(pk=adviser.pk)
    demand(by, MANAGE, adviser)
    return adviser, values.of_adviser(adviser)


def _finish_adviser(by, adviser, before, new, verb, **about):
    old, after = revisions.differences(before, new)
    if not after:
        return adviser
    if not all(key.startswith(values.TERM) for key in after):
        _fit_adviser(by, {**before, **after})
    values.put_adviser(adviser, after)
    return _of_adviser(verb, by, adviser, **about, **revisions.kept(old, after))


def _taken_back(row, thing, before):
    if (row.target_type, row.target_id) != (thing._meta.label_lower, str(thing.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    return revisions.taken_back(row, before)


def _key(turn):
    return f"{values.TURN}{turn.pk}"


def _turn_of(before, turn):
    row = before.get(_key(turn))
    if row is None:
        raise NotPossible(_("These hours have been removed in the meantime. Reload the page."))
    return row


def _refuse_overlap(since, until, before):
    terms = [map(date.fromisoformat, term) for key, term in before.items() if key.startswith(values.TERM) and term]
    if problem := rules.problem_of_term(since, until, terms):
        raise NotPossible(problem, {"until": problem})


def _fit(by, clinic, wanted):
    """NotPossible names the wrong fields; Refused where the place is not the actor's."""
    problems = rules.problems_of_clinic(wanted)
    rows, unknown = values.linked({field: wanted[field] for field in values.LINKS})
    for field in unknown:
        problems[field] = _("There is nothing with the code %(code)s.") % {"code": wanted[field]}
    for field in ("organisation", "area"):
        if not wanted[field]:
            problems[field] = _("This is needed.")
    if wanted["kind"] not in Clinic.Kind.values:
        problems["kind"] = _("Choose the kind of clinic.")
    if Clinic.objects.filter(code=wanted["code"]).exclude(pk=clinic.pk).exists():
        problems["code"] = _same_code()
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    demand(by, MANAGE, Place(rows["area"]))


def _fit_adviser(by, wanted):
    unit = Organisation.objects.filter(code=wanted["organisation"], active=True).first()
    place = Area.objects.filter(code=wanted["area"], active=True).first()
    problems = {"names": problem_of_names(wanted["names"])}
    if unit is None:
        problems["organisation"] = _("There is no unit with the code %(code)s.") % {
            "code": wanted["organisation"] or "?"
        }
    if place is None:
        problems["area"] = _("There is no place with the code %(code)s.") % {"code": wanted["area"] or "?"}
    if not set(wanted["specialties"]) <= set(Matter.values):
        problems["specialties"] = _("Choose from the list.")
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)
    demand(by, MANAGE, Place(place))


def _told(verb, by, clinic, **data):
    """The audit row of a change, and the times that follow from it; gives the clinic as it is now."""
    clinic = queries.whole(Clinic.objects.filter(pk=clinic.pk)).get()
    audit.record(verb, by=by, target=clinic, area=clinic.area, data={"clinic_name": clinic.names, **data})
    slots.changed(clinic=clinic, by=by)
    return clinic


def _of_adviser(verb, by, adviser, **data):
    audit.record(verb, by=by, target=adviser, area=adviser.area, unit=adviser.organisation,
                 data={"adviser_name": adviser.names, **data})  # fmt: skip
    return adviser


def _same_code():
    return _("Another clinic already has this code.")
