"""Votes as everybody reads them: the list, one vote with its projects and its result, the log of the count, and what is needed to
check all of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.projects.votes import actions, eligibility, freezing, order, queries, telling, views_ballot
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.forms import VotesFilter
from shiliu.govern.projects.votes.models import Vote
from shiliu.platform.ballots import sealing
from shiliu.platform.permissions import can, needs

PER_PAGE = 20
TONES = {
    "draft": ("neutral", "pencil"), "announced": ("info", "calendar-check"), "open": ("accent", "vote"), "closed": ("info", "hourglass"),
    "counted": ("good", "check-check"), "given_up": ("neutral", "circle-slash"),
}  # fmt: skip


@require_GET
@needs("votes.read")
def votes(request):
    form = VotesFilter(request.GET)
    every = queries.visible_to(request.actor)
    chosen = form.chosen()
    page = Paginator(every.none() if chosen is None else queries.listed(every, **chosen), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for one in page:
        one.chip, one.days = TONES[one.state], queries.phase_of(one, "vote")
    return render(request, "votes/votes.html", {"form": form, "page": page, "total": every.exists()})


@never_cache
@require_GET
@needs("votes.read")
def vote(request, pk):
    found = _found(request, pk)
    rules, seed = freezing.rules_of(found), order.seed_of(request)
    opened = queries.takes_ballots(found)
    context = {
        "vote": found, "rules": rules, "chip": TONES[found.state], "phases": list(found.phases.prefetch_related("moves")),
        "items": order.shuffled(rules.items, found, seed), "open": opened, "explained": voting.explained(rules),
        "standing": eligibility.standing_of(rules, request.actor), "code": views_ballot.code_of(request, found),
        "follows": queries.follows(request.actor, found), "may_follow": bool(can(request.actor, "votes.follow")),
        "staff": any(queries.may(request.actor, found).values()), "numbers": queries.numbers(found),
        "count_rule": voting.COUNTS[rules.rule], "ballot_kind": voting.KINDS[rules.kind],
    }  # fmt: skip
    if found.state == Vote.State.COUNTED:
        context |= _result(found, rules)
    return order.remember(render(request, "votes/vote.html", context), seed)


@require_GET
@needs("votes.read")
def places(request, pk):
    """The projects of a vote as points; what was chosen stands out."""
    found = _found(request, pk)
    won = _winners(found)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(item.place)},
            "properties": {
                "kind": "point", "tone": "good" if item.number in won else "accent", "label": item.name, "title": item.name, "text": item.told,
                "url": reverse("pool:candidate", args=[item.candidate]),
            },
        }
        for item in freezing.rules_of(found).items if item.place
    ]  # fmt: skip
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@require_GET
@needs("votes.read")
def rules(request, pk):
    """Everything that was frozen, and how to see that nobody changed it."""
    found = _found(request, pk)
    read = freezing.rules_of(found)
    context = {
        "vote": found, "rules": read, "ballot_kind": voting.KINDS[read.kind], "count_rule": voting.COUNTS[read.rule],
        "completion": voting.COMPLETIONS[read.completion] if read.rule == voting.EQUAL_SHARES else "",
        "tie": [word for word in read.tie if not word.isdecimal()], "lot": [read.by_number[int(word)] for word in read.tie if word.isdecimal()],
        "explained": voting.explained(read),
    }  # fmt: skip
    return render(request, "votes/rules.html", context)


@require_GET
@needs("votes.read")
def rules_json(request, pk):
    """The canonical text itself, byte for byte what was hashed."""
    return HttpResponse(_found(request, pk).frozen.text, content_type="application/json; charset=utf-8")


@require_GET
@needs("votes.read")
def count(request, pk):
    """The public log: every step of the count in words."""
    found = _counted(request, pk)
    read, content = freezing.rules_of(found), found.result.content
    if content["too_few"]:
        raise Http404
    counted = content["count"]
    context = {
        "vote": found, "rules": read, "beginning": telling.beginning(read, counted), "steps": telling.steps(read, counted),
        "left_out": telling.left_out(read, counted), "check": telling.check(counted), "command": read.command(queries.file_name(found)),
        "greedy_steps": telling.steps(read, content["greedy"]) if read.rule != voting.GREEDY else [], "count_rule": voting.COUNTS[read.rule],
    }  # fmt: skip
    return render(request, "votes/count.html", context)


@require_GET
@needs("votes.read")
def ballots(request, pk):
    """All counted ballots as a Pabulib file. Its SHA-256 is in the audit."""
    found = _counted(request, pk)
    if found.result.content["too_few"]:
        raise Http404
    text = queries.ballots_file(found, freezing.rules_of(found))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{queries.file_name(found)}"'
    return response


@never_cache
@require_GET
@needs("votes.read")
def receipts(request, pk):
    """Is my receipt among those counted? The list is for everybody, so that nobody has to type theirs here."""
    found = _counted(request, pk)
    listed, typed = queries.receipts(found), request.GET.get("receipt", "")[:60]
    context = {
        "vote": found, "typed": typed, "read": sealing.spelled(sealing.read(typed)), "found": sealing.read(typed) in listed,
        "receipts": [sealing.spelled(one) for one in listed] if len(listed) <= 500 else [], "count": len(listed),
    }  # fmt: skip
    return render(request, "votes/receipts.html", context)


@require_GET
@needs("votes.read")
def receipts_text(request, pk):
    lines = "".join(f"{sealing.spelled(one)}\n" for one in queries.receipts(_counted(request, pk)))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")


@require_POST
@needs("votes.follow")
def follow(request, pk):
    found = _found(request, pk)
    if request.POST.get("on"):
        actions.follow(by=request.actor, vote=found)
        messages.success(request, _("You will hear when this vote opens, moves, ends and is counted."))
    else:
        actions.unfollow(by=request.actor, vote=found)
        messages.success(request, _("You will hear nothing more about this vote."))
    return redirect("votes:vote", pk=pk)


def _result(vote, rules):
    content = vote.result.content
    if content["too_few"]:
        return {"too_few": True}
    counted = content["count"]
    wanted = sorted(rules.items, key=lambda item: -content["totals"][str(item.number)]["voters"])
    bars = [
        {"label": item.name, "value": content["totals"][str(item.number)]["voters"], "tone": "good" if str(item.number) in counted["winners"] else "neutral"}
        for item in wanted
    ]  # fmt: skip
    reach = [
        {"label": label, "value": content["reach"]["count"][key]}
        for key, label in (
            ("0", _("none")),
            ("1", _("one")),
            ("2", _("two")),
            ("3+", _("three or more")),
        )
    ]
    return {
        "steps": telling.steps(rules, counted), "bars": bars, "reach": reach, "beginning": telling.beginning(rules, counted),
        "compared": telling.compared(rules, content) if rules.rule != voting.GREEDY else [],
        "none": {key: content["reach"][key]["0"] for key in ("count", "greedy")}, "voters": content["voters"],
        "ties": [step for step in telling.steps(rules, counted) if step.tied],
    }  # fmt: skip


def _winners(vote):
    if vote.state != Vote.State.COUNTED:
        return set()
    return {int(number) for number in vote.result.content.get("count", {}).get("winners", ())}


def _found(request, pk):
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _counted(request, pk):
    found = _found(request, pk)
    if found.state != Vote.State.COUNTED:
        raise Http404
    return found
