"""Staff: a pile of paper, sheet by sheet, the second keying, the differences, and the count."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.surveys import actions, paper, queries
from shiliu.govern.surveys.actions.keying import mark
from shiliu.govern.surveys.forms_office import SettleForm, SheetForm
from shiliu.govern.surveys.models import Batch
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

KEYING = {Batch.State.FIRST: "first", Batch.State.SECOND: "second"}


@require_POST
@needs("surveys.key_in")
def begin(request, pk):
    round = get_object_or_404(queries.rounds_for(request.actor, "surveys.key_in"), pk=pk)
    try:
        made = actions.begin_batch(by=request.actor, round=round)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("surveys_office:round", pk=pk)
    messages.success(request, _("Write the number %(number)d on the pile.") % {"number": made.number})
    return redirect("surveys_office:sheet", pk=made.pk, number=1)


@require_GET
@needs("surveys.key_in")
def batch(request, pk):
    found = _batch(request, pk)
    keyed = KEYING.get(found.state)
    forms = list(found.forms.all())
    context = {
        "batch": found, "round": found.round, "survey": found.round.survey, "forms": forms, "keying": keyed,
        "next": _next(forms, keyed), "same_person": keyed == "second" and found.first_mark == mark(request.actor, found.round),
        "differing": _conflicts(found, forms) if found.state == Batch.State.SETTLING else [],
        "settles_alone": found.keyed_by(mark(request.actor, found.round)),
    }  # fmt: skip
    return render(request, "surveys/office/batch.html", context)


@require_http_methods(["GET", "POST"])
@needs("surveys.key_in")
def sheet(request, pk, number):
    """One sheet. In the second keying the first stays unseen: whoever reads it would believe it."""
    found = _batch(request, pk)
    keying = KEYING.get(found.state)
    if keying is None:
        return redirect("surveys_office:batch", pk=pk)
    row = found.forms.filter(number=number).first()
    form = SheetForm(found.round, request.POST or None, initial=getattr(row, keying, None) or {})
    if request.method == "POST" and form.is_valid():
        try:
            actions.key_form(by=request.actor, batch=found, number=number, typed=form.typed())
            forms = list(found.forms.all())
            after = _next(forms, keying)
            if request.POST.get("go") == "stop" or after is None:
                return redirect("surveys_office:batch", pk=pk)
            return redirect("surveys_office:sheet", pk=pk, number=after)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"batch": found, "round": found.round, "number": number, "form": form, "second": keying == "second"}
    context["droppable"] = keying == "first" and row is not None
    return render(request, "surveys/office/sheet.html", context, status=status_of(form))


@require_POST
@needs("surveys.key_in")
def end(request, pk):
    return _do(
        request,
        pk,
        lambda found: actions.end_keying(by=request.actor, batch=found, alone=bool(request.POST.get("alone"))),
    )


@require_POST
@needs("surveys.key_in")
def drop_sheet(request, pk, number):
    return _do(request, pk, lambda found: actions.drop_form(by=request.actor, batch=found, number=number))


@require_http_methods(["GET", "POST"])
@needs("surveys.key_in")
def settle(request, pk, number):
    """The fields of a sheet in which the keyings differ. Who keyed it sees what both say; a third reader does not."""
    found = _batch(request, pk)
    row = get_object_or_404(found.forms, number=number)
    fields = paper.differing(row)
    if found.state != Batch.State.SETTLING or not fields:
        return redirect("surveys_office:batch", pk=pk)
    alone = found.keyed_by(mark(request.actor, found.round))
    sure = bool(request.POST.get("sure"))
    form = SettleForm(found.round, request.POST or None, only=fields, sure=sure, initial=row.settled or {})
    if alone:
        form.tell(row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_form(by=request.actor, batch=found, number=number, chosen=form.typed(), sure=sure)
            return redirect("surveys_office:batch", pk=pk)
        except actions.ReadOtherwise as problem:
            form.ask_again(problem)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"batch": found, "round": found.round, "number": number, "form": form, "settling": True, "alone": alone}
    return render(request, "surveys/office/sheet.html", context, status=status_of(form))


@require_POST
@needs("surveys.key_in")
def take(request, pk):
    return _do(request, pk, lambda found: actions.take_batch(by=request.actor, batch=found))


@require_POST
@needs("surveys.key_in")
def drop(request, pk):
    found = _batch(request, pk)
    try:
        actions.drop_batch(by=request.actor, batch=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("surveys_office:batch", pk=pk)
    messages.success(request, _("The pile is taken back. Its sheets can be keyed in another pile."))
    return redirect("surveys_office:round", pk=found.round_id)


def _conflicts(found, forms):
    """[(PaperForm, fields in which its keyings differ, in the words of the sheet)]; a third reader is told no more than where."""
    beside = {"part": pgettext("on a sheet", "place"), "code": pgettext("on a sheet", "code")}
    told = ((form, paper.differing(form)) for form in forms)
    return [(form, [beside.get(field, field) for field in fields]) for form, fields in told if fields]


def _do(request, pk, act):
    found = _batch(request, pk)
    try:
        act(found)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("surveys_office:batch", pk=pk)


def _next(forms, keying):
    """The number of the sheet to key next: in the second keying one that is still missing, None when none is."""
    if keying == "second":
        return next((form.number for form in forms if form.second is None), None)
    return max((form.number for form in forms), default=0) + 1


def _batch(request, pk):
    return get_object_or_404(queries.batches_for(request.actor), pk=pk)
