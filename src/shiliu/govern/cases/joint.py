"""Parts of a case that the lead asks of other units (首接负责): the lead answers for the whole, each helper for its part by a day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.lookups import In
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases import engine, letters, outward, pauses, queries
from shiliu.govern.cases.models import Case, CaseStep, CaseTask, SummonedUnit
from shiliu.govern.cases.workflow import ASKED, ENDED_STATES, HANDLING, REINSPECTION
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.paging import Along
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.texts import guess_language, plain_text
from shiliu.platform.workflow import NotPossible

WORKED_ON = (HANDLING, ASKED, REINSPECTION)
BATCH = 200
LONGEST = timedelta(days=366)


def ask_part(*, by, case, unit, what, due, anyway=False):
    """The lead asks `unit` for a part of the case until the end of the day `due`; returns the CaseTask.

    A day after the case's own deadline is refused unless `anyway` says that it was meant. Raises Refused, NotPossible."""
    demand(by, "cases.handle", case)
    what = plain_text(what).strip()
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        _check_asked(case, unit, what)
        moment, until = now(), _end_within(case, due)
        if not moment < until <= moment + LONGEST:
            raise NotPossible(_("Something is not right."), {"due": _("Choose a day from today on, within a year.")})
        if _is_after_deadline(case, until) and not anyway:
            message = _("The whole case is due before that day. Choose an earlier one, or say that you mean it.")
            raise NotPossible(message, {"anyway": message})
        task = CaseTask.objects.create(case=case, unit=unit, what=what, asked_at=moment, due=until)
        tell_step(case, "task_asked", by=by, unit=case.lead, said=what, data={"task": task.pk, "unit": unit.code})
        keep_helpers(case)
        audit.record("cases.task_asked", by=by, target=case, area=case.area, data={"task": task.pk, "unit": unit.code})
        letters.tell_unit(case, "cases.task_asked", unit=unit, url=page_of(task), what=what)
    return task


def _check_asked(case, unit, what):
    if case.state not in WORKED_ON:
        raise NotPossible(_("Accept the case first. Parts can be asked for while it is being worked on."))
    if not what:
        raise NotPossible(_("Something is still missing."), {"what": _("Please fill this in.")})
    if unit.pk == case.lead_id:
        raise NotPossible(_("Something is not right."), {"unit": _("This is your own unit. Choose another one.")})
    if not queries.units_for(case.area).filter(pk=unit.pk).exists():
        raise NotPossible(_("Something is not right."), {"unit": _("This unit does not serve the place of the case.")})
    if case.tasks.filter(unit=unit, state=CaseTask.State.OPEN).exists():
        message = _("This unit still has an open part of this case. Withdraw that one first, or wait for it.")
        raise NotPossible(_("Something is not right."), {"unit": message})


def case_deadline(case):
    """When the whole case is due as things stand, or None while no clock of the resolution runs."""
    clock = pauses.resolution_clock(case)
    return clock.due_now if clock is not None else None


def usual_day(case):
    """The day a part is due when the lead says no other: a share of the time left, which the settings name."""
    moment, limit = now(), case_deadline(case)
    if limit is None or limit <= moment:
        return localtime(moment).date()
    return localtime(moment + (limit - moment) * settings.CASE_PART_PERCENT / 100).date()


def _end_within(case, day):
    """The end of the day, or the deadline of the case where that lies in the same day."""
    limit = case_deadline(case)
    return limit if limit and localtime(limit).date() == day and limit > now() else pauses.end_of(day)


def _is_after_deadline(case, until):
    limit = case_deadline(case)
    return limit is not None and until > limit


def finish_part(*, by, task, said, files=()):
    """The helper says that its part is done, in words the lead and the resident read, with photos of the place."""
    return _end(by, task, CaseTask.State.DONE, "cases.help", said, files)


def return_part(*, by, task, said):
    """The helper gives its part back, with the reason."""
    return _end(by, task, CaseTask.State.RETURNED, "cases.help", said)


def withdraw_part(*, by, task, said=""):
    """The lead takes back what it asked: the undo of asking. The helper no longer sees the case."""
    return _end(by, task, CaseTask.State.WITHDRAWN, "cases.handle", said)


