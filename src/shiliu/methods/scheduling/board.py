"""The docket as numbers: slots are bits, and everything that can be busy is a resource with room for so many cases a slot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shiliu.methods.scheduling.problem import Case, Docket, check_docket

BODY, PARTY, ROOMS = "body", "party", "rooms"


@dataclass(frozen=True, slots=True)
class Resource:
    """A body, a shared party, or all rooms with at least so many seats; `room` tells for how many cases, slot by slot."""

    kind: str
    key: str
    room: tuple[int, ...]


class Docketed:
    """`may[i]`: the slots in which case i could be heard if nothing else were, as bits; `uses[i]`: its resources; cases in the
    order of their keys, so that the order they come in does not matter."""

    def __init__(self, docket: Docket) -> None:
        check_docket(docket)
        self.docket = docket
        self.cases = sorted(docket.cases, key=lambda case: case.key)
        self.slots = docket.slots
        self.bit = {slot: 1 << at for at, slot in enumerate(self.slots)}
        self.everything = (1 << len(self.slots)) - 1
        self.weight = [case.weight for case in self.cases]
        self.body_slots = {body.key: self.mask(body.slots) for body in docket.bodies}
        self.party_slots = {party: self.mask(slots) for party, slots in docket.parties.items()}
        self.resources: list[Resource] = []
        self.uses: list[list[int]] = [[] for _ in self.cases]
        self._bodies()
        self._parties()
        self._rooms()
        self.may = [self._may(case) for case in self.cases]

    def mask(self, slots: Iterable[datetime]) -> int:
        result = 0
        for slot in slots:
            result |= self.bit.get(slot, 0)
        return result

    def days(self, first: date | None, last: date | None) -> int:
        """The slots from the first day to the last."""
        return self.mask(
            slot for slot in self.slots if (not first or slot.date() >= first) and (not last or slot.date() <= last)
        )

    def own(self, case: Case) -> int:
        """The slots that suit the case by itself: its days and its times."""
        return self.days(case.not_before, case.deadline) & (
            self.everything if case.slots is None else self.mask(case.slots)
        )

    def with_parties(self, case: Case) -> int:
        result = self.own(case)
        for party in case.parties:
            result &= self.party_slots.get(party, self.everything)
        return result

    def with_rooms(self, case: Case) -> int:
        return self.mask(slot for room in self.docket.rooms if room.seats >= case.seats for slot in room.slots)

    def _may(self, case: Case) -> int:
        result = self.with_parties(case) & self.with_rooms(case)
        for body in case.bodies:
            result &= self.body_slots[body]
        return result

    def _use(self, resource: Resource, users: Iterable[int]) -> None:
        for user in users:
            self.uses[user].append(len(self.resources))
        self.resources.append(resource)

    def _bodies(self) -> None:
        for body in sorted(self.docket.bodies, key=lambda body: body.key):
            users = [at for at, case in enumerate(self.cases) if body.key in case.bodies]
            self._use(Resource(BODY, body.key, (body.at_once,) * len(self.slots)), users)

    def _parties(self) -> None:
        for party in sorted(frozenset().union(*(case.parties for case in self.cases))):
            users = [at for at, case in enumerate(self.cases) if party in case.parties]
            if len(users) > 1:
                self._use(Resource(PARTY, party, (1,) * len(self.slots)), users)

    def _rooms(self) -> None:
        """For each size wished: no more cases of that size or larger than rooms of it. As sizes are nested, that is enough for
        every case to find a room (P. Hall 1935)."""
        for seats in sorted({case.seats for case in self.cases}):
            rooms = [self.mask(room.slots) for room in self.docket.rooms if room.seats >= seats]
            open_rooms = tuple(sum(room >> at & 1 for room in rooms) for at in range(len(self.slots)))
            users = [at for at, case in enumerate(self.cases) if case.seats >= seats]
            self._use(Resource(ROOMS, str(seats), open_rooms), users)


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
