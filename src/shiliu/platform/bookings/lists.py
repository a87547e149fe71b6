"""Reading: what is free, what is booked, which booking a code opens."""

from datetime import timedelta

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from shiliu.platform.bookings.arithmetic import runs_of
from shiliu.platform.bookings.models import Booking, Slot
from shiliu.platform.bookings.secrets import hash_code
from shiliu.platform.clock import now


def with_room(provider, since, until, takes=1):
    """Open slots from `since` to just before `until` in which `takes` more fit; places of holds that have lapsed count as free."""
    lapsed = Sum("bookings__takes", filter=Q(bookings__state=Booking.State.HELD, bookings__held_until__lt=now()))
    slots = Slot.objects.filter(
        provider=provider, is_open=True, starts__gte=since, starts__lt=until, capacity__gte=takes
    )
    return (
        slots.annotate(room=F("capacity") - F("taken") + Coalesce(lapsed, 0)).filter(room__gte=takes).order_by("starts")
    )


def runs(provider, since, until, *, minutes=1, takes=1):
    """[tuple of Slot] that begin from `since` to just before `until`, last at least `minutes` and have room, by time."""
    slots = list(with_room(provider, since, until + timedelta(minutes=minutes), takes))
    return [run for run in runs_of(slots, minutes) if run[0].starts < until]


def free_days(providers, since, until, zone, *, minutes=1, takes=1):
    """{provider: {day: number of runs}} in the local days of `zone`: one query for all of them."""
    lapsed = Sum("bookings__takes", filter=Q(bookings__state=Booking.State.HELD, bookings__held_until__lt=now()))
    slots = Slot.objects.filter(provider__in=providers, is_open=True, starts__gte=since, starts__lt=until)
    slots = slots.annotate(room=F("capacity") - F("taken") + Coalesce(lapsed, 0)).filter(room__gte=takes)
    by_provider = {provider: [] for provider in providers}
    for slot in slots.order_by("provider", "starts"):
        by_provider[slot.provider].append(slot)
    found = {}
    for provider, members in by_provider.items():
        days = found[provider] = {}
        for run in runs_of(members, minutes):
            day = run[0].starts.astimezone(zone).date()
            days[day] = days.get(day, 0) + 1
    return found


def spans_of(provider, since, until):
    """All slots, also closed and full ones."""
    return Slot.objects.filter(provider=provider, starts__gte=since, starts__lt=until).order_by("starts")


def displaced(provider):
    """Confirmed bookings still to come that stand in a slot which has been closed, by time."""
    closed = Booking.objects.filter(provider=provider, state=Booking.State.CONFIRMED, starts__gte=now())
    return closed.filter(slots__is_open=False).distinct().order_by("starts", "pk")


def by_code(code):
    """The booking that a code as typed opens, or None."""
    hashed = hash_code(code)
    return Booking.objects.filter(code_hash=hashed).first() if hashed else None
