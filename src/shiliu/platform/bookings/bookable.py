"""What an app says about the things it lets people book, and the lists that follow from it.

An app subclasses `Bookable`, names its model and its permissions, and overrides what differs. `acting` writes, `pages` shows,
`operations` speaks JSON: all of them for any Bookable, so that a clinic, a counter, a course and a room are booked alike."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.platform import deadlines, notices
from shiliu.platform.bookings import lists
from shiliu.platform.bookings.models import Booking
from shiliu.platform.bookings.secrets import code_of
from shiliu.platform.bookings.words import in_languages, local_words
from shiliu.platform.clock import now
from shiliu.platform.permissions import can

State = Booking.State
STILL_OPEN = (State.CONFIRMED, State.HELD, State.WAITING)

LETTERS = (
    ("bookings.waiting", _("You are on the waiting list: %(when)s"),
     _("Where: %(where)s.\nYour number: %(number)s. Your code: %(code)s.\n\nWe write to you when a place becomes free, and keep it for you for %(hours)s hours. If you hear nothing, no place became free. Open the link to leave the list."), False),
    ("bookings.offered", _("A place is free for you: %(when)s"),
     _("Where: %(where)s.\nYour number: %(number)s. Your code: %(code)s.\n\nIt is kept for you until %(until)s. Open the link and confirm it by then, or give it up: otherwise it goes to whoever is next."), True),
    ("bookings.wait_over", _("Your place on the waiting list has ended: %(when)s"),
     _("The time you waited for is no longer held. We are sorry. Open the link to choose another time."), True),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """For how long, for how many people, and how many of the places they take."""

    minutes: int = 1
    size: int = 1
    takes: int = 1


class Bookable:
    """One kind of thing people book. The model stands beside the booking: `booking` (one to one), `met_by_closing_at`, and `of`, a
    key to the thing that is booked, which has `area`, `organisation`, `names`, `provider`, `lead_hours` and `days_ahead`."""

    model: type
    of: str
    space: str  # of its addresses, its letters, its templates and the verbs of its audit: "clinics"
    book: str  # the permissions
    keep: str
    serve: str
    shown = (State.CONFIRMED, State.CAME, State.DID_NOT_COME, State.NOT_RECORDED)  # in the list of a day

    # What differs from one kind to the other.

    def spans(self, thing):
        """The spans (arithmetic.Span) in which it can be booked from now on."""
        raise NotImplementedError

    def things(self):
        """All of them that can be booked, for the job that lays another day every day."""
        raise NotImplementedError

    def refuse(self, thing, wish):
        """Raises NotPossible, saying what to do instead, where the wish cannot be fulfilled at any time."""

    def wish(self, booked):
        """What was wished when it was booked, for moving it."""
        return Wish(size=booked.booking.size, takes=booked.booking.takes)

    def whole(self, rows):
        """With all that a page of them shows."""
        return rows.select_related("booking", f"{self.of}__area", f"{self.of}__organisation")

    def where(self, thing):
        """Text, or {tag: text}."""
        return thing.names

    def words(self, booked):
        """More for its letters than when, where, number and code."""
        return {}

    def why_closed(self, booked):
        """The reason why it cannot be kept, for everybody to read; '' when none is known."""
        return ""

    def context(self, booked):
        """More for its pages than `told` says."""
        return {}

    def line(self, booked):
        """One line for the calendar of the desk: numbers, never a name."""
        return str(booked.number)

    def entry(self, booked):
        """More for its entry in a calendar: {field of calendars.Entry: value}."""
        return {}

    def marks(self, thing):
        """The data of audit rows that names the thing."""
        return {}

    def address_of_thing(self, thing):
        """Where a time of it is chosen."""
        raise NotImplementedError

    def again(self, booked):
        """Where whoever gave a time up chooses another one."""
        return self.address_of_thing(self.thing(booked))

    def forget(self, rows):
        """Erases what the app itself keeps about whoever booked; `rows` of the model."""

    # What follows from it.

    def thing(self, booked):
        return getattr(booked, self.of)

    def zone(self, thing):
        return deadlines.calendar_of(thing.area).timezone

    def earliest(self, thing):
        return now() + timedelta(hours=thing.lead_hours)

    def latest(self, thing):
        """The end of the last local day that can be booked."""
        zone = self.zone(thing)
        last = now().astimezone(zone).date() + timedelta(days=thing.days_ahead + 1)
        return datetime.combine(last, time(), tzinfo=zone)

    def free_runs(self, thing, wish, own=None):
        """[run of slots] that can be booked now, by time; for a booking `own` its own places count as free."""
        reach = self.earliest(thing), self.latest(thing)
        return lists.runs(thing.provider, *reach, minutes=wish.minutes, takes=wish.takes, own=own)

    def full_runs(self, thing, wish):
        """[run of slots] in reach that have no room now and that the wish would fit into: what can be waited for."""
        reach = self.earliest(thing), self.latest(thing)
        return lists.full_runs(thing.provider, *reach, minutes=wish.minutes, takes=wish.takes)

    def first_free(self, wishes):
        """{thing: the first moment that has room, or None} of {thing: Wish}: by one query for this week, and one for the rest."""
        soon, found = now() + timedelta(days=7), {}
        for reach in (soon, max((self.latest(thing) for thing in wishes), default=soon)):
            missing = {thing: wish for thing, wish in wishes.items() if found.get(thing) is None}
            takes = max((wish.takes for wish in missing.values()), default=1)
            wanted = {thing.provider: (self.earliest(thing), wish.minutes) for thing, wish in missing.items()}
            first = lists.first_runs(wanted, reach, takes=takes) if wanted else {}
            found.update({thing: first[thing.provider] for thing in missing})
        return {thing: at if at and at < self.latest(thing) else None for thing, at in found.items()}

    def kept_by(self, actor, pk):
        """The booking if the actor may move or cancel it; for anybody else it does not exist."""
        found = self.whole(self.model.objects.filter(pk=pk)).first()
        return found if found and can(actor, self.keep, found) else None

    def own(self, actor):
        """Those whose codes were shown on this device and that are not over, the next one first."""
        if not actor.secrets:
            return self.model.objects.none()
        mine = self.model.objects.filter(booking__code_hash__in=actor.secrets, booking__state__in=STILL_OPEN)
        return self.whole(mine.filter(booking__ends__gte=now() - timedelta(hours=12))).order_by("booking__starts")

    def by_code(self, code):
        booking = lists.by_code(code)
        return self.whole(self.model.objects.filter(booking=booking)).first() if booking else None

    def of_day(self, thing, day):
        """The bookings of a local day, by time; what is only held or waited for is not among them."""
        found = self._on(thing, day).filter(booking__state__in=self.shown)
        return self.whole(found).order_by("booking__starts", "pk")

    def waiting_of_day(self, thing, day):
        """How many wait for a place on a local day."""
        return self._on(thing, day).filter(booking__state=State.WAITING).count()

    def _on(self, thing, day):
        zone = self.zone(thing)
        begin, end = (datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1)))
        return self.model.objects.filter(**{self.of: thing}, booking__starts__gte=begin, booking__starts__lt=end)

    def still_booked(self, thing):
        """Confirmed and still to come."""
        return self.model.objects.filter(**{self.of: thing}, booking__state=State.CONFIRMED, booking__starts__gte=now())

    def met(self, thing, openings):
        """How many bookings still to come would no longer lie wholly in `openings(day)`: what a form warns of."""
        zone, count = self.zone(thing), 0
        booked = self.still_booked(thing).order_by()
        for starts, ends in booked.values_list("booking__starts", "booking__ends"):
            day = starts.astimezone(zone).date()
            count += not any(opens <= starts and ends <= closes for opens, closes in openings(day))
        return count

    @staticmethod
    def warning(count):
        """The sentence of a form that would meet so many bookings; '' for none."""
        if not count:
            return ""
        return gettext("%(count)d booked times would be met by this. Whoever left an address is told at once, with a link to choose another time. Save again to do it.") % {"count": count}  # fmt: skip

    def today(self, thing):
        return now().astimezone(self.zone(thing)).date()

    def when(self, booked):
        """The moment in the reader's language and in the time zone of the place."""
        return self.moment_words(booked, booked.booking.starts)

    def moment_words(self, booked, moment):
        return local_words(moment.astimezone(self.zone(self.thing(booked))))

    def address_of(self, booked):
        """The path that opens the booking for whoever has it."""
        return f"{reverse(f'{self.space}:open')}?code={code_of(booked.booking)}"

    def link_of(self, booked):
        return settings.SITE_URL + self.address_of(booked)

    def tell(self, kind, booked, **more):
        """Sends the notice `kind` when a contact was left; returns whether it could be sent."""
        booking = booked.booking
        if not booking.has_contact:
            return False
        to = notices.Recipient.contact(email=booking.email, phone=booking.phone, language=booking.language)
        params = {
            "when": in_languages(lambda: self.when(booked)), "where": self.where(self.thing(booked)),
            "number": str(booked.number), "code": code_of(booking), **self.words(booked), **more,
        }  # fmt: skip
        notices.send(kind, to=to, thread=f"{self.space}:{booked.pk}", params=params, url=self.address_of(booked))
        return True

    # What the mechanism asks for, by the kind of provider.

    def remind(self, booking):
        """Before it begins; not of a time that has been closed since."""
        booked = self.of_booking(booking)
        if booked.met_by_closing_at is None:
            self.tell(f"{self.space}.reminder", booked)

    def offer(self, booking):
        """To the first of the waiting list; `booking` is held for it."""
        booked = self.of_booking(booking)
        until = in_languages(lambda: self.moment_words(booked, booking.held_until))
        self.tell("bookings.offered", booked, until=until)

    def forget_bookings(self, found):
        self.forget(self.model.objects.filter(booking__in=[booking.pk for booking in found]))

    def export(self, booking):
        """What the app itself keeps about whoever booked, for them to read."""
        return {}

    def of_booking(self, booking):
        return self.whole(self.model.objects).get(booking=booking)
