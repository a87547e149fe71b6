"""Clinics as something to book (platform.bookings.Bookable): one time each, for nobody in particular."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.live.services.clinics import queries
from shiliu.live.services.clinics.models import ClinicBooking
from shiliu.live.services.windows.rules import days_of_turn
from shiliu.platform import bookings, deadlines
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


class Clinics(bookings.Bookable):
    model, of, space = ClinicBooking, "clinic", "clinics"
    book, keep, serve = "clinics.book", "clinics.keep", "clinics.serve"

    def zone(self, clinic):
        return getattr(clinic, "zone", None) or super().zone(clinic)

    def with_zones(self, clinics):
        """The clinics as a list, each knowing its zone: asked for all of them at once."""
        clinics = list(clinics)
        around = deadlines.calendars_of({clinic.area.path: clinic.area for clinic in clinics}.values())
        for clinic in clinics:
            clinic.zone = around[clinic.area.path].timezone
        return clinics

    def spans(self, clinic):
        if not clinic.active:
            return []
        return bookings.cut(
            openings(clinic, now(), clinic.days_ahead), minutes=clinic.slot_minutes, capacity=clinic.capacity
        )

    def things(self):
        return self.with_zones(queries.whole(queries.in_use()))

    def refuse(self, clinic, _wish):
        if not clinic.active:
            raise NotPossible(_("This clinic is no longer held. Choose another one."))

    def whole(self, rows):
        return super().whole(rows).select_related("clinic__window")

    def where(self, clinic):
        return clinic.where or clinic.area.names

    def entry(self, booked):
        return {"place": booked.clinic.where}

    def marks(self, clinic):
        return {"clinic_name": clinic.names}

    def address_of_thing(self, clinic):
        return reverse("clinics:clinic", args=[clinic.code])


def openings(clinic, since, days, calendar=None):
    """[(opens, closes)] of the turns from the local day of `since`, by time. A public holiday has none, a Saturday may."""
    calendar = calendar or deadlines.calendar_of(clinic.area)
    first = since.astimezone(calendar.timezone).date()
    last, found = first + timedelta(days=days), set()
    for turn in clinic.turns.all():
        for day in days_of_turn(turn.every, turn.first, turn.until, turn.skipped, first, last):
            off = calendar.exceptions.get(day)
            if off is None or off.working:
                found.add(tuple(datetime.combine(day, clock, tzinfo=calendar.timezone) for clock in (turn.opens, turn.closes)))  # fmt: skip
    return _apart(sorted(found))


def _apart(spans):
    """Where two turns overlap the earlier one counts to the end of the later: the same room is given out once."""
    apart = []
    for opens, closes in spans:
        if apart and opens < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], closes))
        else:
            apart.append((opens, closes))
    return apart


CLINICS = Clinics()
