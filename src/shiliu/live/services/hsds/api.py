"""The read API of HSDS 3.1: its paths, parameters and paging envelope. Objects are written by publishing.Publisher."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from ninja import Field, Query, Router, Schema

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import queries
from shiliu.live.services.hsds.publishing import TAXONOMIES, Publisher, for_publishing, units
from shiliu.platform.permissions.api import operation_permission

router = Router()
FIELDS = {"category": "category__code", "stage": "stages__code", "kind": "organisation__kind__code"}
MOST = 100
VERSION = "3.1"


class HsdsPage(Schema):
    """The envelope of HSDS around the contents of a list."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[Any]


class Pages(Schema):
    search: str = Field("", max_length=80)
    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(50, ge=1, le=MOST)


class ServicesWanted(Pages):
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = Field(False, description="Only id and last_modified")
    full: bool = Field(False, description="With all that belongs to each service")


class TermsWanted(Pages):
    taxonomy_id: UUID | None = None
    top_only: bool = False
    parent_id: UUID | None = None


@router.get("/", summary="About this HSDS feed", operation_id="hsds_about")
@operation_permission("services.read")
def about(request):
    publisher = _publisher(request)
    return {
        "version": VERSION,
        "profile": publisher.address(reverse("hsds:profile")),
        "openapi_url": publisher.address("/api/v1/openapi.json"),
        "description": "Public service catalogue. Texts are in simplified Chinese; the object “shiliu” of a service holds what HSDS has no field for.",
        "publisher": {"website": publisher.address("/")},
    }


@router.get("/services", response=HsdsPage, summary="Services (HSDS)", operation_id="hsds_services")
@operation_permission("services.read")
def services(request, wanted: Query[ServicesWanted]):
    publisher = _publisher(request)
    shown, page = _cut(_wanted(publisher, wanted), wanted)
    with translation.override(SOURCE_LANGUAGE):
        if wanted.minimal:
            page["contents"] = [
                {
                    "id": publisher.ids.of("service", item.code),
                    "last_modified": item.changed_at.isoformat(timespec="milliseconds"),
                }
                for item in shown
            ]
        else:
            write = publisher.service if wanted.full else publisher.listed
            page["contents"] = [write(item) for item in queries.whole(shown)]
    return page


@router.get("/services/{id}", summary="A service with all that belongs to it (HSDS)", operation_id="hsds_service")
@operation_permission("services.read")
def service(request, id: UUID):
    publisher = _publisher(request)
    with translation.override(SOURCE_LANGUAGE):
        item = _one(publisher, "service", id, queries.on_offer())
        changes = publisher.metadata(item)
        return {**publisher.service(item), **({"metadata": changes} if changes else {})}


@router.get(
    "/organizations",
    response=HsdsPage,
    summary="Units that answer for services (HSDS)",
    operation_id="hsds_organizations",
)
@operation_permission("services.read")
def organizations(request, wanted: Query[Pages], full: bool = False):
    publisher = _publisher(request)
    found = [
        unit
        for unit in units(publisher.windows)
        if wanted.search.casefold() in " ".join(unit.names.values()).casefold()
    ]
    shown, page = _cut(found, wanted)
    page["contents"] = [publisher.organization(unit) if full else publisher.short_organization(unit) for unit in shown]
    return page


@router.get("/organizations/{id}", summary="A unit with its services (HSDS)", operation_id="hsds_organization")
@operation_permission("services.read")
def organization(request, id: UUID):
    publisher = _publisher(request)
    unit = next((unit for unit in units(publisher.windows) if publisher.ids.of("organization", unit.code) == str(id)), None)  # fmt: skip
    if unit is None:
        raise Http404
    mine = queries.on_offer().filter(organisation=unit).order_by("code").values_list("code", flat=True)
    return {**publisher.organization(unit), "services": [{"id": publisher.ids.of("service", code)} for code in mine]}


@router.get(
    "/service_at_locations",
    response=HsdsPage,
    summary="Where services are given (HSDS)",
    operation_id="hsds_service_at_locations",
)
@operation_permission("services.read")
def service_at_locations(request, wanted: Query[ServicesWanted]):
    publisher = _publisher(request)
    found = [
        (item, *place) for item in queries.whole(_wanted(publisher, wanted)) for place in publisher.places_of(item)
    ]
    shown, page = _cut(found, wanted)
    with translation.override(SOURCE_LANGUAGE):
        page["contents"] = [publisher.service_at_location(*one, with_service=True) for one in shown]
    return page


