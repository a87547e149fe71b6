"""That a party knows its rights, and whether others may watch."""

from django.db import transaction
from django.utils.timezone import localdate

from shiliu.govern.mediation.files import record, rights, telling
from shiliu.govern.mediation.files.locking import demand_open, held
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.clock import now

SIDES = (Seat.Role.PARTY, Seat.Role.AGENT)


@transaction.atomic
def acknowledge(*, by, dispute, language):
    """The actor has read the rights in `language`; which version is kept, so that it can be shown later what was told."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SIDES)
    demand_open(dispute)
    seat.told_rights, seat.told_on = f"{rights.VERSION} {language}"[:16], localdate(now())
    seat.save(update_fields=["told_rights", "told_on"])
    record.record("rights_told", by=by, dispute=dispute, seat=seat)


@transaction.atomic
def object_to_open(*, by, dispute, objects):
    """A party wants nobody to watch, or has nothing against it. One objection closes every sitting (rules.may_be_open)."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SIDES)
    demand_open(dispute)
    Consent.objects.update_or_create(
        seat=seat, kind=Consent.Kind.OPEN, about="",
        defaults={"dispute": dispute, "given": not objects, "on": localdate(now())},
    )  # fmt: skip
    record.record("open_refused" if objects else "open_allowed", by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, but=seat)
