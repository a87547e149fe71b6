"""Proposals for machines: GeoJSON for maps, CSV for tables, Atom and RSS for readers. All honour the filters of the list."""

from functools import lru_cache

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.govern.proposals.cloud import queries, workflow
from shiliu.govern.proposals.cloud.forms import ProposalsFilter
from shiliu.platform import maps
from shiliu.platform.permissions import needs
from shiliu.platform.tables.downloads import download
from shiliu.platform.texts import plain_text

MOST_POINTS, MOST_ROWS, MOST_IN_FEED = 1000, 5000, 50
TEN_METRES = 0.0001


def chosen_rows(request):
    """Published proposals that the filters leave, the newest first where they name no order."""
    chosen = ProposalsFilter(request.GET).chosen()
    if chosen is None:
        return queries.published().none()
    return queries.listed(**{**chosen, "sort": "new" if chosen["sort"] == "random" else chosen["sort"]})


@require_GET
@needs("proposals.read")
def geojson(request):
    """The points that authors set, with the communities to find one's way by. A proposal is about a public place, never a home."""
    rows = chosen_rows(request).filter(longitude__isnull=False)[:MOST_POINTS]
    features = list(ground(maps.version(), get_language()))
    for row in rows:
        state = workflow.PROPOSALS.state(row.state)
        features.append({
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {"kind": "point", "title": row.title, "text": str(state.label), "tone": state.tone, "id": row.pk,
                           "supports": row.support_count, "url": reverse("proposals:proposal", args=[row.pk])},
        })  # fmt: skip
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@lru_cache(maxsize=16)
def ground(version, language):
    """Outlines of communities below the points, kept for one version of the map."""
    areas = Area.objects.filter(level=Area.Level.COMMUNITY, active=True, boundary__isnull=False).order_by("path")
    return maps.features(areas, simplify=TEN_METRES)["features"]


@require_GET
@needs("proposals.read")
def csv(request):
    headers = [_("Number"), _("Title"), _("Text"), _("About"), _("State"), _("Where"), _("Supports"), _("Supports needed"), _("Opened"),
               _("Answer of"), _("Address")]  # fmt: skip
    base = request.build_absolute_uri("/").rstrip("/")
    rows = (
        [row.pk, row.title, row.text, row.get_topic_display(), row.get_state_display(), row.area.name, row.support_count, row.threshold,
         f"{row.opened_at:%Y-%m-%d}", row.unit.name if row.unit_id else "", base + reverse("proposals:proposal", args=[row.pk])]
        for row in chosen_rows(request)[:MOST_ROWS]
    )  # fmt: skip
    return download("proposals.csv", headers, rows)


@require_GET
@needs("proposals.read")
def atom(request):
    return _feed(request, Atom1Feed, "application/atom+xml")


@require_GET
@needs("proposals.read")
def rss(request):
    return _feed(request, Rss201rev2Feed, "application/rss+xml")


def _feed(request, kind, content_type):
    feed = kind(
        title=_("What neighbours propose"), link=request.build_absolute_uri(reverse("proposals:proposals")),
        description=_("Proposals of the neighbourhood, their answers and what became of them"), language=get_language(),
        feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for row in chosen_rows(request).order_by("-opened_at", "-pk")[:MOST_IN_FEED]:
        address = request.build_absolute_uri(reverse("proposals:proposal", args=[row.pk]))
        feed.add_item(
            title=plain_text(row.title), link=address, unique_id=address, pubdate=row.opened_at,
            description=plain_text(f"{row.text}\n\n{row.get_state_display()}"), categories=[str(row.get_topic_display())],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{content_type}; charset=utf-8")
