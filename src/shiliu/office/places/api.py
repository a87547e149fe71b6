"""Places over JSON: find one, read it, ask what lies at a point and who serves there. Read only, open to everyone."""

from django.http import Http404
from ninja import Field, Query, Router, Schema
from pydantic import model_validator

from shiliu.foundation.models import Area
from shiliu.office.places import queries
from shiliu.office.places.addresses import address_of
from shiliu.platform import maps
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class AreaIn(Schema):
    """One step of the chain, or one place of a list. `names` by language tag."""

    code: str
    level: str
    name: str
    names: dict[str, str]
    parent: str | None
    url: str


class AreaOut(AreaIn):
    """`point` is [longitude, latitude]; `boundary` is GeoJSON in WGS 84."""

    chain: list[AreaIn]
    point: list[float] | None
    boundary: dict | None


class AreaList(Schema):
    count: int
    items: list[AreaIn]


class DutyOut(Schema):
    layer: str
    layer_name: str
    duty: str
    phone: str
    unit: str | None


class CellOut(Schema):
    code: str
    community: str
    name: str
    supervision_phone: str
    duties: list[DutyOut]


class UnitOut(Schema):
    """`serves` is the code of the place the unit is named for: the one asked about, or one above it."""

    code: str
    name: str
    kind: str
    kind_name: str
    phone: str
    serves: str


class ServedOut(Schema):
    """Empty `cells` means that none is drawn there; `office` is whom to call then."""

    chain: list[AreaIn]
    cells: list[CellOut]
    units: list[UnitOut]
    office: UnitOut | None


class Wanted(Schema):
    q: str = Field("", max_length=80, description="Words of a name in any language, or the beginning of a code")
    level: Area.Level | None = None
    parent: str | None = Field(None, max_length=40, description="Code of the place directly above")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class Point(Schema):
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class Where(Schema):
    """Give `area` (a code; a building is an area), or `lat` and `lon`, or all three: the cell is then the one at the point."""

    area: str | None = Field(None, max_length=40)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)

    @model_validator(mode="after")
    def says_where(self):
        if (self.lat is None) != (self.lon is None) or (self.lat is None and not self.area):
            raise ValueError("give area, or lat and lon")
        return self


@router.get("/areas", response=AreaList, summary="List or find places", operation_id="places_list")
@operation_permission("places.read_public")
def list_areas(request, wanted: Query[Wanted]):
    areas = Area.objects.filter(active=True)
    if wanted.level:
        areas = areas.filter(level=wanted.level)
    if wanted.parent:
        areas = areas.filter(parent__code=wanted.parent)
    page = slice(wanted.offset, wanted.offset + wanted.limit)
    if wanted.q.strip():
        found = maps.find(wanted.q, areas)
        return {"count": len(found), "items": [_area(area) for area in _with_parents(found[page])]}
    listed = areas.order_by("code").defer("boundary").select_related("parent")
    return {"count": areas.count(), "items": [_area(area) for area in listed[page]]}


@router.get("/areas/{code}", response=AreaOut, summary="Read one place", operation_id="places_read")
@operation_permission("places.read_public")
def read_area(request, code: str):
    return _whole(_by_code(code))


@router.get("/at", response=AreaOut, summary="The deepest place at a point", operation_id="places_at")
@operation_permission("places.read_public")
def area_at(request, point: Query[Point]):
    return _whole(_deepest(point.lon, point.lat))


@router.get(
    "/who-serves", response=ServedOut, summary="Who serves a place or a point", operation_id="places_who_serves"
)
@operation_permission("places.read_public")
def who_serves(request, where: Query[Where]):
    point = (where.lon, where.lat) if where.lat is not None else None
    area = _by_code(where.area) if where.area else _deepest(*point)
    answer = queries.who_serves(area, point)
    office = next((row for row in answer.units if row.unit == answer.office), None)
    return {
        "chain": [_area(step) for step in _with_parents(answer.chain)],
        "cells": [_cell(entry) for entry in answer.cells],
        "units": [_unit(row) for row in answer.units],
        "office": _unit(office) if office else None,
    }


def _by_code(code):
    area = Area.objects.filter(code=code[:40], active=True).select_related("parent").first()
    if area is None:
        raise Http404
    return area


def _deepest(lon, lat):
    area = maps.area_at(lon, lat)
    if area is None:
        raise Http404
    return area


def _with_parents(areas):
    parents = Area.objects.defer("boundary").in_bulk({area.parent_id for area in areas if area.parent_id})
    for area in areas:
        area.parent = parents.get(area.parent_id)
    return areas


def _area(area):
    parent = area.parent.code if area.parent_id else None
    return {
        "code": area.code,
        "level": area.level,
        "name": area.name,
        "names": area.names,
        "parent": parent,
        "url": address_of(area),
    }


def _whole(area):
    chain = [_area(step) for step in _with_parents(area.chain())]
    return {**chain[-1], "chain": chain, "point": maps.point_of(area), "boundary": area.boundary}


def _cell(entry):
    duties = [
        {
            "layer": post.layer.code,
            "layer_name": post.layer.name,
            "duty": post.duty.duty_name,
            "phone": post.duty.duty_phone,
            "unit": post.duty.organisation.code if post.duty.organisation_id else None,
        }
        for post in entry.posts
        if post.duty
    ]
    cell = entry.cell
    return {
        "code": cell.code,
        "community": cell.community.code,
        "name": cell.name,
        "supervision_phone": cell.supervision_phone,
        "duties": duties,
    }


def _unit(row):
    unit = row.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind.code,
        "kind_name": unit.kind.name,
        "phone": unit.public_phone,
        "serves": row.area.code,
    }
