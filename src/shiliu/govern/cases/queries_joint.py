"""What several units do together on a case, read for the desk, the resident and neighbours. Never a person."""

from collections import Counter

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import In
from django.utils.translation import gettext as _

from shiliu.govern.cases import listing, queries
from shiliu.govern.cases.models import Case, CaseTask, SummonedUnit, Summons
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.paging import Along
from shiliu.platform.permissions import can, places_of
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.texts import guess_language

NEWEST = ("-asked_at", "-pk")
LOOKS = {
    CaseTask.State.OPEN: ("info", "hourglass"),
    CaseTask.State.DONE: ("good", "check"),
    CaseTask.State.RETURNED: ("warn", "corner-up-left"),
    CaseTask.State.WITHDRAWN: ("neutral", "undo-2"),
}
LOOKS_OF_SUMMONS = {
    Summons.State.ASKED: ("warn", "scale"),
    Summons.State.APPROVED: ("info", "megaphone"),
    Summons.State.DECLINED: ("neutral", "circle-slash"),
    Summons.State.HELD: ("info", "users"),
    Summons.State.CLOSED: ("good", "check"),
}


def parts_of_units(actor):
    """Open parts asked of the actor's units, the first due first."""
    _everywhere, _paths, units = places_of(actor, "cases.help")
    return (
        CaseTask.objects.filter(unit__in=units, state=CaseTask.State.OPEN)
        .exclude(case__state__in=ENDED_STATES)
        .select_related("case__area", "case__lead", "unit")
        .order_by("due", "pk")
    )


def part(actor, pk):
    """A part of a case that the actor may open, or None."""
    return (
        CaseTask.objects.filter(pk=pk, case__in=queries.visible_to(actor))
        .select_related("case__area", "case__lead", "case__category", "unit")
        .first()
    )


def panel(actor, case):
    """For the desk: parts with what the actor may do with each, the actor's own first; tables; what may be asked now."""
    from shiliu.govern.cases.joint import WORKED_ON

    is_lead = bool(can(actor, "cases.handle", case))
    over = case.state in ENDED_STATES
    rows = [part_row(task, may_end=not over and bool(can(actor, "cases.help", task))) for task in case.tasks.all()]
    rows.sort(key=lambda row: not (row["may_end"] and row["is_open"]))
    return {
        "parts": rows,
        "tables": [table_row(summons) for summons in case.summonses.all()],
        "is_lead": is_lead,
        "may_ask": is_lead and case.state in WORKED_ON,
        "may_summon": bool(case.lead_id) and not over and bool(can(actor, "cases.summon", case)),
        "mine": [row for row in rows if row["may_end"] and row["is_open"]],
    }


def progress(case, *, public=False):
    """For the resident and for neighbours: which unit, what, by when, done or not; and units called to a table.

    Neighbours read what a part is as a moderator worded it, else only where nothing in it seems to name or identify anybody.
    What was said in the end stands in the history, where a moderator looks at it."""
    rows = [part_row(task) for task in case.tasks.all() if task.state != CaseTask.State.WITHDRAWN]
    steps = [step for step in case.steps.all() if step.move == "task_asked" and step.public_said] if public else ()
    worded = {step.data.get("task"): step.public_said for step in steps}
    for row in rows:
        row["said"] = ""
        if public:
            row["what"] = worded.get(row["task"].pk) or ("" if marks_in(row["what"]) else row["what"])
    return {"parts": rows, "tables": [table_row(one) for one in case.summonses.all() if one.state in queries.CALLED]}


def with_despite(step, words, *, public=False):
    """The small line below a step, with the reason why it was taken although a helper had not finished. Neighbours read the
    reason only where nothing in it seems to name or identify anybody."""
    reason = step.data.get("despite", "")
    if not reason or (public and marks_in(reason)):
        return words
    told = _("A helper had not finished: %(reason)s") % {"reason": reason}
    return f"{words} · {told}" if words else told


