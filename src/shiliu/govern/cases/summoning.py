"""Calling units to one table (吹哨报到): for one of three reasons only, approved by the supervisor, with attendance and an outcome.

The three reasons are those of the published answers on 吹哨报到 (https://www.beijing.gov.cn/zhengce/zcjd/zcwd/csbd): a pressing
need the street cannot solve alone, joint enforcement, an emergency."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, queries
from shiliu.govern.cases.joint import keep_helpers, tell_step
from shiliu.govern.cases.models import Case, CaseStep, SummonedUnit, Summons
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.texts import plain_text
from shiliu.platform.workflow import NotPossible

State = Summons.State
LONGEST = timedelta(days=366)


def ask(*, by, case, reason, why, units, meets_at, meets_where):
    """The lead unit, or the dispatcher for it, asks to call `units` to a table; the supervisor decides. Returns the Summons."""
    demand(by, "cases.summon", case)
    why, meets_where, units = plain_text(why).strip(), plain_text(meets_where).strip(), list(units)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        moment = now()
        _check_asked(case, reason, why, units, meets_at, meets_where, moment)
        summons = Summons.objects.create(
            case=case, reason=reason, why=why, asked_by_unit=case.lead, asked_at=moment, meets_at=meets_at, meets_where=meets_where
        )  # fmt: skip
        SummonedUnit.objects.bulk_create(SummonedUnit(summons=summons, unit=unit) for unit in units)
        _note(summons, case, "summons_asked", by, said=why)
        letters.tell_supervisors(case, "cases.summons_asked", url=page_of(summons))
    return summons


def _check_asked(case, reason, why, units, meets_at, meets_where, moment):
    if case.lead_id is None:
        raise NotPossible(_("Send the case to a unit first: it answers for the whole and speaks at the table."))
    if case.state in ENDED_STATES:
        raise NotPossible(_("The case has ended. Nobody is called to a table for it."))
    if case.summonses.filter(state__in=(State.ASKED, State.APPROVED)).exists():
        raise NotPossible(
            _("Units are being called for this case already. Wait for that table, or take the request back.")
        )
    missing = {
        name: _("Please fill this in.") for name, text in (("why", why), ("meets_where", meets_where)) if not text
    }
    if reason not in Summons.Reason.values:
        missing["reason"] = _("Choose one of the three reasons. Units are called for no other.")
    serving = set(queries.units_for(case.area).values_list("pk", flat=True)) - {case.lead_id}
    if not units or any(unit.pk not in serving for unit in units):
        missing["units"] = _("Choose at least one other unit that serves the place.")
    if not _can_meet(meets_at, moment):
        missing["meets_at"] = _("Choose a time from now on, within a year.")
    if missing:
        raise NotPossible(_("Something is still missing."), missing)


def _can_meet(meets_at, moment):
    return moment < meets_at <= moment + LONGEST


@transaction.atomic
def take_back(*, by, summons):
    """Whoever may ask takes the request back while nobody has decided: nothing is left of it but its trace in the history."""
    demand(by, "cases.summon", summons)
    case, summons = _locked(summons, State.ASKED)
    _note(summons, case, "summons_taken_back", by)
    summons.delete()


def approve(*, by, summons, said="", meets_at=None):
    """The supervisor calls the units, at another time if `meets_at` names one; every unit is told and may read the case."""
    return _decide(by, summons, State.APPROVED, said, meets_at)


def decline(*, by, summons, said):
    """The supervisor does not approve, or calls off a table that was called, with the reason."""
    return _decide(by, summons, State.DECLINED, said, None)


@transaction.atomic
def _decide(by, summons, state, said, meets_at):
    demand(by, "cases.supervise", summons)
    said = plain_text(said).strip()
    declined = state == State.DECLINED
    if declined and not said:
        raise NotPossible(_("Something is still missing."), {"said": _("Please fill this in.")})
    case, summons = _locked(summons, *((State.ASKED, State.APPROVED) if declined else (State.ASKED,)))
    _refuse_own_request(by, summons)
    was_called = summons.state == State.APPROVED
    summons.meets_at = meets_at or summons.meets_at
    if not declined and not _can_meet(summons.meets_at, now()):
        raise NotPossible(_("Something is not right."), {"meets_at": _("Choose a time from now on, within a year.")})
    summons.state, summons.decision, summons.decided_at = state, said, now()
    summons.save()
    keep_helpers(case)
    _note(summons, case, "summons_declined" if declined else "summons_approved", by, said=said)
    kind = "cases.summons_decided" if declined else "cases.summons_granted"
    letters.tell_unit(case, kind, unit=summons.asked_by_unit, url=page_of(summons), where=_where(summons), said=said)
    if was_called or not declined:
        _tell_units(summons, case, "cases.summons_called_off" if declined else "cases.summoned", said)
    return summons


def _refuse_own_request(by, summons):
    """Whoever asked, as a person or as a member of the unit, does not decide."""
    step = CaseStep.objects.filter(case_id=summons.case_id, move="summons_asked", data__summons=summons.pk).first()
    own_person = by.signed_in and step is not None and step.by_id == by.person.pk
    if own_person or summons.asked_by_unit_id in by.organisation_ids:
        raise NotPossible(_("You or your unit asked for this. Somebody else must decide."))


def page_of(summons):
    return reverse("cases:summons", args=[summons.pk])


def _where(summons):
    """Digits and the place as it was typed: a letter is put into its reader's language only when it is read."""
    return f"{localtime(summons.meets_at):%Y-%m-%d %H:%M} · {summons.meets_where}"


