"""The published needs for machines: GeoJSON for maps, CSV for tables, Atom for readers. All honour the filters of the list."""

from functools import lru_cache

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area, GridCell
from shiliu.govern.cases import catalogue_csv, listing, published, queries
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.models.case import number_of
from shiliu.govern.cases.views_public import chosen_cases
from shiliu.govern.cases.workflow import STATES
from shiliu.platform import maps
from shiliu.platform.permissions import needs
from shiliu.platform.tables.downloads import download
from shiliu.platform.texts import plain_text

MOST_POINTS, MOST_IN_VIEW = 2000, 500  # those in view come again and again while a map is moved, often to a phone
MOST_IN_FEED = 50
# What `points` reads of a case.
POINT = ("pk", "received_at", "state", "public_title", "public_longitude", "public_latitude")
TEN_METRES = 0.0001
STATE = {state.key: state for state in STATES}


@require_GET
@needs("cases.read_public")
def public_geojson(request):
    """The newest published needs as coarse points, in a `bbox` the newest inside it; with `ground` also the areas or cells they lie in,
    for a map without tiles. `more` says that there are older ones, which a smaller box may show."""
    form, cases = chosen_cases(request)
    box, most = box_of(request.GET.get("bbox", "")), MOST_POINTS
    if box:
        most = MOST_IN_VIEW
        cases = cases.filter(listing.in_box(*box))
    placed = cases.filter(public_longitude__isnull=False).order_by(*listing.NEWEST)
    shown = list(placed.values_list(*POINT)[: most + 1])
    below = []
    if "ground" in request.GET and form.is_valid():
        area = form.cleaned_data["area"]
        below = ground(maps.version(), get_language(), area.code if area else "")
    found = {
        "type": "FeatureCollection",
        "features": [*below, *points(shown[:most])],
        "more": len(shown) > most,
    }
    return JsonResponse(found, content_type="application/geo+json")


def box_of(text):
    """(west, south, east, north) of a `bbox` as RFC 7946 orders it; None for what is no such box on the map."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    on_the_map = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if on_the_map else None


def points(rows):
    """Features of rows of POINT. What all of them share is asked for once: two thousand take a fifth of the time so."""
    before, after = reverse("cases:public_case", args=[0]).rsplit("0", 1)
    labels = {key: str(state.label) for key, state in STATE.items()}
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {
                "kind": "point",
                "number": number_of(received_at, pk),
                "title": title,
                "text": labels[state],
                "state": state,
                "tone": STATE[state].tone,
                "url": f"{before}{pk}{after}",
            },
        }
        for pk, received_at, state, title, longitude, latitude in rows
    ]


@require_GET
@needs("cases.read_public")
def ground_geojson(request):
    """The areas to find one's way by when a place is chosen on the map."""
    found = {"type": "FeatureCollection", "features": ground(maps.version(), get_language(), "")}
    response = JsonResponse(found, content_type="application/geo+json")
    response["Cache-Control"] = "private, max-age=300"
    return response


@lru_cache(maxsize=64)
def ground(version, language, code):
    """Outlines below the points: communities of the site or of an area, cells of a community. Kept for one version of the map."""
    area = queries.area_by_code(code)
    if area is not None and area.level not in {Area.Level.DISTRICT, Area.Level.STREET}:
        community = Area.objects.filter(pk__in=area.chain_ids, level=Area.Level.COMMUNITY).first()
        cells = GridCell.objects.filter(community=community, active=True).select_related("community")
        return maps.features([*([community] if community else []), *cells], chosen=area)["features"]
    levels = [Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY] if area is None else [Area.Level.COMMUNITY]
    areas = Area.inside(area.path if area else "/").filter(level__in=levels, active=True, boundary__isnull=False)
    return maps.features(areas.order_by("path"), simplify=TEN_METRES)["features"]


@require_GET
@needs("cases.read_public")
def public_csv(request):
    """The table of the list, streamed. Words are put into the reader's language before the first line leaves."""
    _form, cases = chosen_cases(request)
    kinds = {kind.value: str(kind.label) for kind in Case.Kind}
    states = {state.key: str(state.label) for state in STATES}
    places = published.Places.everywhere(get_language())
    headers = [
        _("Number"), _("Title"), _("Text"), _("Kind"), _("Matter"), _("State"), _("Where"), _("Responsible unit"),
        _("Received"), _("Ended"), _("Longitude"), _("Latitude"), _("Address"),
    ]  # fmt: skip
    base = request.build_absolute_uri("/").rstrip("/")
    language = get_language()
    rows = (
        [
            case.number, case.public_title, case.public_text, kinds[case.kind], published.name_of(case.category, language),
            states[case.state], places.of(case), published.name_of(case.lead, language), written(case.received_at),
            written(case.ended_at), case.public_longitude, case.public_latitude,
            base + reverse("cases:public_case", args=[case.pk]),
        ]
        for case in published.newest(cases).iterator(chunk_size=500)
    )  # fmt: skip
    return download("cases.csv", headers, rows)


def written(moment):
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@require_GET
@needs("cases.read_public")
def public_feed(request):
    """Atom: the newest published needs."""
    return HttpResponse(
        list_feed(request, Atom1Feed).writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def list_feed(request, kind):
    """The newest published needs that the filters leave, as a feed of some kind."""
    _form, cases = chosen_cases(request)
    here = request.build_absolute_uri()
    feed = kind(
        title=_("What neighbours raised"), link=request.build_absolute_uri(reverse("cases:public_list")),
        description=_("Needs of the neighbourhood and what became of them"), language=get_language(), feed_url=here,
    )  # fmt: skip
    for case in published.newest(cases)[:MOST_IN_FEED]:
        address = request.build_absolute_uri(reverse("cases:public_case", args=[case.pk]))
        feed.add_item(
            title=plain_text(case.public_title), link=address, unique_id=address,
            description=plain_text(f"{case.public_text}\n\n{STATE[case.state].label}"),
            pubdate=case.published_at, updateddate=case.public_changed_at,
            categories=[str(case.get_kind_display()), *([case.category.name] if case.category else [])],
        )  # fmt: skip
    return feed


@require_GET
@needs("cases.read_catalogue")
def catalogue_csv_file(request, number):
    """A published version of the dispatch catalogue, in the format the office reads it back."""
    version = next((one for one in published.catalogue_versions() if one.number == number), None)
    if version is None:
        raise Http404
    response = HttpResponse("\ufeff" + catalogue_csv.write(version), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="catalogue-{version.number}.csv"'
    return response
