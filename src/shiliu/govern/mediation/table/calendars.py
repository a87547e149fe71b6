"""The calendar of a seat under a signed address: times, and not a word of what they are for."""

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table import reading
from shiliu.govern.mediation.table.models import Sitting
from shiliu.platform import bookings

SALT = "private calendar"


def address(seat):
    """Signs the token as well, so that a new code makes old addresses worthless."""
    return reverse("mediation:calendar", args=[signing.Signer(salt=SALT).sign(f"{seat.key.hex}{seat.token[:16]}")])


def seat_of(signed):
    """The Seat of an address that still holds, or None."""
    try:
        named = signing.Signer(salt=SALT).unsign(signed)
    except signing.BadSignature:
        return None
    seat = Seat.objects.filter(key=named[:32], state__in=["asked", "joined"]).select_related("dispute").first()
    return seat if seat and seat.token[:16] == named[32:] else None


def written(seat):
    """Bytes of an iCalendar. The names of events lead to no row of a table."""
    with override(seat.words.get("language") or "zh-hans"):
        title = _("Private appointment")
        return bookings.calendar([_entry(one, seat, title) for one in _of(seat)], title, product="Appointments")


def _of(seat):
    return [one for one in reading.in_time(seat.dispute) if str(seat.key) in one.words["seats"]]


def _entry(sitting, seat, title):
    return bookings.Entry(
        uid=keys.alias(seat.dispute.key_name, f"{sitting.key}:{seat.key}"), starts=sitting.starts, ends=sitting.ends, title=title,
        sequence=sitting.words.get("changes", 0), changed=sitting.changed, cancelled=sitting.state == Sitting.State.CANCELLED,
    )  # fmt: skip
