"""What bookings keep about a person: only contacts that were left, found by the addresses the person has proved to be theirs."""

from django.db.models import Q

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
         "email": row.email, "phone": row.phone, "language": row.language}
        for row in _of(person)
    ]  # fmt: skip


def erase(person):
    """The booking stays, so that the place is not lost; whoever has the code can still move or cancel it."""
    _of(person).update(email="", phone="", remind_at=None)
