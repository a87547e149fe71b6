"""Calling units to a table: the request, the decision, who came, the outcome; and the list of all of them with plain counts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.cases import listing, queries, queries_joint, summoning
from shiliu.govern.cases.forms_summons import (
    ApproveForm,
    AttendanceForm,
    DeclineForm,
    OutcomeForm,
    SummonsFilter,
    SummonsForm,
    TakeBackForm,
)
from shiliu.govern.cases.models import Summons
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
State = Summons.State


@require_GET
@needs("cases.worklist")
def listed(request):
    """Tables called for cases of the reader's units and areas."""
    form = SummonsFilter(request.GET)
    everything = queries_joint.summonses(request.actor)
    found = queries_joint.narrowed(everything, **form.cleaned_data) if form.is_valid() else everything.none()
    page, count = listing.page(queries_joint.shown(found), request.GET, order=queries_joint.NEWEST, size=PER_PAGE)
    queries.with_where([summons.case for summons in page])
    context = {
        "form": form,
        "page": page,
        "count": count,
        "rows": [queries_joint.table_row(summons) for summons in page],
        "counts": queries_joint.counts(found),
        "any": bool(page.object_list) or everything.exists(),
    }
    return render(request, "cases/joint_summonses.html", context)


@require_http_methods(["GET", "POST"])
@needs("cases.summon")
def ask(request, pk):
    case = queries.visible_to(request.actor).filter(pk=pk).select_related("area", "lead", "category").first()
    if case is None:
        raise Http404
    demand(request.actor, "cases.summon", case)
    form = SummonsForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            summons = summoning.ask(by=request.actor, case=case, **form.cleaned_data)
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, _("The supervisor was asked. You hear of the decision."))
            return redirect("cases:summons", pk=summons.pk)
    context = {"case": case, "form": form, "possible": case.lead_id and case.state not in ENDED_STATES}
    return render(request, "cases/joint_summon.html", context, status=422 if form.errors else 200)


# What a form sends as `do`: (form, permission, states it is open in, what is said afterwards)
STEPS = {
    "approve": (ApproveForm, "cases.supervise", (State.ASKED,), gettext_lazy("The units are called. Each of them has been told.")),
    "decline": (DeclineForm, "cases.supervise", (State.ASKED, State.APPROVED), gettext_lazy("Whoever asked has been told.")),
    "take_back": (TakeBackForm, "cases.summon", (State.ASKED,), gettext_lazy("The request was taken back.")),
    "attendance": (AttendanceForm, "cases.note_summons", (State.APPROVED, State.HELD), gettext_lazy("Noted who came.")),
    "outcome": (OutcomeForm, "cases.note_summons", (State.HELD,), gettext_lazy("The outcome is told to the resident.")),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("cases.worklist")
def one(request, pk):
    summons = queries_joint.shown(queries_joint.summonses(request.actor)).filter(pk=pk).first()
    if summons is None:
        raise Http404
    opened = None
    if request.method == "POST":
        if request.POST.get("do") not in STEPS:
            raise Http404
        opened = form_of(request.POST["do"], summons, request.POST)
        if opened.is_valid() and _taken(request, summons, opened):
            messages.success(request, STEPS[opened.prefix][3])
            return redirect(
                "cases:desk" if opened.prefix == "take_back" else "cases:summons",
                summons.case_id if opened.prefix == "take_back" else pk,
            )
    queries.with_where([summons.case])
    forms = {
        do: opened if opened is not None and opened.prefix == do else form_of(do, summons)
        for do in open_to(request.actor, summons)
    }
    context = {"case": summons.case, "row": queries_joint.table_row(summons), "summons": summons, "forms": forms,
               "opened": opened and opened.prefix, "has_met": summons.meets_at <= now(),
               "may_open_case": can(request.actor, "cases.worklist", summons.case)}  # fmt: skip
    return render(request, "cases/joint_summons.html", context, status=422 if opened is not None else 200)


def open_to(actor, summons):
    """The steps the actor may take now."""
    met = summons.meets_at <= now()
    return [
        do for do, (_form, permission, states, _words) in STEPS.items()
        if summons.state in states and can(actor, permission, summons) and (met or do != "attendance")
    ]  # fmt: skip


def form_of(do, summons, data=None):
    if do == "attendance":
        return AttendanceForm(data, summons=summons, prefix=do)
    initial = {"meets_at": summons.meets_at} if do == "approve" else None
    return STEPS[do][0](data, initial=initial, prefix=do)


def _taken(request, summons, form):
    """Whether the step was taken; if not, the problem stands beside its field."""
    given = {"by": request.actor, "summons": summons}
    try:
        if form.prefix == "attendance":
            summoning.note_attendance(**given, attendance=form.attendance())
        elif form.prefix == "outcome":
            summoning.close(**given, **form.cleaned_data)
        else:
            {"approve": summoning.approve, "decline": summoning.decline, "take_back": summoning.take_back}[form.prefix](
                **given, **form.cleaned_data
            )
    except NotPossible as error:
        error.put_beside(form)
        return False
    return True
