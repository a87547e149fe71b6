"""Staff: the list of windows, one window with all that is entered about it, its form, its items, retiring and taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows import actions, hours, queries, values
from shiliu.live.services.windows.forms_public import language_choices
from shiliu.live.services.windows.office_forms import ItemsForm, WindowForm, WindowsFilter
from shiliu.live.services.windows.telling import TELLING
from shiliu.live.services.windows.what_if import met_by_day, met_by_hours
from shiliu.platform import audit, depending, revisions
from shiliu.platform.clock import now
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("windows.edit")
def windows(request):
    form = WindowsFilter(request.GET)
    chosen = form.chosen()
    found = queries.editable_by(request.actor).filter(active=chosen.get("state") != "retired")
    if chosen.get("state") == "no_items":
        found = found.filter(served=None)
    if chosen.get("state") == "no_booking":
        found = found.filter(takes_appointments=False)
    found = queries.listed(found, q=chosen.get("q", ""), level=chosen.get("level", ""))
    page = Paginator(found.select_related("organisation", "area"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "total": queries.editable_by(request.actor).exists()}
    return render(request, "windows/office/windows.html", context)


@require_GET
@needs("windows.edit")
def window(request, pk):
    found = editable(request, pk)
    calendar, today = hours.calendar_of(found), now().date()
    lines = hours.lines_of(calendar.hours)
    days = [row for row in found.days.all() if row.date >= today]
    asked = found.active and found.takes_appointments
    context = {
        "window": found,
        "standing": hours.standing(found, calendar=calendar),
        "zone": calendar.timezone,
        "tongues": language_choices(found.languages),
        "served": found.served.select_related("item"),
        "lines": lines,
        "own_lines": [
            (line, asked and met_by_hours(found, line.season, line.weekdays)) for line in lines if found.hours.all()
        ],
        "days": [(row, asked and met_by_day(found, row.date)) for row in days],
        "turns": found.turns.all(),
        "history": TELLING.entries(found, values.of_window(found)),
        "depending": depending.told(found),
        "may_serve": can(request.actor, "windows.serve", found),
    }
    return render(request, "windows/office/window.html", context)


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def create(request):
    form = WindowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_window(by=request.actor, **form.values())
            messages.success(request, _("The window is entered. Say next what is done there, and when it is open."))
            return redirect("office_windows:window", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    return render(request, "windows/office/window_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def edit(request, pk):
    found = editable(request, pk)
    present = values.of_window(found)
    first = {**WindowForm.first(present), "seen": revisions.stamp(present)}
    form, theirs = WindowForm(request.POST or None, names=found.names, initial=first), []
    if request.method == "POST" and form.is_valid():
        given = form.values()
        # The way in other languages stays.
        given["directions"] = {**found.directions, **given["directions"]} if given["directions"] else {}
        try:
            actions.edit_window(by=request.actor, window=found, seen=form.cleaned_data["seen"], **given)
            messages.success(request, _("Saved."))
            return redirect("office_windows:window", pk=pk)
        except revisions.Stale as stale:
            theirs = TELLING.compared(stale.present, given)
            form = after_stale(form, WindowForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "window": found, "theirs": theirs, "depending": depending.told(found)}
    return render(request, "windows/office/window_form.html", context, status=status_of(form, theirs))


@require_http_methods(["GET", "POST"])
@needs("windows.edit")
def items(request, pk):
    """What is done at the window, and how long it takes there."""
    found = editable(request, pk)
    minutes = dict(found.served.values_list("item__code", "minutes"))
    offered = ServiceItem.objects.filter(state=ServiceItem.State.ACTIVE).select_related("category")
    retired = {code: taken for code, taken in minutes.items() if code not in {item.code for item in offered}}
    more = {"items": offered, "minutes": minutes, "initial": {"seen": revisions.stamp(values.of_window(found))}}
    form, theirs = ItemsForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        given, seen = {**retired, **form.minutes()}, form.cleaned_data["seen"] or None
        try:
            actions.edit_window(by=request.actor, window=found, seen=seen, items=given)
            messages.success(request, _("Saved."))
            return redirect("office_windows:window", pk=pk)
        except revisions.Stale as stale:
            theirs = TELLING.compared(stale.present, {"items": given})
            form = after_stale(form, ItemsForm, stale, **more)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "window": found, "theirs": theirs}
    return render(request, "windows/office/items_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("windows.edit")
def retire(request, pk):
    found = editable(request, pk)
    done = _("The window is retired. Put it back into use here if that was a mistake.")
    return do(request, pk, lambda: actions.retire_window(by=request.actor, window=found), done)


@require_POST
@needs("windows.edit")
def restore(request, pk):
    found = editable(request, pk)
    return do(
        request, pk, lambda: actions.restore_window(by=request.actor, window=found), _("The window is in use again.")
    )


@require_POST
@needs("windows.edit")
def take_back(request, pk, row):
    found = editable(request, pk)
    changed = get_object_or_404(audit.rows_on(found), pk=row)
    return do(
        request,
        pk,
        lambda: actions.take_back(by=request.actor, window=found, row=changed),
        _("The change is taken back."),
    )


def do(request, pk, act, done):
    try:
        act()
        messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_windows:window", pk=pk)


def editable(request, pk):
    return get_object_or_404(queries.with_hours(queries.editable_by(request.actor)), pk=pk)
