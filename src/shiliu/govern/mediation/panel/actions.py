"""Choosing who mediates: the sides propose and accept, a mediator says that nothing stands against it, and the talk begins."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import record, sitting_down, telling
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.govern.mediation.panel import queries
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

SIDES = (Seat.Role.PARTY, Seat.Role.AGENT)


@transaction.atomic
def propose(*, by, dispute, panelist):
    """A side, or who coordinates, would like this mediator. They are asked whether anything stands against it. Returns (Seat, code)."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SIDES, Seat.Role.MEDIATOR)
    _demand_choosing(dispute)
    if panelist.pk not in {one.pk for one in queries.free(dispute)}:
        raise NotPossible(_("Choose a mediator of this committee who does not sit here yet."))
    made, code = _seated(dispute, panelist)
    if seat.is_side:
        _consent(dispute, seat, made, True)
    record.record("mediator_proposed", by=by, dispute=dispute, seat=seat, data={"who": made.name})
    telling.tell(dispute, but=seat)
    return made, code


@transaction.atomic
def accept(*, by, dispute, who, agrees):
    """A side accepts a mediator, or asks for another one."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SIDES)
    _demand_choosing(dispute)
    mediator = _mediator(dispute, who)
    _consent(dispute, seat, mediator, agrees)
    verb = "mediator_accepted" if agrees else "mediator_declined"
    record.record(verb, by=by, dispute=dispute, seat=seat, data={"who": mediator.name})
    telling.tell(dispute, but=seat)


@transaction.atomic
def be_ready(*, by, dispute):
    """A mediator says that nothing stands against it: no relation to a side, no interest in the matter."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    _demand_choosing(dispute)
    _consent(dispute, seat, seat, True)
    record.record("mediator_ready", by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, but=seat)


@transaction.atomic
def step_aside(*, by, dispute, reason, panelist=None):
    """A mediator cannot be one here, and says why. The last one names who goes on in their place. Returns (Seat or None, code)."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    if dispute.state not in (Dispute.State.ASKING, Dispute.State.CHOOSING, Dispute.State.TABLE):
        raise NotPossible(_("There is nothing left to mediate."))
    if not reason.strip():
        words = _("Say why, so that the sides understand it.")
        raise NotPossible(words, {"reason": words})
    made, code = _successor(dispute, seat, panelist)
    seat.state = Seat.State.LEFT
    seat.save(update_fields=["state"])
    record.record("mediator_aside", by=by, dispute=dispute, seat=seat, text=reason.strip())
    telling.tell(dispute)
    return made, code


@transaction.atomic
def appoint(*, by, dispute, panelist):
    """Whoever broke the seal gives a file a mediator when the one it had cannot be reached any more. Returns (Seat, code)."""
    dispute = held(dispute)
    demand(by, "mediation.break_seal", dispute)
    opening = queries.opening_of(by, dispute)
    if opening is None or dispute.state not in (Dispute.State.ASKING, Dispute.State.CHOOSING, Dispute.State.TABLE):
        raise NotPossible(_("A mediator is given to a file that is open to you and not closed."))
    if panelist.pk not in {one.pk for one in queries.free(dispute)}:
        raise NotPossible(_("Choose a mediator of this committee who does not sit here yet."))
    made, code = _seated(dispute, panelist)
    if dispute.state == Dispute.State.TABLE:
        step(dispute, "choose_again", on=localdate(now()))
        dispute.save()
    record.record("mediator_appointed", by=by, dispute=dispute, data={"who": made.name})
    telling.tell(dispute)
    return made, code


@transaction.atomic
def begin(*, by, dispute):
    """The talk begins: with the mediators whom every side accepted and who are ready. All others leave, also who coordinated so far."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    lacking = queries.lacking(dispute)
    if lacking:
        raise NotPossible(" ".join(lacking))
    step(dispute, "seat_panel", on=localdate(now()))
    dispute.save()
    chosen = {one.pk for one in queries.agreed_on(dispute)}
    for one in queries.mediators(dispute):
        one.state = Seat.State.JOINED if one.pk in chosen else Seat.State.LEFT
        one.save(update_fields=["state"])
    names = ", ".join(one.name for one in queries.agreed_on(dispute))
    record.record("talk_begun", by=by, dispute=dispute, seat=seat, data={"who": names})
    telling.tell(dispute)


def _successor(dispute, seat, panelist):
    """(Seat, code) of who goes on; the last mediator cannot leave a table without one."""
    others = [one for one in queries.mediators(dispute) if one.pk != seat.pk]
    at_table = dispute.state == Dispute.State.TABLE
    if panelist is None and others and not (at_table and not any(o.state == Seat.State.JOINED for o in others)):
        return None, None
    if panelist is None or panelist.pk not in {one.pk for one in queries.free(dispute)}:
        words = _("Choose who goes on in your place.")
        raise NotPossible(words, {"panelist": words})
    if at_table:
        # The sides accept the new one first; until then nobody leads.
        step(dispute, "choose_again", on=localdate(now()))
        dispute.save(update_fields=["state"])
    return _seated(dispute, panelist)


def _seated(dispute, panelist):
    return sitting_down.seat(
        dispute, Seat.Role.MEDIATOR, person=panelist.person, name=panelist.name, called=panelist.body,
        panelist=panelist.pk,
    )  # fmt: skip


def _mediator(dispute, who):
    found = next((one for one in queries.mediators(dispute) if one.pk == who.pk), None)
    if found is None:
        raise NotPossible(_("They do not sit here as mediator."))
    return found


def _consent(dispute, seat, mediator, given):
    Consent.objects.update_or_create(
        seat=seat, kind=Consent.Kind.MEDIATOR, about=str(mediator.key),
        defaults={"dispute": dispute, "given": given, "on": localdate(now())},
    )  # fmt: skip


def _demand_choosing(dispute):
    if dispute.state != Dispute.State.CHOOSING:
        raise NotPossible(_("Mediators are chosen when every side has agreed to mediate, and until the talk begins."))
