"""The waiting list: whoever has waited longest, and whom the free places suffice for, is offered them for some hours."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.platform.bookings.kinds import kind_of
from shiliu.platform.bookings.models import BookedSlot, Booking
from shiliu.platform.bookings.secrets import code_of, hash_code
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def wait(provider, slots, *, size=1, takes=None, email="", phone="", language="zh-hans"):
    """A booking that takes nothing yet and waits for room in all of `slots`. It needs a contact, or nobody could be told.

    Raises NotPossible when there is room: then it can be booked."""
    from shiliu.platform.bookings import taking

    if not (email or phone):
        problem = _("Leave an e-mail address or a telephone number, so that we can tell you when a place becomes free.")
        raise NotPossible(problem, {"email": problem})
    locked = sorted(taking.lock([slot.pk for slot in slots]), key=lambda slot: slot.starts)
    takes, moment = takes or size, now()
    if len(locked) != len(slots) or any(slot.provider != provider for slot in locked) or locked[0].starts <= moment:
        raise taking.over()
    if any(takes > slot.capacity for slot in locked):
        raise NotPossible(_("So many people never fit in here at once. Please divide yourselves over several times."))
    if all(slot.is_open and slot.capacity - slot.taken >= takes for slot in locked):
        raise NotPossible(_("There is room now: book it instead of waiting for it."))
    booking = Booking(
        provider=provider, starts=locked[0].starts, ends=locked[-1].ends, size=size, takes=takes, state=Booking.State.WAITING,
        email=email, phone=phone, language=language, made_at=moment, changed_at=moment,
    )  # fmt: skip
    booking.code_hash = hash_code(code_of(booking))
    booking.save(force_insert=True)
    BookedSlot.objects.bulk_create(BookedSlot(booking=booking, slot=slot) for slot in locked)
    return booking


def offer_hours():
    return settings.BOOKING_OFFER_HOURS


def in_vain(provider):
    """Bookings that wait for, or were offered, a slot which has been closed; locked, without those their owners hold just now."""
    states = (Booking.State.WAITING, Booking.State.HELD)
    vain = Booking.objects.filter(provider=provider, state__in=states, starts__gt=now(), slots__is_open=False)
    pks = list(vain.exclude(email="", phone="").values_list("pk", flat=True))
    return list(Booking.objects.select_for_update(skip_locked=True).filter(pk__in=pks, state__in=states).order_by("pk"))


def wanted_with(ids):
    """The slots that anybody wants who waits for one of `ids`."""
    line = Booking.objects.filter(state=Booking.State.WAITING, booked__slot__in=list(ids))
    return set(BookedSlot.objects.filter(booking__in=line.values("pk")).values_list("slot_id", flat=True))


def offer_next(ids):
    """Offers what has become free in the slots, in the caller's transaction. Places an offer takes are held like any others."""
    from shiliu.platform.bookings import taking

    moment = now()
    line = Booking.objects.filter(state=Booking.State.WAITING, starts__gt=moment, booked__slot__in=list(ids))
    for one in {booking.pk: booking for booking in line.order_by("made_at", "pk")}.values():
        wanted = list(one.booked.values_list("slot_id", flat=True))
        taking.lock(wanted)
        # Whoever leaves the list at this moment holds their row, and must not be given a place they no longer wait for.
        mine = Booking.objects.select_for_update(skip_locked=True).filter(pk=one.pk, state=Booking.State.WAITING)
        if not wanted or mine.first() is None or not taking.take(wanted, one.takes):
            continue
        one.held_until = min(moment + timedelta(hours=offer_hours()), one.starts)
        taking.become(one, Booking.State.HELD, remind_at=None)
        if kind := kind_of(one.provider):
            kind.offer(one)
