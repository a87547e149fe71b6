"""Staff: the list of facilities, one of them, the confirm round, and entries that may be one thing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.circle import actions, queries, telling, values
from shiliu.live.circle.forms_office import FacilityForm, StaffFilter
from shiliu.platform import audit, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
MOST_PAIRS = 200
DONE = {
    "confirm": gettext_lazy("Noted: it is still there."),
    "close": gettext_lazy("Noted: it is closed. The next measurement leaves it out."),
    "reopen": gettext_lazy("It is on the list again."),
    "part": gettext_lazy("They are two entries again. What the other took over can be taken back in its history."),
    "accept": gettext_lazy("The proposal is on the list now."),
    "decline": gettext_lazy("The proposal is declined and deleted."),
}


@require_GET
@needs("circle.keep")
def facilities(request):
    form = StaffFilter(request.GET)
    mine = queries.kept_by(request.actor)
    page = Paginator(queries.listed(mine, **form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, telling.STATES[one.state]) for one in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "total": mine.exists(),
        "due": queries.to_look_at(request.actor).count(),
    }
    context["may_import"] = may_everything(request.actor, "circle.import")
    return render(request, "circle/office_facilities.html", context)


@require_GET
@needs("circle.keep")
def facility(request, pk):
    found = _kept(request, pk)
    context = {"facility": found, "access": telling.access(found), "state": telling.STATES[found.state],
               "history": telling.HISTORY.entries(found, values.of_facility(found)),
               "src": reverse("circle:facility_features", args=[pk])}  # fmt: skip
    return render(request, "circle/office_facility.html", context)


@require_http_methods(["GET", "POST"])
@needs("circle.keep")
def enter(request):
    form = FacilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_facility(by=request.actor, **form.values())
            messages.success(request, _("The facility is entered and confirmed."))
            return redirect("office_circle:facility", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@needs("circle.keep")
def edit(request, pk):
    found = _kept(request, pk)
    present = values.of_facility(found)
    first = {**present, "seen": revisions.stamp(present)}
    form, theirs = FacilityForm(request.POST or None, names=found.names, initial=first), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_facility(by=request.actor, facility=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_circle:facility", pk=pk)
        except revisions.Stale as stale:
            theirs = telling.HISTORY.compared(stale.present, form.values())
            form = after_stale(form, FacilityForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    return _form_page(request, form, facility=found, theirs=theirs)


def _form_page(request, form, facility=None, theirs=()):
    context = {"form": form, "facility": facility, "theirs": theirs, "src": reverse("places:features")}
    return render(request, "circle/office_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("circle.keep")
def act(request, pk, verb):
    """One press on the page of a facility or in the confirm round."""
    found, reason = _kept(request, pk), request.POST.get("reason", "")[:300]
    deeds = {
        "confirm": lambda: actions.confirm(by=request.actor, facility=found),
        "close": lambda: actions.close(by=request.actor, facility=found, reason=reason),
        "reopen": lambda: actions.reopen(by=request.actor, facility=found),
        "part": lambda: actions.part(by=request.actor, facility=found),
        "accept": lambda: actions.decide(by=request.actor, facility=found, accept=True),
        "decline": lambda: actions.decide(by=request.actor, facility=found, accept=False, reason=reason),
    }
    if verb not in deeds:
        raise Http404
    try:
        deeds[verb]()
        messages.success(request, DONE[verb])
    except NotPossible as problem:
        messages.error(request, str(problem))
    if "round" in request.POST or verb == "decline":
        return redirect("office_circle:round")
    return redirect("office_circle:facility", pk=pk)


@require_POST
@needs("circle.keep")
def revert(request, pk, row):
    found = _kept(request, pk)
    try:
        actions.revert_facility(by=request.actor, facility=found, row=get_object_or_404(audit.rows_on(found), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_circle:facility", pk=pk)


@require_GET
@needs("circle.keep")
def confirm_round(request):
    """What somebody should look at, the most urgent first."""
    page = Paginator(queries.to_look_at(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, telling.STATES[one.state]) for one in page]
    return render(
        request,
        "circle/office_round.html",
        {"page": page, "rows": rows, "days": round(queries.setting("confirm_days"))},
    )


@require_GET
@needs("circle.keep")
def duplicates(request):
    found = queries.alike(request.actor)
    return render(
        request, "circle/office_duplicates.html", {"pairs": found[:MOST_PAIRS], "more": max(0, len(found) - MOST_PAIRS)}
    )


@require_POST
@needs("circle.keep")
def merge(request, pk, into):
    try:
        actions.merge(by=request.actor, facility=_kept(request, pk), into=_kept(request, into))
        messages.success(
            request, _("They are one entry now. On the page of the closed one you can take them apart again.")
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_circle:duplicates")


def _kept(request, pk):
    return get_object_or_404(queries.kept_by(request.actor).select_related("kind", "area", "merged_into"), pk=pk)
