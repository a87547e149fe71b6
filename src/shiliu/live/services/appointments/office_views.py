"""The window's side: who comes today, booking for somebody who calls, noting who came, the days as a calendar."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.appointments import actions
from shiliu.live.services.appointments.choosing import Choice
from shiliu.live.services.appointments.forms import ContactForm, WhatForm
from shiliu.live.services.appointments.kind import APPOINTMENTS
from shiliu.live.services.windows import hours
from shiliu.live.services.windows import queries as windows
from shiliu.platform import bookings
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

VERBS = {
    "came": actions.mark_came,
    "absent": actions.mark_absent,
    "left": actions.mark_left,
    "undo": actions.unmark,
    "cancel": actions.cancel,
}
DESK = bookings.Desk(APPOINTMENTS, "office_appointments", windows.served_by, VERBS, ContactForm)


@require_GET
@needs("windows.serve")
def days(request):
    """The windows one works at, with how many come to each today."""
    rows = [
        {
            "window": window,
            "count": APPOINTMENTS.of_day(window, APPOINTMENTS.today(window)).count(),
            "standing": hours.standing(window),
            "zone": hours.zone_of(window),
        }
        for window in hours.with_calendars(windows.with_hours(windows.served_by(request.actor)))
    ]
    if len(rows) == 1:
        return redirect("office_appointments:day", pk=rows[0]["window"].pk)
    context = {"rows": rows, "calendar": DESK.calendar_address(request.actor)}
    return render(request, "appointments/office/days.html", context)


@never_cache
@require_GET
@needs("windows.serve")
def day(request, pk):
    """One day of one window: time, number, what for, how many; a name only where it was given."""
    window = _served(request, pk)
    return render(request, "appointments/office/day.html", {"window": window, **DESK.day(request, window)})


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
    context, wish = {"window": window, "what": what}, None
    if what.is_valid() and what.cleaned_data["item"]:
        items = [what.known[code] for code in what.cleaned_data["item"]]
        context["choice"] = Choice("when", what, items, what.cleaned_data["people"], window)
        try:
            wish = APPOINTMENTS.wished(window, items, what.cleaned_data["people"])
            context["minutes"] = wish.minutes
        except NotPossible as problem:
            context = {"window": window, "what": what, "problem": str(problem), "contact": ContactForm()}
            return render(request, "appointments/office/book.html", context, status=422)

    def act(**more):
        choice = context["choice"]
        return actions.book_for_caller(
            by=request.actor, window=window, items=choice.items, people=choice.people, **more
        )

    return DESK.book(request, "appointments/office/book.html", window, wish, act, **context)


@never_cache
@require_GET
@needs("windows.serve")
def slip(request, pk):
    """What was booked for a caller, to be read out or printed: number, code, papers."""
    return render(request, "appointments/office/slip.html", DESK.slip(request, pk))


@require_POST
@needs("windows.serve")
def mark(request, pk, verb):
    return DESK.mark(request, pk, verb)


@require_GET
@needs("windows.book")
def calendar(request, key):
    """iCalendar (RFC 5545) of the windows the bearer of a signed link works at: numbers and items, never names."""
    return DESK.calendar(key, _("Appointments"))


def _served(request, pk):
    return get_object_or_404(windows.with_hours(windows.served_by(request.actor)), pk=pk)
