"""Families and carers, entries and stalls, wishes and rooms from CSV files."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from shiliu.methods.inputs import BadInput, Row, read_rows
from shiliu.methods.matching.people import Carer, Family, Slot, read_slots
from shiliu.methods.matching.stalls import Entry, Stall

Value = TypeVar("Value")

# Never asked of anybody (docs: what is never built), so a table that brings it is not read.
NEVER = (
    "ethnicity", "ethnic group", "nationality", "religion", "belief", "party", "health", "disability",
    "民族", "族别", "宗教", "信仰", "宗教信仰", "政治面貌", "党派", "健康", "健康状况", "病史", "残疾",
)  # fmt: skip


def read_families(path: str | Path) -> list[Family]:
    """One row a family: `family`, `since` (YYYY-MM-DD), and where wanted `slots`, `enough`, `lon`, `lat`, `needs`, `wishes`,
    `declines` (several words divided by semicolons). Other columns are not read. Raises BadInput with row and column."""
    rows = list(read_rows(path, needed=("family", "since")))
    _refuse_never(rows)
    families: dict[str, Family] = {}
    for row in rows:
        key = _new_key(row, "family", families)
        slots = _slots(row)
        enough = row.count_in("enough") if row.values.get("enough", "").strip() else None
        if enough is not None and enough > len(slots):
            raise row.refuse("enough", f"is {enough}, but only {len(slots)} times are named", "enough")
        families[key] = Family(
            key,
            _read(row, "since", date.fromisoformat, "is not a date; write it as 2026-11-22"),
            slots,
            enough,
            _point(row),
            frozenset(_words(row, "needs")),
            tuple(_words(row, "wishes")),
            frozenset(_words(row, "declines")),
        )
    return list(families.values())


def read_carers(path: str | Path) -> list[Carer]:
    """One row a carer: `carer`, `places`, and where wanted `slots`, `lon`, `lat`, `farthest` (metres), `declines`, and `holds`:
    codes of conditions met, each with the last day where there is one, “check=2027-03-01; training”."""
    rows = list(read_rows(path, needed=("carer", "places")))
    _refuse_never(rows)
    carers: dict[str, Carer] = {}
    for row in rows:
        key = _new_key(row, "carer", carers)
        farthest = row.number_in("farthest", least=0) if row.values.get("farthest", "").strip() else None
        carers[key] = Carer(
            key,
            row.count_in("places"),
            _slots(row),
            _point(row),
            farthest,
            _holds(row),
            frozenset(_words(row, "declines")),
        )
    return list(carers.values())


def read_distances(path: str | Path) -> dict[tuple[str, str], float]:
    """One row a pair: `family`, `carer`, `metres`. A pair that is not there is too far."""
    distances: dict[tuple[str, str], float] = {}
    for row in read_rows(path, needed=("family", "carer", "metres")):
        pair = (row["family"].strip(), row["carer"].strip())
        if pair in distances:
            raise row.refuse("double_key", f"{pair[0]} and {pair[1]} stand there twice", "family")
        distances[pair] = row.number_in("metres", least=0)
    return distances


def _refuse_never(rows: list[Row]) -> None:
    for title in rows[0].values if rows else ():
        if title.lower().replace("_", " ") in NEVER:
            raise BadInput(
                "never_asked", "is never asked of anybody; take the column out", file=rows[0].file, row=1, column=title
            )


def _new_key(row: Row, column: str, known: dict[str, Value]) -> str:
    key = row[column].strip()
    if not key or key in known:
        raise row.refuse("double_key", f"“{key}” stands there twice" if key else "is empty", column)
    return key


def _words(row: Row, column: str) -> list[str]:
    words = row.values.get(column, "").replace("；", ";").split(";")
    return [word.strip() for word in words if word.strip()]


def _read(row: Row, column: str, how: Callable[[str], Value], wrong: str) -> Value:
    text = row[column].strip()
    try:
        return how(text)
    except ValueError:
        raise row.refuse("not_readable", f"“{text[:40]}” {wrong}", column) from None


def _slots(row: Row) -> frozenset[Slot]:
    try:
        return read_slots(row.values.get("slots", ""))
    except BadInput as error:
        raise row.refuse(error.code, error.sentence, "slots") from None


def _point(row: Row) -> tuple[float, float] | None:
    if not (row.values.get("lon", "").strip() or row.values.get("lat", "").strip()):
        return None
    if missing := [column for column in ("lon", "lat") if column not in row.values]:
        raise row.refuse("half_point", "a place needs both longitude and latitude", missing[0])
    return row.number_in("lon", least=-180, most=180), row.number_in("lat", least=-90, most=90)


def _holds(row: Row) -> dict[str, date | None]:
    holds: dict[str, date | None] = {}
    for word in _words(row, "holds"):
        code, _sign, until = (part.strip() for part in word.partition("="))
        try:
            holds[code] = date.fromisoformat(until) if until else None
        except ValueError:
            raise row.refuse(
                "not_readable", f"“{until[:40]}” is not a date; write “check=2027-03-01”", "holds"
            ) from None
    return holds


def read_entries(path: str | Path) -> list[Entry]:
    """One row an application: `entry`, `applicant`, `kinds` of stall in the order wished, divided by semicolons."""
    rows = list(read_rows(path, needed=("entry", "applicant", "kinds")))
    _refuse_never(rows)
    entries: dict[str, Entry] = {}
    for row in rows:
        key = _new_key(row, "entry", entries)
        kinds = tuple(_words(row, "kinds"))
        if not kinds or len(set(kinds)) < len(kinds):
            raise row.refuse("kinds", "must name one or more kinds of stall, each once", "kinds")
        if not row["applicant"].strip():
            raise row.refuse("no_applicant", "is empty", "applicant")
        entries[key] = Entry(key, row["applicant"].strip(), kinds)
    return list(entries.values())


def read_stalls(path: str | Path) -> list[Stall]:
    """One row a stall, in the order in which they are given: `stall`, `kind`."""
    stalls: dict[str, Stall] = {}
    for row in read_rows(path, needed=("stall", "kind")):
        key = _new_key(row, "stall", stalls)
        stalls[key] = Stall(key, row["kind"].strip())
    return list(stalls.values())


def read_wishes(path: str | Path, places: Mapping[str, int]) -> dict[str, dict[str, tuple[str, ...]]]:
    """One row a round and applicant: `round`, `applicant`, `wishes` (rooms in order, divided by semicolons). Rounds are played in
    the order in which they first stand in the file."""
    rows = list(read_rows(path, needed=("round", "applicant", "wishes")))
    _refuse_never(rows)
    wishes: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        wished = wishes.setdefault(row["round"].strip(), {})
        rooms = tuple(_words(row, "wishes"))
        if len(set(rooms)) < len(rooms):
            raise row.refuse("twice", "a room is wished twice", "wishes")
        if unknown := [room for room in rooms if room not in places]:
            raise row.refuse("unknown", f"“{unknown[0]}” is no room here", "wishes")
        wished[_new_key(row, "applicant", wished)] = rooms
    return wishes


def read_rooms(path: str | Path) -> dict[str, int]:
    """One row a room: `room`, and where wanted `places`, how often it can be given in a round (once without)."""
    rooms: dict[str, int] = {}
    for row in read_rows(path, needed=("room",)):
        key = _new_key(row, "room", rooms)
        rooms[key] = row.count_in("places") if row.values.get("places", "").strip() else 1
    return rooms
