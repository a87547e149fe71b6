"""The same over JSON: what whoever has a code may do, and the day of the desk, for any `Bookable`."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Field, Schema

from shiliu.platform import challenge, limits
from shiliu.platform.bookings.forms import ContactForm
from shiliu.platform.bookings.secrets import code_of
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible


class TimesOut(Schema):
    """`times` can be booked now; `full` can be waited for. Both are beginnings, and it lasts `minutes`."""

    minutes: int
    times: list[datetime]
    full: list[datetime]


class BookingIn(Schema):
    """`key`, a UUID of the caller's, makes a repeated request harmless. Every contact may be left out."""

    starts: datetime
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    key: UUID | None = None


class WaitIn(Schema):
    """A time that is full, and an e-mail address or a telephone number: one of them is needed."""

    starts: datetime
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)


class BookingCodeIn(Schema):
    code: str = Field(..., max_length=40)


class BookingMoveIn(BookingCodeIn):
    starts: datetime


class BookingRowOut(Schema):
    """One row of a day. `state`: waiting, held, confirmed, cancelled, came, did_not_come or not_recorded."""

    number: int
    state: str
    starts: datetime
    ends: datetime
    people: int


class BookingOut(BookingRowOut):
    """`closed`: it cannot be kept, because the hours were changed. `held_until`: an offer or a hold lapses then."""

    closed: bool
    held_until: datetime | None
    code: str
    link: str


def contact_of(given, form=ContactForm):
    """The cleaned contact, or NotPossible with what is wrong. `given`: a schema with email and phone, and what `form` asks more."""
    found = form(given.dict())
    if not found.is_valid():
        raise NotPossible(_("Something is not right yet."), {name: errors[0] for name, errors in found.errors.items()})
    return found.cleaned_data


def with_zone(moment):
    if moment.tzinfo is None:
        problem = _("Give the time with its zone, as 2026-03-11T10:00:00+08:00.")
        raise NotPossible(_("Something is not right yet."), {"starts": problem})
    return moment


def times_of(kind, thing, wish, minutes):
    """A TimesOut."""
    kind.refuse(thing, wish)
    free, full = kind.free_runs(thing, wish), kind.full_runs(thing, wish)
    return {"minutes": minutes, "times": [run[0].starts for run in free], "full": [run[0].starts for run in full]}


def admit(request, kind, key=""):
    """Whoever holds many times in a short while is asked a challenge, as on the pages."""
    challenge.admit(request, "hold", form=f"{kind.space}.hold:{key or ''}")


def row_of(booked):
    booking = booked.booking
    return {
        "number": booked.number, "state": booking.state, "starts": booking.starts, "ends": booking.ends,
        "people": booking.size,
    }  # fmt: skip


def told_of(kind, booked):
    return {
        **row_of(booked), "closed": booked.met_by_closing_at is not None, "held_until": booked.booking.held_until,
        "code": code_of(booked.booking), "link": kind.link_of(booked),
    }  # fmt: skip


def add_bearer(router, kind, actions, out, told):
    """Opening, confirming, moving and cancelling with a code. It travels in the body, so that it stands in no log of addresses; after
    ten wrong tries it is answered with 429. `told(booked)` gives an `out`."""

    def opened(request, code):
        challenge.admit(request, "code", form=f"{kind.space}.code")
        found = kind.by_code(code)
        if found is None:
            raise Http404
        limits.give_back("code", limits.askers(request))
        return {"by": request.actor.holding_secret(found.booking.code_hash), "booked": found}

    def add(name, path, summary):
        post = router.post(path, response=out, summary=summary, operation_id=f"{kind.space}_{name}")
        return lambda view: post(operation_permission(kind.book)(view))

    @add("open", "/opened", "What a code opens")
    def open_one(request, shown: BookingCodeIn):
        return told(opened(request, shown.code)["booked"])

    @add("confirm", "/opened/confirm", "Confirm a place that was offered")
    def confirm(request, shown: BookingCodeIn):
        return told(actions.confirm(**opened(request, shown.code)))

    @add("move", "/opened/move", "Move a booking")
    def move(request, given: BookingMoveIn):
        return told(actions.move(**opened(request, given.code), starts=with_zone(given.starts)))

    @add("cancel", "/opened/cancel", "Cancel a booking, or leave the waiting list")
    def cancel(request, given: BookingCodeIn):
        return told(actions.cancel(**opened(request, given.code)))


def add_desk(router, kind, desk, out, told, find):
    """The day of one's own desk and noting who came. `find(actor, code)` gives the thing or None."""

    @router.get("/days/{code}", response=list[out], summary="A day of one's desk", operation_id=f"{kind.space}_day")
    @operation_permission(kind.serve)
    def day(request, code: str, day: date | None = None):
        found = find(request.actor, code[:40])
        if found is None or (day and not 2000 <= day.year <= 2100):
            raise Http404
        return [told(one) for one in kind.of_day(found, day or kind.today(found))]

    @router.post("/marks/{int:number}/{verb}", response=out, summary="Note who came", operation_id=f"{kind.space}_mark")
    @operation_permission(kind.serve)
    def mark(request, number: int, verb: str):
        """Nothing follows from it for anybody."""
        if verb not in desk.verbs:
            raise Http404
        return told(desk.verbs[verb](by=request.actor, booked=desk.booked(request, number)))

    mark.__doc__ = f"`verb`: {', '.join(desk.verbs)}. Nothing follows from it for anybody."
