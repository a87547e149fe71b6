"""Staff: a vote that is under way. Moving its days, giving it up, printing codes, handing one out at the window."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.govern.projects.votes import actions, printed, queries
from shiliu.govern.projects.votes.forms import PacketForm, PhaseForm, ReasonForm
from shiliu.govern.projects.votes.models import Packet
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.printing import NotPrintable
from shiliu.platform.workflow import NotPossible


@require_http_methods(["GET", "POST"])
@needs("votes.manage")
def phase(request, pk, code):
    found = get_object_or_404(queries.managed_by(request.actor), pk=pk)
    moved = get_object_or_404(found.phases, code=code)
    first = {"starts": localtime(moved.starts), "ends": localtime(moved.ends)}
    form = PhaseForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_phase(by=request.actor, vote=found, code=code, **form.cleaned_data)
            messages.success(request, _("The days are moved. Everybody can read why."))
            return redirect("office_votes:vote", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {
        "vote": found,
        "form": form,
        "heading": moved.get_code_display(),
        "act": _("Move"),
        "what": _("Those who asked to hear are told."),
    }
    return render(request, "votes/office/step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("votes.manage")
def give_up(request, pk):
    found = get_object_or_404(queries.managed_by(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_up(by=request.actor, vote=found, **form.cleaned_data)
            messages.success(
                request, _("The vote is given up. No ballot was read, and its candidates are back in the pool.")
            )
            return redirect("office_votes:vote", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    what = _(
        "The ballots are destroyed unread. This cannot be taken back; a new vote can be held on the same projects."
    )
    context = {
        "vote": found,
        "form": form,
        "heading": _("Give up this vote"),
        "act": _("Give up"),
        "what": what,
        "bad": True,
    }
    return render(request, "votes/office/step.html", context, status=status_of(form))


@require_POST
@needs("votes.manage")
def close(request, pk):
    found = get_object_or_404(queries.managed_by(request.actor), pk=pk)
    try:
        actions.close_vote(by=request.actor, vote=found)
        messages.success(
            request, _("The box is closed and its key destroyed. The count follows within a minute or two.")
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_votes:vote", pk=pk)


@require_POST
@needs("votes.manage")
def packets(request, pk):
    """Makes codes and prints them at once, because they cannot be read again."""
    found = get_object_or_404(queries.managed_by(request.actor), pk=pk)
    form = PacketForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what is to be printed, and how many."))
        return redirect("office_votes:vote", pk=pk)
    given = form.cleaned_data
    make = printed.sheets if given["purpose"] == Packet.Purpose.SHEETS else printed.slips
    return _print(request, found, make, lambda: actions.print_packet(by=request.actor, vote=found, **given))


@require_POST
@needs("votes.hand_out")
def hand_out(request, pk):
    found = get_object_or_404(queries.workable_by(request.actor), pk=pk)
    return _print(request, found, printed.slips, lambda: actions.hand_out(by=request.actor, vote=found))


@require_POST
@needs("votes.manage")
def void(request, pk):
    packet = get_object_or_404(queries.packets_for(request.actor), pk=pk)
    try:
        actions.void_packet(by=request.actor, packet=packet)
        messages.success(request, _("The codes of this packet open no ballot any more."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_votes:vote", pk=packet.vote_id)


def _print(request, vote, make, act):
    """Tries the page without a code first: a code that cannot be printed must not be made."""
    try:
        make(vote, get_language(), [""])
        packet, made = act()
        response = HttpResponse(make(vote, get_language(), made), content_type="application/pdf")
    except NotPrintable as problem:
        return render(
            request, "votes/office/not_printable.html", {"vote": vote, "reasons": problem.reasons}, status=503
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_votes:vote", pk=vote.pk)
    response["Content-Disposition"] = f'inline; filename="vote-{vote.pk}-{packet.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
