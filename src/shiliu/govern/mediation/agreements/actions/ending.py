"""The end of a file by its mediator: carried out, not carried out, or without agreement. The recurring cause is all that is kept in
the open, so that what comes again can be mended at its root."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import rows
from shiliu.govern.mediation.agreements.models import Term
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import demand_leading, demand_seat
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


def perform(*, by, dispute, cause):
    """Everything promised is done."""
    _end(by, dispute, "perform", "performed", cause, "")


def break_off(*, by, dispute, cause, why):
    """What was promised is not done and will not be: the other routes are told (article 32)."""
    _end(by, dispute, "break_off", "broken_off", cause, why)


def end_without(*, by, dispute, cause, why):
    """No agreement came about: ended, with the other routes told (article 26)."""
    _end(by, dispute, "end_without", "ended_without", cause, why)


@transaction.atomic
def _end(by, dispute, verb, said, cause, why):
    dispute = held(dispute)
    # Before the sides have chosen, whoever coordinates may end it: nobody leads yet.
    choosing = verb == "end_without" and dispute.state == Dispute.State.CHOOSING
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR) if choosing else demand_leading(by, dispute)
    problems = {}
    if cause not in rows.read("causes"):
        problems["cause"] = _("Choose what it came from: only this is counted, without anybody’s name.")
    if verb != "perform" and not why.strip():
        problems["why"] = _("Say in a sentence why it ends, for those at the table.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if verb == "perform" and Term.objects.filter(agreement__dispute=dispute, settled_on=None).exists():
        raise NotPossible(_("Some promises are still open. Settle them first."))
    step(dispute, verb, on=localdate(now()))
    dispute.cause = cause
    if why.strip():
        dispute.write(why=why.strip())
    dispute.save()
    record.record(said, by=by, dispute=dispute, seat=seat, text=why.strip())
    telling.tell(dispute, but=seat)
