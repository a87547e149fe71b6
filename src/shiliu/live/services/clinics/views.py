"""Clinics as everybody reads and books them, without an account and without script."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.appointments.choosing import DAYS_SHOWN
from shiliu.live.services.appointments.queries import by_day
from shiliu.live.services.appointments.views import key_of, moment
from shiliu.live.services.clinics import actions, letters, queries, slots
from shiliu.live.services.clinics.forms import ClinicsFilter, CodeForm, ContactForm
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.platform import bookings, challenge, deadlines, limits
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs, remember_secret
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20


@require_GET
@needs("clinics.read")
def clinics(request):
    spoken = sorted({tag for tags in queries.holding().values_list("languages", flat=True) for tag in tags})
    form = ClinicsFilter(request.GET, spoken=spoken)
    chosen = form.chosen()
    found = queries.listed(queries.in_use(), **chosen) if chosen is not None else queries.in_use().none()
    page = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    first = slots.first_free(page.object_list)
    around = deadlines.calendars_of({clinic.area.path: clinic.area for clinic in page}.values())
    for clinic in page:
        clinic.first, clinic.zone = first[clinic], around[clinic.area.path].timezone
        clinic.tongues = _tongues(clinic)
    context = {"form": form, "page": page, "total": queries.in_use().exists()}
    return render(request, "clinics/clinics.html", context)


@require_GET
@needs("clinics.read")
def clinic(request, code):
    found = _clinic(request, code)
    context = {
        "clinic": found,
        "tongues": _tongues(found),
        "may_edit": can(request.actor, "clinics.manage", found),
        "may_serve": can(request.actor, "clinics.serve", found),
        "key": uuid.uuid4(),
        **times(found, request.GET),
    }
    return render(request, "clinics/clinic.html", context)


@require_GET
@needs("clinics.read")
def advisers(request):
    """The roster: who holds which duty until when. Duties of units, never names."""
    words = request.GET.get("q", "").strip()[: queries.LONGEST_QUERY]
    rows = queries.found(queries.roster(), words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.tongues = language_choices(one.languages)
    return render(request, "clinics/advisers.html", {"page": page, "q": words})


@require_GET
@needs("clinics.read")
def asked(request):
    """What people asked, quarter by quarter, as counts that lead to nobody."""
    told = queries.quarters(localdate(now()))
    chosen = next((one for one in told if str(one[0]) == request.GET.get("quarter")), told[0] if told else None)
    context = {"quarters": told, "chosen": chosen, "least": settings.SURVEY_LEAST}
    if chosen:
        context["asked"] = queries.asked(*chosen, settings.SURVEY_LEAST)
    return render(request, "clinics/asked.html", context)


@require_POST
@needs("clinics.book")
def hold(request, code):
    """A time is held for some minutes while the contact is filled in."""
    found = _clinic(request, code)
    starts, back = moment(request.POST.get("starts")), reverse("clinics:clinic", args=[found.code])
    if starts is None:
        return redirect(back)
    challenge.admit(request, "hold", form=f"clinics.hold:{request.POST.get('key', '')[:40]}")
    try:
        held = actions.hold(
            by=request.actor, clinic=found, starts=starts, language=get_language(), key=key_of(request.POST.get("key"))
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(f"{back}?day={request.POST.get('day', '')[:10]}")
    remember_secret(request, held.booking.code_hash)
    return redirect("clinics:fill", pk=held.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.book")
def open_by_code(request):
    """Bookings opened on this device, and the field for the code; after ten wrong ones a challenge is asked."""
    given = request.POST if request.method == "POST" else request.GET
    form, status = CodeForm(given if "code" in given else None), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            challenge.admit(request, "code", form="clinics.code")
            found = queries.by_code(form.cleaned_data["code"])
            if found is not None:
                limits.give_back("code", limits.askers(request))
                remember_secret(request, found.booking.code_hash)
                return redirect("clinics:booking", pk=found.pk)
            form.add_error("code", _("No booking has this code. Compare it letter by letter with what you wrote down."))
    context = {"form": form, "mine": queries.own(request.actor) if request.actor.secrets else []}
    return render(request, "clinics/open.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.book")
def fill(request, pk):
    """The last step: how to be told, if at all."""
    found = own(request, pk)
    if found.booking.state != "held":
        return redirect("clinics:booking", pk=pk)
    person = request.actor.person
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial={"email": person.email if person else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm(by=request.actor, booked=found, language=get_language(), **form.cleaned_data)
            return redirect("clinics:booking", pk=pk)
        except bookings.Lapsed as problem:
            messages.error(request, str(problem))
            return redirect("clinics:clinic", code=found.clinic.code)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "clinics/fill.html", {**told(found), "form": form}, status=422 if form.errors else 200)


@never_cache
@require_GET
@needs("clinics.book")
def booking(request, pk):
    """Opens for whoever has shown its code; everybody else is offered to type it."""
    found = queries.kept_by(request.actor, pk)
    if found is None:
        return render(request, "clinics/open.html", {"form": CodeForm(), "not_yours": True}, status=404)
    if found.booking.state == "held":
        return redirect("clinics:fill", pk=pk)
    context = {**told(found), "code": bookings.code_of(found.booking), "link": link_of(found)}
    return render(request, "clinics/booking.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.book")
def move(request, pk):
    found = own(request, pk)
    if found.booking.state != "confirmed":
        return redirect("clinics:booking", pk=pk)
    if request.method == "POST" and (starts := moment(request.POST.get("starts"))):
        try:
            actions.move(by=request.actor, booked=found, starts=starts)
            messages.success(request, _("Your booking is moved. Number and code stay the same."))
            return redirect("clinics:booking", pk=pk)
        except NotPossible as problem:
            messages.error(request, str(problem))
    context = {**told(found), **times(found.clinic, request.GET, own=found.booking)}
    return render(request, "clinics/move.html", context)


@require_POST
@needs("clinics.book")
def cancel(request, pk):
    found = own(request, pk)
    try:
        actions.cancel(by=request.actor, booked=found)
        messages.success(request, _("Your booking is cancelled. Somebody else can have the time now."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("clinics:booking", pk=pk)


@require_POST
@needs("clinics.book")
def let_go(request, pk):
    """Gives up what is held and goes back to the times."""
    found = own(request, pk)
    actions.let_go(by=request.actor, booked=found)
    return redirect("clinics:clinic", code=found.clinic.code)


@require_GET
@needs("clinics.book")
def calendar(request, pk):
    """iCalendar (RFC 5545) of one booking: where and when, not what for."""
    found = own(request, pk)
    booking = found.booking
    entry = bookings.Entry(
        uid=f"clinic-{found.number}", starts=booking.starts, ends=booking.ends, title=_("Booking") + f" {found.number}",
        place=found.clinic.where, url=link_of(found), sequence=booking.changes, changed=booking.changed_at,
        cancelled=booking.state == "cancelled",
    )  # fmt: skip
    written = bookings.calendar([entry], _("Booking"), product="Clinics")
    return bookings.calendar_response(written, f"booking-{found.number}.ics", private=True)


def times(clinic, given, own=None):
    """The days that have room from `from` on, the chosen or first of them with its times: what clinics/times.html shows."""
    zone = deadlines.calendar_of(clinic.area).timezone
    days = by_day(slots.free_runs(clinic, own) if clinic.active else [], zone)
    begin = _day(given.get("from"))
    listed = [day for day in days if begin is None or day >= begin]
    chosen = _day(given.get("day"))
    chosen = chosen if chosen in days else next(iter(listed), None)
    return {
        "days": [(day, len(days[day]), day == chosen) for day in listed[:DAYS_SHOWN]],
        "day": chosen,
        "times": [run[0].starts for run in days.get(chosen, [])],
        "later": listed[DAYS_SHOWN] if len(listed) > DAYS_SHOWN else None,
        "earlier": begin is not None and bool(days) and listed != list(days),
        "zone": zone,
    }


def told(found):
    """What every page of one booking shows."""
    return {
        "booked": found, "booking": found.booking, "clinic": found.clinic,
        "zone": deadlines.calendar_of(found.clinic.area).timezone,
        "when": letters.moment_words(found.booking.starts, found.clinic),
    }  # fmt: skip


def own(request, pk):
    found = queries.kept_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def link_of(found):
    return settings.SITE_URL + letters.address_of(found)


def _clinic(request, code):
    return get_object_or_404(queries.whole(queries.visible_to(request.actor)), code=code[:40])


def _tongues(clinic):
    return language_choices(sorted({tag for one in clinic.now_advising for tag in one.languages}))


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
