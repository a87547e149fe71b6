"""The queue over JSON: halls and their screens, drawing and following a number, the counter, the live board."""

from datetime import datetime

from django.http import Http404
from django.urls import reverse
from ninja import Field, Router, Schema

from shiliu.live.services.queue import actions, queries
from shiliu.live.services.queue.models import Line, Period, Ticket
from shiliu.live.services.queue.views_office import VERBS
from shiliu.live.services.windows import queries as windows
from shiliu.platform import challenge, limits
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()


class QueueLineOut(Schema):
    """`items` are codes of what waits in it; `waiting` how many wait now."""

    letter: str
    name: str
    names: dict[str, str]
    items: list[str]
    waiting: int


class HallOut(Schema):
    """`is_open` is false where no numbers are given out now; `from_home` where they may be drawn from anywhere."""

    code: str
    name: str
    names: dict[str, str]
    unit: str
    area: str
    from_home: bool
    is_open: bool
    lines: list[QueueLineOut]


class NumberIn(Schema):
    """`appointment` is the code of an appointment of today: with it the number waits before those who have none."""

    line: str = Field(..., max_length=1, description="Letter of the line")
    item: str = Field("", max_length=40, description="Code of what they come for")
    people: int = Field(1, ge=1, le=actions.MOST_PEOPLE)
    priority: bool = Field(False, description="Priority by the rules of the hall; nobody asks which")
    appointment: str = Field("", max_length=40)


class KeyIn(Schema):
    key: str = Field(..., max_length=64)


class PlaceInLineOut(Schema):
    """`ahead` and the minutes are null unless the number waits; `measured` tells whether today's services say the minutes.
    `window` and `desk` stand there once it is called."""

    code: str
    state: str
    hall: str
    line: str
    people: int
    ahead: int | None
    least_minutes: int | None
    most_minutes: int | None
    measured: bool | None
    window: str
    desk: int | None


class DrawnOut(PlaceInLineOut):
    """`key` is given out once and kept by whoever drew: with it the number is followed and given back."""

    key: str
    link: str


class CallOut(Schema):
    code: str
    window: str
    desk: int
    at: datetime
    calls: int


class ScreenOut(Schema):
    """What hangs on the wall: the newest calls first, and how many wait in each line, by letter."""

    calls: list[CallOut]
    waiting: dict[str, int]


class TicketOut(Schema):
    """A number as the counter sees it. Nothing is known of who holds it."""

    code: str
    state: str
    line: str
    item: str
    people: int
    priority: str
    since: datetime
    desk: int | None
    calls: int


class CounterOut(Schema):
    """`here` is in hand at this counter, `waiting` waits in the lines of its window, in the order of arrival."""

    here: list[TicketOut]
    waiting: list[TicketOut]


class CalledOut(Schema):
    """`called` is null where nobody waits."""

    called: TicketOut | None


class StepIn(Schema):
    """`line` is the letter of the other line, for pass_on only."""

    code: str = Field(..., max_length=8)
    line: str = Field("", max_length=1)


class QueueTimeOut(Schema):
    """Median of today in minutes, of `n` numbers; null where none is measured yet."""

    kind: str
    minutes: float | None
    n: int


class LineBoardOut(Schema):
    letter: str
    waiting: int
    oldest: datetime | None
    served: int
    left: int
    times: list[QueueTimeOut]


@router.get("/halls", response=list[HallOut], summary="Halls where numbers are drawn", operation_id="queue_halls")
@operation_permission("queue.read")
def halls(request):
    return [_hall_told(one) for one in queries.visible_to(request.actor)]


@router.get("/halls/{code}", response=HallOut, summary="One hall", operation_id="queue_hall")
@operation_permission("queue.read")
def hall(request, code: str):
    return _hall_told(_hall(code))


@router.get("/halls/{code}/screen", response=ScreenOut, summary="Who is called now", operation_id="queue_screen")
@operation_permission("queue.read")
def screen(request, code: str):
    found = _hall(code)
    calls = [
        {name: getattr(one, name) for name in ("code", "window", "desk", "at", "calls")}
        for one in queries.calls_of(found)
    ]
    return {"calls": calls, "waiting": {line.letter: line.waiting for line in queries.lines_of(found)}}


@router.post("/halls/{code}/numbers", response=DrawnOut, summary="Draw a number", operation_id="queue_draw")
@operation_permission("queue.draw")
def draw(request, code: str, given: NumberIn):
    """Only in halls that give numbers out from anywhere, or by somebody who serves there."""
    found = _hall(code)
    line = found.lines.filter(letter=given.line, active=True).select_related("hall").first()
    if line is None:
        raise NotPossible("This line is not open.", {"line": "Choose the letter of a line of this hall."})
    wanted = {
        "people": given.people,
        "priority": Ticket.Priority.LAW if given.priority else "",
        "item": _item(line, given.item),
    }
    if given.appointment:
        wanted |= _appointment(request, found, given.appointment)
    limits.spend("draw", limits.askers(request))
    _ticket, key = actions.draw(by=request.actor, line=line, **wanted)
    link = request.build_absolute_uri(reverse("queue:place", args=[key]))
    return {**_place_told(queries.place_of(key)), "key": key, "link": link}


@router.post("/numbers/opened", response=PlaceInLineOut, summary="Where a number stands", operation_id="queue_place")
@operation_permission("queue.read")
def place(request, shown: KeyIn):
    """The key travels in the body, so that it stands in no log of addresses."""
    return _place_told(_place(shown.key))


@router.post(
    "/numbers/opened/give-up", response=PlaceInLineOut, summary="Give a number back", operation_id="queue_give_up"
)
@operation_permission("queue.draw")
def give_up(request, shown: KeyIn):
    """Pressed too late it changes nothing: the answer says where the number stands."""
    actions.give_up(by=request.actor, ticket=_place(shown.key).ticket, key=shown.key)
    return _place_told(_place(shown.key))


