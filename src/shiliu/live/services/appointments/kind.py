"""Appointments as something to book (platform.bookings.Bookable): the times of a window, for items and people together."""

from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.live.services.appointments import papers, rules
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.windows import hours
from shiliu.live.services.windows import queries as windows
from shiliu.live.services.windows.rules import minutes_of
from shiliu.platform import bookings
from shiliu.platform.bookings.words import in_languages
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


class Appointments(bookings.Bookable):
    model, of, space = Appointment, "window", "appointments"
    book, keep, serve = "windows.book", "windows.keep", "windows.serve"

    def spans(self, window):
        if not (window.active and window.takes_appointments):
            return []
        return bookings.cut(
            hours.spans_of_days(window, now(), window.days_ahead), minutes=window.slot_minutes, before=window.minutes_before,
            after=window.minutes_after, capacity=window.desks,
        )  # fmt: skip

    def things(self):
        return windows.with_hours(windows.in_use().filter(takes_appointments=True))

    def refuse(self, window, _wish):
        if not window.active or not window.takes_appointments:
            raise NotPossible(
                _("This window takes no appointments. Come in its opening hours, or choose another window.")
            )

    def wish(self, booked):
        return self.wished(booked.window, list(booked.items.all()), booked.booking.size)

    def wished(self, window, items, people):
        """What a household needs at the window, or NotPossible with what is wrong."""
        self.refuse(window, None)
        minutes = windows.minutes_at(window, items)
        if not items or minutes is None:
            raise NotPossible(
                _("This window does not serve everything you chose. Choose another window, or book separately.")
            )
        if not 1 <= people <= rules.MOST_PEOPLE:
            problem = _("Give a number from %(least)d to %(most)d.") % {"least": 1, "most": rules.MOST_PEOPLE}
            raise NotPossible(problem, {"people": problem})
        total = minutes_of(minutes, people)
        if total > rules.MOST_MINUTES:
            raise NotPossible(
                _(
                    "Together this takes longer than one appointment may. Book part of it now and the rest at another time."
                )
            )
        return bookings.Wish(minutes=total, size=people)

    def whole(self, rows):
        return super().whole(rows).prefetch_related("items")

    def zone(self, window):
        return hours.zone_of(window)

    def words(self, booked):
        items = list(booked.items.all())
        return {
            "window": booked.window.names,
            "address": booked.window.address or booked.window.names,
            "items": in_languages(lambda: _(", ").join(name_in(item.names) for item in items)),
            "papers": papers.said_of(items),
        }

    def why_closed(self, booked):
        day = booked.booking.starts.astimezone(self.zone(booked.window)).date()
        return hours.why_not(booked.window, day)

    def context(self, booked):
        items = list(booked.items.all())
        return {
            "appointment": booked,
            "items": items,
            "papers": papers.to_bring(items),
            "steps": labels(),
            "current": 4,
        }

    def line(self, booked):
        return f"{booked.number}: {_(', ').join(item.name for item in booked.items.all())} ({booked.booking.size})"

    def entry(self, booked):
        window, items = booked.window, list(booked.items.all())
        return {
            "title": f"{_(', ').join(item.name for item in items)} ({window.name})", "text": name_in(papers.said_of(items)),
            "place": _(", ").join(filter(None, [window.name, window.address])),
            "point": (window.latitude, window.longitude) if window.latitude is not None else None,
        }  # fmt: skip

    def marks(self, window):
        return {"window_name": window.names}

    def address_of_thing(self, window):
        return f"{reverse('appointments:choose')}?window={window.code}"

    def again(self, booked):
        items = "&".join(f"item={item.code}" for item in booked.items.all())
        return f"{reverse('appointments:choose')}?{items}&people={booked.booking.size}&window={booked.window.code}"

    def forget(self, rows):
        rows.update(called="")

    def export(self, booking):
        return {"called": Appointment.objects.values_list("called", flat=True).get(booking=booking)}


def labels():
    """The steps of booking."""
    return [_("What for"), _("Where"), _("When"), _("Confirm")]


APPOINTMENTS = Appointments()
