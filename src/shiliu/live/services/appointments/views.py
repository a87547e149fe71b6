"""Booking step by step, without an account and without script: what, where, when, who; then the appointment itself."""

import uuid

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.appointments import actions, choosing, papers
from shiliu.live.services.appointments.choosing import Choice
from shiliu.live.services.appointments.forms import ContactForm
from shiliu.live.services.appointments.kind import APPOINTMENTS, labels
from shiliu.platform import bookings
from shiliu.platform.permissions import needs

STEPS = ("what", "where", "when", "who")
PAGES = bookings.Pages(APPOINTMENTS, actions, ContactForm)


@never_cache
@require_GET
@needs("windows.book")
def start(request):
    """Appointments opened on this device, and the field for the code."""
    return PAGES.shown(request, "open", PAGES.opening(request))


@require_GET
@needs("windows.book")
def choose(request):
    """The first three steps. All that is chosen stands in the address; nothing is kept."""
    choice = Choice.read(request.GET)
    context = {"choice": choice, "steps": labels(), "current": 1 + STEPS.index(choice.step)}
    if choice.step == "what":
        asked = "go" in request.GET and request.GET["go"] == "items"
        if asked and not choice.form.errors:
            choice.form.add_error("item", _("Choose at least one thing you come for."))
        return render(request, "appointments/what.html", context, status=422 if asked else 200)
    context["papers"] = papers.to_bring(choice.items)
    if choice.step == "where":
        context["filter"], context["offers"] = choosing.where(choice, request.GET)
        return render(request, "appointments/where.html", context)
    wish = bookings.Wish(minutes=choice.minutes, size=choice.people)
    context.update(bookings.times(APPOINTMENTS, choice.window, wish, request.GET), key=uuid.uuid4())
    return render(request, "appointments/when.html", context)


@require_POST
@needs("windows.book")
def hold(request):
    """A time is held for some minutes while the contact is filled in."""
    choice = Choice.read(request.POST)
    starts = bookings.moment(request.POST.get("starts")) if choice.step == "when" else None

    def act(key):
        return actions.hold(**_wanted(request, choice), starts=starts, key=key)

    return PAGES.hold(request, starts, _times(choice, request.POST), act)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("windows.book")
def wait(request):
    """Joining the waiting list of a time that is taken."""
    given = request.POST if request.method == "POST" else request.GET
    choice = Choice.read(given)
    starts = bookings.moment(given.get("starts")) if choice.step == "when" else None

    def act(**contact):
        return actions.wait(**_wanted(request, choice), starts=starts, **contact)

    back = _times(choice, given)
    return PAGES.wait(request, choice.window, starts, back, act, carried=choice.fields, choice=choice)


def _wanted(request, choice):
    return {
        "by": request.actor, "window": choice.window, "items": choice.items, "people": choice.people,
        "language": get_language(),
    }  # fmt: skip


def _times(choice, given):
    return f"{reverse('appointments:choose')}?{choice.address(day=given.get('day', '')[:10])}"
