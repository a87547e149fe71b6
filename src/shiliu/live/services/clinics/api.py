"""Clinics over JSON: the list, when they are held, who advises, booking with a code and nothing else, the day of the desk."""

from datetime import date, datetime

from django.http import Http404
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from shiliu.live.services.clinics import actions, queries, slots
from shiliu.live.services.clinics.kind import CLINICS, openings
from shiliu.live.services.clinics.views_serving import DESK
from shiliu.platform.bookings import operations as ops
from shiliu.platform.clock import now
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class ClinicsWanted(Schema):
    q: str = Field("", max_length=80, description="Words of a name, code or address")
    kind: str = Field(
        "", max_length=12, description="legal_advice, legal_aid, notary, mediation, business, counselling"
    )
    matter: str = Field("", max_length=12, description="A matter that an adviser knows who sits there now")
    language: str = Field("", max_length=12, description="A language that an adviser speaks who sits there now")
    offset: int = Field(0, ge=0, le=10_000)
    limit: int = Field(50, ge=1, le=MOST)


class AdviserOut(Schema):
    """A duty of a unit, never a person; `until` is the last day of its term."""

    name: str
    unit: str
    specialties: list[str]
    languages: list[str]
    until: date | None


class ClinicOut(Schema):
    """`unit`, `area` and `window` are codes; `first` is the first time that is free."""

    code: str
    kind: str
    name: str
    names: dict[str, str]
    text: str
    unit: str
    area: str
    window: str | None
    where: str
    phone: str
    minutes: int
    first: datetime | None


class OneClinicOut(ClinicOut):
    advisers: list[AdviserOut]


class ClinicList(Schema):
    count: int
    items: list[ClinicOut]


class ClinicOpeningOut(Schema):
    opens: datetime
    closes: datetime


class ClinicBookingIn(ops.BookingIn):
    """Nobody is asked for a name or a reason."""

    clinic: str = Field(..., max_length=40)


class ClinicWaitIn(ops.WaitIn):
    clinic: str = Field(..., max_length=40)


class ClinicBookingOut(ops.BookingOut):
    clinic: str


@router.get("/", response=ClinicList, summary="List or find clinics", operation_id="clinics_list")
@operation_permission("clinics.read")
def listed(request, wanted: Query[ClinicsWanted]):
    given = wanted.dict()
    offset, limit = given.pop("offset"), given.pop("limit")
    found = queries.listed(queries.in_use(), **given)
    page = CLINICS.with_zones(queries.whole(found)[offset : offset + limit])
    first = slots.first_free(page)
    return {"count": found.count(), "items": [_told(one, first[one]) for one in page]}


@router.get("/advisers", response=list[AdviserOut], summary="Who advises", operation_id="clinics_advisers")
@operation_permission("clinics.read")
def advisers(request, q: str = Query("", max_length=80)):
    return [_adviser(one, one.present) for one in queries.found(queries.roster(), q)[:MOST]]


@router.post("/bookings/", response=ClinicBookingOut, summary="Book a time", operation_id="clinics_book")
@operation_permission("clinics.book")
def book(request, given: ClinicBookingIn):
    clinic, starts, contact = _clinic(given.clinic), ops.with_zone(given.starts), ops.contact_of(given)
    ops.admit(request, CLINICS, given.key)
    held = actions.hold(by=request.actor, clinic=clinic, starts=starts, language=get_language(), key=given.key)
    bearer = request.actor.holding_secret(held.booking.code_hash)
    return _booked(actions.confirm(by=bearer, booked=held, **contact))


@router.post(
    "/bookings/waiting", response=ClinicBookingOut, summary="Wait for a taken time", operation_id="clinics_wait"
)
@operation_permission("clinics.book")
def wait(request, given: ClinicWaitIn):
    clinic, starts, contact = _clinic(given.clinic), ops.with_zone(given.starts), ops.contact_of(given)
    ops.admit(request, CLINICS)
    return _booked(actions.wait(by=request.actor, clinic=clinic, starts=starts, language=get_language(), **contact))


def _clinic(code):
    found = queries.whole(queries.in_use()).filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _served(actor, code):
    return queries.whole(queries.served_by(actor)).filter(code=code).first()


def _adviser(one, terms=()):
    return {
        "name": one.name, "unit": one.organisation.code, "specialties": one.specialties, "languages": one.languages,
        "until": max((term.until for term in terms), default=None),
    }  # fmt: skip


def _told(clinic, first):
    return {
        "code": clinic.code, "kind": clinic.kind, "name": clinic.name, "names": clinic.names, "text": clinic.said,
        "unit": clinic.organisation.code, "area": clinic.area.code, "window": clinic.window.code if clinic.window else None,
        "where": clinic.where, "phone": clinic.phone, "minutes": clinic.slot_minutes, "first": first,
    }  # fmt: skip


def _booked(one):
    return {**ops.told_of(CLINICS, one), "clinic": one.clinic.code}


ops.add_bearer(router, CLINICS, actions, ClinicBookingOut, _booked)
ops.add_desk(router, CLINICS, DESK, ops.BookingRowOut, ops.row_of, _served)


# After the others, whose first words would be taken for codes.
@router.get("/{code}", response=OneClinicOut, summary="One clinic", operation_id="clinics_one")
@operation_permission("clinics.read")
def one(request, code: str):
    found = _clinic(code)
    return {**_told(found, slots.first_free([found])[found]), "advisers": [_adviser(one) for one in found.now_advising]}


@router.get("/{code}/hours", response=list[ClinicOpeningOut], summary="When it is held", operation_id="clinics_hours")
@operation_permission("clinics.read")
def hours(request, code: str, days: int = Query(31, ge=1, le=184)):
    """Public holidays are left out, and days on which it is not held."""
    return [{"opens": opens, "closes": closes} for opens, closes in openings(_clinic(code), now(), days)]


@router.get("/{code}/times", response=ops.TimesOut, summary="Times of a clinic", operation_id="clinics_times")
@operation_permission("clinics.book")
def times(request, code: str):
    found = _clinic(code)
    return ops.times_of(CLINICS, found, slots.WISH, found.slot_minutes)
