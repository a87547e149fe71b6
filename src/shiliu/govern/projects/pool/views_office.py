"""Keepers of the pool: entering, asking for checks, settling, leaving and coming back; and the person who was asked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.projects.pool import actions, queries, rules, values
from shiliu.govern.projects.pool.actions.lists import values as line_values
from shiliu.govern.projects.pool.forms import (
    AnswerForm,
    AskForm,
    CandidateForm,
    ExclusionForm,
    OtherForm,
    OutForm,
    PoolFilter,
    ReasonForm,
    SettleForm,
)
from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion, Incompatible
from shiliu.govern.projects.pool.views import TELLING, TONES
from shiliu.platform import revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
# verb: (form, heading, what it means, words afterwards, states in which it is offered)
STEPS = {
    "settle": (SettleForm, gettext_lazy("Settle whether it can be done"), gettext_lazy("Once every unit has answered. What you write is published."), gettext_lazy("Settled and published."), ("checking",)),
    "reopen": (ReasonForm, gettext_lazy("Have it checked again"), gettext_lazy("The price goes, the answers of the units stay readable."), gettext_lazy("Open again. Ask a unit for a new check."), ("ready", "not_feasible")),
    "out": (OutForm, gettext_lazy("Take it out of the pool"), gettext_lazy("It stays readable with the reason, and can be taken in again."), gettext_lazy("Taken out. Everybody can read why."), rules.EDITABLE),
    "in": (ReasonForm, gettext_lazy("Take it into the pool again"), gettext_lazy("It goes on where it stood."), gettext_lazy("In the pool again."), ("out",)),
    "merge": (OtherForm, gettext_lazy("Merge with another"), gettext_lazy("Its address will lead to the other; you can separate them again."), gettext_lazy("Merged."), rules.EDITABLE),
    "pair": (OtherForm, gettext_lazy("Only one of two can be had"), gettext_lazy("A vote will buy one of them at most."), gettext_lazy("Written down."), rules.EDITABLE),
    "separate": (None, gettext_lazy("Separate again"), "", gettext_lazy("Separated again."), ("merged",)),
    "give_up": (ReasonForm, gettext_lazy("Give it up"), gettext_lazy("It was chosen and is not carried out after all; everybody reads why."), gettext_lazy("Given up. It can stand in another vote."), ("chosen",)),
}  # fmt: skip


@require_GET
@needs("pool.enter")
def candidates(request):
    form = PoolFilter(request.GET)
    chosen = form.chosen()
    every = queries.entered_near(request.actor)
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(queries.whole(found).order_by("-entered_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip, one.url = TONES[one.state], _page_of(request.actor, one)
    context = {
        "form": form,
        "page": page,
        "total": every.exists(),
        "mine": queries.asked_of(request.actor).count(),
        **_tabs(request),
    }
    return render(request, "pool/office/candidates.html", context)


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def new(request):
    places = list(queries.places_to_enter(request.actor))
    form = CandidateForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(by=request.actor, origin=Candidate.Origin.UNIT, **form.entered())
            if can(request.actor, "pool.keep", made):
                said = _("Entered as number %(number)s. Now ask the units that know whether it can be done.")
            else:
                said = _("Entered as number %(number)s. Whoever keeps the pool of this place has it checked next.")
            messages.success(request, said % {"number": made.pk})
            return redirect(_page_of(request.actor, made))
        except NotPossible as problem:
            form.take(problem)
    return render(request, "pool/office/new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("pool.keep")
def candidate(request, pk):
    """One candidate for its keeper: what it says, its checks, and every step that can be made now."""
    found = _kept(request, pk)
    present = values.of(found)
    places = list(queries.places_to_enter(request.actor))
    more = {"names": present["names"], "places": places, "initial": {**present, "seen": revisions.stamp(present)}}
    form, lost = CandidateForm(request.POST or None, **more), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(by=request.actor, candidate=found, seen=form.cleaned_data["seen"] or None, **form.values())
            messages.success(request, _("Saved. The version before stays readable."))
            return redirect("office_pool:candidate", pk)
        except revisions.Stale as stale:
            form, lost = after_stale(form, CandidateForm, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    context = {
        "candidate": found, "chip": TONES[found.state], "form": form, "checks": queries.checks_of(found), "pairs": queries.pairs_of(found),
        "editable": found.state in rules.EDITABLE, "entries": TELLING.entries(found, present),
        "steps": [(verb, heading) for verb, (_form, heading, _why, _then, states) in STEPS.items() if found.state in states],
    }  # fmt: skip
    return render(request, "pool/office/candidate.html", context, status=status_of(form, lost))


@require_http_methods(["GET", "POST"])
@needs("pool.keep")
def ask(request, pk):
    found = _kept(request, pk)
    form = AskForm(request.POST or None, area=found.area)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_check(by=request.actor, candidate=found, **form.asked())
            messages.success(request, _("Asked. You find the answer here."))
            return redirect("office_pool:candidate", pk)
        except NotPossible as problem:
            problem.put_beside(form)
    why = _(
        "Somebody of the unit says whether it can be done and what it costs. Both are published with the name of the unit."
    )
    if found.state in (Candidate.State.READY, Candidate.State.NOT_FEASIBLE):
        why = _("This candidate is settled. Asking opens it again: its price goes, and it is settled anew.") + " " + why
    context = {"form": form, "candidate": found, "heading": _("Ask whether it can be done"), "why": why}
    return render(request, "pool/office/step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("pool.keep")
def do(request, pk, verb):
    """One step of a candidate: asked on a page of its own, because each has a reason that everybody reads."""
    if verb not in STEPS:
        raise Http404
    kind, heading, why, then, _states = STEPS[verb]
    found = _kept(request, pk)
    form = kind(request.POST or None) if kind else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _do(request.actor, found, verb, form.cleaned_data if form else {})
            messages.success(request, then)
            return redirect("office_pool:candidate", pk)
        except NotPossible as problem:
            if form is None:
                messages.error(request, str(problem))
                return redirect("office_pool:candidate", pk)
            problem.put_beside(form)
    context = {"form": form, "candidate": found, "heading": heading, "why": why}
    return render(request, "pool/office/step.html", context, status=status_of(form) if form else 200)


def _do(by, candidate, verb, given):
    if verb == "settle":
        money = {"low": given["low"], "high": given["high"]}
        actions.settle(by=by, candidate=candidate, feasible=given["feasible"] == "yes", reason=given["reason"], **money)
    elif verb == "out":
        actions.take_out(by=by, candidate=candidate, reason=given["reason"], exclusion=given["exclusion"])
    elif verb == "merge":
        actions.merge(by=by, candidate=candidate, into=given["other"], reason=given["reason"])
    elif verb == "pair":
        actions.set_incompatible(by=by, candidate=candidate, other=given["other"], reason=given["reason"])
    elif verb == "separate":
        actions.separate(by=by, candidate=candidate)
    else:
        step = {"reopen": actions.reopen, "in": actions.take_in, "give_up": actions.give_up}[verb]
        step(by=by, candidate=candidate, reason=given["reason"])


@require_POST
@needs("pool.keep")
def revert(request, pk, row):
    found = _kept(request, pk)
    entry = get_object_or_404(revisions.history(found), pk=row)
    try:
        actions.revert(by=request.actor, candidate=found, row=entry)
        messages.success(request, _("Taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_pool:candidate", pk)


@require_POST
@needs("pool.keep")
def part_pair(request, pk):
    pair = get_object_or_404(Incompatible.objects.select_related("first__area", "second"), pk=pk)
    actions.part_pair(by=request.actor, pair=pair)
    messages.success(request, _("Both can be had from now on."))
    return redirect("office_pool:candidate", pair.first_id)


@require_GET
@needs("pool.check")
def checks(request):
    """What the reader was asked and has not answered yet."""
    page = Paginator(queries.asked_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pool/office/checks.html", {"page": page, **_tabs(request)})


@require_http_methods(["GET", "POST"])
@needs("pool.check")
def check(request, pk):
    found = get_object_or_404(Check.objects.select_related("candidate__area", "organisation"), pk=pk)
    demand(request.actor, "pool.check", found)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_check(by=request.actor, check=found, feasible=given["feasible"] == "yes", explanation=given["explanation"],
                                 low=given["low"], high=given["high"])  # fmt: skip
            messages.success(request, _("Thank you. Your unit’s answer is published with the candidate."))
            return redirect("office_pool:checks")
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "check": found, "candidate": found.candidate, "open": found.verdict == Check.Verdict.OPEN}
    return render(request, "pool/office/check.html", context, status=status_of(form))


@require_POST
@needs("pool.keep")
def withdraw_check(request, pk):
    found = get_object_or_404(Check.objects.select_related("candidate__area", "organisation"), pk=pk)
    try:
        actions.withdraw_check(by=request.actor, check=found)
        messages.success(request, _("The unit is no longer asked."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_pool:candidate", found.candidate_id)


@require_GET
@needs("pool.edit_list")
def exclusions(request):
    demand(request.actor, "pool.edit_list", WholeSite())
    page = Paginator(Exclusion.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pool/office/list.html", {"page": page, **_tabs(request)})


@require_http_methods(["GET", "POST"])
@needs("pool.edit_list")
def exclusion(request, pk=None):
    demand(request.actor, "pool.edit_list", WholeSite())
    found = get_object_or_404(Exclusion, pk=pk) if pk else None
    present = line_values(found) if found else {}
    more = {"names": present.get("names"), "initial": {**present, "seen": revisions.stamp(present)} if found else {}}
    form, lost = ExclusionForm(request.POST or None, **more), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_exclusion(
                by=request.actor, exclusion=found, seen=form.cleaned_data["seen"] or None, **form.values()
            )
            messages.success(request, _("Saved. Everybody can read it under the rules of the pool."))
            return redirect("office_pool:list")
        except revisions.Stale as stale:
            form, lost = after_stale(form, ExclusionForm, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    return render(request, "pool/office/line.html", {"form": form, "line": found}, status=status_of(form, lost))


@require_POST
@needs("pool.edit_list")
def use_line(request, pk, verb):
    if verb not in {"retire", "put-back"}:
        raise Http404
    actions.set_exclusion_active(
        by=request.actor, exclusion=get_object_or_404(Exclusion, pk=pk), active=verb == "put-back"
    )
    messages.success(
        request, _("Put back on the list.") if verb == "put-back" else _("Retired. What it kept out stays out.")
    )
    return redirect("office_pool:list")


@require_POST
@needs("pool.edit_list")
def load_exclusions(request):
    number = actions.load_exclusions(by=request.actor)
    messages.success(
        request, _("%(number)s lines loaded. Read each and its source before you use it.") % {"number": number}
    )
    return redirect("office_pool:list")


def _page_of(actor, candidate):
    """Where the actor goes on with a candidate: who may only enter some reads it as everybody does."""
    name = "office_pool:candidate" if can(actor, "pool.keep", candidate) else "pool:candidate"
    return reverse(name, args=[candidate.pk])


def _kept(request, pk):
    found = get_object_or_404(queries.whole(Candidate.objects.all()), pk=pk)
    demand(request.actor, "pool.keep", found)
    return found


def _tabs(request):
    return {"may_list": bool(can(request.actor, "pool.edit_list", WholeSite()))}