@router.get("/halls/{code}/board", response=list[LineBoardOut], summary="Live board", operation_id="queue_board")
@operation_permission("queue.board")
def board(request, code: str):
    found = _hall(code)
    demand(request.actor, "queue.board", found)
    return [
        {
            "letter": row.line.letter, "waiting": row.waiting, "oldest": row.oldest, "served": row.states.get(Ticket.State.SERVED, 0),
            "left": row.states.get(Ticket.State.LEFT, 0), "times": [_time_told(kind, row.medians[kind]) for kind in Period.Kind.values],
        }
        for row in queries.board(found)
    ]  # fmt: skip


@router.get("/counters/{window}/{int:desk}", response=CounterOut, summary="A counter now", operation_id="queue_counter")
@operation_permission("queue.serve")
def counter(request, window: str, desk: int):
    found = _counter(request, window, desk)
    return {
        "here": [_ticket_told(one) for one in queries.at_desk(found, desk)],
        "waiting": [_ticket_told(one) for one in queries.waiting_of(found)],
    }


@router.post(
    "/counters/{window}/{int:desk}/next", response=CalledOut, summary="Call the next", operation_id="queue_next"
)
@operation_permission("queue.serve")
def call_next(request, window: str, desk: int):
    called = actions.call_next(by=request.actor, window=_counter(request, window, desk), desk=desk)
    return {"called": called and _ticket_told(called)}


@router.post(
    "/counters/{window}/{int:desk}/{verb}", response=TicketOut, summary="A step of a number", operation_id="queue_step"
)
@operation_permission("queue.serve")
def step(request, window: str, desk: int, verb: str, given: StepIn):
    """`verb`: call, again, begin, hold, back, leave, finish, reopen, pass_on; doubt and trust tell whether its last time was right."""
    found = _counter(request, window, desk)
    ticket = queries.found_near(found, given.code)
    if ticket is None:
        raise Http404
    if verb == "call":
        return _ticket_told(actions.call(by=request.actor, ticket=ticket, window=found, desk=desk))
    if verb == "pass_on":
        other = Line.objects.filter(hall=ticket.hall, letter=given.line).first()
        if other is None:
            raise NotPossible("There is no such line.", {"line": "Choose the letter of another line of the hall."})
        return _ticket_told(actions.pass_on(by=request.actor, ticket=ticket, line=other))
    if verb in {"doubt", "trust"}:
        period = ticket.periods.filter(ended__isnull=False).order_by("-ended").first()
        if period is None:
            raise NotPossible("Nothing of this number is measured yet.")
        actions.doubt(by=request.actor, period=period, sure=verb == "trust")
        return _ticket_told(ticket)
    if verb not in VERBS:
        raise Http404
    return _ticket_told(VERBS[verb](by=request.actor, ticket=ticket))


def _hall(code):
    found = queries.known().filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _counter(request, code, desk):
    found = windows.in_use().filter(code=code[:40]).select_related("area", "organisation").first()
    if found is None or not 1 <= desk <= found.desks:
        raise Http404
    demand(request.actor, "queue.serve", found)
    return found


def _place(key):
    found = queries.place_of(key)
    if found is None:
        raise Http404
    return found


def _item(line, code):
    """The item with this code that waits in the line; None for no code."""
    found = line.items.filter(code=code).first() if code else None
    if code and found is None:
        raise NotPossible("Something is not right yet.", {"item": "This item does not wait in this line."})
    return found


def _appointment(request, hall, code):
    """What an appointment of today decides of a number. Only wrong codes count against the limit."""
    challenge.admit(request, "code", form="queue.code")
    found = queries.booked_today(hall, code)
    if found is None:
        wrong = "No appointment of today in this hall has this code."
        raise NotPossible("Something is not right yet.", {"appointment": wrong})
    limits.give_back("code", limits.askers(request))
    booking = found.booking
    return {"people": booking.size, "item": found.items.first(), "priority": Ticket.Priority.BOOKED, "booking": booking}


def _hall_told(hall):
    lines = [
        {
            "letter": line.letter, "name": line.name, "names": line.names, "items": [item.code for item in line.items.all()],
            "waiting": line.waiting,
        }
        for line in queries.lines_of(hall).prefetch_related("items")
    ]  # fmt: skip
    return {
        "code": hall.code, "name": hall.name, "names": hall.names, "unit": hall.organisation.code, "area": hall.area.code,
        "from_home": hall.from_home, "is_open": hall.active, "lines": lines if hall.active else [],
    }  # fmt: skip


def _place_told(place):
    ticket, foretold = place.ticket, place.foretold
    at = ticket.window if ticket.state in (Ticket.State.CALLED, Ticket.State.SERVING) else None
    return {
        "code": ticket.code, "state": ticket.state, "hall": ticket.hall.code, "line": ticket.line.letter, "people": ticket.people,
        "ahead": place.ahead if foretold else None, "least_minutes": foretold and foretold.least,
        "most_minutes": foretold and foretold.most, "measured": foretold and foretold.measured,
        "window": at.name if at else "", "desk": ticket.desk if at else None,
    }  # fmt: skip


def _ticket_told(ticket):
    return {
        "code": ticket.code, "state": ticket.state, "line": ticket.line.letter, "item": ticket.item.code if ticket.item else "",
        "people": ticket.people, "priority": ticket.priority, "since": ticket.since,
        "desk": ticket.desk if ticket.window_id else None, "calls": ticket.calls,
    }  # fmt: skip


def _time_told(kind, time):
    return {"kind": kind, "minutes": time[0] if time else None, "n": time[1] if time else 0}
