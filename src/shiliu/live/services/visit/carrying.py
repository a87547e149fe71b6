"""What is known of a visit so far, all of it in the address: window, counter, number, appointment, item, people.

Every link and form of the screen carries it on, so that nothing is typed twice; nothing of it is kept."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from shiliu.live.services.appointments import queries as appointments
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.catalogue import queries as catalogue
from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.visit import queries
from shiliu.platform.clock import now

LONGEST_CODE = 40


@dataclass
class Visit:
    """`windows` are those the actor serves at; `window` is None while it is still to be chosen."""

    windows: list
    window: object = None
    desk: int = 1
    ticket: object = None
    appointment: object = None
    item: object = None
    people: int = 1

    @classmethod
    def read(cls, actor, given):
        """From query parameters or a form: a QueryDict. What the actor may not open is left out."""
        made = cls(list(queries.windows_of(actor)))
        made.ticket = _ticket(made.windows, given.get("ticket"))
        made.appointment = _appointment(actor, given.get("appointment")) or _booked(made)
        made.window = made._window(given.get("window"))
        desk = given.get("desk", "")
        made.desk = int(desk) if desk.isdecimal() and len(desk) < 4 else getattr(made.ticket, "desk", 1)
        made.item = catalogue.whole(catalogue.on_offer()).filter(code=made._code(given)).first()
        people = given.get("people", "")
        made.people = int(people) if people.isdecimal() and len(people) < 4 else made._counted()
        return made

    def _window(self, asked):
        known = {str(window.pk): window for window in self.windows}
        for guess in (asked, self.ticket and self.ticket.window_id, self.appointment and self.appointment.window_id):
            if str(guess) in known:
                return known[str(guess)]
        return self.windows[0] if len(self.windows) == 1 else None

    def _code(self, given):
        if given.get("item"):  # "-": another one than the number or the appointment says
            return given["item"][:LONGEST_CODE]
        if self.ticket and self.ticket.item:
            return self.ticket.item.code
        first = self.appointment.items.all()[:1] if self.appointment else []
        return first[0].code if first else ""

    def _counted(self):
        return self.ticket.people if self.ticket else self.appointment.booking.size if self.appointment else 1

    @property
    def fields(self):
        """(name, value) that carry the visit on."""
        known = {
            "window": self.window and self.window.pk, "desk": self.window and self.desk, "ticket": self.ticket and self.ticket.pk,
            "appointment": self.appointment and self.appointment.pk, "item": self.item and self.item.code,
            "people": self.people if self.people > 1 else None,
        }  # fmt: skip
        return [(name, str(value)) for name, value in known.items() if value]

    @property
    def without_item(self):
        """The query string to which another item is added."""
        return urlencode([pair for pair in self.fields if pair[0] != "item"])

    def address(self, **more):
        """Of the screen; a value of None in `more` leaves a field out."""
        pairs = {**dict(self.fields), **more}
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"{reverse('office_visit:visit')}?{query}" if query else reverse("office_visit:visit")

    @property
    def counter(self):
        """The counter of the queue it began at, '' without one."""
        if not self.window or not 1 <= self.desk <= self.window.desks:
            return ""
        return reverse("office_queue:counter", args=[self.window.pk, self.desk])

    @property
    def intake(self):
        """Filing a need for the person, with what is known of it."""
        given = {"place": self.window.area.code if self.window else "", "title": self.item.name if self.item else ""}
        return f"{reverse('cases:intake')}?{urlencode({name: value for name, value in given.items() if value})}"

    @property
    def booking(self):
        """Booking a time at the window; '' where it takes no appointments."""
        if not self.window or not self.window.takes_appointments:
            return ""
        given = [("item", self.item.code), ("people", str(self.people))] if self.item else []
        return f"{reverse('office_appointments:book', args=[self.window.pk])}?{urlencode(given)}".rstrip("?")

    @property
    def card(self):
        """The contact card of the place of the window."""
        return f"{reverse('cards:card')}?{urlencode({'place': self.window.area.code})}" if self.window else ""


def _ticket(windows, pk):
    if not (pk or "").isdecimal() or len(pk) > 18:
        return None
    today = Ticket.objects.filter(hall__lines__windows__in=windows, date=timezone.localdate(now()), pk=pk)
    return today.select_related("line", "hall__area", "item", "window").distinct().first()


def _booked(made):
    """The appointment for which the number was drawn, if it is at one of the windows."""
    if made.ticket is None or made.ticket.booking_id is None:
        return None
    known = Appointment.objects.filter(booking=made.ticket.booking_id, window__in=made.windows)
    return appointments.whole(known).first()


def _appointment(actor, pk):
    return appointments.kept_by(actor, int(pk)) if (pk or "").isdecimal() and len(pk) < 18 else None
