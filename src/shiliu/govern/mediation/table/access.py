"""Who may do what at a table, asked on top of having a seat."""

from django.utils.timezone import localdate

from shiliu.govern.mediation.files.locking import demand_open, held
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import demand_leading, demand_seat
from shiliu.govern.mediation.table import rules
from shiliu.platform.clock import now


def leading(by, dispute):
    """(held file, seat) of a mediator whom the parties accepted; Refused otherwise, NotPossible on a closed file."""
    dispute = held(dispute)
    seat = demand_leading(by, dispute)
    demand_open(dispute)
    return dispute, seat


def sitting_at(by, dispute, *roles):
    """(held file, seat) of whoever takes part in an open file."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *roles)
    demand_open(dispute)
    return dispute, seat


def parties(dispute):
    """Seats whose word an outsider needs: each party itself, for nobody can consent for another."""
    return [seat for seat in present(dispute) if seat.role == Seat.Role.PARTY]


def present(dispute):
    return [seat for seat in dispute.seats.all() if seat.state in rules.CONSENTING]


def said(dispute, kind):
    """{(pk of a seat, about): yes or no}."""
    rows = Consent.objects.filter(dispute=dispute, kind=kind)
    return {(seat, about): given for seat, about, given in rows.values_list("seat", "about", "given")}


def say(dispute, seat, kind, about, given):
    """Writes down a yes or a no; whether it changed anything."""
    before = Consent.objects.filter(seat=seat, kind=kind, about=about).first()
    if before is not None and before.given == given:
        return False
    Consent.objects.update_or_create(
        seat=seat, kind=kind, about=about, defaults={"dispute": dispute, "given": given, "on": localdate(now())}
    )
    return True