def _tell_units(summons, case, kind, said):
    # Once it is called off, the units may no longer open the case: their letter leads to the worklist.
    url = page_of(summons) if summons.state == State.APPROVED else reverse("cases:queue")
    for row in summons.units.select_related("unit"):
        letters.tell_unit(case, kind, unit=row.unit, url=url, where=_where(summons), said=said)


@transaction.atomic
def note_attendance(*, by, summons, attendance):
    """Who came: {unit id: (came, note)} for every unit that was called. It may be corrected until the outcome is told."""
    demand(by, "cases.note_summons", summons)
    case, summons = _locked(summons, State.APPROVED, State.HELD)
    if summons.meets_at > now():
        raise NotPossible(_("The table has not met yet. Note who came when it has."))
    rows = list(summons.units.all())
    if unknown := [row for row in rows if row.unit_id not in attendance or attendance[row.unit_id][0] is None]:
        raise NotPossible(
            _("Something is still missing."),
            {f"came_{row.unit_id}": _("Say whether this unit came.") for row in unknown},
        )
    for row in rows:
        row.attended, row.note = attendance[row.unit_id][0], plain_text(attendance[row.unit_id][1]).strip()[:200]
    SummonedUnit.objects.bulk_update(rows, ["attended", "note"])
    first = summons.state == State.APPROVED
    summons.state = State.HELD
    summons.save(update_fields=["state"])
    if first:
        _note(summons, case, "summons_held", by)
    else:
        audit.record("cases.summons_held", by=by, target=case, area=case.area, data={"summons": summons.pk})
    return summons


@transaction.atomic
def close(*, by, summons, outcome, looked=False):
    """What the table came to. The resident reads it, and so does everybody once the case is public; therefore words that seem
    to name somebody are shown first, and taken only when `looked` says that they name nobody."""
    demand(by, "cases.note_summons", summons)
    outcome = plain_text(outcome).strip()
    if not outcome:
        raise NotPossible(_("Something is still missing."), {"outcome": _("Please fill this in.")})
    if not looked and (marks := marks_in(outcome)):
        words = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
        message = _("Neighbours can read this. Take out what names anybody, or say that it names nobody: %(words)s")
        raise NotPossible(_("Something is not right."), {"looked": message % {"words": words}})
    case, summons = _locked(summons, State.HELD)
    summons.state, summons.outcome, summons.closed_at = State.CLOSED, outcome, now()
    summons.save(update_fields=["state", "outcome", "closed_at"])
    _note(summons, case, "summons_closed", by, said=outcome, public_said=outcome)
    letters.tell_asker(case, "cases.summons_closed", said=outcome)
    return summons


def _locked(summons, *states):
    """(case, summons), both locked; NotPossible when the summons has moved on."""
    case = Case.objects.select_for_update().get(pk=summons.case_id)
    summons = Summons.objects.select_for_update().select_related("asked_by_unit").filter(pk=summons.pk).first()
    if summons is None or summons.state not in states:
        raise NotPossible(_("This has been decided meanwhile. Reload the page to see how."))
    return case, summons


def _note(summons, case, move, by, *, said="", public_said=""):
    data = {"summons": summons.pk, "reason": summons.reason}
    unit = case.lead if case.lead_id in by.organisation_ids else None
    tell_step(case, move, by=by, unit=unit, said=said, data=data, public_said=public_said)
    audit.record(f"cases.{move}", by=by, target=case, area=case.area, data=data)