def _end(by, task, state, permission, said, files=()):
    withdrawn = state == CaseTask.State.WITHDRAWN
    demand(by, permission, task.case if withdrawn else task)
    said = plain_text(said).strip()
    if not said and not withdrawn:
        raise NotPossible(_("Something is still missing."), {"said": _("Please fill this in.")})
    drafts = engine.taken(files, by=by)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=task.case_id)
        task = CaseTask.objects.select_for_update().select_related("unit").get(pk=task.pk)
        if task.state != CaseTask.State.OPEN:
            raise NotPossible(_("This part has ended already. Reload the page to see how."))
        verb = f"task_{state}"
        _close(task, state, said)
        step = tell_step(case, verb, by=by, unit=case.lead if withdrawn else task.unit, said=said,
                         data={"task": task.pk, "unit": task.unit.code})  # fmt: skip
        engine.attach(case, drafts, by=by, step=step)
        keep_helpers(case)
        data = {"task": task.pk, "unit": task.unit.code}
        audit.record(f"cases.{verb}", by=by, target=case, area=case.area, data=data)
        if withdrawn:
            _tell_withdrawn(case, task)
        else:
            letters.tell_unit(case, "cases.task_ended", url=page_of(task), what=task.what, said=said)
    return task


def page_of(task):
    return reverse("cases:part", args=[task.pk])


def _tell_withdrawn(case, task):
    """The helper may no longer open the case, so its letter leads to the worklist."""
    letters.tell_unit(case, "cases.task_withdrawn", unit=task.unit, url=reverse("cases:queue"), what=task.what)


def _close(task, state, said):
    task.state, task.said, task.ended_at = state, said, now()
    task.save(update_fields=["state", "said", "ended_at"])


def tell_step(case, move, *, by, unit, said="", data=None, public_said=""):
    """One row of the history that changes no state."""
    step = CaseStep.objects.create(
        case=case, move=move, from_state=case.state, to_state=case.state, at=now(), by=by.person, by_whom=CaseStep.By.STAFF,
        unit=unit, said=said, language=guess_language(said), data=data or {}, round=case.round, public_said=public_said,
    )  # fmt: skip
    outward.mark(case, step)
    return step


def keep_helpers(case):
    """Write on the case which units may read it because of a part or a table; `case` is locked by the caller."""
    asked = CaseTask.objects.filter(case=case).exclude(state=CaseTask.State.WITHDRAWN).values_list("unit", flat=True)
    called = SummonedUnit.objects.filter(summons__case=case, summons__state__in=queries.CALLED)
    case.helper_ids = sorted({*asked, *called.values_list("unit", flat=True)})
    case.save(update_fields=["helper_ids"])


def look_after_parts():
    """Tell helper and lead once of each late part; a part still open when its case has ended ends with it."""
    moment = now()
    open_ones = CaseTask.objects.filter(state=CaseTask.State.OPEN)
    is_over = Q(In(Along("case__state"), ENDED_STATES))  # looked at for each open part; nearly every case is over
    for task in open_ones.filter(is_over).order_by("due", "pk")[:BATCH]:
        _end_with_case(task)
    late = open_ones.filter(warned_at__isnull=True, due__lt=moment).exclude(is_over)
    for task in late.order_by("due", "pk")[:BATCH]:
        _warn(task, moment)


@transaction.atomic
def _end_with_case(task):
    case = Case.objects.select_for_update().select_related("area").get(pk=task.case_id)
    task = CaseTask.objects.select_for_update().select_related("unit").get(pk=task.pk)
    if task.state != CaseTask.State.OPEN or case.state not in ENDED_STATES:
        return
    _close(task, CaseTask.State.WITHDRAWN, "")
    keep_helpers(case)
    audit.record("cases.task_withdrawn", by=SYSTEM, target=case, area=case.area, data={"task": task.pk})
    _tell_withdrawn(case, task)


@transaction.atomic
def _warn(task, moment):
    task = CaseTask.objects.select_for_update().select_related("unit").get(pk=task.pk)
    if task.state != CaseTask.State.OPEN or task.warned_at is not None:
        return
    task.warned_at = moment
    task.save(update_fields=["warned_at"])
    case = Case.objects.select_related("area", "lead").get(pk=task.case_id)
    audit.record("cases.task_warned", by=SYSTEM, target=case, area=case.area, data={"task": task.pk})
    for unit in {task.unit, case.lead} - {None}:
        letters.tell_unit(case, "cases.task_overdue", unit=unit, url=page_of(task), what=task.what)
