"""What is known of a family and a carer for matching: keys, places, hours and conditions, and nothing about who they are."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from shiliu.methods.inputs import BadInput
from shiliu.methods.places import GeometryError, check_position

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE = "一二三四五六日"
_HOURS = re.compile(r"^(\S+?)(?:\s*[-–至到]\s*([^\d\s]+))?\s+(\d{1,2}):(\d\d)\s*[-–至到]\s*(\d{1,2}):(\d\d)$")


class Slot(NamedTuple):
    """A stretch of every week: day 0 (Monday) to 6, minutes from midnight; `end` may be 1440."""

    day: int
    start: int
    end: int

    def __str__(self) -> str:
        clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (self.start, self.end)]
        return f"{DAYS[self.day].capitalize()} {clock[0]}-{clock[1]}"


def read_slots(text: str) -> frozenset[Slot]:
    """“Mon 16:00-18:00; Wed-Fri 16:30-18:00” or “周一至周五 16:00-18:00”: several divided by semicolons.

    Raises BadInput for a day or hour that is none, and for an end before its start."""
    found: set[Slot] = set()
    for part in filter(None, (piece.strip() for piece in re.split("[;；]", text))):
        match = _HOURS.match(part.replace("：", ":"))
        first, last = (_day(match[1]), _day(match[2] or match[1])) if match else (None, None)
        if match is None or first is None or last is None:
            raise BadInput("not_a_slot", f"“{part[:40]}” is no weekly time; write it as “Mon 16:00-18:00”")
        hour, minute, until_hour, until_minute = map(int, match.groups()[2:])
        start, end = 60 * hour + minute, 60 * until_hour + until_minute
        if minute > 59 or until_minute > 59 or end > 1440 or start >= end or first > last:
            raise BadInput(
                "not_a_slot", f"“{part[:40]}” must end after it begins, within one week and each day by 24:00"
            )
        found |= {Slot(day, start, end) for day in range(first, last + 1)}
    return frozenset(found)


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """The same time without overlaps: neighbouring and overlapping slots of a day made one."""
    result: list[Slot] = []
    for slot in sorted(slots):
        if result and result[-1].day == slot.day and slot.start <= result[-1].end:
            result[-1] = Slot(slot.day, result[-1].start, max(result[-1].end, slot.end))
        else:
            result.append(slot)
    return result


@dataclass(frozen=True, slots=True)
class Family:
    """Who asks for care.

    `slots` are the weekly times wished, `enough` how many of them suffice (None: all), all with one carer. `since` is the day
    they began to wait. `point` is (longitude, latitude) in degrees, or None for all families and carers. `needs` are the codes
    of conditions a carer must meet for them; `wishes` carers they would rather have than any other, best first; `declines`
    carers they do not want. A family counts as one for a carer, whatever its size."""

    key: str
    since: date
    slots: frozenset[Slot] = frozenset()
    enough: int | None = None
    point: tuple[float, float] | None = None
    needs: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    declines: frozenset[str] = frozenset()

    @property
    def wanted(self) -> int:
        """How many of the slots one carer must have."""
        return len(self.slots) if self.enough is None else self.enough


@dataclass(frozen=True, slots=True)
class Carer:
    """Who offers care: `places` families at most, weekly `slots`, no farther than `farthest` metres.

    `holds` maps the codes of conditions met to the last day on which they are (None: without end), for example
    {"check": date(2027, 3, 1)}. `declines` names families the carer would rather not go to."""

    key: str
    places: int
    slots: frozenset[Slot] = frozenset()
    point: tuple[float, float] | None = None
    farthest: float | None = None
    holds: Mapping[str, date | None] = field(default_factory=dict)
    declines: frozenset[str] = frozenset()

    def meets(self, gate: str, on: date) -> bool:
        """Whether the condition is met on a day."""
        return gate in self.holds and (self.holds[gate] is None or on <= self.holds[gate])  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all: the day `on` which conditions must be met, how far a carer may live (metres, None: anywhere), the
    `gates` every carer must pass, and the published `seed` of the lots that decide between equals.

    `even` spreads families over carers. In the stable mode it lowers the places of all carers to the same number, the lowest that
    leaves out no family more. In the best mode every further family of a carer counts as that many metres (see `match`)."""

    on: date
    farthest: float | None = None
    gates: frozenset[str] = frozenset()
    seed: str = "shiliu"
    even: float | None = None


def check_people(families: Iterable[Family], carers: Iterable[Carer], rules: Rules) -> None:
    """Raises BadInput for keys that come twice, and values out of range."""
    families, carers = list(families), list(carers)
    _check_keys([family.key for family in families], "family")
    _check_keys([carer.key for carer in carers], "carer")
    for value, column in ((rules.farthest, "farthest"), (rules.even, "even")):
        _check_metres(value, None, column)
    for row, family in enumerate(families):
        if family.enough is not None and not 0 <= family.enough <= len(family.slots):
            raise BadInput("enough", f"must be between 0 and the {len(family.slots)} times", row=row, column="enough")
        _check_point(family.point, row)
    for row, carer in enumerate(carers):
        if not isinstance(carer.places, int) or carer.places < 0:
            raise BadInput("places", "must be a whole number, zero or more", row=row, column="places")
        _check_metres(carer.farthest, row, "farthest")
        _check_point(carer.point, row)


def check_points(families: Iterable[Family], carers: Iterable[Carer], rules: Rules) -> None:
    """For distances between points: raises BadInput where only some have a point, and where a limit is set and none has one."""
    carers = list(carers)
    placed = [family.point is not None for family in families] + [carer.point is not None for carer in carers]
    if any(placed) and not all(placed):
        raise BadInput(
            "half_placed", "some families or carers have a point and some have none; give all or none", column="point"
        )
    if (
        not any(placed)
        and placed
        and (rules.farthest is not None or any(carer.farthest is not None for carer in carers))
    ):
        raise BadInput("no_points", "a limit of distance needs the point of every family and carer", column="farthest")


def _check_keys(keys: list[str], column: str) -> None:
    seen: set[str] = set()
    for row, key in enumerate(keys):
        if not key or key in seen:
            raise BadInput("double_key", f"“{key}” is empty or stands there twice", row=row, column=column)
        seen.add(key)


def _check_metres(value: float | None, row: int | None, column: str) -> None:
    if value is not None and not (math.isfinite(value) and value >= 0):
        raise BadInput("metres", f"{value} must be a finite number of metres, zero or more", row=row, column=column)


def _check_point(point: tuple[float, float] | None, row: int) -> None:
    try:
        if point is not None:
            check_position(*point)
    except GeometryError as error:
        raise BadInput("point", str(error), row=row, column="point") from None


def _day(word: str) -> int | None:
    word = word.strip().lower().removeprefix("周").removeprefix("星期").replace("天", "日")
    if word in _CHINESE and len(word) == 1:
        return _CHINESE.index(word)
    return DAYS.index(word[:3]) if word[:3] in DAYS and word.isascii() else None
