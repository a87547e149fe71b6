"""Rooms by rounds: who went away empty in the last round goes first in the next; between equals the lot decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching.lots import ticket


@dataclass(frozen=True, slots=True)
class Turn:
    """One applicant in the order of a round. `lost` is how many rounds in a row, up to this one, ended with nothing."""

    applicant: str
    lost: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Given:
    """`applicant` has `room`, which was their `wish` (1 is the first), in the `turn` of the round (from 1)."""

    applicant: str
    room: str
    wish: int
    turn: int


@dataclass(frozen=True, slots=True)
class Empty:
    """Went away with nothing: every room wished was full. `full` tells for each of them how often it was given to
    somebody who was earlier in the order because of having `lost` more rounds, and how often by `lot`."""

    applicant: str
    full: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the order of going, what was given in the order of giving, and who went away empty (they go first next time)."""

    key: str
    order: tuple[Turn, ...]
    given: tuple[Given, ...]
    empty: tuple[Empty, ...]


def rounds(
    wishes: Mapping[str, Mapping[str, Sequence[str]]], places: Mapping[str, int], seed: str, *, most: int = 1
) -> tuple[Round, ...]:
    """Give rooms round after round.

    `wishes` maps each round, in their order, to what each applicant wishes, best first; `places` how often a room can be given in a
    round. In a round those go first who went away empty from the most of their rounds in a row, then by the ticket
    SHA-256(seed, round, applicant); there are `most` turns, and in each turn everybody takes the best wish left. A round without
    wishes changes nothing for who was empty before. Raises BadInput for unknown rooms, wishes that come twice, and counts that are none."""
    _check(wishes, places, most)
    lost: dict[str, int] = {}
    result = []
    for key, wished in wishes.items():
        asking = [applicant for applicant, rooms in wished.items() if rooms]
        order = sorted(
            (Turn(applicant, lost.get(applicant, 0), ticket(seed, key, applicant)) for applicant in asking),
            key=lambda turn: (-turn.lost, turn.ticket),
        )
        given = _give(order, wished, places, most)
        happy = {one.applicant for one in given}
        empty = [_why(turn, order, wished, given) for turn in order if turn.applicant not in happy]
        lost.update({turn.applicant: 0 if turn.applicant in happy else turn.lost + 1 for turn in order})
        result.append(Round(key, tuple(order), tuple(given), tuple(empty)))
    return tuple(result)


def _give(order: list[Turn], wished: Mapping[str, Sequence[str]], places: Mapping[str, int], most: int) -> list[Given]:
    left = dict(places)
    own: dict[str, set[str]] = {turn.applicant: set() for turn in order}
    given = []
    for number in range(1, most + 1):
        for turn in order:
            for wish, room in enumerate(wished[turn.applicant], start=1):
                if left[room] and room not in own[turn.applicant]:
                    left[room] -= 1
                    own[turn.applicant].add(room)
                    given.append(Given(turn.applicant, room, wish, number))
                    break
    return given


def _why(turn: Turn, order: list[Turn], wished: Mapping[str, Sequence[str]], given: list[Given]) -> Empty:
    lost = {other.applicant: other.lost for other in order}
    full: dict[str, dict[str, int]] = {}
    for room in wished[turn.applicant]:
        others = [lost[one.applicant] for one in given if one.room == room]
        before = sum(more > turn.lost for more in others)
        full[room] = {"lost": before, "lot": len(others) - before}
    return Empty(turn.applicant, full)


def _check(wishes: Mapping[str, Mapping[str, Sequence[str]]], places: Mapping[str, int], most: int) -> None:
    if not isinstance(most, int) or most < 1:
        raise BadInput("most", "must be a whole number, one or more", column="most")
    for room, count in places.items():
        if not isinstance(count, int) or count < 0:
            raise BadInput("places", "must be a whole number, zero or more", row=room, column="places")
    for key, wished in wishes.items():
        for applicant, rooms in wished.items():
            where = f"{key}, {applicant}"
            if len(set(rooms)) < len(rooms):
                raise BadInput("twice", "a room is wished twice", row=where, column="wishes")
            if unknown := [room for room in rooms if room not in places]:
                raise BadInput("unknown", f"“{unknown[0]}” is no room here", row=where, column="wishes")