def part_row(task, *, may_end=False):
    tone, icon = LOOKS[task.state]
    is_open = task.state == CaseTask.State.OPEN
    return {
        "task": task, "unit": task.unit.name, "what": task.what, "said": task.said, "due": task.due, "ended_at": task.ended_at,
        "label": task.get_state_display(), "tone": tone, "icon": icon, "is_open": is_open, "may_end": may_end,
        "is_late": is_open and task.due < now(),
        "language": guess_language(task.what),
        "said_language": guess_language(task.said),
    }  # fmt: skip


def table_row(summons):
    tone, icon = LOOKS_OF_SUMMONS[summons.state]
    return {
        "summons": summons, "reason": summons.get_reason_display(), "label": summons.get_state_display(), "tone": tone,
        "icon": icon, "units": [one.unit.name for one in summons.units.all()], "language": guess_language(summons.outcome),
        "why_language": guess_language(summons.why), "decision_language": guess_language(summons.decision),
    }  # fmt: skip


def summonses(actor):
    """Summonses about cases of the actor's units and areas, newest first."""
    _everywhere, paths, units = places_of(actor, "cases.worklist")
    called = Q(Exists(SummonedUnit.objects.filter(summons=OuterRef("pk"), unit__in=units)), state__in=queries.CALLED)
    condition = Q(In(Along("case__lead"), list(units))) | called if units else Q(pk__in=[])
    return Summons.objects.filter(condition | listing.along(paths, "case__area_path")).order_by(*NEWEST)


def shown(found):
    """With everything a row or page of a summons shows."""
    return found.select_related("case__area", "case__lead", "case__category", "asked_by_unit").prefetch_related(
        "units__unit__kind"
    )


def narrowed(found, *, text="", state="", reason="", area=None):
    if state:
        found = found.filter(state=state)
    if reason:
        found = found.filter(reason=reason)
    if area is not None:
        found = found.filter(case__area_path__startswith=area.path)
    if text.strip():
        found = found.filter(case__in=queries.filtered(Case.objects.all(), text=text))
    return found


def counts(found):
    """{"reasons": [(label, n)], "kinds": [(kind, came, n)], "newest"}: how often for which reason, and how many of the units of
    each kind that were called came; n are those of which it was noted. By kind of unit, never by unit or person. Of many tables
    only as many of the `newest` are counted as lists count; else it is 0."""
    newest = dict(found.order_by(*NEWEST).values_list("pk", "reason")[: paging.MOST_COUNTED + 1])
    beyond = len(newest) > paging.MOST_COUNTED
    if beyond:
        newest.popitem()
    by_reason = Counter(newest.values())
    called = SummonedUnit.objects.filter(summons__in=list(newest), attended__isnull=False).order_by()
    came, noted, kinds = {}, {}, {}
    for unit_row in called.select_related("unit__kind"):
        kind = unit_row.unit.kind
        kinds[kind.pk] = kind
        noted[kind.pk] = noted.get(kind.pk, 0) + 1
        came[kind.pk] = came.get(kind.pk, 0) + bool(unit_row.attended)
    return {
        "reasons": [(label, by_reason.get(reason, 0)) for reason, label in Summons.Reason.choices],
        "kinds": sorted((kind.name, came[pk], noted[pk]) for pk, kind in kinds.items()),
        "newest": paging.MOST_COUNTED if beyond else 0,
    }


def asked_of(actor, most=10):
    """For the worklist: {parts: the first due parts asked of the actor's units, parts_count}. No query for who is in no unit."""
    if not places_of(actor, "cases.help")[2]:
        return {"parts": [], "parts_count": 0}
    found = parts_of_units(actor)
    parts = list(found[:most])
    for task in parts:
        task.language = guess_language(task.what)
    return {"parts": parts, "parts_count": found.count() if len(parts) == most else len(parts)}
