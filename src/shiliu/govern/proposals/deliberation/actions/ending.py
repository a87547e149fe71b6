"""The end: counts are worked out, then everything that could tell people apart is deleted, and the secret is destroyed."""

from django.db import transaction

from shiliu.govern.proposals.deliberation import findings, letters, rules, searching, workflow
from shiliu.govern.proposals.deliberation.actions import answering, moderating
from shiliu.govern.proposals.deliberation.models import (
    DeliberationAnswer,
    DeliberationResult,
    DeliberationStatement,
    DeliberationTopic,
    DeliberationWriter,
)
from shiliu.platform import audit
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand

S, State = DeliberationTopic.State, DeliberationStatement.State


@transaction.atomic
def close(*, by, topic, reason):
    """End it before its last day, with a reason everybody reads; the result is published. Raises Refused, NotPossible."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    workflow.check("close", row, reason=reason.strip())
    return _close(row, by=by, why=reason.strip()[:500])


@transaction.atomic
def call_off(*, by, topic, reason):
    """End it without a result: all answers are deleted, none is counted."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    workflow.check("call_off", row, reason=reason.strip())
    row.state, row.closed_at, row.ended_why, row.people = S.CALLED_OFF, now(), reason.strip()[:500], 0
    row.save(update_fields=["state", "closed_at", "ended_why", "people"])
    DeliberationResult.objects.filter(topic=row).delete()
    _forget(row)
    audit.record("deliberation.called_off", by=by, target=row, area=row.area, data={"reason": row.ended_why})
    letters.tell_followers("deliberation.called_off", row, why=row.ended_why)
    return row


@transaction.atomic
def close_due(topic):
    """What the calendar does: end it once its last moment has passed. False where somebody else did, or its end was moved."""
    row = answering.locked(topic)
    if row.state != S.OPEN or row.phases.filter(ends_at__gt=now()).exists():
        return False
    _close(row, by=SYSTEM, why="")
    return True


def _close(row, *, by, why):
    content = findings.compute(row, drawn_anew=rules.DRAWN_ANEW)
    row.state, row.closed_at, row.ended_why, row.people = S.CLOSED, now(), why, content["people"]
    row.save(update_fields=["state", "closed_at", "ended_why", "people"])
    DeliberationResult.objects.update_or_create(
        topic=row, defaults={"at": now(), "is_final": True, "people": content["people"], "content": content}
    )
    _forget(row)
    searching.index(row)
    audit.record(
        "deliberation.closed", by=by, target=row, area=row.area, data={"people": row.people, "votes": content["votes"]}
    )
    letters.tell_followers("deliberation.closed", row, count=row.people)
    if row.unit_id:
        letters.tell_unit("deliberation.closed", row, count=row.people)
    return row


def _forget(row):
    """Answers, who wrote what, and words nobody may read go in this transaction; the secret right after it."""
    DeliberationAnswer.objects.filter(statement__topic=row).delete()
    DeliberationWriter.objects.filter(statement__topic=row).delete()
    DeliberationStatement.objects.filter(topic=row, state=State.WAITING).update(state=State.LAPSED, text="")
    moderating.forget_words(row)
    transaction.on_commit(lambda: secrets.destroy(answering.KIND, row.pk))
