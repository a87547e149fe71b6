"""Cases, the calendar, rooms and parties from CSV files."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from shiliu.methods.inputs import BadInput, Row, read_rows
from shiliu.methods.scheduling.problem import Body, Case, Docket, Room


def read_docket(
    cases: str | Path,
    calendar: str | Path,
    *,
    rooms: str | Path | None = None,
    parties: str | Path | None = None,
    at_once: Mapping[str, int] | None = None,
) -> Docket:
    """The docket of four files; several words in one field are divided by semicolons, times are written 2026-12-01 09:00.

    `cases`: `case`, `bodies`, and where wanted `parties`, `slots`, `not_before`, `deadline` (days), `seats`, `weight`.
    `calendar`: one row a slot: `slot`, `bodies` who can sit, `rooms` that are open. `rooms`: `room`, `seats`. `parties`: `party`, `slots`
    when the party can come; one that is not there can always. `at_once`: body → how many cases it
    can hear at a time (others one). Raises BadInput with row and column."""
    seats = _seats(rooms)
    body_slots, room_slots = _calendar(calendar, seats)
    for row in read_rows(cases, needed=("case", "bodies")):
        for body in _words(row, "bodies"):
            body_slots.setdefault(body, set())  # one that never sits: the case is told so
    if unknown := sorted(set(at_once or {}) - set(body_slots)):
        raise BadInput("unknown", f"“{unknown[0]}” is no body of the cases or of the calendar", column="--at-once")
    return Docket(
        _cases(cases),
        tuple(Body(key, frozenset(slots), (at_once or {}).get(key, 1)) for key, slots in sorted(body_slots.items())),
        tuple(Room(key, frozenset(slots), (seats or {}).get(key, 0)) for key, slots in sorted(room_slots.items())),
        _parties(parties) if parties else {},
    )


def _cases(path: str | Path) -> tuple[Case, ...]:
    cases: dict[str, Case] = {}
    for row in read_rows(path, needed=("case", "bodies")):
        key = _new_key(row, "case", cases)
        bodies = frozenset(_words(row, "bodies"))
        if not bodies:
            raise row.refuse("no_bodies", "a case needs a body that hears it", "bodies")
        weight = row.count_in("weight") if _filled(row, "weight") else 1
        if weight < 1:
            raise row.refuse("out_of_range", "must be at least 1", "weight")
        cases[key] = Case(
            key,
            bodies,
            frozenset(_words(row, "parties")),
            frozenset(_moment(row, word) for word in _words(row, "slots")) if _filled(row, "slots") else None,
            _day(row, "not_before"),
            _day(row, "deadline"),
            row.count_in("seats") if _filled(row, "seats") else 0,
            weight,
        )
    return tuple(cases.values())


def _calendar(
    path: str | Path, seats: Mapping[str, int] | None
) -> tuple[dict[str, set[datetime]], dict[str, set[datetime]]]:
    bodies: dict[str, set[datetime]] = {}
    rooms: dict[str, set[datetime]] = {}
    seen: set[datetime] = set()
    for row in read_rows(path, needed=("slot", "bodies", "rooms")):
        slot = _moment(row, row["slot"].strip(), "slot")
        if slot in seen:
            raise row.refuse("double_key", f"{slot:%Y-%m-%d %H:%M} stands there twice", "slot")
        seen.add(slot)
        for body in _words(row, "bodies"):
            bodies.setdefault(body, set()).add(slot)
        for room in _words(row, "rooms"):
            if seats is not None and room not in seats:
                raise row.refuse("unknown", f"“{room}” is not in the file of rooms", "rooms")
            rooms.setdefault(room, set()).add(slot)
    return bodies, rooms


def _seats(path: str | Path | None) -> dict[str, int] | None:
    if path is None:
        return None
    seats: dict[str, int] = {}
    for row in read_rows(path, needed=("room", "seats")):
        seats[_new_key(row, "room", seats)] = row.count_in("seats")
    return seats


def _parties(path: str | Path) -> dict[str, frozenset[datetime]]:
    parties: dict[str, frozenset[datetime]] = {}
    for row in read_rows(path, needed=("party", "slots")):
        parties[_new_key(row, "party", parties)] = frozenset(_moment(row, word) for word in _words(row, "slots"))
    return parties


def _filled(row: Row, column: str) -> bool:
    return bool(row.values.get(column, "").strip())


def _words(row: Row, column: str) -> list[str]:
    words = row.values.get(column, "").replace("；", ";").split(";")
    return [word.strip() for word in words if word.strip()]


def _new_key(row: Row, column: str, known: Mapping[str, object]) -> str:
    key = row[column].strip()
    if not key or key in known:
        raise row.refuse("double_key", f"“{key}” stands there twice" if key else "is empty", column)
    return key


def _moment(row: Row, text: str, column: str = "slots") -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise row.refuse("not_readable", f"“{text[:40]}” is no time; write it as 2026-12-01 09:00", column) from None
    if moment.tzinfo is not None:
        raise row.refuse("not_local", f"“{text[:40]}” names a time zone; write the local time alone", column)
    return moment


def _day(row: Row, column: str) -> date | None:
    if not _filled(row, column):
        return None
    try:
        return date.fromisoformat(row[column].strip())
    except ValueError:
        raise row.refuse(
            "not_readable", f"“{row[column][:40]}” is not a date; write it as 2026-12-01", column
        ) from None
