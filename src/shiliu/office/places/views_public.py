"""Who serves here? The public page, its map data and its card for the wall."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_GET

from shiliu.foundation.models import Area, GridCell
from shiliu.office.places import queries, telling
from shiliu.office.places.addresses import address_of, query
from shiliu.office.places.forms_public import PointForm, SearchForm
from shiliu.platform import maps
from shiliu.platform.permissions import needs

PER_PAGE = 30
SIMPLIFY = {None: 0.0002, Area.Level.DISTRICT: 0.0001, Area.Level.STREET: 0.00004}
MAP_FRESH = 300


def _etag(request):
    number = maps.version()
    return f'"{number}-{get_language()}"' if number else None


@require_GET
@needs("places.read_public")
def who_serves(request):
    """Asked with ?building=CODE or ?area=CODE, ?lat=&lon=, ?q=, or nothing: then one browses down from the district."""
    area, point_form, point = _asked(request)
    search = SearchForm(request.GET if request.GET.get("q", "").strip() else None)
    context = {"search": search, "point_form": point_form, "point": point, "features_url": reverse("places:features")}
    if area is None and search.is_valid():
        found = maps.find(search.cleaned_data["q"])
        if len(found) == 1:
            area = found[0]
        else:
            context |= {"results": Paginator(_with_surroundings(found), PER_PAGE).get_page(request.GET.get("page"))}
    if area is not None:
        answer, asked = queries.who_serves(area, point), query(area, point)
        context |= {"answer": answer, "groups": telling.grouped(answer.units), "copy": telling.as_text(answer),
                    "asked": asked, "features_url": reverse("places:features") + asked}  # fmt: skip
        return render(request, "places/who_serves.html", context)
    return render(request, "places/find.html", {**context, "tops": queries.inside(None), "streets": _streets()})


@require_GET
@needs("places.read_public")
def card(request):
    """The same answer on one sheet to hang up or to keep; Chinese first, then the reader's language."""
    area, _form, point = _asked(request)
    if area is None:
        return redirect("places:who_serves")
    answer = queries.who_serves(area, point)
    languages = list(dict.fromkeys(["zh-hans", get_language()]))
    return render(
        request,
        "places/card.html",
        {"answer": answer, "units": telling.for_the_door(answer.units), "languages": languages},
    )


@require_GET
@needs("places.read_public")
@condition(etag_func=_etag)
def features(request):
    """GeoJSON of what the page's map shows: the parts of the place asked about, its cells, the point."""
    area, _form, point = _asked(request)
    drawn = maps.features(_parts(area), simplify=SIMPLIFY.get(area and area.level, 0), address=address_of, chosen=area)
    if area is not None and area.level not in {Area.Level.DISTRICT, Area.Level.STREET}:
        community = next((step for step in area.chain() if step.level == Area.Level.COMMUNITY), None)
        cells = GridCell.objects.filter(community=community, active=True).select_related("community")
        drawn["features"] += maps.features(cells)["features"]
    if point is not None:
        properties = {"kind": "point", "tone": "accent"}
        geometry = {"type": "Point", "coordinates": point}
        drawn["features"].append({"type": "Feature", "geometry": geometry, "properties": properties})
    response = JsonResponse(drawn, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = f"public, max-age={MAP_FRESH}"
    return response


def _asked(request):
    """(area or None, form of the point, point or None). A code nobody knows is a page that does not exist."""
    form = PointForm(request.GET if request.GET.get("lat") or request.GET.get("lon") else None)
    point = form.point() if form.is_bound else None
    code = request.GET.get("building") or request.GET.get("area")
    if code:
        area = Area.objects.filter(code=code[:40], active=True).first()
        if area is None:
            raise Http404
        return area, form, point
    return (maps.area_at(*point) if point else None), form, point


def _parts(area):
    """What is drawn for an area: itself and its parts; for a building its compound and all buildings in it."""
    if area is None:
        return list(Area.objects.filter(level=Area.Level.STREET, active=True))
    around = area.parent if area.level == Area.Level.BUILDING else area
    return [around, *Area.objects.filter(parent=around, active=True)]


def _streets():
    return Area.objects.filter(level=Area.Level.STREET, active=True).order_by("code").defer("boundary")


def _with_surroundings(areas):
    """[(area, names of what it lies in, nearest first)] for a search result; one query when it is read."""
    around = Area.objects.defer("boundary").in_bulk({pk for area in areas for pk in area.chain_ids[:-1]})
    return [(area, [around[pk].name for pk in reversed(area.chain_ids[:-1]) if pk in around]) for area in areas]
