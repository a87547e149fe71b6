"""When everybody could sit: the openings of the place, what each seat said, and what is taken already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.table import access, halves, rules
from shiliu.govern.mediation.table.models import Room
from shiliu.methods.scheduling import Body, Case, Docket, schedule
from shiliu.methods.scheduling import Room as OpenRoom
from shiliu.platform import deadlines
from shiliu.platform.clock import now

ON_SITE = "site"  # a “room” that is always open: where the matter is
PROPOSALS = 3
THE_CASE = "sitting"


@dataclass(frozen=True)
class Found:
    """`proposals` are (moment, Room or None) in time, without any `reason` names why there is none (a code of
    methods.scheduling.LEFT_OUT) and `helps` the names of those whose calendar alone stands in the way. `silent` are names of those
    who have not said when they can come: they count as free."""

    proposals: tuple
    reason: str
    helps: tuple
    silent: tuple


def openings(dispute):
    """[(opens, closes)] of the place of the dispute, from the day after today, on working days only."""
    calendar = deadlines.calendar_of(dispute.area)
    today = now().astimezone(calendar.timezone).date()
    days = [today + timedelta(days=ahead) for ahead in range(1, settings.MEDIATION_DAYS_AHEAD + 1)]
    return [opening for day in days for opening in calendar.intervals_of(day)]


def is_open(dispute, starts, minutes):
    """Whether the offices of the place are open all through a sitting."""
    calendar = deadlines.calendar_of(dispute.area)
    half_hours = rules.grid(calendar.intervals_of(starts.astimezone(calendar.timezone).date()))
    return set(rules.units(starts, minutes)) <= set(half_hours)


def zone(dispute):
    return deadlines.calendar_of(dispute.area).timezone


def offered(dispute):
    """[(starts, ends)] a seat is asked about."""
    return rules.pieces(openings(dispute))


def said_by(seat):
    """The spans in which a seat said it can come; None when it has said nothing."""
    spans = seat.words.get("can")
    if spans is None:
        return None
    return [(datetime.fromisoformat(starts), datetime.fromisoformat(ends)) for starts, ends in spans]


def rooms(dispute):
    return list(Room.objects.filter(committee=dispute.committee_id, active=True))


def find(dispute, seats, minutes, *, on_site=False, but=None):
    """Found: up to three moments at which all of `seats` can come and, but on site, a room with a place for each is free."""
    half_hours = frozenset(rules.grid(openings(dispute)))
    places = [] if on_site else rooms(dispute)
    holders = [halves.of_seat(seat) for seat in seats] + [halves.of_room(room) for room in places]
    busy = halves.given(holders, half_hours, but=but)

    def free(holder, spans=None):
        able = half_hours if spans is None else half_hours & rules.covered(spans)
        return rules.starts_within(able - busy.get(holder, set()), minutes)

    can = {str(seat.key): free(halves.of_seat(seat), said_by(seat)) for seat in seats}
    sides = [str(seat.key) for seat in seats if seat.is_side]
    others = [str(seat.key) for seat in seats if not seat.is_side]
    open_rooms = [OpenRoom(str(room.pk), free(halves.of_room(room)), room.seats) for room in places]
    if on_site:
        open_rooms = [OpenRoom(ON_SITE, rules.starts_within(half_hours, minutes), len(seats))]
    proposals, left = _planned(can, sides, others, open_rooms, rules.starts_within(half_hours, minutes), len(seats))
    by_pk, names = {str(room.pk): room for room in places}, {str(seat.key): seat.name for seat in seats}
    return Found(
        tuple((slot, by_pk.get(room)) for slot, room in proposals),
        "" if proposals else left.code,
        () if proposals else tuple(names[key] for key in left.would_help),
        tuple(seat.name for seat in seats if said_by(seat) is None),
    )


def _planned(can, sides, others, open_rooms, starts, seats):
    """[(moment, key of a room)] and why there is no more: one plan after the other, each without the days of those before."""
    found, tried, left = [], set(), None
    while len(found) < PROPOSALS:
        case = Case(
            THE_CASE, frozenset(others), parties=frozenset(sides), slots=starts - tried, seats=seats
        )  # fmt: skip
        docket = Docket(
            (case,), tuple(Body(key, can[key]) for key in others), tuple(open_rooms), {key: can[key] for key in sides}
        )
        plan = schedule(docket)
        if not plan.sittings:
            left = plan.left[0]
            break
        found += [(one.slot, one.room) for one in plan.sittings]
        tried |= {slot for slot in starts if slot.date() == plan.sittings[0].slot.date()}
    return found, left


def tongues_missing(dispute):
    """Languages of parties that no mediator and no interpreter at the table speaks."""
    present = access.present(dispute)
    spoken = {str(seat.key): seat.words.get("language") or "zh-hans" for seat in present if seat.is_side}
    understood = {"zh-hans"}
    for seat in present:
        if seat.role in (Seat.Role.INTERPRETER, Seat.Role.MEDIATOR) and seat.state == Seat.State.JOINED:
            understood |= {seat.words.get("language") or "zh-hans", *(seat.words.get("languages") or ())}
    return rules.tongues_missing(spoken, understood)
