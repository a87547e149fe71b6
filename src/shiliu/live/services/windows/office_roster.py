"""Staff: opening hours by season, days that differ, and the roster of visiting departments."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.live.services.windows import actions, hours, values
from shiliu.live.services.windows.models import WindowDay
from shiliu.live.services.windows.office_forms import DayForm, HoursForm, SkipForm, TurnForm
from shiliu.live.services.windows.office_views import do, editable
from shiliu.live.services.windows.what_if import met_by_day, met_by_hours
from shiliu.platform.bookings import Bookable
from shiliu.platform.clock import now
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def add_hours(request, pk):
    found = editable(request, pk)
    form, warning, warned = HoursForm(request.POST or None), "", ""
    if request.method == "POST" and form.is_valid():
        given = form.values()
        warned = ".".join(map(str, values.hours_with([], **given)))
        warning = "" if request.POST.get("warned") == warned else Bookable.warning(met_by_hours(found, **given))
        if not warning:
            try:
                actions.set_hours(by=request.actor, window=found, **given)
                messages.success(request, _("Saved."))
                return redirect("office_windows:window", pk=pk)
            except NotPossible as problem:
                problem.put_beside(form)
    context = {"form": form, "window": found, "title": _("Opening hours"), "draft": "window-hours", "warning": warning,
               "warned": warned}  # fmt: skip
    return render(request, "windows/office/part_form.html", context, status=409 if warning else status_of(form))


@require_POST
@needs("windows.edit")
def remove_hours(request, pk, key):
    found = editable(request, pk)
    parts = key.split(".")
    if len(parts) != 3 or not parts[2].isdecimal():
        raise Http404
    season, weekdays = tuple(parts[:2]), [int(day) for day in parts[2]]

    def remove():
        actions.remove_hours(by=request.actor, window=found, season=season, weekdays=weekdays)

    return do(request, pk, remove, _("Removed. You can take it back in the history."))


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def add_day(request, pk):
    """Where something is booked on the day, the first press warns how much, the second does it."""
    found = editable(request, pk)
    form, warning = DayForm(request.POST or None, initial={"day": request.GET.get("day")}), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        warning = "" if request.POST.get("warned") == str(given["day"]) else _warning(found, given)
        if not warning:
            try:
                actions.set_day(by=request.actor, window=found, **given)
                messages.success(request, _("Saved."))
                return redirect("office_windows:window", pk=pk)
            except NotPossible as problem:
                problem.put_beside(form)
    context = {"form": form, "window": found, "title": _("A day that differs"), "draft": "window-day", "warning": warning,
               "warned": str(form.cleaned_data["day"]) if warning else ""}  # fmt: skip
    return render(request, "windows/office/part_form.html", context, status=409 if warning else status_of(form))


def _warning(found, given):
    row = WindowDay(
        window=found,
        date=given["day"],
        is_open=given["is_open"],
        opens=given["opens"],
        closes=given["closes"],
        reason="-",
    )
    if bool(row.opens) != bool(row.closes) or (row.opens and (not row.is_open or row.closes <= row.opens)):
        return ""  # the action says what is wrong
    return Bookable.warning(met_by_day(found, row.date, [row]))


@require_POST
@needs("windows.edit")
def remove_day(request, pk, day):
    found = editable(request, pk)
    try:
        which = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    done = _("Removed. You can take it back in the history.")
    return do(request, pk, lambda: actions.remove_day(by=request.actor, window=found, day=which), done)


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def add_turn(request, pk):
    return _turn(request, editable(request, pk), None)


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def turn(request, pk, key):
    found = editable(request, pk)
    return _turn(request, found, get_object_or_404(found.turns.select_related("organisation"), key=key))


@require_POST
@needs("windows.edit")
def remove_turn(request, pk, key):
    found = editable(request, pk)
    row = get_object_or_404(found.turns.select_related("organisation"), key=key)
    done = _("Removed. You can take it back in the history.")
    return do(request, pk, lambda: actions.remove_turn(by=request.actor, window=found, turn=row), done)


@require_POST
@needs("windows.edit")
def skip_turn(request, pk, key):
    found = editable(request, pk)
    row = get_object_or_404(found.turns.select_related("organisation"), key=key)
    form = SkipForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    skip = lambda: actions.skip_turn(by=request.actor, window=found, turn=row, day=given["day"], comes=given["comes"])  # noqa: E731
    do(request, pk, skip, _("Saved."))
    return redirect("office_windows:turn", pk=pk, key=key)


def _turn(request, found, row):
    first = {
        "organisation": row.organisation.code, "what": row.what.get("zh-hans", ""), "every": row.every, "first": row.first,
        "until": row.until, "opens": row.opens, "closes": row.closes,
    } if row else {}  # fmt: skip
    form = TurnForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        if row and given["what"]:
            given["what"] = {**row.what, **given["what"]}
        try:
            actions.set_turn(by=request.actor, window=found, turn=row, skipped=row.skipped if row else (), **given)
            messages.success(request, _("Saved."))
            return redirect("office_windows:window", pk=found.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "window": found, "turn": row, "title": _("Visiting department"), "draft": "window-turn"}
    if row:
        today = now().date()
        found._prefetched_objects_cache["turns"] = [row]
        context["sittings"] = hours.sittings(found, today, date(today.year + 1, today.month, 1))[:6]
        context["skipped"] = [date.fromisoformat(day) for day in row.skipped if day >= str(today)]
    return render(request, "windows/office/part_form.html", context, status=status_of(form))
