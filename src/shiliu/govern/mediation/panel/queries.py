"""Who could mediate, who does, and what is still missing before the talk begins."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.panel.models import Panelist
from shiliu.govern.mediation.sealed import keys
from shiliu.platform.clock import now

PRESENT = (Seat.State.ASKED, Seat.State.JOINED)


def serving(committee):
    """[Panelist] of a unit who serve today."""
    return Panelist.on(localdate(now())).filter(committee__organisation=committee)


def free(dispute):
    """[Panelist] who mediate for the committee and do not sit at this table on any side."""
    there = {seat.token for seat in dispute.seats.filter(state__in=PRESENT)}
    named = {seat.words.get("panelist") for seat in mediators(dispute)}
    found = serving(dispute.committee).filter(office=Panelist.Office.MEDIATOR).select_related("person")
    return [one for one in found if one.pk not in named and not (one.person and keys.token(one.person) in there)]


def mediators(dispute):
    """[Seat] of those who mediate, or were proposed."""
    return [one for one in dispute.seats.all() if one.role == Seat.Role.MEDIATOR and one.state in PRESENT]


def parties(dispute):
    return [one for one in dispute.seats.all() if one.is_side and one.state == Seat.State.JOINED]


def answers(dispute):
    """{key of a mediator's seat: {pk of a seat: yes or no}}"""
    found = {}
    for one in Consent.objects.filter(dispute=dispute, kind=Consent.Kind.MEDIATOR):
        found.setdefault(one.about, {})[one.seat_id] = one.given
    return found


def agreed_on(dispute):
    """[Seat] of mediators who are ready and whom every party accepted."""
    said = answers(dispute)
    asked = [one.pk for one in parties(dispute)]

    def fits(mediator):
        given = said.get(str(mediator.key), {})
        return given.get(mediator.pk) and all(given.get(pk) for pk in asked)

    return [one for one in mediators(dispute) if fits(one)]


def lacking(dispute):
    """Sentences about what must still happen before the talk begins."""
    told = []
    if not agreed_on(dispute):
        told.append(_("Every side has to accept the same mediator, who says that nothing stands against it."))
    if names := [one.name for one in parties(dispute) if not one.told_rights]:
        told.append(_("These have not yet read their rights: %(names)s.") % {"names": ", ".join(names)})
    return told


def unanswered(dispute, seat):
    """[Seat] of mediators about whom this party has not said yes."""
    said = answers(dispute)
    return [one for one in mediators(dispute) if not said.get(str(one.key), {}).get(seat.pk)]


def declinable(dispute, seat):
    """[Seat] of mediators about whom this party has not said no."""
    said = answers(dispute)
    return [one for one in mediators(dispute) if said.get(str(one.key), {}).get(seat.pk) is not False]


def opening_of(actor, dispute):
    """The Opening by which the actor reads the file now, or None."""
    moment = now()
    live = dispute.openings.filter(token__in=keys.tokens_of(actor), at__lte=moment, until__gt=moment)
    return live.first()
