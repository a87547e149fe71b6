"""Windows over JSON, as everybody reads them on their pages. Read only."""

from datetime import date, datetime, timedelta

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.live.services.windows import hours, queries
from shiliu.platform.clock import now
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class ServedItemOut(Schema):
    """`minutes` for one person."""

    item: str
    name: str
    minutes: int


class WindowOut(Schema):
    """`unit` and `area` are codes; `features` are names of what helps people; `opens` is the next opening while it is closed."""

    code: str
    name: str
    names: dict[str, str]
    level: str
    unit: str
    area: str
    address: str
    phone: str
    longitude: float | None
    latitude: float | None
    features: list[str]
    languages: list[str]
    takes_appointments: bool
    is_open: bool
    until: datetime | None
    opens: datetime | None


class OneWindowOut(WindowOut):
    items: list[ServedItemOut]


class WindowList(Schema):
    count: int
    items: list[WindowOut]


class WindowsWanted(Schema):
    q: str = Field("", max_length=80, description="Words of a name or address, or the beginning of a code")
    level: str = Field("", max_length=12, description="district, street or community")
    language: str = Field("", max_length=12, description="A language spoken there")
    item: str = Field("", max_length=40, description="Code of an item that is done there")
    feature: str = Field("", max_length=20, description="low_counter, step_free, hearing_loop, writing_board …")
    open: bool = Field(False, description="Only those open now")
    offset: int = Field(0, ge=0, le=10_000)
    limit: int = Field(50, ge=1, le=MOST)


class SittingOut(Schema):
    """`held` is false when the window itself is closed then."""

    unit: str
    name: str
    what: str
    starts: datetime
    ends: datetime
    held: bool


class OpeningOut(Schema):
    opens: datetime
    closes: datetime


@router.get("/", response=WindowList, summary="List or find windows", operation_id="windows_list")
@operation_permission("windows.read")
def listed(request, wanted: Query[WindowsWanted]):
    given = wanted.dict()
    offset, limit, only_open = given.pop("offset"), given.pop("limit"), given.pop("open")
    found = queries.with_hours(queries.listed(queries.in_use(), **given))[: queries.MOST]
    rows = [(window, hours.standing(window)) for window in hours.with_calendars(found)]
    rows = [row for row in rows if row[1].is_open or not only_open]
    return {"count": len(rows), "items": [_told(*row) for row in rows[offset : offset + limit]]}


@router.get("/{code}", response=OneWindowOut, summary="One window", operation_id="windows_one")
@operation_permission("windows.read")
def one(request, code: str):
    window = _window(code)
    served = window.served.filter(item__state="active").select_related("item")
    items = [{"item": row.item.code, "name": row.item.name, "minutes": row.minutes} for row in served]
    return {**_told(window, hours.standing(window)), "items": items}


@router.get("/{code}/hours", response=list[OpeningOut], summary="When a window is open", operation_id="windows_hours")
@operation_permission("windows.read")
def openings(request, code: str, since: date | None = None, days: int = Query(14, ge=1, le=92)):
    """The openings of each day, with seasons, holidays and exceptions worked in."""
    calendar = hours.calendar_of(_window(code))
    first = since or now().astimezone(calendar.timezone).date()
    if not 2000 <= first.year <= 2100:
        raise Http404
    spans = [span for number in range(days) for span in calendar.intervals_of(first + timedelta(days=number))]
    return [{"opens": opens, "closes": closes} for opens, closes in spans]


@router.get("/{code}/roster", response=list[SittingOut], summary="Who visits a window", operation_id="windows_roster")
@operation_permission("windows.read")
def roster(request, code: str, days: int = Query(31, ge=1, le=184)):
    window = _window(code)
    calendar = hours.calendar_of(window)
    today = now().astimezone(calendar.timezone).date()
    return [
        {"unit": one.turn.organisation.code, "name": one.turn.organisation.name, "what": one.turn.task, "starts": one.starts,
         "ends": one.ends, "held": one.held}
        for one in hours.sittings(window, today, today + timedelta(days=days), calendar)
    ]  # fmt: skip


def _window(code):
    window = queries.with_hours(queries.in_use()).filter(code=code[:40]).first()
    if window is None:
        raise Http404
    return window


def _told(window, standing):
    return {
        "code": window.code, "name": window.name, "names": window.names, "level": window.level,
        "unit": window.organisation.code, "area": window.area.code, "address": window.address, "phone": window.phone,
        "longitude": window.longitude, "latitude": window.latitude, "features": [field for field, _words in window.features],
        "languages": window.languages, "takes_appointments": window.takes_appointments, "is_open": standing.is_open,
        "until": standing.until, "opens": standing.opens,
    }  # fmt: skip
