"""Joint sittings: when and where each case is heard, and why the others are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shiliu.methods.scheduling.board import BODY, PARTY, Docketed
from shiliu.methods.scheduling.exact import Model
from shiliu.methods.scheduling.problem import Docket, Sitting, check
from shiliu.methods.scheduling.search import Plan, pull_forward, search

NO_DAYS = "no_days"
PARTIES_APART = "parties_apart"
BODIES_APART = "bodies_apart"
NO_ROOM = "no_room"
CROWDED = "crowded"

# code of LeftOut: what it says
LEFT_OUT = {
    NO_DAYS: "Between the first day and the deadline there is no time that suits the case.",
    PARTIES_APART: "The parties have no time in common.",
    BODIES_APART: "The bodies are never all there at a time that suits the parties.",
    NO_ROOM: "When all could come, no room is open that is large enough.",
    CROWDED: "There are times that suit all, but other cases are heard then.",
}

MOST_VARIABLES = 6_000  # pairs of case and slot up to which HiGHS is asked: about three hundred cases
NODES_TIMES_VARIABLES = 20_000  # a node of a large docket costs seconds, one of a small docket nothing
STEPS_PER_CASE = 30


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that is not heard. `code` is a key of LEFT_OUT; `slots` the number of slots in which it could be heard if it were
    alone. `bodies`, `parties` and `rooms` tell in how many of those each is taken. `would_help` names the bodies that, if they were always
    there, would by themselves give the case a slot."""

    case: str
    code: str
    slots: int
    bodies: Mapping[str, int]
    parties: Mapping[str, int]
    rooms: int
    would_help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`sittings` in time; `weight` their total and `bound` what no plan exceeds (None where it was not asked); `method` “search” or
    “exact”, whichever the plan is from."""

    sittings: tuple[Sitting, ...]
    left: tuple[LeftOut, ...]
    weight: int
    bound: int | None
    method: str

    @property
    def proved(self) -> bool:
        """Whether no plan hears more."""
        return self.bound is not None and self.weight >= self.bound


def schedule(
    docket: Docket,
    *,
    steps: int | None = None,
    nodes: int | None = None,
    most_variables: int = MOST_VARIABLES,
    seed: int = 0,
) -> Schedule:
    """Hear cases of as great a total weight as possible, each once, all bodies and parties free, in a room large enough.

    First by ejection chains, for `steps` steps (None: 30 a case); then, while cases that could be heard are left out and there are at most
    `most_variables` pairs of case and slot, by HiGHS for up to `nodes` nodes (None: 20,000 divided by the pairs). The better plan counts; of it cases are moved to
    earlier slots as long as any can, which is no proof that they could not be earlier still. Nothing is measured in seconds: equal
    input, in any order, gives the equal plan (of one version of SciPy). Raises BadInput (see `check_docket`); every plan
    passes `check` before it is returned."""
    board = Docketed(docket)
    plan = search(board, steps=STEPS_PER_CASE * len(board.cases) if steps is None else steps, seed=seed)
    method, bound = "search", None
    most = sum(weight for weight, may in zip(board.weight, board.may, strict=True) if may)
    if plan.total == most:
        bound = most
    elif (pairs := sum(may.bit_count() for may in board.may)) <= most_variables:
        at, bound = Model(board).solve(max(1, NODES_TIMES_VARIABLES // pairs) if nodes is None else nodes)
        if at is not None and sum(board.weight[case] for case, slot in enumerate(at) if slot >= 0) > plan.total:
            method, plan = "exact", _laid_out(board, at)
    pull_forward(plan)
    sittings = _with_rooms(board, plan)
    if faults := check(docket, sittings):
        raise AssertionError(f"a plan that cannot be held: {faults[:3]}")
    left = tuple(_why(board, plan, case) for case, slot in enumerate(plan.at) if slot < 0)
    return Schedule(tuple(sittings), left, plan.total, bound, method)


def upper_bound(docket: Docket) -> int:
    """A total weight that no plan exceeds, from the linear relaxation (HiGHS). Takes long for hundreds of thousands of pairs."""
    return Model(Docketed(docket)).bound()


def _laid_out(board: Docketed, at: list[int]) -> Plan:
    plan = Plan(board)
    for case, slot in enumerate(at):
        if slot >= 0:
            plan.put(case, slot)
    return plan


def _with_rooms(board: Docketed, plan: Plan) -> list[Sitting]:
    """In each slot the cases that need most seats choose first, the smallest room that is large enough."""
    together: dict[int, list[int]] = {}
    for case, slot in enumerate(plan.at):
        if slot >= 0:
            together.setdefault(slot, []).append(case)
    sittings = []
    for slot, cases in sorted(together.items()):
        moment: datetime = board.slots[slot]
        rooms = sorted((room.seats, room.key) for room in board.docket.rooms if moment in room.slots)
        for case in sorted(cases, key=lambda at: (-board.cases[at].seats, at)):
            room = next(room for room in rooms if room[0] >= board.cases[case].seats)
            rooms.remove(room)
            sittings.append(Sitting(board.cases[case].key, moment, room[1]))
    return sorted(sittings, key=lambda sitting: (sitting.slot, sitting.case))


def _why(board: Docketed, plan: Plan, at: int) -> LeftOut:
    case, may = board.cases[at], board.may[at]
    bodies: dict[str, int] = {}
    parties: dict[str, int] = {}
    taken = 0
    for number in board.uses[at]:
        resource = board.resources[number]
        count = (plan.full[number] & may).bit_count()
        if resource.kind in (BODY, PARTY):
            (bodies if resource.kind == BODY else parties).update({resource.key: count} if count else {})
        else:
            taken |= plan.full[number] & may
    together = board.with_parties(case)
    all_there = together
    for body in case.bodies:
        all_there &= board.body_slots[body]
    code = next(
        code
        for code, slots in (
            (NO_DAYS, board.own(case)),
            (PARTIES_APART, together),
            (BODIES_APART, all_there),
            (NO_ROOM, may),
            (CROWDED, 0),
        )
        if not slots
    )
    helping = _would_help(board, at) if code == BODIES_APART else ()
    return LeftOut(case.key, code, may.bit_count(), bodies, parties, taken.bit_count(), helping)


def _would_help(board: Docketed, at: int) -> tuple[str, ...]:
    case = board.cases[at]
    result = []
    for free in sorted(case.bodies):
        slots = board.with_parties(case) & board.with_rooms(case)
        for body in case.bodies - {free}:
            slots &= board.body_slots[body]
        if slots:
            result.append(free)
    return tuple(result)
