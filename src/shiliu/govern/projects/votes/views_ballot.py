"""The ballot on the phone. Each press lies in the box when the page comes back, with script or without; nothing has to be sent at the end."""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.govern.projects.votes import actions, codes, freezing, order, queries
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.actions.voting import Stale, known_code, voter
from shiliu.govern.projects.votes.forms import CodeForm
from shiliu.govern.projects.votes.models import BOX
from shiliu.platform import challenge, limits
from shiliu.platform.ballots import boxes, sealing
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

COOKIE, SALT = "shiliu_ballot_code", "votes.code"


@never_cache
@require_http_methods(["GET", "POST"])
@needs("votes.vote")
def ballot(request, pk):
    """The projects with a button each. POST is one press, "verb:number:value"."""
    vote = _vote(request, pk)
    if not queries.takes_ballots(vote):
        return redirect("votes:vote", pk=pk)
    code = code_of(request, vote)
    if request.method == "GET":
        return _page(request, vote, code)
    try:
        verb, number, value = _pressed(request.POST.get("press", ""))
        actions.press(
            by=request.actor, vote=vote, verb=verb, number=number, value=value, after=_step(request), code=code
        )
    except Stale as problem:
        return _page(request, vote, code, str(problem), 409)
    except NotPossible as problem:
        return _page(request, vote, code, str(problem), 422)
    return redirect(f"{reverse('votes:ballot', args=[pk])}#item-{number}")


@never_cache
@require_http_methods(["GET"])
@needs("votes.vote")
def review(request, pk):
    """The ballot as it lies in the box, and its receipt."""
    vote = _vote(request, pk)
    if not queries.takes_ballots(vote):
        return redirect("votes:vote", pk=pk)
    code = code_of(request, vote)
    try:
        who, rules = _who(request, vote, code)
    except NotPossible as problem:
        return _stopped(request, vote, str(problem))
    box = boxes.box_of(BOX, vote.pk)
    mine = boxes.read(box, who)
    if mine is None:
        return redirect("votes:ballot", pk=pk)
    context = {
        "vote": vote, "rules": rules, "rows": _rows(rules, rules.items, mine.content["v"], only=True), "left": voting.left(rules, mine.content["v"]),
        "receipt": sealing.spelled(mine.receipt(box)), "days": queries.phase_of(vote, "vote"), "with_code": bool(code), "final": mine.final,
    }  # fmt: skip
    return render(request, "votes/review.html", context)


@require_POST
@needs("votes.vote")
def withdraw(request, pk):
    vote = _vote(request, pk)
    try:
        actions.withdraw(by=request.actor, vote=vote, code=code_of(request, vote))
        messages.success(request, _("Your ballot is out of the box, as if it had never been there."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("votes:vote", pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("votes.vote")
def code(request, pk):
    """Whoever holds a slip types its code; it stays in this browser only, in no table."""
    vote = _vote(request, pk)
    if not queries.takes_ballots(vote):
        return redirect("votes:vote", pk=pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "code", form="votes.code")  # only wrong codes count
        if known_code(vote, form.cleaned_data["code"]):
            limits.give_back("code", limits.askers(request))
            return _keep(redirect("votes:ballot", pk=pk), vote, codes.read(form.cleaned_data["code"]))
        form.add_error(
            "code", _("This code is not valid for this vote. Compare it letter by letter, or ask at the window.")
        )
    return render(request, "votes/code.html", {"vote": vote, "form": form}, status=422 if form.errors else 200)


@require_POST
@needs("votes.vote")
def put_away(request, pk):
    """For a phone that several people use: this browser forgets the code. The ballot stays in the box."""
    response = redirect("votes:vote", pk=pk)
    response.delete_cookie(COOKIE, path=_path(pk))
    messages.success(
        request, _("This phone has forgotten the code. The ballot stays in the box; the code opens it again.")
    )
    return response


def code_of(request, vote):
    """The code this browser holds for the vote, or ''."""
    try:
        pk, code = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        return ""
    return code if pk == vote.pk else ""


def _keep(response, vote, code):
    value = signing.dumps([vote.pk, code], salt=SALT)
    response.set_cookie(
        COOKIE, value, path=_path(vote.pk), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _path(pk):
    return reverse("votes:vote", args=[pk])


def _page(request, vote, code, problem="", status=200):
    try:
        who, rules = _who(request, vote, code)
    except NotPossible as stopped:
        return _stopped(request, vote, str(stopped))
    mine, seed = boxes.read(boxes.box_of(BOX, vote.pk), who), order.seed_of(request)
    chosen = mine.content["v"] if mine else []
    context = {
        "vote": vote, "rules": rules, "rows": _rows(rules, order.shuffled(rules.items, vote, seed), chosen), "left": voting.left(rules, chosen),
        "step": mine.step if mine else 0, "explained": voting.explained(rules), "problem": problem, "with_code": bool(code),
        "days": queries.phase_of(vote, "vote"), "count": len(chosen), "final": bool(mine and mine.final),
    }  # fmt: skip
    return order.remember(render(request, "votes/ballot.html", context, status=status), seed)


def _stopped(request, vote, why):
    return render(
        request, "votes/stopped.html", {"vote": vote, "why": why}, status=403 if request.method == "POST" else 200
    )


def _rows(rules, items, ballot, only=False):
    """What the page shows of each project: `points` given, `at` its place in the ranking, and whether it still fits."""
    chosen, left = voting.chosen(rules, ballot), voting.left(rules, ballot)
    rows = []
    for item in items:
        has = item.number in chosen
        if only and not has:
            continue
        value = chosen.get(item.number, 0)
        rows.append(
            {
                "item": item, "chosen": has, "points": value if rules.kind == voting.POINTS else 0, "at": value if rules.kind == voting.RANKED else 0,
                "more": value + 1, "fewer": value - 1, "later": value + 1, "earlier": value - 1, "last": has and value == len(chosen),
                "too_dear": rules.kind == voting.KNAPSACK and not has and item.cost > left.left,
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: row["at"] or len(rows) + 1) if rules.kind == voting.RANKED else rows


def _pressed(text):
    try:
        verb, number, value = text.split(":")
        return verb, int(number[:6]), int(value[:6])
    except ValueError:
        raise NotPossible(_("This cannot be done with this ballot. Load the page again.")) from None


def _step(request):
    text = request.POST.get("after", "")[:9]
    return int(text) if text.isdecimal() else None


def _who(request, vote, code):
    rules = freezing.rules_of(vote)
    who, _way = voter(request.actor, vote, rules, code)
    return who, rules


def _vote(request, pk):
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)
