"""Windows as everybody reads them: the list, one window with its roster, the points of the map, the roster as a calendar."""

from datetime import timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from shiliu.live.services.windows import hours, queries
from shiliu.live.services.windows.forms_public import WindowsFilter, language_choices
from shiliu.platform import bookings
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs

PER_PAGE = 20
ROSTER_DAYS, CALENDAR_DAYS = 31, 180


@require_GET
@needs("windows.read")
def windows(request):
    form = WindowsFilter(request.GET)
    page = Paginator(_found(form), PER_PAGE).get_page(request.GET.get("page"))
    for window in hours.with_calendars(page):
        if not hasattr(window, "standing"):
            window.standing = hours.standing(window)
        window.zone = hours.zone_of(window)
        window.tongues = language_choices(window.languages)
    context = {"form": form, "page": page, "total": queries.in_use().exists()}
    return render(request, "windows/windows.html", context)


def _found(form):
    chosen = form.chosen()
    if chosen is None:
        return []
    only_open = chosen.pop("open")
    found = queries.with_hours(queries.listed(queries.in_use(), **chosen))
    if not only_open:
        return found
    standing = hours.with_calendars(found[: queries.MOST])
    for window in standing:
        window.standing = hours.standing(window)
    return [window for window in standing if window.standing.is_open]


@require_GET
@needs("windows.read")
def window(request, code):
    found = _window(request, code)
    calendar = hours.calendar_of(found)
    today = now().astimezone(calendar.timezone).date()
    served = found.served.filter(item__state="active").select_related("item__category")
    context = {
        "window": found,
        "standing": hours.standing(found, calendar=calendar),
        "why_not": hours.why_not(found, today),
        "tongues": language_choices(found.languages),
        "served": served,
        "lines": hours.lines_of(calendar.hours),
        "days": [row for row in found.days.all() if today <= row.date <= today + timedelta(days=60)],
        "sittings": hours.sittings(found, today, today + timedelta(days=ROSTER_DAYS), calendar),
        "zone": calendar.timezone,
        "may_edit": can(request.actor, "windows.edit", found),
        "may_serve": can(request.actor, "windows.serve", found),
    }
    return render(request, "windows/window.html", context)


@require_GET
@needs("windows.read")
def roster_calendar(request, code):
    """iCalendar (RFC 5545): when visiting departments sit at the window in the next half year."""
    found = _window(request, code)
    calendar = hours.calendar_of(found)
    today = now().astimezone(calendar.timezone).date()
    address = settings.SITE_URL + reverse("windows:window", args=[found.code])
    entries = [
        bookings.Entry(
            uid=f"turn-{one.turn.key}-{one.starts:%Y%m%d}", starts=one.starts, ends=one.ends,
            title=f"{one.turn.organisation.name}: {one.turn.task}".rstrip(": "), place=f"{found.name}, {found.address}".rstrip(", "),
            url=address, cancelled=not one.held, point=_point(found),
        )
        for one in hours.sittings(found, today, today + timedelta(days=CALENDAR_DAYS), calendar)
    ]  # fmt: skip
    return bookings.calendar_response(bookings.calendar(entries, found.name, product="Windows"), "roster.ics")


@require_GET
@needs("windows.read")
def hours_calendar(request, code):
    """iCalendar (RFC 5545): when the window is open in the next half year, with seasons, holidays and days that differ."""
    found = _window(request, code)
    address = settings.SITE_URL + reverse("windows:window", args=[found.code])
    spans = hours.spans_of_days(found, now(), CALENDAR_DAYS) if found.active else []
    entries = [
        bookings.Entry(
            uid=f"window-{found.code}-{opens:%Y%m%d%H%M}", starts=opens, ends=closes, title=found.name, place=found.address,
            url=address, point=_point(found),
        )
        for opens, closes in spans
    ]  # fmt: skip
    return bookings.calendar_response(bookings.calendar(entries, found.name, product="Windows"), "hours.ics")


@require_GET
@needs("windows.read")
def places(request):
    """GeoJSON: the points of windows, with the filters of the list or of one window (`window`: its code)."""
    form = WindowsFilter(request.GET)
    code = request.GET.get("window", "")[:40]
    found = queries.in_use().filter(code=code) if code else _found(form)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {"kind": "point", "tone": "accent", "label": one.name, "title": one.name, "text": one.address,
                           "url": reverse("windows:window", args=[one.code])},
        }
        for one in found if one.longitude is not None
    ]  # fmt: skip
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _window(request, code):
    found = queries.with_hours(queries.visible_to(request.actor)).filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _point(window):
    return (window.latitude, window.longitude) if window.latitude is not None else None
