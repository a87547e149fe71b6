"""Whoever sits in a clinic: the times of a day, what advice was given, the slip for legal aid."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.appointments.office_views import DayFilter
from shiliu.live.services.clinics import actions, paper, queries
from shiliu.live.services.clinics.forms import AdviceForm, SlipForm
from shiliu.platform import deadlines, printing
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

VERBS = {
    "came": lambda **given: actions.mark(came=True, **given),
    "absent": lambda **given: actions.mark(came=False, **given),
    "undo": actions.unmark,
}


@require_GET
@needs("clinics.serve")
def days(request):
    """The clinics one sits in, with how many come to each today."""
    rows = [
        (clinic, queries.of_day(clinic, queries.today(clinic.area)).count())
        for clinic in queries.whole(queries.served_by(request.actor))
    ]
    if len(rows) == 1:
        return redirect("office_clinics:day", pk=rows[0][0].pk)
    return render(request, "clinics/office/days.html", {"rows": rows})


@never_cache
@require_GET
@needs("clinics.serve")
def day(request, pk):
    """One day of one clinic: times and numbers, and nothing about anybody."""
    found = served(request, pk)
    form = DayFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    which = chosen.get("day") or queries.today(found.area)
    rows = list(queries.of_day(found, which))
    shown = [row for row in rows if not chosen.get("q") or str(row.number) == chosen["q"].strip()]
    context = {
        "clinic": found, "form": form, "day": which, "rows": shown, "total": len(rows),
        "zone": deadlines.calendar_of(found.area).timezone,
        "verbs": [("came", _("Came")), ("absent", _("Did not come"))],
    }  # fmt: skip
    return render(request, "clinics/office/day.html", context)


@require_POST
@needs("clinics.serve")
def mark(request, pk, booked, verb):
    found = served(request, pk)
    row = get_object_or_404(found.bookings.select_related("booking", "clinic__area", "clinic__organisation"), pk=booked)
    if verb not in VERBS:
        raise Http404
    local = row.booking.starts.astimezone(deadlines.calendar_of(found.area).timezone).date()
    try:
        VERBS[verb](by=request.actor, booked=row)
        messages.success(request, _("Noted for number %(number)s.") % {"number": row.number})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(f"{reverse('office_clinics:day', args=[pk])}?day={local}")


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.serve")
def advice(request, pk):
    """Noting what was asked, from lists, without anybody; below it what was noted for the day."""
    found = served(request, pk)
    today = queries.today(found.area)
    form = AdviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "day": form.cleaned_data["day"] or today}
        try:
            actions.log_advice(by=request.actor, clinic=found, **given)
            messages.success(request, _("Noted. Nothing leads from this note to whoever came."))
            return redirect("office_clinics:advice", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"clinic": found, "form": form, "today": today, "logged": queries.logged(found, today)}
    return render(request, "clinics/office/advice.html", context, status=status_of(form))


@require_POST
@needs("clinics.serve")
def remove_advice(request, pk, key):
    row = get_object_or_404(served(request, pk).advice.select_related("clinic__area"), pk=key)
    try:
        actions.remove_advice(by=request.actor, advice=row)
        messages.success(request, _("Removed."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_clinics:advice", pk=pk)


@require_GET
@needs("clinics.serve")
def referral(request, pk):
    """The slip for legal aid before it is printed."""
    found = served(request, pk)
    context = {"clinic": found, "form": SlipForm(), "papers": paper.papers_of(found)}
    return render(request, "clinics/office/referral.html", context)


@require_GET
@needs("clinics.serve")
def referral_pdf(request, pk):
    found = served(request, pk)
    if found.referral_unit is None:
        return redirect("office_clinics:referral", pk=pk)
    form = SlipForm(request.GET)
    language = form.cleaned_data["language"] if form.is_valid() else ""
    try:
        content = paper.slip_pdf(found, language)
    except printing.NotPrintable as problem:
        for sentence in problem.reasons:
            messages.error(request, sentence)
        return redirect("office_clinics:referral", pk=pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="referral.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def served(request, pk):
    return get_object_or_404(queries.whole(queries.served_by(request.actor)), pk=pk)
