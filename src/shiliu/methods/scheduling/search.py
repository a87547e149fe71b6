"""Planning by ejection chains: a case that finds no free slot pushes another out of one, which looks for a slot in turn.

The chains are those of combinatorial local search (F. Glover, “Ejection chains, reference structures and alternating path methods
for traveling salesman problems”, Discrete Applied Mathematics 65, 1996), here breadth first. How long it goes on is counted in
steps and not in seconds, so equal input gives equal plans."""

from collections import deque
from random import Random

from tqdm import tqdm

from shiliu.methods.scheduling.board import Docketed, bits

WIDEST = 400  # cases that one chain looks at
REST = 10  # steps for which a case that pushed its way in is not pushed out again


class Plan:
    """A plan being made: `at[i]` is the slot of case i or -1. Every change keeps it possible."""

    def __init__(self, board: Docketed) -> None:
        self.board = board
        self.at = [-1] * len(board.cases)
        self.full = [0] * len(board.resources)
        self.held: list[list[list[int]]] = [[[] for _ in board.slots] for _ in board.resources]
        self.total = 0

    def free(self, case: int) -> int:
        """The slots in which the case could be heard as things are."""
        taken = 0
        for resource in self.board.uses[case]:
            taken |= self.full[resource]
        return self.board.may[case] & ~taken

    def put(self, case: int, slot: int) -> None:
        self.at[case] = slot
        self.total += self.board.weight[case]
        for resource in self.board.uses[case]:
            there = self.held[resource][slot]
            there.append(case)
            if len(there) >= self.board.resources[resource].room[slot]:
                self.full[resource] |= 1 << slot

    def take(self, case: int) -> int:
        slot = self.at[case]
        self.at[case] = -1
        self.total -= self.board.weight[case]
        for resource in self.board.uses[case]:
            self.held[resource][slot].remove(case)
            self.full[resource] &= ~(1 << slot)
        return slot

    def nearly_free(self, case: int) -> int:
        """The slots in which exactly one resource of the case is full."""
        once = twice = 0
        for resource in self.board.uses[case]:
            full = self.full[resource]
            twice |= once & full
            once |= full
        return self.board.may[case] & once & ~twice

    def alone_in_the_way(self, case: int, slot: int) -> list[int]:
        """The cases each of which, taken out of the slot, would leave room for this one."""
        full = [resource for resource in self.board.uses[case] if self.full[resource] >> slot & 1]
        first, *rest = (self.held[resource][slot] for resource in full)
        return [other for other in first if all(other in there for there in rest)]

    def in_the_way(self, case: int, slot: int) -> list[int]:
        """Cases to take out so that this one fits, the lightest of each full resource, of equals who came last."""
        found: list[int] = []
        for resource in self.board.uses[case]:
            if self.full[resource] >> slot & 1:
                there = self.held[resource][slot]
                out = sum(other in there for other in found)
                if len(there) - out >= self.board.resources[resource].room[slot]:
                    others = [other for other in there if other not in found]
                    found.append(min(reversed(others), key=lambda other: self.board.weight[other]))
        return found


def greedy(board: Docketed) -> Plan:
    """Heaviest first, then who has the fewest slots, each into the first free one."""
    plan = Plan(board)
    for case in sorted(range(len(board.cases)), key=lambda at: (-board.weight[at], board.may[at].bit_count(), at)):
        if free := plan.free(case):
            plan.put(case, next(bits(free)))
    return plan


def chain(plan: Plan, case: int, resting: dict[int, int], now: int) -> bool:
    """Put the case in by the shortest chain of single moves, all of which find a slot in the end. False, and nothing changed, if
    there is none among the cases looked at."""
    came: dict[int, tuple[int, int]] = {}  # pushed out: (by whom, from which slot)
    queue = deque([case])
    seen = {case}
    while queue and len(seen) <= WIDEST:
        current = queue.popleft()
        free = plan.free(current)
        if free and _follow(plan, case, current, next(bits(free)), came):
            return True
        # Every slot for the case itself; for those pushed out only the slots that are found by three operations on bits.
        for slot in bits(plan.board.may[current] & ~free if current == case else plan.nearly_free(current)):
            for other in plan.alone_in_the_way(current, slot):
                if other not in seen and resting.get(other, -1) < now:
                    seen.add(other)
                    came[other] = (current, slot)
                    queue.append(other)
    return False


def _follow(plan: Plan, case: int, last: int, slot: int, came: dict[int, tuple[int, int]]) -> bool:
    """Move everybody along the chain, the last first. Undone if a move got into the way of a later one."""
    moved: list[tuple[int, int]] = []
    current, target = last, slot
    while True:
        moved.append((current, plan.at[current]))
        if plan.at[current] >= 0:
            plan.take(current)
        if not plan.free(current) >> target & 1:
            break
        plan.put(current, target)
        if current == case:
            return True
        current, target = came[current]
    for other, _before in moved:
        if plan.at[other] >= 0:
            plan.take(other)
    for other, before in moved:
        if before >= 0:
            plan.put(other, before)
    return False


def search(board: Docketed, *, steps: int, seed: int = 0) -> Plan:
    """Greedy, then for every case left out a chain; where there is none, it may push out what weighs no more, which then looks
    for a place itself. The best plan met in `steps` steps."""
    plan = greedy(board)
    rng = Random(seed)
    waiting = deque(case for case in range(len(board.cases)) if plan.at[case] < 0 and board.may[case])
    best, best_at = plan.total, list(plan.at)
    resting: dict[int, int] = {}
    for step in tqdm(range(steps), desc="planning", unit="step", disable=None):
        if not waiting:
            break
        case = waiting.popleft()
        if not chain(plan, case, resting, step):
            pushed = _push(plan, case, rng, resting, step)
            waiting.extend(pushed if pushed is not None else [case])
            resting[case] = step + REST + rng.randrange(REST)
        if plan.total > best:
            best, best_at = plan.total, list(plan.at)
    result = Plan(board)
    for case, slot in enumerate(best_at):
        if slot >= 0:
            result.put(case, slot)
    return result


def _push(plan: Plan, case: int, rng: Random, resting: dict[int, int], now: int) -> list[int] | None:
    """Put the case where that costs the least weight, but no more than its own; who was pushed out. None if nowhere."""
    slots = list(bits(plan.board.may[case]))
    options = []
    for slot in rng.sample(slots, min(len(slots), 12)):
        out = plan.in_the_way(case, slot)
        weight = sum(plan.board.weight[other] for other in out)
        if weight <= plan.board.weight[case] and all(resting.get(other, -1) < now for other in out):
            options.append((weight, -sum(plan.board.may[other].bit_count() for other in out), slot, out))
    if not options:
        return None
    _weight, _options, slot, out = min(options)
    for other in out:
        plan.take(other)
    plan.put(case, slot)
    return out


def pull_forward(plan: Plan) -> None:
    """Move cases to earlier free slots as long as any can: nobody waits for a slot that stays empty."""
    moved = True
    while moved:
        moved = False
        for case in sorted(range(len(plan.at)), key=lambda at: (plan.at[at], -plan.board.weight[at], at)):
            if plan.at[case] >= 0 and (earlier := plan.free(case) & ((1 << plan.at[case]) - 1)):
                plan.take(case)
                plan.put(case, next(bits(earlier)))
                moved = True
