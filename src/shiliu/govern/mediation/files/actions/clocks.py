"""The time a file may take: more of it only when every side asks, reminders before its end, and loud words after it."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import queries, record, telling
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.ballots.sealing import Damaged
from shiliu.platform.ballots.secrets import NoSecret
from shiliu.platform.clock import now
from shiliu.platform.notices import Recipient, send
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible

UNDECIDED = timedelta(days=3)  # after which a committee is asked again to decide; a choice of the house
AGAIN = timedelta(days=7)  # how often an overdue file is told of; a choice of the house


@transaction.atomic
def extend(*, by, dispute):
    """The actor's side asks for more time. When every side does, the end moves once by what the clock says. True when it moved."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT)
    if not dispute.due_on or dispute.state not in queries.AT_TABLE:
        raise NotPossible(_("There is no time to be extended."))
    until = str(dispute.due_on)
    wish = {"dispute": dispute, "given": True, "on": localdate(now())}
    Consent.objects.update_or_create(seat=seat, kind=Consent.Kind.EXTENSION, about=until, defaults=wish)
    record.record("more_time_asked", by=by, dispute=dispute, seat=seat)
    asked = Consent.objects.filter(dispute=dispute, kind=Consent.Kind.EXTENSION, about=until, given=True)
    moved = set(queries.sides(dispute)) <= set(asked.values_list("seat__side", flat=True))
    if moved:
        dispute.due_on = Clock.of("extension").due(dispute.area, max(dispute.due_on, localdate(now())))
        dispute.reminded_on = dispute.overdue_on = None
        dispute.save()
        record.record("extended", by=by, dispute=dispute, seat=seat, data={"day": str(dispute.due_on)})
    telling.tell(dispute, but=seat)
    return moved


def look_at_clocks():
    """The job: reminds before the end, and after it says loudly, again and again, that the time is over. Returns how many it told of."""
    today = localdate(now())
    told = _remind_committees(today)
    running = Dispute.objects.filter(ended_on=None, due_on__lte=today + timedelta(days=31), state__in=queries.AT_TABLE)
    return told + sum(_looked_at(pk, today) for pk in running.values_list("pk", flat=True))


def _remind_committees(today):
    """Nobody waits for a decision without the committee hearing of it again."""
    waiting = Dispute.objects.filter(state=Dispute.State.APPLIED, applied_on__lte=today - UNDECIDED)
    told = 0
    for dispute in waiting.exclude(reminded_on__gt=today - AGAIN).select_related("committee"):
        with transaction.atomic():
            # Whoever takes it on meanwhile has moved it, and this touches nothing.
            if not Dispute.objects.filter(pk=dispute.pk, state=Dispute.State.APPLIED).update(reminded_on=today):
                continue
            send("private.work", to=Recipient.unit(dispute.committee), thread=f"private:undecided:{dispute.committee_id}",
                 url="/office/mediation/")  # fmt: skip
            told += 1
    return told


def _looked_at(pk, today):
    try:
        with transaction.atomic():
            dispute = held(Dispute(pk=pk))
            if dispute.due_on < today:
                return dispute.state in queries.AT_TABLE and _tell_over(dispute, today)
            return _remind(dispute, today)
    except (NoSecret, Damaged):
        return False  # the doctor names a lost key; the other files still have their reminders


def _remind(dispute, today):
    days = timedelta(days=Clock.for_kind(dispute.kind).remind_days)
    if dispute.reminded_on or dispute.due_on - days > today:
        return False
    dispute.reminded_on = today
    dispute.save(update_fields=["reminded_on"])
    record.record("reminded", by=SYSTEM, dispute=dispute, data={"day": str(dispute.due_on)})
    telling.tell(dispute)
    return True


def _tell_over(dispute, today):
    if dispute.overdue_on and dispute.overdue_on + AGAIN > today:
        return False
    if not dispute.overdue_on:
        record.record("time_over", by=SYSTEM, dispute=dispute)
    dispute.overdue_on = today
    dispute.save(update_fields=["overdue_on"])
    telling.tell(dispute)
    send("private.work", to=Recipient.unit(dispute.committee), thread=telling.thread(dispute), url="/office/mediation/")
    return True
