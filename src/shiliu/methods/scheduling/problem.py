"""Cases that several bodies hear together: what is known, what a plan is, and a check of plans that shares nothing with the planning."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shiliu.methods.inputs import BadInput


@dataclass(frozen=True, slots=True)
class Case:
    """A matter to be heard once, in one slot.

    All of `bodies` sit; all of `parties` come (keys; a party of several cases is at one of them at a time). `slots` are the
    times that suit besides (None: any), `not_before` and `deadline` the first and last day. The room needs `seats`. `weight` tells
    how many ordinary matters it counts for: by what the matter is about, never by who asks."""

    key: str
    bodies: frozenset[str]
    parties: frozenset[str] = frozenset()
    slots: frozenset[datetime] | None = None
    not_before: date | None = None
    deadline: date | None = None
    seats: int = 0
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Body:
    """A body that sits: the slots in which it can, and how many cases it can hear at a time."""

    key: str
    slots: frozenset[datetime]
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Room:
    """A room: the slots in which it is open, and its seats. One case at a time."""

    key: str
    slots: frozenset[datetime]
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Docket:
    """All that has to be planned. Parties without a calendar in `parties` can come whenever their case suits them."""

    cases: tuple[Case, ...]
    bodies: tuple[Body, ...]
    rooms: tuple[Room, ...]
    parties: Mapping[str, frozenset[datetime]] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[datetime, ...]:
        """The slots in which any body can sit, in order."""
        return tuple(sorted(frozenset().union(*(body.slots for body in self.bodies))))


@dataclass(frozen=True, slots=True)
class Sitting:
    """A case, when and where it is heard."""

    case: str
    slot: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plan: one of FAULTS, the case, and the body, party or room."""

    code: str
    case: str
    who: str = ""


FAULTS = {
    "unknown": "There is no such case or room.",
    "twice": "The case is heard twice.",
    "too_early": "The case is heard before its first day.",
    "too_late": "The case is heard after its deadline.",
    "not_suiting": "The time does not suit the case or one of its parties.",
    "body_away": "A body cannot sit then.",
    "body_busy": "A body hears more cases at a time than it can.",
    "party_busy": "A party is at two cases at a time.",
    "room_closed": "The room is closed then.",
    "room_busy": "Two cases are in one room.",
    "room_small": "The room has too few seats.",
}


def check(docket: Docket, sittings: Iterable[Sitting]) -> list[Fault]:
    """Every fault of a plan, none for one that can be held. Written from the definitions, without anything of the planning."""
    cases = {case.key: case for case in docket.cases}
    bodies = {body.key: body for body in docket.bodies}
    rooms = {room.key: room for room in docket.rooms}
    faults: list[Fault] = []
    heard: set[str] = set()
    busy: Counter[tuple[str, str, datetime]] = Counter()
    for sitting in sittings:
        case, room, slot = cases.get(sitting.case), rooms.get(sitting.room), sitting.slot
        if case is None or room is None:
            faults.append(Fault("unknown", sitting.case, sitting.room))
            continue
        wrong = [("twice", "", case.key in heard)]
        wrong += [("too_early", "", case.not_before is not None and slot.date() < case.not_before)]
        wrong += [("too_late", "", case.deadline is not None and slot.date() > case.deadline)]
        wrong += [("not_suiting", "", case.slots is not None and slot not in case.slots)]
        wrong += [("room_closed", room.key, slot not in room.slots), ("room_small", room.key, room.seats < case.seats)]
        heard.add(case.key)
        uses = [("room_busy", room.key, 1)]
        for key in sorted(case.bodies):
            wrong.append(("body_away", key, slot not in bodies[key].slots))
            uses.append(("body_busy", key, bodies[key].at_once))
        for key in sorted(case.parties):
            wrong.append(("not_suiting", key, key in docket.parties and slot not in docket.parties[key]))
            uses.append(("party_busy", key, 1))
        for code, key, most in uses:
            busy[code, key, slot] += 1
            wrong.append((code, key, busy[code, key, slot] > most))
        faults += [Fault(code, case.key, key) for code, key, bad in wrong if bad]
    return faults


def check_docket(docket: Docket) -> None:
    """Raises BadInput for keys that come twice, bodies that are unknown, and counts that are none."""
    for keys, column in (
        ([case.key for case in docket.cases], "case"),
        ([body.key for body in docket.bodies], "body"),
        ([room.key for room in docket.rooms], "room"),
    ):
        seen: set[str] = set()
        for row, key in enumerate(keys):
            if not key or key in seen:
                raise BadInput(
                    "double_key", f"“{key}” stands there twice" if key else "is empty", row=row, column=column
                )
            seen.add(key)
    known = {body.key for body in docket.bodies}
    for row, case in enumerate(docket.cases):
        if unknown := sorted(case.bodies - known):
            raise BadInput("unknown", f"“{unknown[0]}” is no body here", row=row, column="bodies")
        if not case.bodies:
            raise BadInput("no_bodies", "a case needs a body that hears it", row=row, column="bodies")
        _check_count(case.weight, 1, row, "weight")
        _check_count(case.seats, 0, row, "seats")
    for row, body in enumerate(docket.bodies):
        _check_count(body.at_once, 1, row, "at_once")
    for row, room in enumerate(docket.rooms):
        _check_count(room.seats, 0, row, "seats")


def _check_count(value: int, least: int, row: int, column: str) -> None:
    if not isinstance(value, int) or value < least:
        raise BadInput("not_a_count", f"must be a whole number, at least {least}", row=row, column=column)
