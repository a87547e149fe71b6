"""The office: what waits for an answer, what is hidden, appeals, translations to review, the rules of areas."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.proposals.cloud import actions, configuration, later, queries, searching, views, workflow
from shiliu.govern.proposals.cloud.actions import configuring, moderating
from shiliu.govern.proposals.cloud.forms import AnswerForm, AssignForm, DecideForm, OfficeFilter, PlaceForm, RuleForm
from shiliu.govern.proposals.cloud.models import ProposalRule
from shiliu.govern.proposals.cloud.models_talk import ProposalModeration
from shiliu.govern.proposals.cloud.registers import TELLING
from shiliu.platform import revisions, search, translations
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, demand, may_somewhere, needs, places_of
from shiliu.platform.permissions.targets import Place, inside
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("proposals.office")
def proposals(request):
    form = OfficeFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = chosen.get("state", "")
    rows = {"answered": queries.answered, "hidden": _hidden}.get(shown, queries.to_answer)(request.actor)
    if chosen.get("q", "").strip():
        rows = rows.filter(pk__in=list(search.keys(searching.KIND, chosen["q"], public_only=True)))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.shown_state = views.state_of(row)
    moderated = queries.moderated(request.actor)
    context = {
        "form": form, "page": page, "now": now(), "appeals": queries.appeals(request.actor), "shown": shown,
        "drafts": _drafts(moderated), "may_configure": may_somewhere(request.actor, "proposals.configure"),
    }  # fmt: skip
    return render(request, "proposals/office/proposals.html", context)


@require_http_methods(["GET", "POST"])
@needs("proposals.office")
def proposal(request, pk):
    """Answer one, or say which unit answers."""
    found = queries.one(request.actor, pk)
    if found is None or not any(can(request.actor, name, found) for name in ("proposals.answer", "proposals.assign")):
        raise Http404
    verb = request.POST.get("verb", "answer")
    answers = request.method == "POST" and verb == "answer"
    form = AnswerForm(request.POST if answers else None)
    assign = AssignForm(
        request.POST if request.method == "POST" and verb == "assign" else None,
        initial={"unit": found.unit.code if found.unit_id else ""},
    )
    bound = form if answers else assign
    if request.method == "POST" and bound.is_valid():
        try:
            if answers:
                actions.answer(by=request.actor, proposal=found, **form.cleaned_data)
                messages.success(
                    request, _("The answer is published. Its author and everybody who follows it are told.")
                )
            else:
                unit = Organisation.objects.filter(code=assign.cleaned_data["unit"]).first()
                actions.assign(by=request.actor, proposal=found, unit=unit)
                messages.success(request, _("The unit is told that it answers."))
            return redirect("office_proposals:proposal", pk=pk)
        except NotPossible as problem:
            problem.put_beside(bound)
    context = {
        "proposal": found, "state": views.state_of(found), "form": form, "assign": assign, "steps": later.entries(found),
        "answers": found.all_answers[::-1], "may_answer": can(request.actor, "proposals.answer", found),
        "may_assign": can(request.actor, "proposals.assign", found), "answerable": found.state in workflow.ANSWERABLE,
    }  # fmt: skip
    return render(
        request, "proposals/office/proposal.html", context, status=422 if form.errors or assign.errors else 200
    )


@require_http_methods(["GET", "POST"])
@needs("proposals.decide_appeal")
def decide(request, pk):
    """An appeal that is open, with what it is about."""
    entry = get_object_or_404(
        ProposalModeration.objects.select_related("proposal__area", "comment", "amendment"), pk=pk, decision="appealed"
    )
    demand(request.actor, "proposals.decide_appeal", entry.proposal)
    thing, form = entry.thing, DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.decide(by=request.actor, thing=thing, **form.cleaned_data)
            messages.success(request, _("The decision and its reason stand on the public log."))
            return redirect("office_proposals:proposals")
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"entry": entry, "thing": thing, "form": form, "entries": moderating.entries_of(thing),
               "may": moderating.may_decide(request.actor, thing), "open": moderating.open_appeal(thing)}  # fmt: skip
    return render(request, "proposals/office/decide.html", context, status=422 if form.errors else 200)


@require_GET
@needs("proposals.configure")
def rules(request):
    """The rules of the actor's areas, and the area to add one for."""
    everywhere, paths, _units = places_of(request.actor, "proposals.configure")
    mine = inside(paths, "area__path", everywhere=everywhere)
    page = Paginator(
        ProposalRule.objects.filter(mine).select_related("area", "unit").order_by("area__path"), PER_PAGE
    ).get_page(request.GET.get("page"))
    form = PlaceForm(request.GET if "area" in request.GET else None)
    if form.is_bound and form.is_valid():
        area = Area.objects.filter(code=form.cleaned_data["area"], active=True).first()
        if area is not None:
            return redirect("office_proposals:rule", code=area.code)
        form.add_error("area", _("There is no place with this code. Look it up under “Places and grid”."))
    return render(
        request, "proposals/office/rules.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@needs("proposals.configure")
def rule(request, code):
    area = get_object_or_404(Area, code=code)
    demand(request.actor, "proposals.configure", Place(area))
    row = ProposalRule.objects.select_related("unit", "area").filter(area=area).first()
    present = configuring.values(row)
    form, theirs = (
        RuleForm(
            request.POST if request.method == "POST" else None, initial={**present, "seen": revisions.stamp(present)}
        ),
        None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            configuring.set_rule(by=request.actor, area=area, **form.cleaned_data)
            messages.success(request, _("Saved. It counts for proposals that open from now on."))
            return redirect("office_proposals:rule", code=code)
        except revisions.Stale as stale:
            theirs = TELLING.compared(stale.present, {name: form.cleaned_data[name] or None for name in present})
            data = form.data.copy()
            data["seen"] = revisions.stamp(stale.present)
            form = RuleForm(data)
            form.is_valid()
            form.add_error(None, str(stale))
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"area": area, "form": form, "terms": configuration.terms_of(area), "theirs": theirs, "rule": row,
               "history": TELLING.entries(row, present) if row else ()}  # fmt: skip
    return render(request, "proposals/office/rule.html", context, status=409 if theirs else 422 if form.errors else 200)


@require_POST
@needs("proposals.configure")
def take_back(request, code, row):
    found = get_object_or_404(ProposalRule.objects.select_related("area", "unit"), area__code=code)
    demand(request.actor, "proposals.configure", found)
    entry = get_object_or_404(AuditRow, pk=row, target_type=found._meta.label_lower, target_id=str(found.pk))
    try:
        configuring.take_back(by=request.actor, rule=found, row=entry)
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_proposals:rule", code=code)


def _hidden(actor):
    return queries.moderated(actor).filter(is_hidden=True)


def _drafts(moderated):
    """[(proposal, language)] of drafts of translations that wait for somebody to review them."""
    waiting = translations.waiting("proposals.proposal", moderated.filter(is_hidden=False).values("pk"))[:PER_PAGE]
    rows = moderated.in_bulk([key for key, _language in waiting])
    return [(rows[key], language) for key, language in waiting if key in rows]
