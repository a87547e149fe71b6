"""Which statements everybody gets to read, why others not, and the appeal. Every decision is on the public log, without the words."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.deliberation import letters
from shiliu.govern.proposals.deliberation.actions import answering
from shiliu.govern.proposals.deliberation.models import (
    DeliberationModeration,
    DeliberationStatement,
    DeliberationTopic,
    DeliberationWriter,
)
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

D, State = DeliberationModeration.Decision, DeliberationStatement.State


@transaction.atomic
def publish(*, by, statement):
    """Let everybody read a statement that waits."""
    row, made = _held(statement)
    demand(by, "deliberation.moderate", row)
    _refuse_own(by, made)
    if row.state != DeliberationTopic.State.OPEN or made.state != State.WAITING:
        raise NotPossible(_("This was decided already. Reload the page to see what happened."))
    _set(made, State.PUBLISHED)
    entry = _enter(D.PUBLISHED, row, made, by=by)
    letters.tell_writer("deliberation.published", row, made)
    return entry


@transaction.atomic
def reject(*, by, statement, ground, reason):
    """Keep a statement from being read, or take a published one out of sight and out of every number; on a ground, with a reason."""
    row, made = _held(statement)
    demand(by, "deliberation.moderate", row)
    _refuse_own(by, made)
    problems = {}
    if ground not in DeliberationModeration.Ground.values:
        problems["ground"] = _("Choose the ground.")
    if not reason.strip():
        problems["reason"] = _("Say why. Everybody reads it on the log, and whoever wrote it is told.")
    if problems:
        raise NotPossible(_("Something is still missing."), problems)
    if row.state == DeliberationTopic.State.DRAFT or made.state not in (State.WAITING, State.PUBLISHED):
        raise NotPossible(_("This was decided already. Reload the page to see what happened."))
    _set(made, State.REJECTED)
    entry = _enter(D.REJECTED, row, made, by=by, ground=ground, reason=reason)
    letters.tell_writer("deliberation.rejected", row, made, why=entry.reason)
    if row.state != DeliberationTopic.State.OPEN:
        forget_words(row)
    return entry


@transaction.atomic
def undo(*, by, statement, reason):
    """A moderator takes the rejection back, with a reason: everybody reads the statement."""
    row, made = _held(statement)
    demand(by, "deliberation.moderate", row)
    _refuse_own(by, made)
    if made.state != State.REJECTED or not made.text:
        raise NotPossible(_("There is no decision to take back here, or its words are gone."))
    if open_appeal(made):
        raise NotPossible(_("An appeal is open. Whoever decides on it decides this too."))
    _demand_reason(reason)
    _set(made, State.PUBLISHED)
    entry = _enter(D.RESTORED, row, made, by=by, reason=reason)
    letters.tell_writer("deliberation.published", row, made)
    return entry


@transaction.atomic
def appeal(*, by, statement, reason):
    """Whoever wrote it objects, once; a supervisor who did not decide before does."""
    row, made = _held(statement)
    demand(by, "deliberation.own_words", made)
    if not may_appeal(made):
        raise NotPossible(_("There is nothing to appeal against here, or you have appealed already."))
    _demand_reason(reason)
    entry = _enter(D.APPEALED, row, made, by=None, reason=reason)
    audit.record("deliberation.appealed", by=by, target=row, area=row.area)
    letters.tell_supervisors("deliberation.appealed", row)
    return entry


@transaction.atomic
def decide(*, by, statement, granted, reason):
    """A supervisor decides on an appeal, for good; not whoever rejected it."""
    row, made = _held(statement)
    demand(by, "deliberation.decide_appeal", row)
    if not open_appeal(made) or made.state != State.REJECTED or not made.text:
        raise NotPossible(_("No appeal is open here. Somebody may have decided already."))
    if not may_decide(by, made):
        raise NotPossible(_("You made the decision this appeal is about. Another supervisor decides on it."))
    _demand_reason(reason)
    if granted:
        _set(made, State.PUBLISHED)
    entry = _enter(D.APPEAL_UPHELD if granted else D.APPEAL_DENIED, row, made, by=by, reason=reason)
    letters.tell_writer(
        "deliberation.published" if granted else "deliberation.appeal_denied", row, made, why=entry.reason
    )
    return entry


def open_appeal(statement):
    """The appeal that nobody has decided yet, or None."""
    asked = (D.APPEALED, D.APPEAL_UPHELD, D.APPEAL_DENIED)
    last = [one for one in statement.moderation.all() if one.decision in asked][-1:]
    return last[0] if last and last[0].decision == D.APPEALED else None


def may_appeal(statement):
    """While it is rejected and its words are kept, once."""
    asked = any(one.decision == D.APPEALED for one in statement.moderation.all())
    return statement.state == State.REJECTED and bool(statement.text) and not asked


def may_decide(by, statement):
    rejected = statement.moderation.filter(decision=D.REJECTED).last()
    return by.person is not None and (rejected is None or rejected.by_id != by.person.pk) and not _wrote(by, statement)


def forget_words(topic):
    """The words of what nobody may read are gone for good; in the caller's transaction."""
    DeliberationStatement.objects.filter(topic=topic).exclude(state=State.PUBLISHED).update(text="")


def _held(statement):
    """(topic, statement), both held and fresh."""
    row = answering.locked(statement.topic)
    found = DeliberationStatement.objects.select_for_update(of=("self",)).select_related("topic__area")
    return row, found.prefetch_related("moderation").get(pk=statement.pk)


def _set(statement, state):
    statement.state = state
    statement.save(update_fields=["state"])


def _wrote(by, statement):
    return by.person is not None and DeliberationWriter.objects.filter(statement=statement, person=by.person).exists()


def _refuse_own(by, statement):
    if _wrote(by, statement):
        raise NotPossible(_("You wrote this yourself. Another moderator decides about it."))


def _demand_reason(reason):
    if not reason.strip():
        raise NotPossible(_("Something is still missing."), {"reason": _("Say why. Everybody reads it on the log.")})


def _enter(decision, row, statement, *, by, reason="", ground=""):
    """A row of the log. An appeal names nobody and no number in the audit: whoever appeals is whoever wrote it."""
    made = DeliberationModeration.objects.create(
        statement=statement, at=now(), by=by.person if by else None, decision=decision, ground=ground, reason=reason.strip()[:500]
    )  # fmt: skip
    if by is not None:
        data = {"decision": str(decision), "ground": str(ground), "number": statement.number}
        audit.record("deliberation.moderated", by=by, target=row, area=row.area, data=data)
    return made
