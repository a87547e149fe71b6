"""The life of a booking. Every change of `taken` is here, over slots that are locked in the order of their ids."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shiliu.platform.bookings import waiting
from shiliu.platform.bookings.models import BookedSlot, Booking, Slot
from shiliu.platform.bookings.secrets import code_of, hash_code
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

State = Booking.State


class Full(NotPossible):
    """Somebody else was quicker, or the time has been closed."""

    def __init__(self):
        super().__init__(_("Somebody else has just taken this time. Please choose another one."))


class Lapsed(NotPossible):
    """What was held has been let go."""

    def __init__(self):
        super().__init__(_("This time was held for you and has been let go, because it was not confirmed in time. Please choose again."))  # fmt: skip


@transaction.atomic
def hold(provider, slots, *, size=1, takes=None, language="zh-hans", key=None, minutes=None):
    """Takes `takes` places (default: one for each of `size` people) in all of `slots`, for SHILIU_HOLD_MINUTES or `minutes`.

    The same `key` (a UUID of the form that is sent) gives the same booking again. Raises Full."""
    key = key or uuid.uuid4()
    locked = _locked([slot.pk for slot in slots])
    known = Booking.objects.filter(key=key).first()
    if known is not None and known.provider == provider:
        return known
    moment, takes = now(), takes or size
    if (
        known is not None
        or not locked
        or len(locked) != len(slots)
        or any(slot.provider != provider for slot in locked)
    ):
        raise Full
    if locked[0].starts <= moment:
        raise over()
    _take(locked, takes)
    until = moment + timedelta(minutes=minutes or settings.BOOKING_HOLD_MINUTES)
    booking = Booking(
        key=key, provider=provider, starts=locked[0].starts, ends=locked[-1].ends, size=size, takes=takes, state=State.HELD,
        held_until=until, language=language, made_at=moment, changed_at=moment,
    )  # fmt: skip
    booking.code_hash = hash_code(code_of(booking))
    booking.save(force_insert=True)
    BookedSlot.objects.bulk_create(BookedSlot(booking=booking, slot=slot) for slot in locked)
    return booking


@transaction.atomic
def confirm(booking, *, email="", phone="", language=""):
    """What was held is booked, and will be reminded of if there is a contact and still time. Raises Lapsed.

    A hold whose minutes are over counts as long as nobody else has needed its place."""
    booking = locked_booking(booking, State.HELD, State.CONFIRMED)
    if booking.state == State.CONFIRMED:
        return booking
    booking.email, booking.phone = email or booking.email, phone or booking.phone
    booking.language = language or booking.language
    booking.held_until = None
    return become(booking, State.CONFIRMED, remind_at=_reminder(booking))


@transaction.atomic
def release(booking):
    """Lets go of what is only held; nothing of it is kept."""
    found = Booking.objects.select_for_update().filter(pk=booking.pk, state=State.HELD).first()
    if found is not None:
        let_go(found)
        found.delete()


@transaction.atomic
def cancel(booking):
    """Gives the places back. Cancelling twice is cancelling once. Raises NotPossible for what is over."""
    booking = locked_booking(booking, State.CONFIRMED, State.HELD, State.WAITING, State.CANCELLED)
    if booking.state == State.CANCELLED:
        return booking
    if booking.ends <= now():
        raise past()
    let_go(booking)
    booking.held_until = None
    return become(booking, State.CANCELLED, remind_at=None)


@transaction.atomic
def move(booking, slots):
    """The same booking, with its code, at another time of the same provider. Leaves a row `moved` of the old time, to be counted."""
    booking = locked_booking(booking, State.CONFIRMED)
    if booking.ends <= now():
        raise past()
    before = set(booking.booked.values_list("slot_id", flat=True))
    wanted = [slot.pk for slot in slots]
    locked = {slot.pk: slot for slot in _locked(before | set(wanted))}
    target = sorted((locked[pk] for pk in wanted if pk in locked), key=lambda slot: slot.starts)
    if len(target) != len(wanted) or not target or any(slot.provider != booking.provider for slot in target):
        raise Full
    moment = now()
    if target[0].starts <= moment:
        raise over()
    if before == set(wanted):
        return booking
    _free(sorted(before), booking.takes)
    _take(target, booking.takes)
    Booking.objects.create(
        key=None, provider=booking.provider, starts=booking.starts, ends=booking.ends, size=booking.size, takes=booking.takes,
        state=State.MOVED, made_at=booking.made_at, changed_at=moment,
    )  # fmt: skip
    booking.booked.all().delete()
    BookedSlot.objects.bulk_create(BookedSlot(booking=booking, slot=slot) for slot in target)
    booking.starts, booking.ends, booking.reminded_at = target[0].starts, target[-1].ends, None
    become(booking, State.CONFIRMED, remind_at=_reminder(booking))
    waiting.offer_next(before)
    return booking


@transaction.atomic
def settle(booking, *, came):
    """Notes whether they came. Nothing follows from it for anybody."""
    booking = locked_booking(booking, State.CONFIRMED, State.CAME, State.DID_NOT_COME, State.NOT_RECORDED)
    return become(booking, State.CAME if came else State.DID_NOT_COME, remind_at=None)


@transaction.atomic
def unsettle(booking):
    """Takes back what `settle` noted."""
    booking = locked_booking(booking, State.CAME, State.DID_NOT_COME)
    return become(booking, State.CONFIRMED, remind_at=None)


def current(booking):
    """The booking as it stands now, held against others. Raises Lapsed when it has been let go."""
    found = Booking.objects.select_for_update().filter(pk=booking.pk).first()
    if found is None:
        raise Lapsed
    return found


def locked_booking(booking, *states):
    """As `current`; NotPossible says what has become of it where it is in none of the states."""
    found = current(booking)
    if found.state not in states:
        raise NotPossible(
            _("This is no longer possible: the booking is now “%(state)s”. Reload the page to see what happened.")
            % {"state": found.get_state_display()}
        )
    return found


def become(booking, state, *, remind_at):
    booking.state, booking.remind_at, booking.changed_at = state, remind_at, now()
    booking.changes += 1
    booking.save()
    return booking


def _reminder(booking):
    """When to remind: so many hours before; not at all when that has passed, since the confirmation has only just been sent."""
    at = booking.starts - timedelta(hours=settings.BOOKING_REMIND_HOURS)
    return at if booking.has_contact and at > now() else None


def over():
    return NotPossible(_("This time is over. Please choose a later one."))


def past():
    return NotPossible(_("The time you had booked is over. Please book another one."))


def lapse(booking):
    """What a lapsed hold had taken is given back. An offer leaves its row, so that whoever comes late reads what became of it."""
    let_go(booking)
    if booking.has_contact:
        booking.held_until = None
        become(booking, State.CANCELLED, remind_at=None)
    else:
        booking.delete()


def lapsed_in(ids):
    """Holds on some of the slots whose minutes are over."""
    return Booking.objects.filter(state=State.HELD, held_until__lt=now(), booked__slot__in=ids)


def take(ids, takes):
    """One UPDATE that counts what it changes: a place more taken in all of the slots, or False and none."""
    room = Slot.objects.filter(pk__in=ids, is_open=True, taken__lte=F("capacity") - takes)
    if room.count() != len(ids):
        return False
    return room.update(taken=F("taken") + takes) == len(ids)


def let_go(booking):
    """Gives back what the booking has taken and offers it to whoever waits for it."""
    ids = sorted(booking.booked.values_list("slot_id", flat=True))
    booking.booked.all().delete()
    if booking.state in Booking.TAKING:
        _free(ids, booking.takes)
        waiting.offer_next(ids)


def lock(ids):
    """The slots, held against others in the order of their ids, so that two who want the same ones never block each other."""
    return list(Slot.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _locked(ids):
    """Slots by time, locked together with those that a lapsed hold in them would give back."""
    also = BookedSlot.objects.filter(booking__in=lapsed_in(ids).values("pk")).values_list("slot_id", flat=True)
    wanted = set(ids)
    slots = [slot for slot in _lock_all(wanted | set(also)) if slot.pk in wanted]
    return sorted(slots, key=lambda slot: slot.starts)


def _lock_all(ids):
    """The slots and all that whoever waits for one of them wants: they are offered in the same transaction, and a lock that is asked
    for later would stand across somebody else's."""
    return lock(set(ids) | waiting.wanted_with(ids))


def _take(locked, takes):
    ids = [slot.pk for slot in locked]
    held = lapsed_in(ids).select_for_update(of=("self",), skip_locked=True).order_by("pk")
    for one in {booking.pk: booking for booking in held}.values():
        lapse(one)
    if not take(ids, takes):
        raise Full


def _free(ids, takes):
    _lock_all(ids)
    Slot.objects.filter(pk__in=ids).update(taken=F("taken") - takes)
