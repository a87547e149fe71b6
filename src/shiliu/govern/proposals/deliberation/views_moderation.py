"""The office: statements that wait, what was decided, how it is taken back, appeals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.proposals.deliberation import queries, views
from shiliu.govern.proposals.deliberation.actions import moderating
from shiliu.govern.proposals.deliberation.forms import DecideForm, ReasonForm, RejectForm
from shiliu.govern.proposals.deliberation.models import DeliberationStatement
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("deliberation.moderate")
def queue(request, pk):
    """What waits, with what seems private marked; below it what was decided, with how many passed where enough have answered."""
    found = queries.one(request.actor, pk)
    if found is None or not can(request.actor, "deliberation.moderate", found):
        raise Http404
    waiting = [(row, marks_in(row.text)) for row in queries.queue(found)]
    page = Paginator(queries.decided(found), PER_PAGE).get_page(request.GET.get("page"))
    numbers = queries.answered_at_all(found)
    for row in page:
        row.numbers = numbers.get(row.pk)
        row.passed_share = round(100 * row.numbers[1] / row.numbers[0]) if row.numbers else None
    context = {"topic": views.tell_state(found), "waiting": waiting, "page": page, "appeals": queries.appeals(found),
               "may_decide": can(request.actor, "deliberation.decide_appeal", found)}  # fmt: skip
    return render(request, "deliberation/office/queue.html", context)


@require_POST
@needs("deliberation.moderate")
def publish(request, pk):
    statement = _moderated(request, pk)
    try:
        moderating.publish(by=request.actor, statement=statement)
        messages.success(request, _("It is published. Whoever wrote it is told."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_deliberations:queue", pk=statement.topic_id)


@require_http_methods(["GET", "POST"])
@needs("deliberation.moderate")
def reject(request, pk):
    return _with_reason(request, _moderated(request, pk), RejectForm, moderating.reject, "reject")


@require_http_methods(["GET", "POST"])
@needs("deliberation.moderate")
def undo(request, pk):
    return _with_reason(request, _moderated(request, pk), ReasonForm, moderating.undo, "undo")


@require_http_methods(["GET", "POST"])
@needs("deliberation.decide_appeal")
def decide(request, pk):
    return _with_reason(
        request, _moderated(request, pk, "deliberation.decide_appeal"), DecideForm, moderating.decide, "decide"
    )


def _with_reason(request, statement, kind, act, verb):
    """One decision with what it asks: the statement, what was decided before, and the form."""
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.actor, statement=statement, **form.cleaned_data)
            messages.success(request, _("The decision and its reason stand on the public log."))
            return redirect("office_deliberations:queue", pk=statement.topic_id)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"topic": statement.topic, "statement": statement, "form": form, "verb": verb, "entries": statement.moderation.all(),
               "may": verb != "decide" or moderating.may_decide(request.actor, statement)}  # fmt: skip
    return render(request, "deliberation/office/decide.html", context, status=422 if form.errors else 200)


def _moderated(request, pk, permission="deliberation.moderate"):
    found = get_object_or_404(DeliberationStatement.objects.select_related("topic__area"), pk=pk)
    demand(request.actor, permission, found.topic)
    return found
