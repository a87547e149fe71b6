"""The circle over JSON: types, facilities, shares of homes and gaps are open; anybody may propose and say what is still there."""

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.live.circle import actions, queries
from shiliu.live.circle.models import Facility, FacilityType, Gap
from shiliu.platform import challenge, limits
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 200


class FacilityTypeOut(Schema):
    """`minutes` None: those of the house. `checked` false: assumed, nobody has compared it with its source yet. The two schemes are different circles and must not be added up."""

    code: str
    scheme: str
    group: str
    names: dict[str, str]
    minutes: int | None
    source: str
    checked: bool


class FacilityOut(Schema):
    """`access` says yes or no of each fact somebody has looked at. `confirmed_by`: staff or neighbour, never who."""

    id: int
    facility_type: str
    names: dict[str, str]
    longitude: float
    latitude: float
    area: str | None
    address: str
    opening: str
    access: dict[str, str]
    state: str
    source: str
    confirmed_at: str | None
    confirmed_by: str


class FacilityList(Schema):
    count: int
    items: list[FacilityOut]


class FacilitiesWanted(Schema):
    q: str = Field("", max_length=80)
    facility_type: str = Field("", max_length=40)
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class FacilityIn(Schema):
    facility_type: str = Field(max_length=40)
    names: dict[str, str] = Field(description="by language tag; zh-hans is required")
    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)
    address: str = Field("", max_length=200)
    opening: str = Field("", max_length=200)
    access: dict[str, str] = {}


class ProposedOut(Schema):
    state: str


class CountedOut(Schema):
    """`counted` false: this network has said it today."""

    counted: bool
    said_here: int
    said_gone: int


class FigureOut(Schema):
    """`covered` None where it is left out; `few` then says why: fewer homes than may be told are `covered`, `missing` or `both`, or
    the number stands `beside` such a one, which could be computed from it. `quarters`: minutes a quarter, half, three quarters and
    nine tenths of the homes need at most; None: no way."""

    facility_type: str
    homes: int | None
    covered: int | None
    few: str | None
    quarters: list[float | None]


class CoverageOut(Schema):
    area: str
    walker: str
    measured: str
    figures: list[FigureOut]


class CircleGapOut(Schema):
    """`homes` None: left out, as smaller numbers could be computed from it. `minutes` None: no way."""

    id: int
    facility_type: str
    walker: str
    area: str
    longitude: float
    latitude: float
    homes: int | None
    minutes: float | None
    nearest: int | None
    open: bool


class CircleGapList(Schema):
    count: int
    items: list[CircleGapOut]


class GapsWanted(Schema):
    walker: str = Field("", max_length=10)
    facility_type: str = Field("", max_length=40)
    area: str = Field("", max_length=40)
    least: int = Field(0, ge=0, description="at least so many homes")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


@router.get("/types", response=list[FacilityTypeOut], summary="List types of facilities", operation_id="circle_types")
@operation_permission("circle.read")
def list_types(request):
    return list(FacilityType.objects.filter(active=True))


@router.get("/facilities", response=FacilityList, summary="List open facilities", operation_id="circle_facilities")
@operation_permission("circle.read")
def list_facilities(request, wanted: Query[FacilitiesWanted]):
    open_ones = Facility.objects.filter(state=Facility.State.CONFIRMED)
    found = queries.listed(open_ones, q=wanted.q, kind=wanted.facility_type)
    return {
        "count": found.count(),
        "items": [_facility(one) for one in found[wanted.offset : wanted.offset + wanted.limit]],
    }


@router.post("/facilities", response=ProposedOut, summary="Propose a facility", operation_id="circle_propose")
@operation_permission("circle.say")
def propose(request, given: FacilityIn):
    challenge.admit(request, "circle", form="circle.propose")
    values = given.dict()
    made = actions.propose(by=request.actor, kind=values.pop("facility_type"), **values)
    return {"state": made.state}


@router.post("/facilities/{pk}/{said}", response=CountedOut, summary="Say here or gone", operation_id="circle_say")
@operation_permission("circle.say")
def say(request, pk: int, said: str):
    found = queries.visible_to(ANONYMOUS).filter(pk=pk).first()
    if found is None or said not in ("here", "gone"):
        raise Http404
    challenge.admit(request, "circle", form=f"circle.say:{pk}:{said}")
    counted = actions.say(
        by=request.actor, facility=found, said=said, mark=limits.network_mark(request, f"circle:{pk}")
    )
    found.refresh_from_db()
    return {"counted": counted, "said_here": found.said_here, "said_gone": found.said_gone}


@router.get("/coverage/{area}", response=CoverageOut, summary="Read shares of homes", operation_id="circle_coverage")
@operation_permission("circle.read")
def coverage(request, area: str, walker: str = "adult"):
    run = queries.newest_run()
    place = queries.measured_areas(run).filter(code=area[:40]).first() if run else None
    if place is None:
        raise Http404
    told = queries.figures(run, place, walker[:10])
    figures = [{"facility_type": code, **figure} for code, figure in told.items()]
    return {"area": place.code, "walker": walker[:10], "measured": f"{run.at:%Y-%m-%d}", "figures": figures}


@router.get("/gaps", response=CircleGapList, summary="List open gaps", operation_id="circle_gaps")
@operation_permission("circle.read")
def list_gaps(request, wanted: Query[GapsWanted]):
    run = queries.newest_run()
    place = queries.measured_areas(run).filter(code=wanted.area).first() if run and wanted.area else None
    if wanted.area and place is None:
        raise Http404
    found = queries.gaps(area=place, kind=wanted.facility_type, walker=wanted.walker, least=wanted.least)
    return {"count": found.count(), "items": [_gap(one) for one in found[wanted.offset : wanted.offset + wanted.limit]]}


def _facility(one: Facility):
    return {
        "id": one.pk, "facility_type": one.kind.code, "names": one.names, "longitude": one.longitude, "latitude": one.latitude,
        "area": one.area.code if one.area else None, "address": one.address, "opening": one.opening, "access": one.access, "state": one.state,
        "source": one.source, "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None, "confirmed_by": one.confirmed_by,
    }  # fmt: skip


def _gap(one: Gap):
    return {
        "id": one.pk, "facility_type": one.kind.code, "walker": one.walker, "area": one.area.code, "longitude": one.longitude,
        "latitude": one.latitude, "homes": one.homes, "minutes": one.minutes, "nearest": one.nearest_id, "open": one.closed_in_id is None,
    }  # fmt: skip
