"""What neighbours do: answer statement by statement, write one, look at their own, follow, appeal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.proposals.deliberation import actions, queries, rules, views
from shiliu.govern.proposals.deliberation.actions import answering, moderating, saying
from shiliu.govern.proposals.deliberation.forms import AppealForm, SayForm
from shiliu.govern.proposals.deliberation.models import DeliberationStatement
from shiliu.platform import challenge
from shiliu.platform.permissions import demand, needs
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.residence import residence
from shiliu.platform.workflow import NotPossible


@require_POST
@needs("deliberation.take_part")
def answer(request, pk):
    """One press of a button; the page comes back where it was, with the next statement and a way back to this one."""
    statement = _statement(pk)
    found = views.readable(request, statement.topic_id)
    if statement.state != "published":
        raise Http404
    back = ""
    try:
        actions.answer(by=request.actor, statement=statement, value=rules.VALUES.get(request.POST.get("answer")))
        back = f"?done={pk}"
    except NotPossible as problem:
        messages.error(request, str(problem))
    if request.POST.get("from") == "own":
        return redirect(f"{reverse('deliberations:own', args=[found.pk])}#statement-{pk}")
    return redirect(f"{reverse('deliberations:topic', args=[found.pk])}{back}#card")


@require_http_methods(["GET", "POST"])
@needs("deliberation.take_part")
def say(request, pk):
    """Write a statement; what seems to name somebody is shown once more before it goes."""
    found = views.readable(request, pk)
    form, marks = SayForm(request.POST if request.method == "POST" else None), []
    if request.method == "POST" and form.is_valid():
        marks = [] if form.cleaned_data["looked"] else marks_in(form.cleaned_data["text"])
        if not marks:
            challenge.admit(request, "me_too", form=f"deliberation.say:{pk}")
            try:
                actions.say(by=request.actor, topic=found, text=form.cleaned_data["text"])
                messages.success(request, _("Thank you. A moderator reads it first; you are told what was decided."))
                return redirect("deliberations:own", pk=pk)
            except NotPossible as problem:
                problem.put_beside(form)
    if marks:
        form.data = {**form.data.dict(), "looked": "1"}
    context = {"topic": found, "form": form, "marks": marks, "residence": residence(request.actor, found.area),
               "written": answering.is_written(found)}  # fmt: skip
    return render(request, "deliberation/say.html", context, status=422 if form.errors else 200)


@require_GET
@needs("deliberation.take_part")
def own(request, pk):
    """The reader's own answers, which can be changed, and own statements with what was decided."""
    found = views.readable(request, pk)
    known = answering.own(request.actor.person, found)
    answered = [(row, known[row.pk]) for row in queries.statements(found).filter(pk__in=known)]
    mine = [
        (row, list(row.moderation.all()), moderating.may_appeal(row)) for row in saying.of(request.actor.person, found)
    ]
    context = {"topic": found, "answers": answered, "mine": mine, "open": answering.is_answered(found)}
    return render(request, "deliberation/own.html", context)


@require_POST
@needs("deliberation.follow")
def follow(request, pk, verb):
    found = views.readable(request, pk)
    if verb not in ("follow", "unfollow"):
        raise Http404
    (actions.follow if verb == "follow" else actions.unfollow)(by=request.actor, topic=found)
    return redirect("deliberations:topic", pk=pk)


@require_POST
@needs("deliberation.own_words")
def take_back(request, pk):
    statement = _statement(pk)
    try:
        saying.take_back(by=request.actor, statement=statement)
        messages.success(request, _("Your statement is gone."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("deliberations:own", pk=statement.topic_id)


@require_http_methods(["GET", "POST"])
@needs("deliberation.own_words")
def appeal(request, pk):
    statement = _statement(pk)
    demand(request.actor, "deliberation.own_words", statement)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.appeal(by=request.actor, statement=statement, **form.cleaned_data)
            messages.success(request, _("Your appeal is with a supervisor who has not decided about it before."))
            return redirect("deliberations:own", pk=statement.topic_id)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"topic": statement.topic, "statement": statement, "form": form, "entries": statement.moderation.all(),
               "may": moderating.may_appeal(statement)}  # fmt: skip
    return render(request, "deliberation/appeal.html", context, status=422 if form.errors else 200)


def _statement(pk):
    found = DeliberationStatement.objects.select_related("topic__area").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
