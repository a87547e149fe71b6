"""The sides' word: whether they want to mediate at all, and that they want no more."""

from django.db import transaction
from django.utils.timezone import localdate

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.clock import now


@transaction.atomic
def answer(*, by, dispute, agrees, text=""):
    """A side agrees to mediate or refuses; one refusal ends the file at once. When every side agrees, mediators are chosen."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT)
    today = localdate(now())
    Consent.objects.update_or_create(
        seat=seat, kind=Consent.Kind.MEDIATION, about="", defaults={"dispute": dispute, "given": agrees, "on": today}
    )
    seat.state = Seat.State.JOINED if agrees else Seat.State.REFUSED
    seat.save(update_fields=["state"])
    if not agrees:
        step(dispute, "refuse", on=today)
    elif _all_agree(dispute):
        step(dispute, "agree_to_mediate", on=today)
    dispute.save()
    record.record("agreed_to_mediate" if agrees else "refused_to_mediate", by=by, dispute=dispute, seat=seat, text=text)
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
