"""Whoever sits in a clinic: the times of a day, what advice was given, the slip for legal aid."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.clinics import actions, paper, queries, slots
from shiliu.live.services.clinics.forms import AdviceForm, SlipForm
from shiliu.live.services.clinics.kind import CLINICS
from shiliu.platform import bookings, printing
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

VERBS = {
    "came": partial(actions.mark, came=True),
    "absent": partial(actions.mark, came=False),
    "undo": actions.unmark,
    "cancel": actions.cancel,
}
DESK = bookings.Desk(CLINICS, "office_clinics", queries.served_by, VERBS)


@require_GET
@needs("clinics.serve")
def days(request):
    """The clinics one sits in, with how many come to each today."""
    rows = [
        (clinic, CLINICS.of_day(clinic, CLINICS.today(clinic)).count())
        for clinic in queries.whole(queries.served_by(request.actor))
    ]
    if len(rows) == 1:
        return redirect("office_clinics:day", pk=rows[0][0].pk)
    context = {"rows": rows, "calendar": DESK.calendar_address(request.actor)}
    return render(request, "clinics/office/days.html", context)


@never_cache
@require_GET
@needs("clinics.serve")
def day(request, pk):
    """One day of one clinic: times and numbers, and nothing about anybody."""
    found = served(request, pk)
    return render(request, "clinics/office/day.html", {"clinic": found, **DESK.day(request, found)})


@require_POST
@needs("clinics.serve")
def mark(request, pk, booked, verb):
    served(request, pk)
    return DESK.mark(request, booked, verb)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("clinics.serve")
def book(request, pk):
    """For somebody who calls or stands there: when, and how to reach them. Nobody asks why."""
    found = served(request, pk)

    def act(**given):
        return actions.book_for_caller(by=request.actor, clinic=found, **given)

    return DESK.book(request, "clinics/office/book.html", found, slots.WISH, act, clinic=found)


@never_cache
@require_GET
@needs("clinics.serve")
def slip(request, pk):
    """What was booked for a caller, to be read out or printed."""
    return render(request, "clinics/office/slip.html", DESK.slip(request, pk))


@require_GET
@needs("clinics.book")
def calendar(request, key):
    """iCalendar (RFC 5545) of the clinics the bearer of a signed link sits in: times and numbers."""
    return DESK.calendar(key, _("Clinics"))


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
