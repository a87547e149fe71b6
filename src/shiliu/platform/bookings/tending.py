"""What time itself does: holds lapse, people are reminded once, what is past is closed, and what was kept about whoever booked is forgotten."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from shiliu.platform.bookings import taking
from shiliu.platform.bookings.kinds import kind_of, kinds
from shiliu.platform.bookings.models import Booking, Slot
from shiliu.platform.clock import now

BATCH = 500
log = logging.getLogger(__name__)


def release_lapsed():
    """Lets go of holds whose minutes are over, so that nobody has to ask for the place before it is offered again."""
    lapsed = Booking.objects.filter(state=Booking.State.HELD, held_until__lt=now()).order_by("held_until")
    for booking in lapsed[:BATCH]:
        with transaction.atomic():
            mine = Booking.objects.select_for_update(skip_locked=True)
            found = mine.filter(pk=booking.pk, state=Booking.State.HELD, held_until__lt=now()).first()
            if found is not None:
                taking.lapse(found)


def remind():
    """Reminds whoever is due, once: a row is marked by one conditional UPDATE in the transaction in which its notice is written."""
    moment = now()
    due = Booking.objects.filter(
        state=Booking.State.CONFIRMED, reminded_at=None, remind_at__lte=moment, starts__gt=moment
    )
    for booking in due.order_by("remind_at")[:BATCH]:
        kind = kind_of(booking.provider)
        if kind is None:
            continue
        try:
            with transaction.atomic():
                mine = due.filter(pk=booking.pk)
                if mine.update(reminded_at=moment):
                    booking.refresh_from_db()
                    kind.remind(booking)
        except Exception:  # one that cannot be told must not keep the others from being reminded
            log.exception("The booking %s could not be reminded of.", booking.pk)


def close_past():
    """Nobody noted whether they came: so it says, and nothing is guessed. Whoever still waited for a time that has begun waits no
    longer, and nothing of it is kept."""
    moment = now()
    limit = moment - timedelta(hours=settings.BOOKING_RECORD_HOURS)
    Booking.objects.filter(state=Booking.State.CONFIRMED, ends__lt=limit).update(
        state=Booking.State.NOT_RECORDED, remind_at=None, changed_at=moment, changes=F("changes") + 1
    )
    Booking.objects.filter(state=Booking.State.WAITING, starts__lt=moment).delete()


def forget():
    """When the retention is over: contact and code go, and what the app of the provider kept; counts remain.

    Letters to somebody without an account end with their delivery (notices.delivery)."""
    limit = now() - timedelta(days=settings.BOOKING_KEEP_DAYS)
    with transaction.atomic():
        over = list(Booking.objects.filter(key__isnull=False, ends__lt=limit).order_by("ends")[:BATCH])
        for name, kind in kinds().items():
            kind.forget([booking for booking in over if booking.provider.partition(":")[0] == name])
        Booking.objects.filter(pk__in=[booking.pk for booking in over]).update(
            key=None, code_hash=None, email="", phone="", remind_at=None
        )
    Slot.objects.filter(ends__lt=limit).delete()
    Slot.objects.filter(ends__lt=now() - timedelta(days=1), taken=0).delete()
