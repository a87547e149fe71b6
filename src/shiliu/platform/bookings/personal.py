"""What bookings keep about a person: only contacts that were left, found by the addresses the person has proved to be theirs."""

from django.db import transaction
from django.db.models import Q

from shiliu.platform.bookings import taking
from shiliu.platform.bookings.kinds import kind_of
from shiliu.platform.bookings.models import Booking


def _of(person):
    condition = Q(pk__in=[])
    if person.email:
        condition |= Q(email__iexact=person.email)
    if person.phone and person.phone_verified:
        condition |= Q(phone=person.phone)
    return Booking.objects.filter(condition)


def export(person):
    return [
        {"starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "people": row.size, "state": row.state,
         "email": row.email, "phone": row.phone, "language": row.language, **_known(row)}
        for row in _of(person)
    ]  # fmt: skip


def erase(person):
    """The booking stays, so that the place is not lost; whoever has the code can still move or cancel it. Who waits for a place
    could no longer be told of one, and leaves the list."""
    with transaction.atomic():
        mine = list(_of(person).select_for_update())
        for booking in mine:
            if booking.state == Booking.State.WAITING:
                taking.cancel(booking)
            if kind := kind_of(booking.provider):
                kind.forget([booking])
        Booking.objects.filter(pk__in=[booking.pk for booking in mine]).update(email="", phone="", remind_at=None)


def _known(booking):
    kind = kind_of(booking.provider)
    return kind.export(booking) if kind else {}
