"""The lists of appointments: one's own by code, and the day of a window."""

from datetime import datetime, time, timedelta

from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.windows import hours
from shiliu.platform import bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import can

SHOWN = ("confirmed", "came", "did_not_come")


def whole(found):
    return found.select_related("booking", "window__area", "window__organisation").prefetch_related("items")


def own(actor):
    """Those whose codes were shown on this device, the next one first."""
    mine = Appointment.objects.filter(booking__code_hash__in=actor.secrets, booking__state__in=["confirmed", "held"])
    return whole(mine.filter(booking__ends__gte=now() - timedelta(hours=12))).order_by("booking__starts")


def kept_by(actor, pk):
    """The appointment if the actor may move or cancel it; for anybody else it does not exist."""
    found = whole(Appointment.objects.filter(pk=pk)).first()
    return found if found and can(actor, "windows.keep", found) else None


def by_code(code):
    booking = bookings.by_code(code)
    return whole(Appointment.objects.filter(booking=booking)).first() if booking else None


def of_day(window, day):
    """The appointments of a local day of the window, by time; what is only held is not among them."""
    zone = hours.zone_of(window)
    begin = datetime.combine(day, time(), tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    found = Appointment.objects.filter(window=window, booking__starts__gte=begin, booking__starts__lt=end)
    return whole(found.filter(booking__state__in=SHOWN)).order_by("booking__starts", "pk")


def to_come(windows, days):
    """The appointments of windows from today on, for so many days."""
    begin = now() - timedelta(hours=12)
    found = Appointment.objects.filter(
        window__in=windows, booking__starts__gte=begin, booking__starts__lt=begin + timedelta(days=days)
    )
    return whole(found.filter(booking__state__in=SHOWN)).order_by("booking__starts", "pk")


def by_day(runs, zone):
    """{day: [run]} in the order of time."""
    days = {}
    for run in runs:
        days.setdefault(run[0].starts.astimezone(zone).date(), []).append(run)
    return days
