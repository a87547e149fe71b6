"""Who has to accept and sign, read from the seats of a file."""

from django.utils.translation import gettext as _

from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.workflow import NotPossible

IN_WRITING = "in_writing"


def parties(dispute):
    """Seats of parties who take part: each of them accepts and signs for itself."""
    return [seat for seat in dispute.seats.all() if seat.role == Seat.Role.PARTY and seat.state == Seat.State.JOINED]


def mediators(dispute):
    """Seats of mediators whom the parties accepted."""
    return [seat for seat in dispute.seats.all() if seat.role == Seat.Role.MEDIATOR and seat.state == Seat.State.JOINED]


def demand_side(by, dispute):
    """The seat of a party or of its agent, who takes part."""
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT)
    if seat.state != Seat.State.JOINED:
        raise NotPossible(_("Say first that you want to take part in this mediation."))
    return seat


def demand_party(by, dispute):
    """The seat of a party itself: nobody else accepts or signs for it."""
    seat = demand_side(by, dispute)
    if seat.role != Seat.Role.PARTY:
        raise NotPossible(_("Only the party itself accepts and signs. Ask the person you speak for to open the file."))
    return seat


def agreeing(dispute, kind, about):
    """Ids of seats that said yes to that."""
    said = Consent.objects.filter(dispute=dispute, kind=kind, about=about, given=True)
    return set(said.values_list("seat_id", flat=True))
