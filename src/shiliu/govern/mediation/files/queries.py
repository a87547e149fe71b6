"""Reading a file: nothing here is asked without an actor."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files.committees import Committee
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import seat_of, to_decide, visible_to
from shiliu.govern.mediation.sealed import keys
from shiliu.platform.clock import now

State = Dispute.State
AT_TABLE = (State.ASKING, State.CHOOSING, State.TABLE)
PRESENT = (Seat.State.ASKED, Seat.State.JOINED)


def opened(actor, key):
    """The Dispute with `seat` (or None). 404 for whoever may not open it, as for one that does not exist."""
    dispute = get_object_or_404(visible_to(actor).select_related("committee", "area"), key=key)
    dispute.seat = seat_of(actor, dispute)
    return dispute


def mine(actor):
    """Files the actor may open, newest first."""
    return visible_to(actor).select_related("committee").order_by("-pk")


def waiting(actor):
    """Files the actor's committee has still to decide on, oldest first."""
    return to_decide(actor).select_related("committee", "area").order_by("pk")


def mediated(actor):
    """Open files at which the actor sits as mediator, those due first."""
    seats = Seat.objects.filter(token__in=keys.tokens_of(actor), role=Seat.Role.MEDIATOR, state__in=PRESENT)
    open_now = Dispute.objects.filter(pk__in=seats.values("dispute")).exclude(state__in=Dispute.ENDED)
    return open_now.select_related("committee").order_by("due_on", "pk")


def by_code(hashed):
    """The file at which a shown code sits, or None."""
    if not hashed or not keys.ready():
        return None
    seat = Seat.objects.filter(token=keys.token(hashed), state__in=PRESENT).select_related("dispute").first()
    return seat and seat.dispute


def committees():
    """Those that can be asked."""
    return Committee.objects.filter(active=True, organisation__active=True).select_related("organisation")


def sides(dispute):
    """{side: [Seat]} of those who are asked or take part."""
    found = {}
    for seat in dispute.seats.all():
        if seat.is_side and seat.state in PRESENT:
            found.setdefault(seat.side, []).append(seat)
    return found


def side_name(side):
    return _("Side %(letter)s") % {"letter": side.upper()}


def sides_to_add(dispute, seat):
    """[(side, label)] to which this seat may add somebody: a side to itself, the mediator to each, and to a new one while the sides
    are still being asked."""
    there = sorted({one.side for one in dispute.seats.all() if one.is_side})
    if seat.is_side:
        return [(seat.side, side_name(seat.side))]
    fresh = [side for side in Seat.SIDES if side not in there][:1] if dispute.state == State.ASKING else []
    return [*((side, side_name(side)) for side in there), *((side, _("A further side")) for side in fresh)]


def removable(dispute, seat):
    """Those of a side with several, whom this seat may let go: a side its own, the mediator of each."""
    of_side = [people for side, people in sides(dispute).items() if len(people) > 1 and seat.side in ("", side)]
    return [one for people in of_side for one in people]


def with_codes(dispute, _seat):
    """Those who sit there by a code, not with an account."""
    return [one for one in dispute.seats.all() if one.state in PRESENT and not one.words.get("person")]


def overdue(actor):
    """How many files of the actor's committees are over their time; a number, and not whose."""
    units = [one.organisation_id for one in actor.holdings if one.role == "handler" and one.organisation_id]
    return Dispute.objects.filter(committee__in=units, ended_on=None, due_on__lt=localdate(now())).exclude(
        state=State.AGREED
    ).count()  # fmt: skip
