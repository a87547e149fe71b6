"""The sides' word: whether they want to mediate at all, and that they want no more."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def answer(*, by, dispute, agrees, text=""):
    """A side agrees to mediate or refuses; one refusal ends the file at once. When every side agrees, mediators are chosen."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT)
    today, is_asked = localdate(now()), seat.state == Seat.State.ASKED
    verb = "agreed_to_mediate" if agrees else "refused_to_mediate"
    Consent.objects.update_or_create(
        seat=seat, kind=Consent.Kind.MEDIATION, about="", defaults={"dispute": dispute, "given": agrees, "on": today}
    )
    seat.state = Seat.State.JOINED if agrees else Seat.State.REFUSED
    seat.save(update_fields=["state"])
    if dispute.state == Dispute.State.ASKING:
        if not agrees:
            step(dispute, "refuse", on=today)
        elif _all_agree(dispute):
            step(dispute, "agree_to_mediate", on=today)
    elif dispute.state not in (Dispute.State.CHOOSING, Dispute.State.TABLE) or not is_asked:
        raise NotPossible(_("Nothing is asked of you now. If you want no more, stop the mediation."))
    elif not agrees:
        # Whoever was added later and does not want to is missing from a side that talks on, as long as anybody is left of it.
        verb = "declined_to_join"
        if not any(one.side == seat.side for one in dispute.seats.filter(state__in=["asked", "joined"])):
            step(dispute, "stop", on=today)
    dispute.save()
    record.record(verb, by=by, dispute=dispute, seat=seat, text=text)
    telling.tell(dispute, but=seat)


@transaction.atomic
def stop(*, by, dispute, text=""):
    """A side wants no more: its right at any time before an agreement."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT)
    step(dispute, "stop", on=localdate(now()))
    dispute.save()
    record.record("stopped", by=by, dispute=dispute, seat=seat, text=text)
    telling.tell(dispute, but=seat)


def _all_agree(dispute):
    sides = [seat for seat in dispute.seats.all() if seat.is_side and seat.state != Seat.State.LEFT]
    said = set(
        Consent.objects.filter(dispute=dispute, kind=Consent.Kind.MEDIATION, given=True).values_list("seat", flat=True)
    )
    return len({seat.side for seat in sides}) > 1 and all(seat.pk in said for seat in sides)
