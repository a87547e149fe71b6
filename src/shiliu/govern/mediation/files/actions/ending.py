"""The mediator's word that no agreement comes of it; the sides are told where else they can go (article 26)."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def end(*, by, dispute, reason):
    """Ends a file without an agreement, by its mediator."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    if not reason.strip():
        words = _("Say why it ends, and where the sides can go instead.")
        raise NotPossible(words, {"reason": words})
    step(dispute, "end_without", on=localdate(now()))
    dispute.write(why=reason.strip())
    dispute.save()
    record.record("ended", by=by, dispute=dispute, seat=seat, text=reason.strip())
    telling.tell(dispute, but=seat)
