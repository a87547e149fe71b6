"""The only writers of windows. Every change keeps the values before and after, so that it can be compared and taken back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.spelling import problem_of_names
from shiliu.live.services.windows import booked, rules, values
from shiliu.live.services.windows.models import DutyTurn, Window, new_key
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

EDIT = "windows.edit"


@transaction.atomic
def create_window(*, by, code, names, organisation, area, **given):
    """A new window. `organisation` and `area` are codes; `given`: any of values.PLAIN, and items {code: minutes}."""
    window = Window()
    plain = {field: getattr(window, field) for field in values.PLAIN}
    wanted = {**plain, "items": {}, **given, "code": code, "names": names, "organisation": organisation, "area": area}
    _fit(by, window, wanted)
    with taken(_same_code()):
        values.put(window, wanted)
    audit.record("windows.created", by=by, target=window, area=window.area, data={"window_name": window.names})
    booked.changed(window=window, by=by)
    return window


@transaction.atomic
def edit_window(*, by, window, seen=None, **new):
    """Writes the given values and returns the window. `seen`: the stamp of the values its author saw; Stale when they changed."""
    window, before = _begin(by, window)
    revisions.refuse_stale(before, seen)
    _fit(by, window, {**before, **new})
    return _finish(by, window, before, new, "windows.edited")


@transaction.atomic
def retire_window(*, by, window, reason=""):
    """No longer shown or booked; what was booked is told as for a closed day."""
    window, before = _begin(by, window)
    return _finish(by, window, before, {"active": False}, "windows.retired", reason=reason)


@transaction.atomic
def restore_window(*, by, window):
    window, before = _begin(by, window)
    return _finish(by, window, before, {"active": True}, "windows.restored")


@transaction.atomic
def set_hours(*, by, window, season, weekdays, openings, instead_of=None):
    """Hours for some weekdays of a season ("MM-DD", "MM-DD"); `openings`: [(opens, closes)] as times. What stood for the same
    season and weekdays is replaced, and `instead_of`: (season, weekdays) of an entry that these replace."""
    window, before = _begin(by, window)
    if problem := rules.problem_with_season(season):
        raise NotPossible(problem, {"valid_from_md": problem})
    if problem := rules.problem_with_openings(openings):
        raise NotPossible(problem, {"opens": problem})
    if not weekdays:
        problem = _("Choose at least one weekday.")
        raise NotPossible(problem, {"weekdays": problem})
    rows = values.hours_with(before["hours"], season, weekdays, openings, instead_of)
    return _finish(by, window, before, {"hours": rows}, "windows.hours_set")


@transaction.atomic
def remove_hours(*, by, window, season, weekdays):
    """Without any hours left, those of the office calendar around it count."""
    window, before = _begin(by, window)
    rows = values.hours_with(before["hours"], season, weekdays, [])
    return _finish(by, window, before, {"hours": rows}, "windows.hours_removed")


@transaction.atomic
def set_day(*, by, window, day: date, is_open, reason, opens=None, closes=None):
    """A date on which the window differs, with the reason that everybody reads; an entry of the same date is replaced."""
    window, before = _begin(by, window)
    if not reason.strip():
        problem = _("Say why, in a few words that everybody may read.")
        raise NotPossible(problem, {"reason": problem})
    if (opens or closes) and (problem := _problem_of_day(is_open, opens, closes)):
        raise NotPossible(problem, {"opens": problem})
    entry = [is_open, opens and str(opens), closes and str(closes), reason.strip()]
    verb = "windows.day_opened" if is_open else "windows.day_closed"
    return _finish(by, window, before, {f"{values.DAY}{day}": entry}, verb, day=day, why=reason.strip())


@transaction.atomic
def remove_day(*, by, window, day: date):
    window, before = _begin(by, window)
    return _finish(by, window, before, {f"{values.DAY}{day}": None}, "windows.day_removed", day=day)


@transaction.atomic
def set_turn(*, by, window, organisation, every, first, opens, closes, what=None, until=None, skipped=(), turn=None):
    """When a visiting unit (its code) sits at the window; `turn` is the one that is changed, None for a new one."""
    window, before = _begin(by, window)
    unit = Organisation.objects.filter(code=organisation, active=True).first()
    problems = {}
    if unit is None:
        problems["organisation"] = _("There is no unit with the code %(code)s.") % {"code": organisation or "?"}
    if every not in DutyTurn.Every.values:
        problems["every"] = _("Choose how often it comes.")
    if closes <= opens:
        problems["closes"] = _("It cannot end before it begins.")
    if until and until < first:
        problems["until"] = _("The last day lies before the first.")
    if what and (problem := problem_of_names(what)):
        problems["what"] = problem
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    key = turn.key if turn else new_key()
    entry = [
        organisation,
        what or {},
        every,
        str(first),
        until and str(until),
        str(opens),
        str(closes),
        sorted(skipped),
    ]
    return _finish(
        by, window, before, {f"{values.TURN}{key}": entry}, "windows.turn_set", unit_name=unit.names, first=first
    )


@transaction.atomic
def skip_turn(*, by, window, turn, day: date, comes=False):
    """The visiting unit does not come on one day of its turn; with `comes`, it does after all."""
    window, before = _begin(by, window)
    row = before.get(f"{values.TURN}{turn.key}")
    if row is None:
        raise NotPossible(_("This turn is no longer in the roster. Reload the page."))
    skipped = sorted({*row[7]} - {str(day)} if comes else {*row[7], str(day)})
    entry = [*row[:7], skipped]
    return _finish(
        by, window, before, {f"{values.TURN}{turn.key}": entry}, "windows.turn_skipped",
        unit_name=turn.organisation.names, first=day,
    )  # fmt: skip


@transaction.atomic
def remove_turn(*, by, window, turn):
    window, before = _begin(by, window)
    return _finish(
        by,
        window,
        before,
        {f"{values.TURN}{turn.key}": None},
        "windows.turn_removed",
        unit_name=turn.organisation.names,
    )


@transaction.atomic
def take_back(*, by, window, row):
    """Undoes the change told by `row`, an audit row of this window, unless it was changed again since."""
    window, before = _begin(by, window)
    if (row.target_type, row.target_id) != (window._meta.label_lower, str(window.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    wanted = revisions.taken_back(row, before)
    _fit(by, window, {**before, **wanted})
    return _finish(by, window, before, wanted, "windows.reverted", reverts=row.pk)


def _begin(by, window):
    """The window, held against other writers, and its values before the change."""
    window = Window.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=window.pk)
    demand(by, EDIT, window)
    return window, values.of_window(window)


def _finish(by, window, before, new, verb, *, reason="", **about):
    old, after = revisions.differences(before, new)
    if not after:
        return window
    values.put(window, after)
    window = values.fresh(window)
    data = {"window_name": window.names, **about, **revisions.kept(old, after)}
    audit.record(verb, by=by, target=window, area=window.area, data=data, reason=reason)
    booked.changed(window=window, by=by)
    return window


def _fit(by, window, wanted):
    """NotPossible names the wrong fields; Refused where one of the places or units is not the actor's."""
    problems = rules.problems_of_window(wanted)
    area = Area.objects.filter(code=wanted["area"], active=True, level__in=rules.LEVELS).first()
    if area is None:
        problems["area"] = _("Give the code of a district, street or community in use.")
    unit = Organisation.objects.filter(code=wanted["organisation"], active=True).first()
    if unit is None:
        problems["organisation"] = _("There is no unit with the code %(code)s.") % {
            "code": wanted["organisation"] or "?"
        }
    if Window.objects.filter(code=wanted["code"]).exclude(pk=window.pk).exists():
        problems["code"] = _same_code()
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    demand(by, EDIT, Window(area=area, organisation=unit))


def _problem_of_day(is_open, opens, closes):
    if not is_open:
        return _("A day on which it is closed has no hours.")
    if not (opens and closes):
        return _("Give both times, or neither.")
    return rules.problem_with_openings([(opens, closes)])


def _same_code():
    return _("Another window already has this code.")
