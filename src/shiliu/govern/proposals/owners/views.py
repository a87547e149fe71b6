"""Votes of owners, for everybody; owners vote with the code from their letter."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.proposals.owners import actions, freezing, queries
from shiliu.govern.proposals.owners.actions.voting import BOX, share_of, takes_ballots
from shiliu.govern.proposals.owners.forms import ANSWERS, BallotForm, VotesFilter
from shiliu.platform import challenge, limits
from shiliu.platform.ballots import boxes, sealing
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
TONES = {"draft": ("neutral", "pencil"), "announced": ("info", "vote"), "counted": ("good", "check"), "given_up": ("bad", "x")}  # fmt: skip


@require_GET
@needs("owners.read")
def votes(request):
    form = VotesFilter(request.GET)
    chosen, every = form.chosen(), queries.visible_to(request.actor).exclude(state="draft")
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    context = {"form": form, "page": page, "total": every.exists(), "referrals": queries.referrals()[:PER_PAGE]}
    return render(request, "owners/votes.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("owners.read")
def vote(request, pk):
    """The question, what counts, the ballot while it is open, the sums afterwards. Nothing of a ballot stays in this browser."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    form, receipt, taken_out = BallotForm(request.POST or None), "", False
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "code", form="owners.vote")  # only wrong codes count
        if share_of(found, form.cleaned_data["code"]):
            limits.give_back("code", limits.askers(request))
        try:
            receipt = actions.cast(by=request.actor, vote=found, **form.cleaned_data)
            taken_out, form = not receipt, BallotForm()
        except NotPossible as problem:
            problem.put_beside(form)
    result = getattr(found, "result", None)
    frozen = freezing.rules_of(found).content if found.state != "draft" else freezing.drafted(found)
    context = {
        "vote": found, "chip": TONES[found.state], "form": form, "receipt": receipt, "taken_out": taken_out, "open": takes_ballots(found),
        "rules": frozen, "square_metres": frozen["area"] / 100, "digest": getattr(getattr(found, "frozen", None), "digest", ""),
        "result": result, "took": result and result.content["area"] / 100, "sides": _sides(result),
        "may_keep": can(request.actor, "owners.keep", found),
    }  # fmt: skip
    return render(request, "owners/vote.html", context, status=status_of(form))


@require_GET
@needs("owners.read")
def receipts(request, pk):
    """Receipts of all counted ballots: whoever finds theirs knows that it was counted."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk, state="counted")
    listed = [sealing.spelled(text) for text in boxes.receipts(boxes.box_of(BOX, found.pk))]
    page = Paginator(listed, 200).get_page(request.GET.get("page"))
    return render(request, "owners/receipts.html", {"vote": found, "page": page})


@require_GET
@needs("owners.read")
def matters(request):
    """What owners decide, by which majorities, and where these come from."""
    return render(request, "owners/matters.html", {"matters": queries.matters()})


def _sides(result):
    """[(answer, heads, square metres)], or nothing where one answer was given by so few that it would name them."""
    sides = result and result.content["sides"]
    return [(label, sides[code][0], sides[code][1] / 100) for code, label in ANSWERS] if sides else []
