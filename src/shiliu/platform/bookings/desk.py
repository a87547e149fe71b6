"""The side of the desk, for any `Bookable`: the list of a day, noting who came, booking for a caller, the slip, the calendar of those
who sit there. The app's views name the address and the template and leave the rest to this."""

import uuid

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shiliu.foundation.models import Person
from shiliu.platform.bookings import calendars, choosing
from shiliu.platform.bookings.forms import ContactForm, DayFilter
from shiliu.platform.bookings.models import Booking
from shiliu.platform.bookings.secrets import code_of
from shiliu.platform.clock import now
from shiliu.platform.permissions import Actor
from shiliu.platform.workflow import NotPossible

CALENDAR_DAYS = 60


class Desk:
    """`space` names the addresses of the office ("office_clinics"): day, mark, slip and calendar; `served(actor)` gives the things
    somebody sits at; `verbs`: {verb: action(by=, booked=)}."""

    def __init__(self, kind, space, served, verbs, contact=ContactForm):
        self.kind, self.space, self.served, self.verbs, self.contact = kind, space, served, verbs, contact

    def day(self, request, thing):
        """What the list of a day shows: {"rows", "total", "waiting", …}."""
        form = DayFilter(request.GET)
        chosen = form.chosen()
        which = chosen.get("day") or self.kind.today(thing)
        rows, sought = list(self.kind.of_day(thing, which)), chosen.get("q", "").strip()
        return {
            "form": form, "day": which, "rows": [row for row in rows if not sought or str(row.number) == sought],
            "total": len(rows), "people": sum(row.booking.size for row in rows), "zone": self.kind.zone(thing),
            "waiting": self.kind.waiting_of_day(thing, which), "is_today": which == self.kind.today(thing),
            "verbs": [("came", _("Came")), ("absent", _("Did not come"))], "calendar": self.calendar_address(request.actor),
        }  # fmt: skip

    def mark(self, request, pk, verb):
        """Does one of `verbs` and goes back to the list of its day."""
        booked = self.booked(request, pk)
        if verb not in self.verbs:
            raise Http404
        try:
            self.verbs[verb](by=request.actor, booked=booked)
            messages.success(request, _("Noted for number %(number)s.") % {"number": booked.number})
        except NotPossible as problem:
            messages.error(request, str(problem))
        thing = self.kind.thing(booked)
        local = booked.booking.starts.astimezone(self.kind.zone(thing)).date()
        return redirect(f"{reverse(f'{self.space}:day', args=[thing.pk])}?day={local}")

    def book(self, request, template, thing, wish, act, **context):
        """For somebody who calls or stands there; `act(starts=, key=, language=, **contact)`: the action. `wish` is None before it is
        known what they come for."""
        form = self.contact(request.POST if "starts" in request.POST else None)
        context |= {"contact": form, "key": uuid.uuid4()}
        if wish is not None:
            starts = choosing.moment(request.POST.get("starts"))
            if starts and form.is_valid() and (booked := self._booked(request, starts, form, act)):
                return redirect(f"{self.space}:slip", pk=booked.pk)
            given = request.POST if request.method == "POST" else request.GET
            context |= choosing.times(self.kind, thing, wish, given)
        status = 422 if form.is_bound and form.errors else 200
        return render(request, template, context, status=status)

    def slip(self, request, pk):
        """What was booked for a caller, to be read out or printed: number and code."""
        booked = self.booked(request, pk)
        thing = self.kind.thing(booked)
        return {
            "booked": booked, "booking": booked.booking, "thing": thing, self.kind.of: thing, "when": self.kind.when(booked),
            "code": code_of(booked.booking), "link": self.kind.link_of(booked), "zone": self.kind.zone(thing),
            **self.kind.context(booked),
        }  # fmt: skip

    def booked(self, request, pk):
        """A booking of a thing the actor sits at; of any other it does not exist."""
        mine = {f"{self.kind.of}__in": self.served(request.actor).values("pk")}
        return get_object_or_404(self.kind.whole(self.kind.model.objects.filter(**mine)), pk=pk)

    def calendar_address(self, actor):
        """The path of the actor's own calendar. It stops opening when the password changes or the role ends."""
        key = signing.dumps([actor.person.pk, _seal(actor.person)], salt=self._salt, compress=False)
        return reverse(f"{self.space}:calendar", args=[key])

    def calendar(self, key, name):
        """iCalendar (RFC 5545) of what the bearer of a signed address sits at: numbers, never names."""
        try:
            pk, seal = signing.loads(key, salt=self._salt)
        except (signing.BadSignature, TypeError, ValueError):
            raise Http404 from None
        person = Person.objects.filter(pk=pk, is_active=True).first()
        if person is None or not constant_time_compare(seal, _seal(person)):
            raise Http404
        entries = [self._entry(one) for one in self._to_come(self.served(Actor.of(person)))]
        written = calendars.calendar(entries, str(name), product=self.kind.space.capitalize())
        return calendars.calendar_response(written, f"{self.kind.space}.ics", private=True)

    @property
    def _salt(self):
        return f"{self.kind.space}.calendar"

    def _to_come(self, things):
        begin = now() - choosing.HALF_A_DAY
        found = self.kind.model.objects.filter(
            **{f"{self.kind.of}__in": things.values("pk")}, booking__state__in=self.kind.shown,
            booking__starts__gte=begin, booking__starts__lt=begin + choosing.A_DAY * CALENDAR_DAYS,
        )  # fmt: skip
        return self.kind.whole(found).order_by("booking__starts", "pk")

    def _entry(self, booked):
        booking = booked.booking
        return calendars.Entry(
            uid=f"{self.kind.space}-{booked.number}", starts=booking.starts, ends=booking.ends, title=self.kind.line(booked),
            place=self.kind.thing(booked).name, sequence=booking.changes, changed=booking.changed_at,
            cancelled=booking.state == Booking.State.CANCELLED,
        )  # fmt: skip

    def _booked(self, request, starts, form, act):
        key = choosing.key_of(request.POST.get("key"))
        try:
            return act(starts=starts, key=key, language=get_language(), **form.cleaned_data)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return None


def _seal(person):
    return person.get_session_auth_hash()[:24]
