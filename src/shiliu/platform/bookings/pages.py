"""The pages of whoever books, for any `Bookable`: opening by code, confirming, waiting, moving, cancelling, the calendar.

    PAGES = Pages(CLINICS)                                        in views.py of the app
    urlpatterns = [..., *PAGES.paths("bookings/")]                in its urls.py

Templates are those of the app where it has them ("clinics/booking.html") and otherwise bookings/…; `facts` is always the app's."""

from functools import wraps

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shiliu.platform import challenge, limits
from shiliu.platform.bookings import calendars, choosing
from shiliu.platform.bookings.forms import CodeForm, ContactForm
from shiliu.platform.bookings.models import Booking
from shiliu.platform.bookings.secrets import code_of
from shiliu.platform.bookings.taking import Lapsed
from shiliu.platform.bookings.waiting import offer_hours
from shiliu.platform.bookings.words import local_words
from shiliu.platform.permissions import needs, remember_secret
from shiliu.platform.workflow import NotPossible

State = Booking.State
READ, FORM, PRESS = ["GET", "HEAD"], ["GET", "HEAD", "POST"], ["POST"]


class Pages:
    """`actions` is the module of the app with confirm, move, cancel and let_go; `contact` its form of the last step."""

    def __init__(self, kind, actions, contact=ContactForm):
        self.kind, self.actions, self.contact = kind, actions, contact

    def paths(self, prefix=""):
        """`prefix` stands before the number of a booking."""
        one = f"{prefix}<int:pk>/"
        return [
            path("open/", self.door(self.open_by_code, FORM), name="open"),
            path(one, self.door(self.booking, READ), name="booking"),
            path(f"{one}confirm/", self.door(self.fill, FORM), name="fill"),
            path(f"{one}let-go/", self.door(self.let_go, PRESS), name="let_go"),
            path(f"{one}move/", self.door(self.move, FORM), name="move"),
            path(f"{one}cancel/", self.door(self.cancel, PRESS), name="cancel"),
            path(f"{one}booking.ics", self.door(self.calendar, READ), name="calendar"),
            path("kept/<str:key>.ics", self.door(self.kept, READ), name="kept"),
        ]

    def door(self, view, methods):
        @wraps(view)
        def opened(request, **given):
            return view(request, **given)

        return never_cache(require_http_methods(methods)(needs(self.kind.book)(opened)))

    def open_by_code(self, request):
        """Bookings opened on this device, and the field for the code. A right code opens its booking for the rest of this session;
        after ten wrong ones a challenge is asked."""
        given = request.POST if request.method == "POST" else request.GET
        form = CodeForm(given if request.method == "POST" or "code" in given else None)
        if form.is_bound and form.is_valid():
            challenge.admit(request, "code", form=f"{self.kind.space}.code")
            found = self.kind.by_code(form.cleaned_data["code"])
            if found is not None:
                limits.give_back("code", limits.askers(request))
                remember_secret(request, found.booking.code_hash)
                return redirect(f"{self.kind.space}:booking", pk=found.pk)
            form.add_error("code", _("No booking has this code. Compare it letter by letter with what you wrote down."))
        return self.shown(request, "open", self.opening(request, form), 422 if form.is_bound else 200)

    def opening(self, request, form=None, **more):
        """What the page for the code shows."""
        return {"form": form or CodeForm(), "mine": self.kind.own(request.actor), **more}

    def hold(self, request, starts, back, hold):
        """Answers whoever pressed a time. `back`: the address of the times; `hold(key=…)`: the action, which gives the row."""
        if starts is None:
            return redirect(back)
        key = request.POST.get("key", "")[:40]
        challenge.admit(request, "hold", form=f"{self.kind.space}.hold:{key}")
        try:
            held = hold(key=choosing.key_of(key))
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect(back)
        remember_secret(request, held.booking.code_hash)
        return redirect(f"{self.kind.space}:fill", pk=held.pk)

    def wait(self, request, thing, starts, back, wait, **context):
        """The form by which somebody gets on the waiting list of a full time; `wait(**contact)`: the action."""
        if starts is None:
            return redirect(back)
        form = self.contact(request.POST if request.method == "POST" else None, initial=self._known(request))
        if request.method == "POST" and form.is_valid():
            challenge.admit(request, "hold", form=f"{self.kind.space}.wait")
            try:
                booked = wait(**form.cleaned_data)
                remember_secret(request, booked.booking.code_hash)
                return redirect(f"{self.kind.space}:booking", pk=booked.pk)
            except NotPossible as problem:
                problem.put_beside(form)
        context |= {
            "form": form,
            "thing": thing,
            "starts": starts,
            "zone": self.kind.zone(thing),
            "back": back,
            "hours": offer_hours(),
        }
        return self.shown(request, "wait", context, 422 if form.errors else 200)

    def fill(self, request, pk):
        """The last step: how to be told, if at all."""
        found = self.mine(request, pk)
        if found.booking.state != State.HELD:
            return redirect(f"{self.kind.space}:booking", pk=pk)
        form = self.contact(request.POST if request.method == "POST" else None, initial=self._known(request, found))
        if request.method == "POST" and form.is_valid():
            try:
                self.actions.confirm(by=request.actor, booked=found, language=get_language(), **form.cleaned_data)
                return redirect(f"{self.kind.space}:booking", pk=pk)
            except Lapsed as problem:
                messages.error(request, str(problem))
                return redirect(self.kind.again(found))
            except NotPossible as problem:
                problem.put_beside(form)
        context = {**self.told(found), "form": form, "was_offered": found.booking.has_contact}
        local = found.booking.held_until.astimezone(context["zone"])
        context["until"] = local_words(local) if context["was_offered"] else f"{local:%H:%M}"
        return self.shown(request, "fill", context, 422 if form.errors else 200)

    def booking(self, request, pk):
        """Opens for whoever has shown its code; everybody else is offered to type it."""
        found = self.kind.kept_by(request.actor, pk)
        if found is None:
            return self.shown(request, "open", self.opening(request, not_yours=True), 404)
        if found.booking.state == State.HELD:
            return redirect(f"{self.kind.space}:fill", pk=pk)
        context = {
            **self.told(found),
            "code": code_of(found.booking),
            "link": self.kind.link_of(found),
            "hours": offer_hours(),
        }
        if found.booking.key:
            context["feed"] = reverse(f"{self.kind.space}:kept", args=[self._seal(found)])
        return self.shown(request, "booking", context)

    def move(self, request, pk):
        """Another time of the same thing."""
        found = self.mine(request, pk)
        if found.booking.state != State.CONFIRMED:
            return redirect(f"{self.kind.space}:booking", pk=pk)
        if request.method == "POST" and (starts := choosing.moment(request.POST.get("starts"))):
            try:
                self.actions.move(by=request.actor, booked=found, starts=starts)
                messages.success(request, _("Your booking is moved. Number and code stay the same."))
                return redirect(f"{self.kind.space}:booking", pk=pk)
            except NotPossible as problem:
                messages.error(request, str(problem))
        thing, wish, context = self.kind.thing(found), self.kind.wish(found), self.told(found)
        try:
            self.kind.refuse(thing, wish)
            context |= choosing.times(self.kind, thing, wish, request.GET, own=found.booking)
        except NotPossible as problem:
            context["problem"] = str(problem)
        return self.shown(request, "move", context)

    def cancel(self, request, pk):
        found = self.mine(request, pk)
        waited = found.booking.state == State.WAITING
        try:
            self.actions.cancel(by=request.actor, booked=found)
            left = _("You have left the waiting list.")
            messages.success(
                request, left if waited else _("Your booking is cancelled. Somebody else can have the time now.")
            )
        except NotPossible as problem:
            messages.error(request, str(problem))
        return redirect(f"{self.kind.space}:booking", pk=pk)

    def let_go(self, request, pk):
        """Gives up what is held and goes back to the times."""
        found = self.mine(request, pk)
        again = self.kind.again(found)
        self.actions.let_go(by=request.actor, booked=found)
        return redirect(again)

    def calendar(self, request, pk):
        """iCalendar (RFC 5545) of one booking."""
        return self._written(self.mine(request, pk))

    def kept(self, request, key):
        """The same for a calendar program, which has no session: a signed address that only reads, and follows every change."""
        try:
            pk, seal = signing.loads(key, salt=self._salt)
        except (signing.BadSignature, TypeError, ValueError):
            raise Http404 from None
        found = self.kind.whole(self.kind.model.objects.filter(pk=pk)).first()
        if found is None or not found.booking.code_hash or found.booking.code_hash[:16] != seal:
            raise Http404
        return self._written(found)

    def shown(self, request, name, context, status=200):
        space = self.kind.space
        context = {"space": space, "facts": f"{space}/facts.html", **self.addresses(context.get("booked")), **context}
        return render(request, [f"{space}/{name}.html", f"bookings/{name}.html"], context, status=status)

    def addresses(self, booked):
        """{name_url: address} that templates lead on with."""
        space = self.kind.space
        found = {"open_url": reverse(f"{space}:open"), "one_url": f"{space}:booking"}
        if booked is not None:
            names = ("booking", "let_go", "move", "cancel", "calendar")
            found |= {f"{name}_url": reverse(f"{space}:{name}", args=[booked.pk]) for name in names}
            found["again_url"] = self.kind.again(booked)
        return found

    def told(self, booked):
        """What every page of one booking shows."""
        thing = self.kind.thing(booked)
        return {
            "booked": booked, "booking": booked.booking, "thing": thing, "zone": self.kind.zone(thing),
            "when": self.kind.when(booked), self.kind.of: thing, **self.kind.context(booked),
        }  # fmt: skip

    def mine(self, request, pk):
        found = self.kind.kept_by(request.actor, pk)
        if found is None:
            raise Http404
        return found

    def _known(self, request, booked=None):
        person = request.actor.person
        booking = booked.booking if booked else None
        email = (booking and booking.email) or (person.email if person else "")
        return {"email": email, "phone": booking.phone if booking else ""}

    @property
    def _salt(self):
        return f"{self.kind.space}.kept"

    def _seal(self, booked):
        return signing.dumps([booked.pk, booked.booking.code_hash[:16]], salt=self._salt, compress=False)

    def _written(self, booked):
        booking = booked.booking
        entry = calendars.Entry(
            uid=f"{self.kind.space}-{booked.number}", starts=booking.starts, ends=booking.ends,
            sequence=booking.changes, changed=booking.changed_at, cancelled=booking.state == State.CANCELLED,
            **{"url": self.kind.link_of(booked), "title": _("Booking") + f" {booked.number}", **self.kind.entry(booked)},
        )  # fmt: skip
        written = calendars.calendar([entry], str(entry.title), product=self.kind.space.capitalize())
        return calendars.calendar_response(written, f"booking-{booked.number}.ics", private=True)
