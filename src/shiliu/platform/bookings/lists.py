"""Reading: what is free, what is booked, which booking a code opens."""

from datetime import timedelta

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from shiliu.platform.bookings.arithmetic import runs_of
from shiliu.platform.bookings.models import Booking, Slot
from shiliu.platform.bookings.secrets import hash_code
from shiliu.platform.clock import now


def with_room(providers, since, until, takes=1, own=None):
    """Open slots from `since` to just before `until` in which `takes` more fit; places of holds that have lapsed count as free,
    and so do those of the booking `own`, which is to be moved."""
    lapsed = Sum("bookings__takes", filter=Q(bookings__state=Booking.State.HELD, bookings__held_until__lt=now()))
    slots = Slot.objects.filter(provider__in=providers, is_open=True, starts__gte=since, starts__lt=until)
    has_room = Q(room__gte=takes)
    if own is not None:
        has_room |= Q(pk__in=own.booked.values("slot"))
    return slots.annotate(room=F("capacity") - F("taken") + Coalesce(lapsed, 0)).filter(has_room).order_by("starts")


def runs(provider, since, until, *, minutes=1, takes=1, own=None):
    """[tuple of Slot] that begin from `since` to just before `until`, last at least `minutes` and have room, by time."""
    slots = list(with_room([provider], since, until + timedelta(minutes=minutes), takes, own))
    return [run for run in runs_of(slots, minutes) if run[0].starts < until]


def full_runs(provider, since, until, *, minutes=1, takes=1):
    """[tuple of Slot] as `runs`, open and large enough, in which there is no room now: what can be waited for."""
    reach = Slot.objects.filter(provider=provider, is_open=True, capacity__gte=takes, starts__gte=since)
    slots = list(reach.filter(starts__lt=until + timedelta(minutes=minutes)).order_by("starts"))
    free = set(with_room([provider], since, until + timedelta(minutes=minutes), takes).values_list("pk", flat=True))
    return [
        run for run in runs_of(slots, minutes) if run[0].starts < until and not all(slot.pk in free for slot in run)
    ]


def first_runs(wanted, until, *, takes=1):
    """{provider: when its first run begins, or None}; `wanted`: {provider: (since, minutes)}. One query for all of them."""
    by_provider = {provider: [] for provider in wanted}
    earliest = min((since for since, _minutes in wanted.values()), default=until)
    for slot in with_room(list(wanted), earliest, until, takes):
        if slot.starts >= wanted[slot.provider][0]:
            by_provider[slot.provider].append(slot)
    found = {provider: runs_of(slots, wanted[provider][1]) for provider, slots in by_provider.items()}
    return {provider: made[0][0].starts if made else None for provider, made in found.items()}


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
