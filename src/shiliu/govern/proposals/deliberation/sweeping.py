"""What time does: questions end, what can be learned of each statement is worked out anew, interim results of enough new people."""

from django.db import transaction

from shiliu.govern.proposals.deliberation import findings
from shiliu.govern.proposals.deliberation.actions import answering, ending
from shiliu.govern.proposals.deliberation.models import DeliberationResult, DeliberationStatement, DeliberationTopic
from shiliu.platform.clock import now

S = DeliberationTopic.State


def run():
    """Each question in its own transaction, so that one fault stops no other."""
    for topic in DeliberationTopic.objects.filter(state=S.OPEN).order_by("pk"):
        if not ending.close_due(topic):
            _refresh(topic)


@transaction.atomic
def _refresh(topic):
    """Interim numbers change only when `least` more people took part: the difference of two of them is about no fewer."""
    row = answering.locked(topic)
    if row.state != S.OPEN:
        return
    for key, pull in findings.pulls_of(row).items():
        DeliberationStatement.objects.filter(pk=key).update(pull=round(pull, 4))
    known = DeliberationResult.objects.filter(topic=row).first()
    if row.people >= (known.people if known else 0) + row.least:
        content = findings.compute(row)
        values = {"at": now(), "people": row.people, "content": content}
        DeliberationResult.objects.update_or_create(topic=row, defaults=values)
