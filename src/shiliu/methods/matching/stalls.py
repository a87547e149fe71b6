"""Stalls by lot: entries are drawn in the order of their tickets, and anybody can draw again (see `lots`)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching.lots import fingerprint, ticket

WON, WAITING, LIMIT, NO_STALLS = "won", "waiting", "limit", "no_stalls"

# outcome of an entry: what it says
OUTCOMES = {
    WON: "The entry has a stall.",
    WAITING: "All stalls of the kinds wished were gone; the entry waits for one to be given back.",
    LIMIT: "The applicant has as many stalls as one may have.",
    NO_STALLS: "There are no stalls of the kinds wished.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One application for one stall: `kinds` of stall (what is sold there, never who sells) in the order wished."""

    key: str
    applicant: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stall:
    """One stall, and the kind it is for."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """An entry in the order drawn: `position` from 1, the `turn` of its applicant, its ticket, and what came of it."""

    position: int
    turn: int
    entry: str
    applicant: str
    ticket: str
    outcome: str
    stall: str | None


@dataclass(frozen=True, slots=True)
class Draw:
    """`drawn` in order; `waiting` kind by kind, the next first; `fingerprint` of what was drawn from."""

    seed: str
    fingerprint: str
    most: int
    drawn: tuple[Drawn, ...]
    waiting: dict[str, tuple[str, ...]]


def closing_fingerprint(entries: Iterable[Entry], stalls: Sequence[Stall], most: int = 1) -> str:
    """What to publish when entries close, before the seed can be known: the fingerprint of one line of JSON for each entry, each
    stall (in the order in which they are given) and the limit."""
    lines: list[list[object]] = [["entry", entry.key, entry.applicant, *entry.kinds] for entry in entries]
    lines += [["stall", at, stall.key, stall.kind] for at, stall in enumerate(stalls)]
    return fingerprint(json.dumps(line, ensure_ascii=False) for line in [*lines, ["most", most]])


def draw(entries: Sequence[Entry], stalls: Sequence[Stall], seed: str, *, most: int = 1) -> Draw:
    """Draw the stalls; nobody gets more than `most`.

    By turns: first the first entry of every applicant, then the second of everybody who has two, and so on, so that many entries
    buy no better luck. The first entry is the one whose key sorts first. In a turn the order is that of the tickets,
    SHA-256(seed, line break, entry key). Each entry takes the first stall left, in the order of `stalls`, of the first kind it
    wishes that has one; who finds none waits in the order drawn. The order of `entries` does not matter. Raises BadInput
    for keys that come twice, an entry without a kind, and what is no seed."""
    _check(entries, stalls, most)
    left: dict[str, list[str]] = {}
    for stall in reversed(stalls):
        left.setdefault(stall.kind, []).append(stall.key)
    kinds = frozenset(left)
    turns: dict[str, int] = {}
    tickets = []
    for entry in sorted(entries, key=lambda entry: entry.key):
        turns[entry.applicant] = turns.get(entry.applicant, 0) + 1
        tickets.append((turns[entry.applicant], ticket(seed, entry.key), entry))
    has = dict.fromkeys(turns, 0)
    given: list[tuple[str, str | None]] = []
    tickets.sort(key=lambda drawn: drawn[:2])
    for _turn, _ticket, entry in tickets:
        free = next((kind for kind in entry.kinds if left.get(kind)), None)
        if has[entry.applicant] >= most:
            given.append((LIMIT, None))
        elif free is not None:
            has[entry.applicant] += 1
            given.append((WON, left[free].pop()))
        else:
            given.append((WAITING if kinds.intersection(entry.kinds) else NO_STALLS, None))
    # Who has won with a later entry does not wait with an earlier one.
    given = [
        (LIMIT, None) if outcome == WAITING and has[entry.applicant] >= most else (outcome, stall)
        for (outcome, stall), (_turn, _ticket, entry) in zip(given, tickets, strict=True)
    ]
    waits = [
        entry for (outcome, _stall), (_turn, _ticket, entry) in zip(given, tickets, strict=True) if outcome == WAITING
    ]
    drawn = (
        Drawn(position, turn, entry.key, entry.applicant, number, *got)
        for position, ((turn, number, entry), got) in enumerate(zip(tickets, given, strict=True), start=1)
    )
    return Draw(
        seed,
        closing_fingerprint(entries, stalls, most),
        most,
        tuple(drawn),
        {kind: tuple(entry.key for entry in waits if kind in entry.kinds) for kind in sorted(kinds)},
    )


def _check(entries: Sequence[Entry], stalls: Sequence[Stall], most: int) -> None:
    if not isinstance(most, int) or most < 1:
        raise BadInput("most", "must be a whole number, one or more", column="most")
    for keys, column in (([entry.key for entry in entries], "entry"), ([stall.key for stall in stalls], "stall")):
        seen: set[str] = set()
        for row, key in enumerate(keys):
            if not key or key in seen:
                raise BadInput(
                    "double_key", f"“{key}” stands there twice" if key else "is empty", row=row, column=column
                )
            seen.add(key)
    for row, entry in enumerate(entries):
        if not entry.applicant:
            raise BadInput("no_applicant", "is empty", row=row, column="applicant")
        if not entry.kinds or len(set(entry.kinds)) < len(entry.kinds):
            raise BadInput("kinds", "must name one or more kinds of stall, each once", row=row, column="kinds")
