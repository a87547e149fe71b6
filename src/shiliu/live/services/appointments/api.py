"""Appointments over JSON: free times, booking, the waiting list, opening with the code, the day of a window."""

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from shiliu.live.services.appointments import actions, papers, rules
from shiliu.live.services.appointments.forms import ContactForm
from shiliu.live.services.appointments.kind import APPOINTMENTS
from shiliu.live.services.appointments.office_views import DESK
from shiliu.live.services.windows import queries as windows
from shiliu.platform.bookings import operations as ops
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()


class FreeTimesWanted(Schema):
    window: str = Field(..., max_length=40, description="Code of the window")
    item: list[str] = Field(..., min_length=1, max_length=rules.MOST_ITEMS, description="Codes of what they come for")
    people: int = Field(1, ge=1, le=rules.MOST_PEOPLE, description="For how many of a household")


class WantedIn(Schema):
    window: str = Field(..., max_length=40)
    items: list[str] = Field(..., min_length=1, max_length=rules.MOST_ITEMS)
    people: int = Field(1, ge=1, le=rules.MOST_PEOPLE)
    called: str = Field("", max_length=rules.LONGEST_CALLED)


class AppointmentIn(WantedIn, ops.BookingIn):
    """`key`, a UUID of the caller's, makes a repeated request harmless. Every contact may be left out."""


class AppointmentWaitIn(WantedIn, ops.WaitIn):
    """A time that is full, and an e-mail address or a telephone number: one of them is needed."""


class AppointmentOut(ops.BookingOut):
    """`papers` are to be brought, in the caller's language."""

    window: str
    items: list[str]
    papers: list[str]


class AppointmentRowOut(ops.BookingRowOut):
    """One row of a window's day; `called` only where somebody gave it."""

    items: list[str]
    called: str


@router.get("/times", response=ops.TimesOut, summary="Times of a window", operation_id="appointments_times")
@operation_permission("windows.book")
def times(request, wanted: Query[FreeTimesWanted]):
    window = _window(wanted.window)
    wish = APPOINTMENTS.wished(window, _items(wanted.item), wanted.people)
    return ops.times_of(APPOINTMENTS, window, wish, wish.minutes)


@router.post("/", response=AppointmentOut, summary="Book an appointment", operation_id="appointments_book")
@operation_permission("windows.book")
def book(request, given: AppointmentIn):
    wanted, contact = _wanted(request, given), ops.contact_of(given, ContactForm)
    ops.admit(request, APPOINTMENTS, given.key)
    held = actions.hold(**wanted, key=given.key, channel="api")
    bearer = request.actor.holding_secret(held.booking.code_hash)
    return _told(actions.confirm(by=bearer, booked=held, **contact))


@router.post("/waiting", response=AppointmentOut, summary="Wait for a taken time", operation_id="appointments_wait")
@operation_permission("windows.book")
def wait(request, given: AppointmentWaitIn):
    wanted, contact = _wanted(request, given), ops.contact_of(given, ContactForm)
    ops.admit(request, APPOINTMENTS)
    return _told(actions.wait(**wanted, **contact, channel="api"))


def _wanted(request, given):
    """What the actions take of a request, with the time checked."""
    return {
        "by": request.actor, "window": _window(given.window), "items": _items(given.items), "people": given.people,
        "starts": ops.with_zone(given.starts), "language": get_language(),
    }  # fmt: skip


def _window(code):
    found = windows.with_hours(windows.in_use()).filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _served(actor, code):
    return windows.with_hours(windows.served_by(actor)).filter(code=code).first()


def _items(codes):
    found = {item.code: item for item in windows.items_served().filter(code__in=codes)}
    if set(codes) - set(found):
        raise NotPossible(_("Something is not right yet."), {"items": _("One of these is offered at no window.")})
    return [found[code] for code in dict.fromkeys(codes)]


def _row(one):
    return {**ops.row_of(one), "items": [item.code for item in one.items.all()], "called": one.called}


def _told(one):
    items = list(one.items.all())
    return {
        **ops.told_of(APPOINTMENTS, one), "window": one.window.code, "items": [item.code for item in items],
        "papers": [paper.line for paper in papers.to_bring(items)],
    }  # fmt: skip


ops.add_bearer(router, APPOINTMENTS, actions, AppointmentOut, _told)
ops.add_desk(router, APPOINTMENTS, DESK, AppointmentRowOut, _row, _served)
