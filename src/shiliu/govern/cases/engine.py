"""What every move of a case has in common: lock, check, change, clocks, history, audit, notice. Called by actions only."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from shiliu.govern.cases import letters, outward, pauses, theme_letters
from shiliu.govern.cases.effects import EFFECTS
from shiliu.govern.cases.models import Case, CaseAttachment, CaseClock, CasePromise, CaseStep
from shiliu.govern.cases.workflow import ENDED_STATES, PAUSED_STATES
from shiliu.platform import attachments, audit, deadlines
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.texts import guess_language

WORDS = {"despite"}


@transaction.atomic
def make(*, by, case, verb, said="", note="", files=(), given=None):
    """Make the move `verb` on `case` for the actor `by`; returns the CaseStep.

    `files` are drafts (see `taken`); `given` holds what the move asks beyond text and files, as model objects or plain
    values. The case of the step is the row as it stands then. Raises Refused, NotPossible, attachments.Unacceptable."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("author", "lead")
    return make_held(by=by, case=rows.get(pk=case.pk), verb=verb, said=said, note=note, files=files, given=given)


def make_held(*, by, case, verb, said="", note="", files=(), given=None):
    """The same for a case whose row nobody else can change: the transaction of the caller has just inserted or locked it."""
    given = {**(given or {}), "said": said.strip(), "note": note.strip(), "files": list(files)}
    move = case.workflow.move(verb)
    demand(by, move.permission, case)
    case.workflow.check(move, case, given)
    moment = now()
    before = case.state
    data = EFFECTS[move.effect](case, given, by, moment) if move.effect else effect_free(move, given)
    if before in PAUSED_STATES:
        pauses.end(case, moment)
    case.state = move.target
    clocks = list(case.clocks.filter(round=case.round))
    meet_clocks(clocks, move.meets, moment)
    start_clocks(case, clocks, move.starts, moment)
    step = CaseStep.objects.create(
        case=case, move=verb, from_state=before, to_state=case.state, at=moment, by=by.person, by_whom=whose_side(by, case),
        unit=unit_of(by, case), said=given["said"], language=guess_language(given["said"]), note=given["note"], data=data,
        round=case.round,
    )  # fmt: skip
    if promised := data.get("promise"):
        CasePromise.objects.filter(pk=promised["id"]).update(step=step)
    attach(case, given["files"], by=by, step=step)
    is_news = outward.note(case, step)
    settle(case, clocks, moment)
    audit.record(
        f"cases.{verb}",
        by=by,
        target=case,
        area=case.area_path,
        data={"from": before, "to": case.state, **codes_of(data)},
    )
    if move.notice:
        letters.tell_asker(case, move.notice, step)
    if is_news:
        outward.tell_of(case, step)
    theme_letters.tell_of(case, step)
    return step


def effect_free(move, given):
    """The plain values a move asked for, to be kept on its step."""
    return {ask.key: given[ask.key] for ask in move.asks if ask.kind in {"choice", "level"} and ask.key in given}


def codes_of(data):
    """What the audit may hold of the data of a step: codes, ids and days. Words stay on the step, because the chain cannot be
    changed afterwards and no purge would reach them there."""
    codes = {key: value for key, value in data.items() if key not in WORDS}
    return {**codes, "promise": data["promise"]["id"]} if "promise" in data else codes


def whose_side(by, case):
    if by.is_system:
        return CaseStep.By.SYSTEM
    owner = case.scope()
    is_asker = (by.signed_in and owner.owner_id == by.person.pk) or (owner.secret and owner.secret in by.secrets)
    return CaseStep.By.ASKER if is_asker else CaseStep.By.STAFF


def unit_of(by, case):
    """The unit that speaks: the lead when the actor belongs to it."""
    return case.lead if case.lead_id and case.lead_id in by.organisation_ids else None


def start_clocks(case, clocks, kinds, moment):
    """Start those that do not run yet, and add them to the `clocks` of the present round. A clock once started is never touched
    again."""
    fresh = [kind for kind in kinds if kind not in {clock.kind for clock in clocks}]
    if not fresh or case.entry is None:
        return
    allowances = [getattr(case.entry.terms.tier, kind) for kind in fresh]
    clocks += CaseClock.objects.bulk_create(
        CaseClock(
            case=case, round=case.round, kind=kind, started_at=moment, due=due.at, amount=allowance.amount,
            unit=allowance.unit, working=allowance.working, unannounced_years=list(due.fallback_years),
        )
        for kind, allowance, due in zip(fresh, allowances, deadlines.due_each(case.area, moment, allowances), strict=True)
    )  # fmt: skip


def meet_clocks(clocks, kinds, moment):
    """The first meeting counts; the `clocks` of the present round only, so a missed first promise stays visible."""
    met = [clock for clock in clocks if clock.kind in kinds and clock.met_at is None]
    for clock in met:
        clock.met_at = moment
    if met:
        CaseClock.objects.filter(pk__in=[clock.pk for clock in met]).update(met_at=moment)


def settle(case, clocks, moment):
    """Write what lists sort by: the nearest running deadline, when it ended, when it changed."""
    pause = pauses.running(case) if case.state in PAUSED_STATES else None
    running = [clock for clock in clocks if clock.met_at is None]
    counting = [clock.due_now for clock in running if not pause or clock.kind != CaseClock.Kind.RESOLUTION]
    nearest = min([*counting, *([pause.limit] if pause else [])], default=None)
    ended = case.state in ENDED_STATES
    if nearest != case.next_due:
        case.warned_at = None
    case.next_due = None if ended else nearest
    case.ended_at = moment if ended else None
    case.changed_at = moment
    case.save()
    if ended and hasattr(case, "contact"):
        case.contact.delete_after = moment + timedelta(days=settings.CASE_CONTACT_KEEP_DAYS)
        case.contact.save(update_fields=["delete_after"])


def taken(files, *, by):
    """Every file as a draft: what was sent just now is checked and kept, before the transaction, because that takes a moment."""
    return [file if isinstance(file, Attachment) else attachments.store(file, by=by) for file in files]


def attach(case, drafts, *, by, step=None):
    if not drafts:
        return
    for attachment in attachments.claim([draft.key for draft in drafts], by=by):
        CaseAttachment.objects.create(case=case, attachment=attachment, step=step)
