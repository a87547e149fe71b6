"""The pool as everybody reads it: the list and its map, one candidate with its checks, its history, the negative list."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from shiliu.govern.projects.pool import queries, rules, values
from shiliu.govern.projects.pool.forms import PoolFilter
from shiliu.govern.projects.pool.limits import limits
from shiliu.govern.projects.pool.models import Candidate
from shiliu.platform.history import Telling
from shiliu.platform.permissions import can, needs

PER_PAGE, ON_MAP = 20, 500
TONES = {
    "entered": ("neutral", "inbox"), "checking": ("info", "search-check"), "ready": ("good", "check"), "not_feasible": ("neutral", "circle-slash"),
    "in_vote": ("accent", "vote"), "chosen": ("good", "check-check"), "out": ("neutral", "archive"), "merged": ("neutral", "merge"),
}  # fmt: skip
TELLING = Telling(labels=values.LABELS)


@require_GET
@needs("pool.read")
def candidates(request):
    form = PoolFilter(request.GET)
    found = _found(form, request.actor).order_by("-entered_at", "-pk")
    page = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    shown = {
        "has_points": any(one.longitude is not None for one in page),
        "total": queries.visible_to(request.actor).exists(),
    }
    context = {"form": form, "page": page, **shown}
    return render(request, "pool/candidates.html", context)


@require_GET
@needs("pool.read")
def places(request):
    """The same candidates as points; `candidate` shows one alone."""
    if request.GET.get("candidate", "").isdecimal():
        found = queries.visible_to(request.actor).filter(pk=int(request.GET["candidate"][:9]))
    else:
        found = _found(PoolFilter(request.GET), request.actor)
    drawn = found.exclude(longitude=None).order_by("-pk")[:ON_MAP]
    return JsonResponse(
        {"type": "FeatureCollection", "features": [_feature(one) for one in drawn]}, content_type="application/geo+json"
    )


@require_GET
@needs("pool.read")
def candidate(request, pk):
    found = get_object_or_404(queries.whole(queries.visible_to(request.actor)), pk=pk)
    context = {
        "candidate": found,
        "chip": TONES[found.state],
        "checks": queries.checks_of(found),
        "pairs": queries.pairs_of(found),
        "merged": found.merged_here.all(),
        "over": rules.over_limit(found.kind, found.price_high, limits()),
        "may_keep": can(request.actor, "pool.keep", found),
    }
    return render(request, "pool/candidate.html", context)


@require_GET
@needs("pool.read")
def history(request, pk):
    """Every version and every step, with the words before and after."""
    found = get_object_or_404(queries.whole(queries.visible_to(request.actor)), pk=pk)
    entries = TELLING.entries(found, values.of(found))
    return render(request, "pool/history.html", {"candidate": found, "entries": entries})


@require_GET
@needs("pool.read")
def exclusions(request):
    money = [(label, limits().get(kind)) for kind, label in Candidate.Kind.choices]
    context = {"lines": queries.exclusions(), "limits": [(label, limit) for label, limit in money if limit]}
    return render(request, "pool/rules.html", context)


def _found(form, actor):
    chosen = form.chosen()
    every = queries.visible_to(actor)
    return every.none() if chosen is None else queries.listed(every, **chosen)


def _feature(one):
    properties = {
        "kind": "point", "tone": "accent", "label": one.name, "title": one.name, "text": str(one.get_state_display()),
        "url": reverse("pool:candidate", args=[one.pk]),
    }  # fmt: skip
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": properties,
    }
