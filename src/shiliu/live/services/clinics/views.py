"""Clinics as everybody reads and books them, without an account and without script."""

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.clinics import actions, queries, slots
from shiliu.live.services.clinics.forms import ClinicsFilter
from shiliu.live.services.clinics.kind import CLINICS, openings
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.platform import bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs

PAGES = bookings.Pages(CLINICS, actions)
PER_PAGE, CALENDAR_DAYS = 20, 180


@require_GET
@needs("clinics.read")
def clinics(request):
    spoken = sorted({tag for tags in queries.holding().values_list("languages", flat=True) for tag in tags})
    form = ClinicsFilter(request.GET, spoken=spoken)
    chosen = form.chosen()
    found = queries.listed(queries.in_use(), **chosen) if chosen is not None else queries.in_use().none()
    page = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = CLINICS.with_zones(page.object_list)
    first = slots.first_free(page.object_list)
    for clinic in page:
        clinic.first = first[clinic]
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
        **(bookings.times(CLINICS, found, slots.WISH, request.GET) if found.active else {}),
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


@require_GET
@needs("clinics.read")
def hours_calendar(request, code):
    """iCalendar (RFC 5545): when the clinic is held in the next half year."""
    found = _clinic(request, code)
    address = settings.SITE_URL + CLINICS.address_of_thing(found)
    spans = openings(found, now(), CALENDAR_DAYS) if found.active else []
    entries = [
        bookings.Entry(
            uid=f"clinic-{found.code}-{opens:%Y%m%d%H%M}", starts=opens, ends=closes, title=found.name, place=found.where,
            url=address,
        )
        for opens, closes in spans
    ]  # fmt: skip
    return bookings.calendar_response(bookings.calendar(entries, found.name, product="Clinics"), "clinic.ics")


@require_POST
@needs("clinics.book")
def hold(request, code):
    """A time is held for some minutes while the contact is filled in."""
    found, starts = _clinic(request, code), bookings.moment(request.POST.get("starts"))

    def act(key):
        return actions.hold(by=request.actor, clinic=found, starts=starts, language=get_language(), key=key)

    return PAGES.hold(request, starts, _times(found, request.POST), act)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.book")
def wait(request, code):
    """Joining the waiting list of a time that is taken."""
    found = _clinic(request, code)
    given = request.POST if request.method == "POST" else request.GET
    starts = bookings.moment(given.get("starts"))

    def act(**contact):
        return actions.wait(by=request.actor, clinic=found, starts=starts, language=get_language(), **contact)

    return PAGES.wait(request, found, starts, _times(found, given), act)


def _times(clinic, given):
    return f"{CLINICS.address_of_thing(clinic)}?day={given.get('day', '')[:10]}"


def _clinic(request, code):
    return get_object_or_404(queries.whole(queries.visible_to(request.actor)), code=code[:40])


def _tongues(clinic):
    return language_choices(sorted({tag for one in clinic.now_advising for tag in one.languages}))
