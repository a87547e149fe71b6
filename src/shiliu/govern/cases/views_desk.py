"""The worker's queue and the page of one case at the desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import (
    actions,
    explaining,
    listing,
    queries,
    queries_joint,
    queries_themes,
    queries_time,
    timeline,
    views_time,
    views_triage,
)
from shiliu.govern.cases.forms_desk import CALL_BACK, ContactForm, MoveForm, QueueFilter, RemarkForm
from shiliu.govern.cases.views_neighbours import beside
from shiliu.platform import paging
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("cases.worklist")
def queue(request):
    """Open cases with the least time left first."""
    form = QueueFilter(request.GET)
    chosen = {**form.cleaned_data} if form.is_valid() else {}
    turn, text = chosen.pop("turn", ""), chosen.pop("text", "")
    to_call_back = queries.to_call_back(request.actor)
    asked = {"given": request.GET, "size": PER_PAGE, "text": text}
    if chosen.get("state") == CALL_BACK:
        part = listing.narrowed(**{**chosen, "state": ""})
        cases, arms = to_call_back[0].filter(part), [arm.filter(part) for arm in to_call_back[1]]
        page, count = listing.page(cases, order=listing.CHANGED, arms=arms, **asked)
    else:
        mine = queries_time.my_turn(request.actor)
        part = {"mine": mine, "waiting": ~mine}.get(turn)
        cases, arms = queries.queue(request.actor, part, text=text, **chosen)
        page, count = listing.page(cases, order=listing.QUEUE, arms=arms, **asked)
    page.object_list = queries.with_where(page.object_list)
    tallies = queries_time.tallies(request.actor)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "late": tallies["late"],
        "total": tallies["total"],
        "to_call_back": paging.count(None, arms=to_call_back[1]),
        "turns": views_time.tabs(request.actor, turn, tallies),
        **queries_joint.asked_of(request.actor),
    }
    return render(request, "cases/queue.html", context)


def find(request, pk):
    """The case, if the actor may see it; otherwise it does not exist."""
    case = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if case is None or not can(request.actor, "cases.worklist", case):
        raise Http404
    return case


def desk_context(request, case, *, opened=None, remark=None, contact=None):
    """`opened` is a bound MoveForm to show open again, with what was typed."""
    forms = [
        opened if opened is not None and opened.move.key == move.key else MoveForm(move=move, case=case)
        for move in case.workflow.open_to(request.actor, case)
    ]
    queries.with_where([case])
    return {
        "case": case,
        "state": case.state_now,
        "forms": forms,
        "opened": opened.move.key if opened is not None else None,
        "remark_form": remark or RemarkForm(),
        "contact_form": contact or ContactForm(),
        "may_read_contact": can(request.actor, "cases.read_contact", case),
        "may_moderate": can(request.actor, "cases.moderate", case),
        "timeline": timeline.entries(case, staff=True),
        "reasons": explaining.sentences(case.route),
        "joint": queries_joint.panel(request.actor, case),
        "beside": beside(request, case),
        "inside": queries_themes.inside(request.actor, case),
        "in_theme": queries_themes.parent_of(request.actor, case, desk=True),
        "suggested": views_triage.on_desk(request, case, forms),
        "promises": views_time.promise_rows(request.actor, case.promises.all()),
        "rounds": explaining.deadlines(case),
        "photos": [timeline.photo(file) for file in case.files.all() if file.step_id is None],
    }


@require_GET
@needs("cases.worklist")
def desk(request, pk):
    return render(request, "cases/desk.html", desk_context(request, find(request, pk)))


@require_http_methods(["POST"])
@needs("cases.worklist")
def move(request, pk, verb):
    """Any move of the table. What was typed stays on the page when the move is not possible."""
    case = find(request, pk)
    declared = next((m for m in case.workflow.moves if m.key == verb), None)
    if declared is None:
        raise Http404
    form = MoveForm(request.POST, request.FILES, move=declared, case=case)
    if form.is_valid():
        try:
            actions.move(by=request.actor, case=case, verb=verb, **form.cleaned_data)
        except NotPossible as error:
            for field, problem in error.fields.items():
                form.add_error(field if field in form.fields else None, problem)
            if not error.fields:
                # The step itself is gone from the page by now, so what happened is said above everything.
                messages.error(request, str(error))
        except Unacceptable as error:
            form.add_error("files", str(error))
        else:
            messages.success(request, _("Done: %(move)s.") % {"move": declared.label})
            return (
                redirect("cases:desk", pk=pk)
                if queries.visible_to(request.actor).filter(pk=pk).exists()
                else redirect("cases:queue")
            )
    return render(request, "cases/desk.html", desk_context(request, find(request, pk), opened=form), status=422)


@require_POST
@needs("cases.remark")
def remark(request, pk):
    case = find(request, pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        actions.remark(by=request.actor, case=case, note=form.cleaned_data["note"])
        messages.success(request, _("Your note was added."))
        return redirect("cases:desk", pk=pk)
    return render(request, "cases/desk.html", desk_context(request, case, remark=form), status=422)


@require_POST
@needs("cases.read_contact")
def contact(request, pk):
    """Show how to reach the asker, once, after the look is logged with its reason."""
    case = find(request, pk)
    demand(request.actor, "cases.read_contact", case)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/desk.html", desk_context(request, case, contact=form), status=422)
    found, author = actions.see_contact(by=request.actor, case=case, reason=form.cleaned_data["reason"])
    context = {"case": case, "contact": found, "author": author, "reason": form.cleaned_data["reason"]}
    response = render(request, "cases/contact.html", context)
    response["Cache-Control"] = "no-store"
    return response
