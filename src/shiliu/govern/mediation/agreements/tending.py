"""Days of performance are remembered before they come, on the day, and after it; letters say only that something private waits."""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from shiliu.govern.mediation.agreements import rules
from shiliu.govern.mediation.agreements.models import Term
from shiliu.govern.mediation.agreements.seated import mediators, parties
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.models import Dispute
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM

ORDER = ("", *Term.Reminded.values)


def remind():
    """The job. Each reminder of a term goes once; what is over is told to the mediator too, and stands in the record."""
    today, ahead = localdate(now()), settings.MEDIATION_REMIND_DAYS
    near = Term.objects.filter(settled_on=None, due_on__lte=today + ahead * rules.DAY).exclude(
        reminded=Term.Reminded.OVER
    )
    for pk in list(near.values_list("pk", flat=True)):
        with transaction.atomic():
            _remind(pk, today, ahead)


def overdue(dispute):
    """Terms whose day is past and that nobody has settled."""
    return Term.objects.filter(agreement__dispute=dispute, settled_on=None, due_on__lt=localdate(now()))


def _remind(pk, today, ahead):
    found = Term.objects.select_for_update(of=("self",)).select_related("agreement__dispute__committee").filter(pk=pk)
    term = found.filter(agreement__dispute__state=Dispute.State.AGREED).first()
    which = term and term.settled_on is None and rules.reminder(term.due_on, today, before=ahead)
    if not which or ORDER.index(which) <= ORDER.index(term.reminded):
        return
    dispute = term.agreement.dispute
    term.reminded = which
    term.save(update_fields=["reminded"])
    seats = [seat for seat in parties(dispute) if which != "over" or seat.side == term.words["side"]]
    if which == "over":
        seats += mediators(dispute)
        record.record("overdue", by=SYSTEM, dispute=dispute, data={"number": term.number})
    telling.tell(dispute, seats=seats)
