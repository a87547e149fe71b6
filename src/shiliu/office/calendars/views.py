"""Pages of office calendars: everybody reads them, administrators change their own area's."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.office.calendars import actions, queries, rules
from shiliu.office.calendars.forms import AreaForm, DaysForm, HoursForm, TableForm, YearForm
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand, needs
from shiliu.platform.workflow import NotPossible


def of_calendar(view):
    """Gives a view the calendar of its address; a page that changes it is refused before the form is filled in."""

    @wraps(view)
    def found(request, pk, *args, **kwargs):
        calendar = get_object_or_404(queries.visible_to(request.actor), pk=pk)
        if view.permission == "calendars.edit":
            demand(request.actor, "calendars.edit", calendar)
        return view(request, calendar, *args, **kwargs)

    return found


@require_GET
@needs("calendars.read")
def index(request):
    calendars = list(queries.visible_to(request.actor))
    lines = [
        {
            "calendar": one,
            "hours": queries.hours_of(one),
            "days": len(one.days.all()),
            "lacking": queries.years_lacking(one),
        }
        for one in calendars
    ]
    areas = queries.areas_without_calendar(request.actor)
    context = {"lines": lines, "form": AreaForm(areas=areas) if areas else None, "removed": queries.removed_from(areas)}
    return render(request, "calendars/index.html", context)


@require_POST
@needs("calendars.edit")
def open_calendar(request):
    form = AreaForm(request.POST, areas=queries.areas_without_calendar(request.actor))
    if not form.is_valid():
        messages.error(request, _("Choose an area from the list that has no calendar yet."))
        return redirect("calendars:index")
    try:
        calendar = actions.open_calendar(by=request.actor, area=form.cleaned_data["area"])
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("calendars:index")
    return redirect("calendars:calendar", calendar.pk)


@require_POST
@of_calendar
@needs("calendars.edit")
def close_calendar(request, calendar):
    _try(
        request,
        actions.close_calendar,
        _("The calendar is removed. You can bring it back from this page."),
        calendar=calendar,
    )
    return redirect("calendars:index")


@require_POST
@needs("calendars.edit")
def reopen_calendar(request, area):
    area = get_object_or_404(Area, pk=area)
    _try(request, actions.reopen_calendar, _("The calendar is back, with its entries."), area=area)
    return redirect("calendars:index")


@require_POST
@of_calendar
@needs("calendars.edit")
def take_back(request, calendar, row):
    row = get_object_or_404(audit.rows_on(calendar), pk=row)
    _try(request, actions.take_back, _("The change is taken back."), calendar=calendar, row=row)
    return redirect("calendars:calendar", calendar.pk)


@require_GET
@of_calendar
@needs("calendars.read")
def calendar(request, calendar):
    number = _year(request.GET.get("year"))
    year = queries.year_of(calendar, number)
    context = {
        "calendar": calendar,
        "year": year,
        "years": queries.years_shown(calendar, number),
        "hours": queries.hours_of(calendar),
        "lacking": queries.years_lacking(calendar),
        "may_edit": queries.editable_by(request.actor, calendar),
    }
    if context["may_edit"]:
        context["history"] = queries.history(calendar)
    return render(request, "calendars/calendar.html", context)


@require_http_methods(["GET", "POST"])
@of_calendar
@needs("calendars.edit")
def days(request, calendar):
    """Entering days; with ?first= and ?last= the entries of those dates are changed."""
    first = _date(request.GET.get("first", ""))
    last = _date(request.GET.get("last", "")) or first
    row = calendar.days.filter(date=first).first() if first else None
    initial = {"first": first, "last": last if last != first else None}
    if row:
        initial |= {"working": str(int(row.working)), "name": row.name, "source": row.source}
        initial |= {"opens": row.opens, "closes": row.closes}
    form = DaysForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"instead_of": (first, last) if row else None}
        if _fill(form, actions.set_days, by=request.actor, calendar=calendar, **values):
            messages.success(request, _("Entered. New deadlines count by it; those that already run keep their date."))
            return _to_year(calendar, values["first"].year)
    return render(request, "calendars/days.html", {"calendar": calendar, "form": form, "row": row})


@require_POST
@of_calendar
@needs("calendars.edit")
def remove_days(request, calendar, first, last):
    _try(
        request,
        actions.remove_days,
        _("The entries are removed. Take it back in the history below if that was a mistake."),
        calendar=calendar,
        first=first,
        last=last,
    )
    return _to_year(calendar, first.year)


@require_http_methods(["GET", "POST"])
@of_calendar
@needs("calendars.edit")
def announce(request, calendar):
    form = YearForm(request.POST or None, initial={"year": _year(request.GET.get("year"))})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _fill(form, actions.announce_year, by=request.actor, calendar=calendar, **given):
            messages.success(request, _("%(year)s counts as announced.") % {"year": given["year"]})
            return _to_year(calendar, given["year"])
    return render(request, "calendars/announce.html", {"calendar": calendar, "form": form})


@require_POST
@of_calendar
@needs("calendars.edit")
def withdraw(request, calendar, year):
    _try(request, actions.withdraw_year, _("The year counts as not announced."), calendar=calendar, year=year)
    return _to_year(calendar, _year(year))


@require_http_methods(["GET", "POST"])
@of_calendar
@needs("calendars.edit")
def hours(request, calendar, key=""):
    """Office hours of a season; `key` names an entry that is changed."""
    line = _hours_line(calendar, key) if key else None
    form = HoursForm(request.POST or None, initial=HoursForm.initial_of(line) if line else None)
    if request.method == "POST" and form.is_valid():
        instead_of = (line.season, line.weekdays) if line else None
        if _fill(form, actions.set_hours, by=request.actor, calendar=calendar, instead_of=instead_of, **form.values()):
            messages.success(request, _("The office hours are set."))
            return redirect("calendars:calendar", calendar.pk)
    return render(request, "calendars/hours.html", {"calendar": calendar, "form": form, "line": line})


@require_POST
@of_calendar
@needs("calendars.edit")
def remove_hours(request, calendar, key):
    line = _hours_line(calendar, key)
    given = {"season": line.season, "weekdays": line.weekdays}
    _try(
        request,
        actions.remove_hours,
        _("These hours are removed. Take it back in the history below if that was a mistake."),
        calendar=calendar,
        **given,
    )
    return redirect("calendars:calendar", calendar.pk)


@require_http_methods(["GET", "POST"])
@of_calendar
@needs("calendars.edit")
def table(request, calendar):
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rows, whole = form.cleaned_data["table"], form.cleaned_data["whole_years"]
        added, changed = actions.read_table(by=request.actor, calendar=calendar, rows=rows, whole_years=whole)
        told = _("The table is read: %(added)s days new, %(changed)s changed.")
        messages.success(request, told % {"added": added, "changed": changed})
        return _to_year(calendar, rows[-1].date.year)
    return render(request, "calendars/table.html", {"calendar": calendar, "form": form})


def _try(request, action, success, **given):
    try:
        action(by=request.actor, **given)
        messages.success(request, success)
    except NotPossible as problem:
        messages.error(request, str(problem))


def _fill(form, action, **given):
    """Whether the action went well; what it objects to is said at the fields."""
    try:
        action(**given)
    except NotPossible as problem:
        for field, text in (problem.fields or {None: str(problem)}).items():
            form.add_error(field if field in form.fields else None, text)
        return False
    return True


def _hours_line(calendar, key):
    lines = queries.hours_lines([row.value() for row in calendar.hours.all()])
    for line in lines:
        if line.key == key:
            return line
    raise Http404


def _year(text):
    try:
        number = int(text)
    except (TypeError, ValueError):
        return now().date().year
    return number if rules.FIRST_YEAR <= number <= rules.LAST_YEAR else now().date().year


def _date(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _to_year(calendar, number):
    return redirect(f"{reverse('calendars:calendar', args=[calendar.pk])}?year={number}")
