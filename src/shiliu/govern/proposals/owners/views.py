"""Votes of owners, for everybody; owners vote with the code from their letter."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.proposals.owners import actions, freezing, queries
from shiliu.govern.proposals.owners.actions.voting import BOX, share_of, takes_ballots, weight_of
from shiliu.govern.proposals.owners.forms import ANSWERS, BallotForm, VotesFilter
from shiliu.govern.proposals.owners.rules import bands
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
    form, receipt, taken_out, weight = BallotForm(request.POST or None), "", False, 0
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "code", form="owners.vote")  # only wrong codes count
        if share_of(found, form.cleaned_data["code"]):
            limits.give_back("code", limits.askers(request))
        try:
            receipt = actions.cast(by=request.actor, vote=found, **form.cleaned_data)
            weight = weight_of(found, form.cleaned_data["code"]) / 100
            taken_out, form = not receipt, BallotForm()
        except NotPossible as problem:
            problem.put_beside(form)
    frozen = freezing.rules_of(found) if found.state != "draft" else freezing.read(freezing.drafted(found))
    context = {
        "vote": found, "chip": TONES[found.state], "form": form, "receipt": receipt, "taken_out": taken_out, "weight": weight,
        "open": takes_ballots(found), "rules": frozen.content, "square_metres": frozen.content["area"] / 100, "bands": _bands(frozen),
        "digest": getattr(getattr(found, "frozen", None), "digest", ""), "may_keep": can(request.actor, "owners.keep", found),
        **_result(found),
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


def _result(vote):
    """What was counted, as rows: [(what must be reached, by heads, by area)] and [(answer, heads, hundredths of the area or None)]."""
    result = getattr(vote, "result", None)
    if result is None:
        return {"result": None}
    found = result.content
    return {
        "result": result, "reached": [(_("Enough took part"), *found["enough"]), (_("Enough agreed"), *found["agreed"])],
        "sides": [(label, *found["sides"][code]) for code, label in ANSWERS] if found["sides"] else [],
    }  # fmt: skip


def _bands(frozen):
    """[(least, most, owners)] in square metres; none while nobody is in the register."""
    return [(least / 100, most / 100, heads) for least, most, heads in bands(frozen.weights.values())]
