"""The window's side: who comes today, booking for somebody who calls, noting who came, the days as a calendar."""

import uuid

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Person
from shiliu.live.services.appointments import actions, choosing, queries
from shiliu.live.services.appointments.choosing import Choice
from shiliu.live.services.appointments.forms import ContactForm, WhatForm
from shiliu.live.services.appointments.views import key_of, link_of, moment, told
from shiliu.live.services.windows import hours
from shiliu.live.services.windows import queries as windows
from shiliu.platform import bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import Actor, needs
from shiliu.platform.workflow import NotPossible

SALT = "appointments.calendar"
CALENDAR_DAYS = 60
VERBS = {
    "came": actions.mark_came,
    "absent": actions.mark_absent,
    "left": actions.mark_left,
    "undo": actions.unmark,
    "cancel": actions.cancel,
}


class DayFilter(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    q = forms.CharField(
        label=pgettext_lazy("of an appointment", "Number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "inputmode": "numeric"}),
    )


@require_GET
@needs("windows.serve")
def days(request):
    """The windows one works at, with how many come to each today."""
    rows = [
        {
            "window": window,
            "count": queries.of_day(window, today(window)).count(),
            "standing": hours.standing(window),
            "zone": hours.zone_of(window),
        }
        for window in hours.with_calendars(windows.with_hours(windows.served_by(request.actor)))
    ]
    if len(rows) == 1:
        return redirect("office_appointments:day", pk=rows[0]["window"].pk)
    context = {"rows": rows, "calendar": calendar_address(request.actor)}
    return render(request, "appointments/office/days.html", context)


@never_cache
@require_GET
@needs("windows.serve")
def day(request, pk):
    """One day of one window: time, number, what for, how many; a name only where it was given."""
    window = _served(request, pk)
    form = DayFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    which = chosen.get("day") or today(window)
    rows = list(queries.of_day(window, which))
    found = [row for row in rows if not chosen.get("q") or str(row.number) == chosen["q"].strip()]
    context = {
        "window": window, "form": form, "day": which, "rows": found, "total": len(rows), "zone": hours.zone_of(window),
        "is_today": which == today(window), "people": sum(row.booking.size for row in rows),
        "calendar": calendar_address(request.actor), "verbs": [("came", _("Came")), ("absent", _("Did not come"))],
    }  # fmt: skip
    return render(request, "appointments/office/day.html", context)


@require_http_methods(["GET", "POST"])
@needs("windows.serve")
def book(request, pk):
    """For somebody who calls or stands there: what, for how many, when, and how to reach them."""
    window = _served(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    served = set(window.served.values_list("item_id", flat=True))
    data = given.copy()
    data.setdefault("people", "1")
    what = WhatForm(data if "item" in given else None, items=windows.items_served(), window=served)
    contact = ContactForm(request.POST if "starts" in request.POST else None)
    context = {"window": window, "what": what, "contact": contact, "key": uuid.uuid4()}
    if what.is_valid() and what.cleaned_data["item"]:
        choice = Choice(
            "when", what, [what.known[code] for code in what.cleaned_data["item"]], what.cleaned_data["people"], window
        )
        try:
            minutes = actions.check(window, choice.items, choice.people)
        except NotPossible as problem:
            context["problem"] = str(problem)
            return render(request, "appointments/office/book.html", context, status=422)
        starts = moment(request.POST.get("starts"))
        if starts and contact.is_valid() and (made := _booked(request, choice, starts, contact)):
            return redirect("office_appointments:slip", pk=made.pk)
        context.update(choosing.when(window, minutes, given), choice=choice, minutes=minutes)
    bad = contact.is_bound and bool(contact.errors)
    return render(request, "appointments/office/book.html", context, status=422 if bad else 200)


def _booked(request, choice, starts, contact):
    try:
        return actions.book_for_caller(
            by=request.actor, window=choice.window, items=choice.items, starts=starts, people=choice.people,
            language=get_language(), key=key_of(request.POST.get("key")), **contact.cleaned_data,
        )  # fmt: skip
    except NotPossible as problem:
        messages.error(request, str(problem))
        return None


@never_cache
@require_GET
@needs("windows.serve")
def slip(request, pk):
    """What was booked for a caller, to be read out or printed: number, code, papers."""
    found = _of_window(request, pk)
    context = {**told(found), "code": bookings.code_of(found.booking), "link": link_of(found)}
    return render(request, "appointments/office/slip.html", context)


@require_POST
@needs("windows.serve")
def mark(request, pk, verb):
    found = _of_window(request, pk)
    if verb not in VERBS:
        raise Http404
    local = found.booking.starts.astimezone(hours.zone_of(found.window)).date()
    try:
        VERBS[verb](by=request.actor, appointment=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Noted for number %(number)s.") % {"number": found.number})
    return redirect(f"{reverse('office_appointments:day', args=[found.window_id])}?day={local}")


def calendar_address(actor):
    """The path of the actor's own calendar. It stops opening when the password changes or the role ends."""
    key = signing.dumps([actor.person.pk, _seal(actor.person)], salt=SALT, compress=False)
    return reverse("office_appointments:calendar", args=[key])


def _seal(person):
    return person.get_session_auth_hash()[:24]


@require_GET
@needs("windows.book")
def calendar(request, key):
    """iCalendar (RFC 5545) of the windows the bearer of a signed link works at: numbers and items, never names."""
    try:
        pk, seal = signing.loads(key, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise Http404 from None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None or not constant_time_compare(seal, _seal(person)):
        raise Http404
    mine = windows.served_by(Actor.of(person))
    found = queries.to_come(mine, CALENDAR_DAYS)
    entries = [
        bookings.Entry(
            uid=f"appointment-{one.number}", starts=one.booking.starts, ends=one.booking.ends,
            title=f"{one.number}: {_(', ').join(item.name for item in one.items.all())} ({one.booking.size})",
            place=one.window.name, sequence=one.booking.changes, changed=one.booking.changed_at,
        )
        for one in found
    ]  # fmt: skip
    written = bookings.calendar(entries, _("Appointments"), product="Appointments")
    return bookings.calendar_response(written, "appointments.ics", private=True)


def today(window):
    return now().astimezone(hours.zone_of(window)).date()


def _served(request, pk):
    return get_object_or_404(windows.with_hours(windows.served_by(request.actor)), pk=pk)


def _of_window(request, pk):
    """An appointment of a window the actor works at; of any other it does not exist."""
    mine = windows.served_by(request.actor).values("pk")
    return get_object_or_404(queries.whole(queries.Appointment.objects.filter(window__in=mine)), pk=pk)
