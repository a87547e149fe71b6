"""Administrators: the clinics of their area, one clinic with its turns, its form."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.clinics import office, queries, values
from shiliu.live.services.clinics.forms import ClinicForm, DayForm, OfficeFilter, TurnForm
from shiliu.live.services.clinics.kind import CLINICS, openings
from shiliu.live.services.clinics.models import Clinic, ClinicTurn
from shiliu.live.services.clinics.telling import TELLING
from shiliu.live.services.windows.rules import days_of_turn
from shiliu.platform import audit, depending, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
NEXT_DAYS = 90
ACTIVE = {"retire": False, "restore": True}


@require_GET
@needs("clinics.manage")
def clinics(request):
    form = OfficeFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = queries.editable_by(request.actor)
    found = mine.filter(active=chosen.get("state") != "retired")
    found = queries.listed(found, q=chosen.get("q", ""), kind=chosen.get("kind", ""))
    page = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "clinics/office/clinics.html", {"form": form, "page": page, "total": mine.exists()})


@require_GET
@needs("clinics.manage")
def clinic(request, pk):
    found = editable(request, pk)
    today = queries.today(found.area)
    booked = _booked_by_day(found)
    turns = [
        (turn, [(day, booked[day]) for day in _days(turn, today)[:6]],
         [date.fromisoformat(day) for day in turn.skipped if day >= str(today)])
        for turn in found.turns.all()
    ]  # fmt: skip
    context = {
        "clinic": found, "turns": turns, "to_come": queries.to_come(found), "history": TELLING.entries(found, values.of_clinic(found)),
        "advisers": found.advisers.select_related("organisation"), "may_serve": can(request.actor, "clinics.serve", found),
        "depending": depending.told(found),
    }  # fmt: skip
    return render(request, "clinics/office/clinic.html", context)


@require_http_methods(["GET", "POST"])
@needs("clinics.manage")
def edit(request, pk=None):
    """A clinic to change, or a new one."""
    found = editable(request, pk) if pk else None
    present = values.of_clinic(found) if found else {}
    more = {
        "advisers": queries.advisers_of(request.actor),
        "names": present.get("names"),
        "initial": {**present, "seen": revisions.stamp(present)} if found else {},
    }
    form, theirs = ClinicForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        try:
            saved = office.save_clinic(by=request.actor, clinic=found, seen=form.cleaned_data["seen"] or None, **form.values())  # fmt: skip
            messages.success(request, _("Saved.") if found else _("The clinic is entered. Say next when it is held."))
            return redirect("office_clinics:clinic", pk=saved.pk)
        except revisions.Stale as stale:
            theirs = TELLING.compared(stale.present, form.values())
            form = after_stale(form, ClinicForm, stale, **more)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "clinic": found, "theirs": theirs, "depending": depending.told(found) if found else []}
    return render(request, "clinics/office/clinic_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("clinics.manage")
def use(request, pk, verb):
    """Retires a clinic, or puts it back into use."""
    if verb not in ACTIVE:
        raise Http404
    office.set_active(by=request.actor, clinic=editable(request, pk), active=ACTIVE[verb])
    messages.success(
        request, _("The clinic is in use again.") if ACTIVE[verb] else _("The clinic is retired. Whoever had booked and left an address is told.")
    )  # fmt: skip
    return redirect("office_clinics:clinic", pk=pk)


@require_http_methods(["GET", "POST"])
@needs("clinics.manage")
def turn(request, pk, turn=None):
    found = editable(request, pk)
    row = get_object_or_404(found.turns, pk=turn) if turn else None
    first = {name: getattr(row, name) for name in ("every", "first", "until", "opens", "closes")} if row else {}
    form, warning = TurnForm(request.POST or None, initial=first), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if row and request.POST.get("warned") != str(given):
            new = ClinicTurn(skipped=row.skipped, **given)
            warning = CLINICS.warning(_met(found, [*_others(found, row), new]))
        try:
            if not warning:
                office.set_turn(by=request.actor, clinic=found, turn=row, **given)
                messages.success(request, _("Saved."))
                return redirect("office_clinics:clinic", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "clinic": found, "turn": row, "warning": warning, "warned": warning and form.cleaned_data,
               "removing": row and _met(found, _others(found, row))}  # fmt: skip
    return render(request, "clinics/office/turn_form.html", context, status=409 if warning else status_of(form))


@require_POST
@needs("clinics.manage")
def remove_turn(request, pk, turn):
    row = get_object_or_404(editable(request, pk).turns.select_related("clinic__area"), pk=turn)
    return _done(
        request,
        pk,
        lambda: office.remove_turn(by=request.actor, turn=row),
        _("Removed. You can take it back in the history."),
    )


@require_POST
@needs("clinics.manage")
def skip(request, pk, turn):
    """Not held on one day of a turn, or held after all."""
    row = get_object_or_404(editable(request, pk).turns.select_related("clinic__area"), pk=turn)
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _done(request, pk, lambda: office.skip_day(by=request.actor, turn=row, **form.cleaned_data), _("Saved."))


@require_POST
@needs("clinics.manage")
def take_back(request, pk, row):
    found = editable(request, pk)
    changed = get_object_or_404(audit.rows_on(found), pk=row)
    undo = lambda: office.take_back(by=request.actor, clinic=found, row=changed)  # noqa: E731
    return _done(request, pk, undo, _("The change is taken back."))


def _done(request, pk, act, said):
    try:
        act()
        messages.success(request, said)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_clinics:clinic", pk=pk)


def editable(request, pk):
    return get_object_or_404(queries.whole(queries.editable_by(request.actor)), pk=pk)


def _days(turn, today):
    return days_of_turn(turn.every, turn.first, turn.until, turn.skipped, today, today + timedelta(days=NEXT_DAYS))


def _booked_by_day(clinic):
    zone = CLINICS.zone(clinic)
    starts = CLINICS.still_booked(clinic).order_by().values_list("booking__starts", flat=True)
    return Counter(one.astimezone(zone).date() for one in starts)


def _others(clinic, turn):
    return [one for one in clinic.turns.all() if one.pk != turn.pk]


def _met(clinic, turns):
    """How many bookings would be met if these were the clinic's turns."""
    copy = Clinic.objects.select_related("area").get(pk=clinic.pk)
    copy._prefetched_objects_cache = {"turns": turns}
    begin = datetime.combine(CLINICS.today(clinic), time(), tzinfo=CLINICS.zone(clinic))
    spans = openings(copy, begin, clinic.days_ahead + 200)
    return CLINICS.met(clinic, lambda day: [span for span in spans if span[0].date() == day])
