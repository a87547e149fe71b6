"""Residents who are drawn by lot and say whether it is what was promised."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.projects.works import actions, queries
from shiliu.govern.projects.works.actions import accepting
from shiliu.govern.projects.works.forms import SayForm
from shiliu.govern.projects.works.models import Acceptance
from shiliu.platform.draws import drawing
from shiliu.platform.permissions import needs
from shiliu.platform.residence import residence
from shiliu.platform.workflow import NotPossible


@never_cache
@require_GET
@needs("works.read")
def acceptance(request, pk):
    """The list of tickets, the seed, who is wanted; for those who were drawn also the form."""
    found = _acceptance(pk)
    draw = found.draw
    person = request.actor.person
    mine = draw.tickets.filter(person=person).first() if person else None
    drawn = list(drawing.drawn(draw))
    said = actions.said_by(person, found)
    context = {
        "acceptance": found, "lost_key": accepting.LOST if accepting.has_lost_key(found) else "", "project": found.project, "draw": draw, "open": found.closed_at is None and drawing.is_open(draw), "tickets": draw.tickets.order_by("turn", "number"),
        "mine": mine, "drawn": [one.pk for one in drawn], "is_drawn": mine is not None and mine in drawn, "said": said,
        "form": SayForm(initial={"accepts": "yes" if said.accepts else "no", "words": said.words} if said else {}),
        "lives_here": residence(request.actor, found.project.area), "missing": queries.missing_words(found),
    }  # fmt: skip
    return render(request, "works/acceptance.html", context)


@require_POST
@needs("works.follow")
def ticket(request, pk, verb):
    if verb not in {"put-in", "take-out"}:
        raise Http404
    found = _acceptance(pk)
    try:
        if verb == "put-in":
            actions.put_in_ticket(by=request.actor, acceptance=found)
            messages.success(request, _("Your ticket is in. You are told when you are drawn."))
        else:
            actions.take_out_ticket(by=request.actor, acceptance=found)
            messages.success(request, _("Your ticket is out."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("works:acceptance", pk)


@require_POST
@needs("works.follow")
def say(request, pk):
    found, form = _acceptance(pk), SayForm(request.POST)
    try:
        if form.is_valid():
            actions.say(
                by=request.actor,
                acceptance=found,
                accepts=form.cleaned_data["accepts"] == "yes",
                words=form.cleaned_data["words"],
            )
            messages.success(request, _("Thank you. You may change it until the acceptance is closed."))
        else:
            messages.error(request, _("Choose one of the two answers."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("works:acceptance", pk)


@require_POST
@needs("works.follow")
def decline(request, pk):
    try:
        actions.decline(by=request.actor, acceptance=_acceptance(pk))
        messages.success(request, _("Thank you for telling. The next one is asked."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("works:acceptance", pk)


def _acceptance(pk):
    return get_object_or_404(Acceptance.objects.select_related("project__area", "draw"), pk=pk)
