"""Appointments over JSON: free times, booking, opening with the code, the day of a window."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from shiliu.live.services.appointments import actions, papers, queries, rules, slots
from shiliu.live.services.appointments.forms import ContactForm
from shiliu.live.services.appointments.office_views import VERBS, today
from shiliu.live.services.appointments.views import link_of
from shiliu.live.services.windows import queries as windows
from shiliu.platform import bookings, challenge, limits
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()


class FreeTimesWanted(Schema):
    window: str = Field(..., max_length=40, description="Code of the window")
    item: list[str] = Field(..., min_length=1, max_length=rules.MOST_ITEMS, description="Codes of what they come for")
    people: int = Field(1, ge=1, le=rules.MOST_PEOPLE, description="For how many of a household")


class FreeTimesOut(Schema):
    minutes: int
    times: list[datetime]


class AppointmentIn(Schema):
    """`key`, a UUID of the caller's, makes a repeated request harmless. Every contact may be left out."""

    window: str = Field(..., max_length=40)
    items: list[str] = Field(..., min_length=1, max_length=rules.MOST_ITEMS)
    people: int = Field(1, ge=1, le=rules.MOST_PEOPLE)
    starts: datetime
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    called: str = Field("", max_length=rules.LONGEST_CALLED)
    key: UUID | None = None


class AppointmentCodeIn(Schema):
    code: str = Field(..., max_length=40)


class AppointmentMoveIn(AppointmentCodeIn):
    starts: datetime


class AppointmentOut(Schema):
    """`state`: held, confirmed, cancelled, came or did_not_come. `papers` are to be brought, in the caller's language."""

    number: int
    state: str
    window: str
    starts: datetime
    ends: datetime
    people: int
    items: list[str]
    papers: list[str]
    closed: bool
    code: str
    link: str


class AppointmentRowOut(Schema):
    """One row of a window's day; `called` only where somebody gave it."""

    number: int
    state: str
    starts: datetime
    ends: datetime
    people: int
    items: list[str]
    called: str


@router.get("/times", response=FreeTimesOut, summary="Free times of a window", operation_id="appointments_times")
@operation_permission("windows.book")
def times(request, wanted: Query[FreeTimesWanted]):
    window, items = _window(wanted.window), _items(wanted.item)
    minutes = actions.check(window, items, wanted.people)
    return {"minutes": minutes, "times": [run[0].starts for run in slots.free_runs(window, minutes)]}


@router.post("/", response=AppointmentOut, summary="Book an appointment", operation_id="appointments_book")
@operation_permission("windows.book")
def book(request, given: AppointmentIn):
    window, items = _window(given.window), _items(given.items)
    contact = ContactForm({"email": given.email, "phone": given.phone, "called": given.called})
    if not contact.is_valid():
        raise NotPossible("Something is not right yet.", {name: errors[0] for name, errors in contact.errors.items()})
    if given.starts.tzinfo is None:
        raise NotPossible(
            "Something is not right yet.", {"starts": "Give the time with its zone, as 2026-03-11T10:00:00+08:00."}
        )
    challenge.admit(request, "hold", form=f"appointments.hold:{given.key or ''}")
    held = actions.hold(
        by=request.actor, window=window, items=items, starts=given.starts, people=given.people, language=get_language(),
        key=given.key, channel="api",
    )  # fmt: skip
    bearer = request.actor.holding_secret(held.booking.code_hash)
    return _told(actions.confirm(by=bearer, appointment=held, **contact.cleaned_data))


@router.post(
    "/opened", response=AppointmentOut, summary="The appointment a code opens", operation_id="appointments_open"
)
@operation_permission("windows.book")
def opened(request, shown: AppointmentCodeIn):
    """The code travels in the body, so that it stands in no log of addresses. After ten wrong tries it is answered with 429."""
    return _told(_opened(request, shown.code)[1])


@router.post("/opened/move", response=AppointmentOut, summary="Move an appointment", operation_id="appointments_move")
@operation_permission("windows.book")
def move(request, given: AppointmentMoveIn):
    actor, found = _opened(request, given.code)
    if given.starts.tzinfo is None:
        raise NotPossible(
            "Something is not right yet.", {"starts": "Give the time with its zone, as 2026-03-11T10:00:00+08:00."}
        )
    return _told(actions.move(by=actor, appointment=found, starts=given.starts))


@router.post(
    "/opened/cancel", response=AppointmentOut, summary="Cancel an appointment", operation_id="appointments_cancel"
)
@operation_permission("windows.book")
def cancel(request, given: AppointmentCodeIn):
    actor, found = _opened(request, given.code)
    return _told(actions.cancel(by=actor, appointment=found))


@router.get(
    "/days/{window}", response=list[AppointmentRowOut], summary="A day of one's window", operation_id="appointments_day"
)
@operation_permission("windows.serve")
def day(request, window: str, day: date | None = None):
    found = windows.with_hours(windows.served_by(request.actor)).filter(code=window[:40]).first()
    if found is None or (day and not 2000 <= day.year <= 2100):
        raise Http404
    return [{**_row(one), "called": one.called} for one in queries.of_day(found, day or today(found))]


@router.post(
    "/marks/{int:number}/{verb}", response=AppointmentRowOut, summary="Note who came", operation_id="appointments_mark"
)
@operation_permission("windows.serve")
def mark(request, number: int, verb: str):
    """`verb`: came, absent, left or undo. Nothing follows from it for anybody."""
    mine = windows.served_by(request.actor).values("pk")
    found = queries.whole(queries.Appointment.objects.filter(pk=number, window__in=mine)).first()
    if found is None or verb not in VERBS:
        raise Http404
    VERBS[verb](by=request.actor, appointment=found)
    return {**_row(found), "called": found.called}


def _opened(request, code):
    challenge.admit(request, "code", form="appointments.code")
    found = queries.by_code(code)
    if found is None:
        raise Http404
    limits.give_back("code", limits.askers(request))
    return request.actor.holding_secret(found.booking.code_hash), found


def _window(code):
    found = windows.with_hours(windows.in_use()).filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _items(codes):
    found = {item.code: item for item in windows.items_served().filter(code__in=codes)}
    if set(codes) - set(found):
        raise NotPossible("Something is not right yet.", {"items": "One of these is offered at no window."})
    return [found[code] for code in dict.fromkeys(codes)]


def _row(one):
    return {
        "number": one.number, "state": one.booking.state, "starts": one.booking.starts, "ends": one.booking.ends,
        "people": one.booking.size, "items": [item.code for item in one.items.all()],
    }  # fmt: skip


def _told(one):
    return {
        **_row(one), "window": one.window.code, "papers": [paper.line for paper in papers.to_bring(one.items.all())],
        "closed": one.met_by_closing_at is not None, "code": bookings.code_of(one.booking), "link": link_of(one),
    }  # fmt: skip
