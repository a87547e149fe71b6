"""Who the actor is at a table: the one question on which every door of a file hangs."""

from dataclasses import dataclass

from django.db.models import Q

from shiliu.govern.mediation.files.models import Dispute, Opening, Seat
from shiliu.govern.mediation.sealed import keys
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused, Scope, can, demand, permissions

WHOLE = (Seat.Role.PARTY, Seat.Role.AGENT, Seat.Role.MEDIATOR, Seat.Role.INTERPRETER)


@dataclass(frozen=True)
class Seated:
    """What a permission with the grant “own” is asked about: a seat, as the actor's own where it is."""

    seat: Seat
    actor: object

    def scope(self):
        """The session of a guest holds the hash of the code; no table does, so that a session leads to no file."""
        if not self.seat.token:
            return Scope()
        if self.actor.signed_in and keys.token(self.actor.person) == self.seat.token:
            return Scope(owner_id=self.actor.person.pk)
        return Scope(secret=next((one for one in self.actor.secrets if keys.token(one) == self.seat.token), None))


def seat_of(actor, dispute):
    """The Seat the actor holds there, or None: one that was left or declined opens nothing."""
    tokens = keys.tokens_of(actor)
    held = [
        seat for seat in dispute.seats.filter(token__in=tokens) if seat.state in (Seat.State.ASKED, Seat.State.JOINED)
    ]
    return held[0] if tokens and held else None


def demand_seat(actor, permission, dispute, *roles):
    """The Seat of the actor, of one of these roles (any, without); Refused otherwise, with the words of the permission."""
    seat = seat_of(actor, dispute)
    if seat is None or (roles and seat.role not in roles):
        raise Refused(permissions()[permission], signed_in=actor.signed_in)
    demand(actor, permission, Seated(seat, actor))
    return seat


def reads_whole(seat):
    """Whether matter, words and record may be shown to whoever may open the file: to the sides and the mediator, to the committee
    while it decides and to whoever broke the seal (without a seat); not to a body that was invited for a duty of its own."""
    return seat is None or seat.role in WHOLE


def leads(seat):
    """A mediator whom every side accepted; before that, one only coordinates."""
    return seat is not None and seat.role == Seat.Role.MEDIATOR and seat.state == Seat.State.JOINED


def demand_leading(actor, dispute):
    """The Seat of the mediator who leads the talk; Refused otherwise."""
    seat = demand_seat(actor, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    if not leads(seat):
        raise Refused(permissions()["mediation.lead"], signed_in=actor.signed_in)
    return seat


def visible_to(actor):
    """Files the actor may open now: those of their seats, those their committee has still to decide on, and those whose seal
    they have broken. For anybody else there is none, not even to count."""
    tokens = keys.tokens_of(actor)
    if not tokens:
        return Dispute.objects.none()
    seated = Seat.objects.filter(token__in=tokens, state__in=[Seat.State.ASKED, Seat.State.JOINED]).values("dispute")
    broken = Opening.objects.filter(token__in=tokens, at__lte=now(), until__gt=now()).values("dispute")
    mine = Q(pk__in=seated) | Q(pk__in=broken)
    return Dispute.objects.filter(mine | Q(pk__in=to_decide(actor).values("pk")))


def to_decide(actor):
    """Files asked of the actor's committee that it has not taken on yet."""
    units = [h.organisation_id for h in actor.holdings if h.role == "handler" and h.organisation_id]
    return Dispute.objects.filter(committee__in=units, state=Dispute.State.APPLIED)


def may_decide(actor, dispute):
    return dispute.state == Dispute.State.APPLIED and can(actor, "mediation.receive", dispute)
