"""From a mediation to a counsellor: a link to the clinics, and nothing else.

Nothing is carried over: the link is the same for everybody and holds no word of the file; whether anybody follows it stands nowhere; what is
booked is a slot without a name (live/services/clinics)."""

from shiliu.govern.mediation import public as mediation
from shiliu.live.services import public as services


def register():
    mediation.register_section(69, beside)


def beside(_request, _dispute, seat):
    """For the sides only, and where somebody offers it."""
    address = services.counselling_address() if seat is not None and seat.is_side else ""
    return ("journeys/counsellor.html", {"address": address}) if address else None
