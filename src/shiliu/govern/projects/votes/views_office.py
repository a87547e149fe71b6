"""Staff: the list of votes, preparing one, its ballot, and announcing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.govern.projects.pool import queries as pool
from shiliu.govern.projects.votes import actions, freezing, queries, values
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.forms import OfficeFilter, PacketForm, VoteForm
from shiliu.govern.projects.votes.models import Vote
from shiliu.govern.projects.votes.views import TONES
from shiliu.platform import revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import may_somewhere, needs, places_of
from shiliu.platform.permissions.targets import inside
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
TELLING = Telling(labels=values.LABELS)


@require_GET
@needs("votes.key_in")
def votes(request):
    form = OfficeFilter(request.GET)
    chosen, every = form.chosen(), queries.workable_by(request.actor)
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    may_make = may_somewhere(request.actor, "votes.manage")
    return render(
        request, "votes/office/votes.html", {"form": form, "page": page, "total": every.exists(), "may_make": may_make}
    )


@require_http_methods(["GET", "POST"])
@needs("votes.manage")
def new(request):
    everywhere, paths, _units = places_of(request.actor, "votes.manage")
    areas = Area.objects.filter(inside(paths, "path", everywhere=everywhere), active=True).exclude(level="building")
    form = VoteForm(request.POST or None, areas=areas.defer("boundary").order_by("path"))
    if request.method == "POST" and form.is_valid():
        try:
            area = form.places[form.cleaned_data["area"]]
            made = actions.create_vote(by=request.actor, area=area, **form.values())
            messages.success(request, _("The vote is prepared. Now put projects on its ballot."))
            return redirect("office_votes:vote", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    return render(request, "votes/office/form.html", {"form": form}, status=status_of(form))


@require_GET
@needs("votes.key_in")
def vote(request, pk):
    found = get_object_or_404(queries.workable_by(request.actor), pk=pk)
    draft = found.state == Vote.State.DRAFT
    on_ballot = [item.candidate for item in found.items.select_related("candidate__area")]
    context = {
        "vote": found, "chip": TONES[found.state], "draft": draft, "may": queries.may(request.actor, found), "phases": list(found.phases.all()),
        "on_ballot": on_ballot, "rules": None if draft else freezing.rules_of(found), "numbers": queries.numbers(found),
        "packets": list(found.packets.all()), "packet_form": PacketForm(), "batches": list(found.batches.all()),
        "takes": queries.takes_ballots(found), "running": found.state in {Vote.State.ANNOUNCED, Vote.State.OPEN},
        "is_open": found.state == Vote.State.OPEN, "entries": TELLING.entries(found, values.of(found)),
        "kind": voting.KINDS[found.kind], "count_rule": voting.COUNTS[found.rule], "tie": voting.TIES[found.tie],
        "completion": voting.COMPLETIONS[found.completion] if found.rule == voting.EQUAL_SHARES else "",
    }  # fmt: skip
    if draft:
        keys = {candidate.pk for candidate in on_ballot}
        context["ready"] = [
            one for one in pool.candidates_for(found.area)[: voting.MOST_ITEMS + len(keys)] if one.pk not in keys
        ]
    return render(request, "votes/office/vote.html", context)


@require_http_methods(["GET", "POST"])
@needs("votes.manage")
def edit(request, pk):
    found = _managed(request, pk)
    if found.state != Vote.State.DRAFT:
        return redirect("office_votes:vote", pk=pk)
    more = {"names": found.names, "texts": found.texts}
    seen = revisions.stamp(values.of(found))
    form = VoteForm(request.POST or None, initial={**VoteForm.shown(found), "seen": seen}, **more)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_vote(by=request.actor, vote=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_votes:vote", pk=pk)
        except revisions.Stale as problem:
            stale, form = True, after_stale(form, VoteForm, problem, **more)
        except NotPossible as problem:
            form.take(problem)
    return render(
        request, "votes/office/form.html", {"form": form, "vote": found}, status=status_of(form, stale and [1])
    )


@require_POST
@needs("votes.manage")
def items(request, pk):
    """Puts candidates on the ballot or takes them off, one press each."""
    found = _managed(request, pk)
    verb, _colon, key = request.POST.get("press", "").partition(":")
    if verb not in {"add", "remove"} or not key.isdecimal():
        return redirect("office_votes:vote", pk=pk)
    candidate = get_object_or_404(pool.visible_to(request.actor), pk=int(key[:9]))
    act = actions.add_item if verb == "add" else actions.remove_item
    return _do(request, pk, lambda: act(by=request.actor, vote=found, candidate=candidate))


@require_POST
@needs("votes.manage")
def announce(request, pk):
    found = _managed(request, pk)
    done = _("The vote is announced. Its rules are frozen, the lot is drawn, and both are published.")
    return _do(request, pk, lambda: actions.announce(by=request.actor, vote=found), done)


@require_POST
@needs("votes.manage")
def drop(request, pk):
    found = _managed(request, pk)
    try:
        actions.drop_vote(by=request.actor, vote=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_votes:vote", pk=pk)
    messages.success(request, _("The vote is taken back. Its candidates stay in the pool."))
    return redirect("office_votes:votes")


def _do(request, pk, act, done=""):
    try:
        act()
        if done:
            messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_votes:vote", pk=pk)


def _managed(request, pk):
    return get_object_or_404(queries.managed_by(request.actor), pk=pk)
