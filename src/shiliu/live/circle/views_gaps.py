"""Anybody: what is missing where, as a list, a page each, and data."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from shiliu.live.circle import queries, telling
from shiliu.live.circle.forms_public import GapsForm
from shiliu.live.circle.models import GapWish
from shiliu.live.circle.views_map import facility_point, point
from shiliu.live.circle.views_public import area_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.tables.downloads import download

PER_PAGE = 25
MOST = 5000


def chosen_gaps(request):
    run = queries.newest_run()
    form = GapsForm(request.GET, run=run)
    asked = form.asked()
    asked["area"] = area_of(run, asked["area"]) if run else None
    return form, queries.gaps(**asked), run


@require_GET
@needs("circle.read")
def gaps(request):
    form, found, run = chosen_gaps(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (gap, telling.homes(gap.homes), telling.minutes(gap.minutes), telling.walker(gap.walker), _wish(gap))
        for gap in page
    ]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "run": run,
        "query": request.GET.urlencode(),
        "total": queries.gaps(state="").exists(),
    }
    return render(request, "circle/gaps.html", context)


@require_GET
@needs("circle.read")
def gap(request, pk):
    found = get_object_or_404(queries.gaps(state=""), pk=pk)
    context = {
        "gap": found, "homes": telling.homes(found.homes), "minutes": telling.minutes(found.minutes),
        "walker": telling.walker(found.walker), "wish": _wish(found), "near": telling.minutes(found.kind.minutes or found.seen_in.settings["minutes"]),
        "src": f"{reverse('circle:gap_features', args=[pk])}", "may_put_forward": can(request.actor, "circle.put_forward", found),
    }  # fmt: skip
    return render(request, "circle/gap.html", context)


@require_GET
@needs("circle.read")
def gap_features(request, pk):
    found = get_object_or_404(queries.gaps(state=""), pk=pk)
    shown = [gap_point(found), *([facility_point(found.nearest)] if found.nearest else [])]
    return JsonResponse({"type": "FeatureCollection", "features": shown}, content_type="application/geo+json")


@require_GET
@needs("circle.read")
def gaps_csv(request):
    _form, found, _run = chosen_gaps(request)
    headers = ["id", "type", "type_name", "walker", "place", "place_name", "longitude", "latitude", "homes", "minutes_to_nearest", "nearest",
               "found", "last_seen", "closed", "put_forward"]  # fmt: skip
    rows = (
        (one.pk, one.kind.code, one.kind.name, one.walker, one.area.code, one.area.name, one.longitude, one.latitude, one.homes,
         None if one.minutes is None else round(one.minutes, 1), one.nearest.name if one.nearest else "", f"{one.found_in.at:%Y-%m-%d}",
         f"{one.seen_in.at:%Y-%m-%d}", "yes" if one.closed_in_id else "no", "yes" if _wish(one) else "no")
        for one in found[:MOST]
    )  # fmt: skip
    return download("gaps.csv", headers, rows)


@require_GET
@needs("circle.read")
def gaps_geojson(request):
    _form, found, _run = chosen_gaps(request)
    data = {"type": "FeatureCollection", "features": [gap_point(one) for one in found[:MOST]]}
    return JsonResponse(data, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})


def gap_point(one):
    return point(one.longitude, one.latitude, shape="diamond", tone="bad", title=one.kind.name, text=telling.homes(one.homes),
                 id=one.pk, facility_type=one.kind.code, walker=one.walker, homes=one.homes, minutes=one.minutes,
                 url=reverse("circle:gap", args=[one.pk]))  # fmt: skip


def _wish(gap):
    wish = getattr(gap, "wish", None)
    return wish if wish and wish.state == GapWish.State.PUT_FORWARD else None