@router.get(
    "/service_at_locations/{id}", summary="One service at one place (HSDS)", operation_id="hsds_service_at_location"
)
@operation_permission("services.read")
def service_at_location(request, id: UUID):
    publisher = _publisher(request)
    with translation.override(SOURCE_LANGUAGE):
        for item in queries.whole(queries.on_offer()):
            for place, minutes in publisher.places_of(item):
                if publisher.at(item, place) == str(id):
                    return publisher.service_at_location(item, place, minutes, with_service=True)
    raise Http404


@router.get("/taxonomies", response=HsdsPage, summary="Taxonomies (HSDS)", operation_id="hsds_taxonomies")
@operation_permission("services.read")
def taxonomies(request, wanted: Query[Pages]):
    found = [row for row in _publisher(request).taxonomies() if wanted.search in row["name"]]
    shown, page = _cut(found, wanted)
    return {**page, "contents": shown}


@router.get("/taxonomies/{id}", summary="A taxonomy (HSDS)", operation_id="hsds_taxonomy")
@operation_permission("services.read")
def taxonomy(request, id: UUID):
    return _named(_publisher(request).taxonomies(), id)


@router.get(
    "/taxonomy_terms", response=HsdsPage, summary="Terms of the taxonomies (HSDS)", operation_id="hsds_taxonomy_terms"
)
@operation_permission("services.read")
def taxonomy_terms(request, wanted: Query[TermsWanted]):
    found = [row for row in _publisher(request).terms() if wanted.search in row["name"] and not wanted.parent_id]
    if wanted.taxonomy_id:
        found = [row for row in found if row["taxonomy_id"] == str(wanted.taxonomy_id)]
    shown, page = _cut(found, wanted)
    return {**page, "contents": shown}


@router.get("/taxonomy_terms/{id}", summary="A term (HSDS)", operation_id="hsds_taxonomy_term")
@operation_permission("services.read")
def taxonomy_term(request, id: UUID):
    return _named(_publisher(request).terms(), id)


def _publisher(request):
    return Publisher(request.build_absolute_uri)


def _wanted(publisher, wanted):
    items = for_publishing()
    if wanted.search:
        items = queries.found(items, q=wanted.search)
    if wanted.modified_after:
        moment = wanted.modified_after
        items = items.filter(changed_at__gte=moment if timezone.is_aware(moment) else timezone.make_aware(moment))
    if wanted.organization_id:
        unit = next(
            (unit for unit in units() if publisher.ids.of("organization", unit.code) == str(wanted.organization_id)),
            None,
        )
        items = items.filter(organisation=unit) if unit else items.none()
    if wanted.taxonomy_term_id:
        items = _of_term(publisher, items, str(wanted.taxonomy_term_id))
    if wanted.taxonomy_id and str(wanted.taxonomy_id) == publisher.ids.of("taxonomy", "stage"):
        items = items.exclude(stages=None)
    elif wanted.taxonomy_id and str(wanted.taxonomy_id) == publisher.ids.of("taxonomy", "kind"):
        items = items.exclude(organisation=None)
    elif wanted.taxonomy_id and str(wanted.taxonomy_id) != publisher.ids.of("taxonomy", "category"):
        items = items.none()  # every item has a category
    return items.distinct() if wanted.taxonomy_id else items


def _of_term(publisher, items, wanted):
    for sort, (_title, _text, model) in TAXONOMIES.items():
        for code in model.objects.values_list("code", flat=True):
            if publisher.ids.of("taxonomy_term", sort, code) == wanted:
                return items.filter(**{FIELDS[sort]: code})
    return items.none()


def _one(publisher, sort, uuid, items):
    code = publisher.ids.key_of(sort, uuid, items.values_list("code", flat=True))
    found = queries.whole(items.filter(code=code)).first() if code else None
    if found is None:
        raise Http404
    return found


def _named(rows, uuid):
    found = next((row for row in rows if row["id"] == str(uuid)), None)
    if found is None:
        raise Http404
    return found


def _cut(found, wanted):
    """(what stands on the page asked for, the envelope without contents)."""
    total = len(found) if isinstance(found, list) else found.count()
    first = (wanted.page - 1) * wanted.per_page
    shown = found[first : first + wanted.per_page]
    pages = -(-total // wanted.per_page)
    size = max(0, min(wanted.per_page, total - first))
    return shown, {
        "total_items": total, "total_pages": pages, "page_number": wanted.page, "size": size, "first_page": wanted.page == 1,
        "last_page": wanted.page >= pages, "empty": size == 0,
    }  # fmt: skip
