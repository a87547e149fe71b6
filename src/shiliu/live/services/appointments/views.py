"""Booking step by step, without an account and without script: what, where, when, who; then the appointment itself."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.names import name_in
from shiliu.live.services.appointments import actions, choosing, letters, papers, queries
from shiliu.live.services.appointments.choosing import Choice
from shiliu.live.services.appointments.forms import CodeForm, ContactForm
from shiliu.live.services.windows import hours
from shiliu.platform import bookings, challenge, limits
from shiliu.platform.permissions import needs, remember_secret
from shiliu.platform.workflow import NotPossible

STEPS = ("what", "where", "when", "who")


def labels():
    return [_("What for"), _("Where"), _("When"), _("Confirm")]


@never_cache
@require_GET
@needs("windows.book")
def start(request):
    """Appointments opened on this device, and the field for the code."""
    context = {"form": CodeForm(), "mine": queries.own(request.actor) if request.actor.secrets else []}
    return render(request, "appointments/start.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("windows.book")
def open_by_code(request):
    """A right code opens its appointment for the rest of this session; after ten wrong ones a challenge is asked."""
    form = CodeForm(request.POST if request.method == "POST" else request.GET)
    if form.is_valid():
        challenge.admit(request, "code", form="appointments.code")
        found = queries.by_code(form.cleaned_data["code"])
        if found is not None:
            limits.give_back("code", limits.askers(request))
            remember_secret(request, found.booking.code_hash)
            return redirect("appointments:appointment", pk=found.pk)
        form.add_error("code", _("No appointment has this code. Compare it letter by letter with what you wrote down."))
    context = {"form": form, "mine": queries.own(request.actor) if request.actor.secrets else []}
    return render(request, "appointments/start.html", context, status=422)


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
    context.update(choosing.when(choice.window, choice.minutes, request.GET), key=uuid.uuid4())
    return render(request, "appointments/when.html", context)


@require_POST
@needs("windows.book")
def hold(request):
    """A time is held for some minutes while the contact is filled in."""
    choice = Choice.read(request.POST)
    starts = moment(request.POST.get("starts"))
    back = f"{reverse('appointments:choose')}?{choice.address(day=request.POST.get('day', ''))}"
    if choice.step != "when" or starts is None:
        return redirect(back)
    challenge.admit(request, "hold", form=f"appointments.hold:{request.POST.get('key', '')[:40]}")
    try:
        held = actions.hold(
            by=request.actor, window=choice.window, items=choice.items, starts=starts, people=choice.people,
            language=get_language(), key=key_of(request.POST.get("key")),
        )  # fmt: skip
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(back)
    remember_secret(request, held.booking.code_hash)
    return redirect("appointments:fill", pk=held.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("windows.book")
def fill(request, pk):
    """The last step: how to be told, if at all."""
    found = own(request, pk)
    if found.booking.state != "held":
        return redirect("appointments:appointment", pk=pk)
    person = request.actor.person
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial={"email": person.email if person else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm(by=request.actor, appointment=found, language=get_language(), **form.cleaned_data)
            return redirect("appointments:appointment", pk=pk)
        except bookings.Lapsed as problem:
            messages.error(request, str(problem))
            return redirect("appointments:choose")
        except NotPossible as problem:
            problem.put_beside(form)
    context = {**told(found), "form": form, "steps": labels(), "current": 4}
    return render(request, "appointments/fill.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@needs("windows.book")
def appointment(request, pk):
    """Opens for whoever has shown its code; everybody else is offered to type it."""
    found = queries.kept_by(request.actor, pk)
    if found is None:
        return render(request, "appointments/start.html", {"form": CodeForm(), "not_yours": True}, status=404)
    if found.booking.state == "held":
        return redirect("appointments:fill", pk=pk)
    context = {**told(found), "code": bookings.code_of(found.booking), "link": link_of(found)}
    return render(request, "appointments/appointment.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("windows.book")
def move(request, pk):
    """Another time at the same window."""
    found = own(request, pk)
    if found.booking.state != "confirmed":
        return redirect("appointments:appointment", pk=pk)
    if request.method == "POST" and (starts := moment(request.POST.get("starts"))):
        try:
            actions.move(by=request.actor, appointment=found, starts=starts)
            messages.success(request, _("Your appointment is moved. Number and code stay the same."))
            return redirect("appointments:appointment", pk=pk)
        except NotPossible as problem:
            messages.error(request, str(problem))
    context = told(found)
    try:
        minutes = actions.check(found.window, context["items"], found.booking.size)
        context.update(choosing.when(found.window, minutes, request.GET, own=found.booking))
    except NotPossible as problem:
        context["problem"] = str(problem)
    return render(request, "appointments/move.html", context)


@require_POST
@needs("windows.book")
def cancel(request, pk):
    found = own(request, pk)
    try:
        actions.cancel(by=request.actor, appointment=found)
        messages.success(request, _("Your appointment is cancelled. Somebody else can have the time now."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("appointments:appointment", pk=pk)


@require_POST
@needs("windows.book")
def let_go(request, pk):
    """Gives up what is held and goes back to the times."""
    found = own(request, pk)
    choice = Choice("when", None, list(found.items.all()), found.booking.size, found.window)
    actions.let_go(by=request.actor, appointment=found)
    return redirect(f"{reverse('appointments:choose')}?{choice.address()}")


@require_GET
@needs("windows.book")
def calendar(request, pk):
    """iCalendar (RFC 5545) of one appointment, with the papers to bring."""
    found = own(request, pk)
    written = bookings.calendar([entry_of(found)], found.window.name, product="Appointments")
    return bookings.calendar_response(written, f"appointment-{found.number}.ics", private=True)


def entry_of(found):
    booking, window, items = found.booking, found.window, list(found.items.all())
    point = (window.latitude, window.longitude) if window.latitude is not None else None
    return bookings.Entry(
        uid=f"appointment-{found.number}", starts=booking.starts, ends=booking.ends,
        title=f"{_(', ').join(item.name for item in items)} ({window.name})", text=name_in(papers.said_of(items)),
        place=_(", ").join(filter(None, [window.name, window.address])), url=link_of(found), sequence=booking.changes,
        changed=booking.changed_at, cancelled=booking.state == "cancelled", point=point,
    )  # fmt: skip


def told(found):
    """What every page of one appointment shows."""
    items = list(found.items.all())
    return {
        "appointment": found,
        "booking": found.booking,
        "window": found.window,
        "items": items,
        "papers": papers.to_bring(items),
        "zone": hours.zone_of(found.window),
        "when": letters.moment_words(found.booking.starts, found.window),
    }


def own(request, pk):
    found = queries.kept_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def link_of(found):
    return settings.SITE_URL + letters.address_of(found)


def moment(text):
    """An aware moment from a form, or None."""
    try:
        read = parse_datetime(text or "")
    except ValueError:
        return None
    return read if read and is_aware(read) else None


def key_of(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
