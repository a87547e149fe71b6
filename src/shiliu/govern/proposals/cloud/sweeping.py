"""What time does: proposals expire, answers come due, promises fall silent."""

from django.db import transaction

from shiliu.govern.proposals.cloud import heard, later, letters, rules, workflow
from shiliu.govern.proposals.cloud.actions import supports
from shiliu.govern.proposals.cloud.models import Proposal, ProposalAnswer
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM

S = Proposal.State


def expire():
    """Whatever did not find enough support in time. Each in its own transaction."""
    for key in (
        Proposal.objects.filter(state=S.OPEN, closes_at__lte=now()).order_by("closes_at").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            row = supports.locked(Proposal(pk=key))
            if row.state != S.OPEN or row.closes_at > now():
                continue
            workflow.check("expire", row)
            row.state = S.EXPIRED
            row.save(update_fields=["state"])
            supports.end_collecting(row)
            audit.record("proposals.expired", by=SYSTEM, target=row, area=row.area, data={"count": row.support_count})
            letters.tell_followers("proposals.expired", row, count=row.support_count, threshold=row.threshold)
            heard.tell(row, "expired")


def remind():
    """The unit some days before its answer is due, the supervisors once it is late. Each is told once."""
    moment = now()
    waiting = Proposal.objects.filter(state=S.ANSWERING).select_related("area", "unit", "author")
    for row in waiting.filter(
        reminded_at=None, unit__isnull=False, answer_due_at__lte=moment + rules.REMIND, answer_due_at__gt=moment
    ):
        _once(
            row,
            moment,
            lambda one: letters.tell_unit("proposals.answer_due", one, day=letters.day_of(one.answer_due_at, one.area)),
        )
    for row in waiting.filter(answer_due_at__lte=moment):
        if row.reminded_at is None or row.reminded_at <= row.answer_due_at:
            _once(row, moment, _tell_late)


def _tell_late(row):
    unit = row.unit.names if row.unit_id else ""
    letters.tell_supervisors("proposals.answer_late", row, unit=unit, day=letters.day_of(row.answer_due_at, row.area))


def _once(row, moment, tell):
    """Marked before it is told and in one transaction, so that two workers do not tell it twice."""
    with transaction.atomic():
        if Proposal.objects.filter(pk=row.pk, reminded_at=row.reminded_at).update(reminded_at=moment):
            tell(row)


def tell_silence():
    """A promised day has passed and nobody said what became of it: the unit and the supervisors hear, once an answer."""
    today = now().date()
    late = ProposalAnswer.objects.filter(silence_told_at=None, promised_on__lt=today).select_related(
        "proposal__area", "proposal__unit"
    )
    for made in late.prefetch_related("proposal__steps"):
        row = made.proposal
        if row.state not in rules.ACCEPTED or row.answers.last() != made or later.has_ended(row):
            continue
        with transaction.atomic():
            if ProposalAnswer.objects.filter(pk=made.pk, silence_told_at=None).update(silence_told_at=now()):
                letters.tell_unit("proposals.silence", row, day=made.promised_on)
                letters.tell_supervisors("proposals.silence", row, day=made.promised_on)
