"""Administrators: the roster of advisers, one of them with its terms."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.clinics import office, queries, values
from shiliu.live.services.clinics.forms import AdviserForm, AdvisersFilter, TermForm
from shiliu.live.services.clinics.telling import TELLING
from shiliu.platform import audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("clinics.manage")
def advisers(request):
    form = AdvisersFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = queries.advisers_of(request.actor)
    found = queries.found(mine, chosen.get("q", ""), "organisation__code")
    if chosen.get("state"):
        present = queries.holding().values("pk")
        found = found.filter(pk__in=present) if chosen["state"] == "now" else found.exclude(pk__in=present)
    page, today = Paginator(found, PER_PAGE).get_page(request.GET.get("page")), localdate(now())
    for one in page:
        one.present = next((term for term in one.terms.all() if term.since <= today <= term.until), None)
    context = {"form": form, "page": page, "total": mine.exists()}
    return render(request, "clinics/office/advisers.html", context)


@require_http_methods(["GET", "POST"])
@needs("clinics.manage")
def edit(request, pk=None):
    """An adviser to change, with all terms, or a new one."""
    found = _adviser(request, pk) if pk else None
    present = values.of_adviser(found) if found else {}
    more = {
        "names": present.get("names"),
        "initial": {**present, "seen": revisions.stamp(present)} if found else {},
    }
    form, theirs = AdviserForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        try:
            saved = office.save_adviser(by=request.actor, adviser=found, seen=form.cleaned_data["seen"] or None, **form.values())  # fmt: skip
            messages.success(request, _("Saved.") if found else _("The adviser is entered. Enter the first term next."))
            return redirect("office_clinics:adviser", pk=saved.pk)
        except revisions.Stale as stale:
            theirs = TELLING.compared(stale.present, form.values())
            form = after_stale(form, AdviserForm, stale, **more)
        except NotPossible as problem:
            form.take(problem)
    return _shown(request, found, form, TermForm(), status_of(form, theirs), theirs)


@require_POST
@needs("clinics.manage")
def add_term(request, pk):
    found = _adviser(request, pk)
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            office.add_term(by=request.actor, adviser=found, **form.cleaned_data)
            messages.success(request, _("The term is entered."))
            return redirect("office_clinics:adviser", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    present = values.of_adviser(found)
    about = AdviserForm(names=found.names, initial={**present, "seen": revisions.stamp(present)})
    return _shown(request, found, about, form, 422)


@require_POST
@needs("clinics.manage")
def end_term(request, pk, term):
    row = get_object_or_404(_adviser(request, pk).terms.select_related("adviser__area"), pk=term)
    try:
        office.end_term(by=request.actor, term=row)
        messages.success(request, _("The term is ended."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_clinics:adviser", pk=pk)


@require_POST
@needs("clinics.manage")
def take_back(request, pk, row):
    found = _adviser(request, pk)
    changed = get_object_or_404(audit.rows_on(found), pk=row)
    try:
        office.take_back_adviser(by=request.actor, adviser=found, row=changed)
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_clinics:adviser", pk=pk)


def _shown(request, found, form, term_form, status, theirs=()):
    context = {
        "theirs": theirs,
        "form": form, "term_form": term_form, "adviser": found, "today": localdate(now()),
        "terms": found.terms.all() if found else [],
        "history": TELLING.entries(found, values.of_adviser(found)) if found else [],
    }  # fmt: skip
    return render(request, "clinics/office/adviser.html", context, status=status)


def _adviser(request, pk):
    return get_object_or_404(queries.advisers_of(request.actor), pk=pk)
