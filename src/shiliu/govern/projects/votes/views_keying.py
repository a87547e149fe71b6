"""Staff: a pile of paper ballots, sheet by sheet, the second keying, the differences, and into the box."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.projects.votes import actions, paper, queries
from shiliu.govern.projects.votes.actions.keying import differing, mark
from shiliu.govern.projects.votes.forms import SheetForm
from shiliu.govern.projects.votes.models import Batch
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

KEYING = {Batch.State.FIRST: "first", Batch.State.SECOND: "second"}


@require_POST
@needs("votes.key_in")
def begin(request, pk):
    vote = get_object_or_404(queries.workable_by(request.actor), pk=pk)
    try:
        made = actions.begin_batch(by=request.actor, vote=vote)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_votes:vote", pk=pk)
    messages.success(request, _("Write the number %(number)d on the pile.") % {"number": made.number})
    return redirect("office_votes:sheet", pk=made.pk, number=1)


@require_GET
@needs("votes.key_in")
def batch(request, pk):
    found = _batch(request, pk)
    keying, sheets = KEYING.get(found.state), list(found.sheets.all())
    settling = found.state == Batch.State.SETTLING
    context = {
        "batch": found, "vote": found.vote, "sheets": sheets, "keying": keying, "next": _next(sheets, keying),
        "same_person": keying == "second" and found.first_mark == mark(request.actor, found),
        "differing": [sheet for sheet in sheets if differing(found, sheet)] if settling else [],
    }  # fmt: skip
    return render(request, "votes/office/batch.html", context)


@require_http_methods(["GET", "POST"])
@needs("votes.key_in")
def sheet(request, pk, number):
    """One sheet. In the second keying the first stays unseen: whoever reads it would believe it."""
    found = _batch(request, pk)
    keying = KEYING.get(found.state)
    if keying is None:
        return redirect("office_votes:batch", pk=pk)
    row = found.sheets.filter(number=number).first()
    first = paper.read(found, row, keying) if row else None
    form = SheetForm(request.POST or None, kind=found.vote.kind, initial=first or {})
    if request.method == "POST" and form.is_valid():
        try:
            actions.key_sheet(by=request.actor, batch=found, number=number, typed=form.typed())
            after = _next(list(found.sheets.all()), keying)
            if request.POST.get("go") == "stop" or after is None:
                return redirect("office_votes:batch", pk=pk)
            return redirect("office_votes:sheet", pk=pk, number=after)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"batch": found, "vote": found.vote, "number": number, "form": form, "second": keying == "second"}
    return render(request, "votes/office/sheet.html", context, status=status_of(form))


@require_POST
@needs("votes.key_in")
def end(request, pk):
    alone = bool(request.POST.get("alone"))
    return _do(request, pk, lambda found: actions.end_keying(by=request.actor, batch=found, alone=alone))


@require_http_methods(["GET", "POST"])
@needs("votes.key_in")
def settle(request, pk, number):
    """What a sheet says on which the two keyings differ, typed anew by a third who does not see them."""
    found = _batch(request, pk)
    get_object_or_404(found.sheets, number=number)
    if found.state != Batch.State.SETTLING:
        return redirect("office_votes:batch", pk=pk)
    form = SheetForm(request.POST or None, kind=found.vote.kind, settling=True)
    if request.method == "POST" and form.is_valid():
        try:
            given = {"typed": form.typed(), "alone": form.cleaned_data["alone"]}
            actions.settle_sheet(by=request.actor, batch=found, number=number, **given)
            return redirect("office_votes:batch", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"batch": found, "vote": found.vote, "number": number, "form": form, "settling": True}
    return render(request, "votes/office/sheet.html", context, status=status_of(form))


@require_POST
@needs("votes.key_in")
def take(request, pk):
    return _do(request, pk, lambda found: actions.take_batch(by=request.actor, batch=found))


@require_POST
@needs("votes.key_in")
def drop(request, pk):
    found = _batch(request, pk)
    try:
        actions.drop_batch(by=request.actor, batch=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_votes:batch", pk=pk)
    messages.success(request, _("The pile is taken back. Its sheets can be keyed in another pile."))
    return redirect("office_votes:vote", pk=found.vote_id)


def _do(request, pk, act):
    try:
        act(_batch(request, pk))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_votes:batch", pk=pk)


def _next(sheets, keying):
    """The number of the sheet to key next: in the second keying one that is still missing, None when none is."""
    if keying == "second":
        return next((sheet.number for sheet in sheets if sheet.second is None), None)
    return max((sheet.number for sheet in sheets), default=0) + 1


def _batch(request, pk):
    return get_object_or_404(queries.batches_for(request.actor), pk=pk)
