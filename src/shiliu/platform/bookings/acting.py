"""What people and desks do with the bookings of a `Bookable`. Each function demands its permission, writes one audit row and
tells whoever left a contact; the apps' own actions call them with what is their own."""

from django.db import transaction

from shiliu.platform import audit
from shiliu.platform.bookings import laying, taking, waiting
from shiliu.platform.bookings.bookable import Bookable, Wish
from shiliu.platform.bookings.models import Booking
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, can, demand

State = Booking.State
NOTHING_MORE = Wish()


@transaction.atomic
def hold(kind: Bookable, *, by, thing, starts, wish=NOTHING_MORE, language="zh-hans", key=None, **columns):
    """(row, whether it is new): holds the time that begins at `starts` while the rest is filled in. The same `key` gives the same
    row again. `columns` of a new row of the model. Raises NotPossible; Full, which is one, when there is no room."""
    demand(by, kind.book)
    kind.refuse(thing, wish)
    known = kind.model.objects.filter(booking__key=key, **{kind.of: thing}).first() if key else None
    if known is not None:
        return known, False
    run = _run_at(kind.free_runs(thing, wish), starts)
    booking = taking.hold(thing.provider, run, size=wish.size, takes=wish.takes, language=language, key=key)
    return kind.model.objects.get_or_create(booking=booking, defaults={kind.of: thing, **columns})


@transaction.atomic
def confirm(kind: Bookable, *, by, booked, email="", phone="", language="", **columns):
    """Books what was held or offered. The contact is for the confirmation and the reminder, and may be left out."""
    demand(by, kind.keep, booked)
    if booked.booking.state == State.CONFIRMED:
        return booked
    booked.booking = taking.confirm(booked.booking, email=email, phone=phone, language=language)
    keep(booked, columns)
    record(kind, "booked", by, booked)
    kind.tell(f"{kind.space}.booked", booked)
    return booked


@transaction.atomic
def wait(kind: Bookable, *, by, thing, starts, wish=NOTHING_MORE, email="", phone="", language="zh-hans", **columns):
    """A row on the waiting list of a time that is full. Raises NotPossible with what is wrong, or when there is room."""
    demand(by, kind.book)
    kind.refuse(thing, wish)
    run = _run_at(kind.full_runs(thing, wish), starts, kind.free_runs(thing, wish))
    contact = {"email": email, "phone": phone, "language": language}
    booking = waiting.wait(thing.provider, run, size=wish.size, takes=wish.takes, **contact)
    booked = kind.model.objects.create(booking=booking, **{kind.of: thing}, **columns)
    record(kind, "waits", by, booked)
    kind.tell("bookings.waiting", booked, hours=str(waiting.offer_hours()))
    return booked


@transaction.atomic
def move(kind: Bookable, *, by, booked, starts):
    """To another time of the same thing; number and code stay."""
    demand(by, kind.keep, booked)
    thing, wish = kind.thing(booked), kind.wish(booked)
    kind.refuse(thing, wish)
    run = _run_at(kind.free_runs(thing, wish, booked.booking), starts)
    booked.booking = taking.move(booked.booking, run)
    keep(booked, {"met_by_closing_at": None})
    record(kind, "moved", by, booked)
    kind.tell(f"{kind.space}.moved", booked)
    return booked


@transaction.atomic
def cancel(kind: Bookable, *, by, booked):
    """Also leaves the waiting list. Twice is once."""
    demand(by, kind.keep, booked)
    before = taking.current(booked.booking).state
    booked.booking = taking.cancel(booked.booking)
    if before != State.CANCELLED:
        record(kind, "cancelled", by, booked)
    if before == State.CONFIRMED:
        kind.tell(f"{kind.space}.cancelled", booked)
    return booked


@transaction.atomic
def let_go(kind: Bookable, *, by, booked):
    """Gives up what is only held; nothing of it is kept."""
    demand(by, kind.keep, booked)
    taking.release(booked.booking)


@transaction.atomic
def mark(kind: Bookable, *, by, booked, came, **columns):
    """Notes whether they came. Nothing follows from it for anybody."""
    demand(by, kind.serve, booked)
    booked.booking = taking.settle(booked.booking, came=came)
    keep(booked, columns)
    record(kind, "came" if came else "absent", by, booked)
    return booked


@transaction.atomic
def unmark(kind: Bookable, *, by, booked, **columns):
    """Takes back what was noted about coming."""
    demand(by, kind.serve, booked)
    booked.booking = taking.unsettle(booked.booking)
    keep(booked, columns)
    record(kind, "unmarked", by, booked)
    return booked


def lay(kind: Bookable, thing):
    """Makes its slots what its hours say. Returns the bookings that stand in a closed slot by now."""
    # What was booked further ahead when the horizon was longer is looked at as well.
    return laying.lay(thing.provider, kind.spans(thing), since=now(), until=kind.latest(thing) + laying.BEYOND)


def follow(kind: Bookable, *, thing, by):
    """In the transaction of every change of its hours: lays its times again and tells those it meets, each once."""
    met = {booking.pk for booking in lay(kind, thing)}
    booked = kind.still_booked(thing)
    booked.filter(met_by_closing_at__isnull=False).exclude(booking__in=met).update(met_by_closing_at=None)
    told = untold = 0
    for one in kind.whole(booked.filter(booking__in=met, met_by_closing_at=None)):
        keep(one, {"met_by_closing_at": now()})
        if kind.tell(f"{kind.space}.closed", one, why=kind.why_closed(one)):
            told += 1
        else:
            untold += 1
    for one in kind.whole(kind.model.objects.filter(booking__in=waiting.in_vain(thing.provider))):
        one.booking = taking.cancel(one.booking)
        kind.tell("bookings.wait_over", one)
        told += 1
    if told or untold:
        audit.record(f"{kind.space}.met_by_closing", by=by, target=thing, area=thing.area,
                     data={"told": told, "untold": untold})  # fmt: skip


def follow_all(kind: Bookable):
    """The job: another day comes into reach every day."""
    for thing in kind.things():
        with transaction.atomic():
            follow(kind, thing=thing, by=SYSTEM)


def _run_at(runs, starts, with_room=()):
    """The run that begins then; Full where none does, and the reason where it could be booked instead of waited for."""
    run = next((run for run in (*runs, *with_room) if run[0].starts == starts), None)
    if run is None:
        raise taking.Full
    return run


def keep(booked, columns):
    """Saves these columns of the row."""
    for column, value in columns.items():
        setattr(booked, column, value)
    if columns:
        booked.save(update_fields=list(columns))


def record(kind: Bookable, verb, by, booked):
    """The audit row of `verb`; also of what only one app does with its bookings. It names who sits at the desk and nobody else: who
    booked which counsel is written down nowhere, of somebody who is signed in either."""
    thing = kind.thing(booked)
    desk = by.is_system or can(by, kind.serve, booked)
    audit.record(
        f"{kind.space}.{verb}", by=by if desk else ANONYMOUS, target=booked, area=thing.area, unit=thing.organisation,
        data={**kind.marks(thing), "number": booked.number},
    )  # fmt: skip
