"""How far hidden cells can move, one at a time by greatest flows, and any table that fits what is published."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.inputs import BadInput

Whole = NDArray[np.int64]


class Attacker:
    """Knows the published cells, the sums, that no hidden cell is under `floor` or over `most`, and nothing else.

    `possible` is any table that fits all this, cell by cell; the ranges do not depend on which."""

    def __init__(self, table: Margins, possible: Whole, hidden: NDArray[np.bool_], floor: int, most: int) -> None:
        self.start, self.end, self.possible, self.hidden = table.start, table.end, possible, hidden
        self.cells = cells = np.flatnonzero(hidden)
        a, b, nodes = self.start[cells], self.end[cells], table.nodes
        every = np.arange(nodes)  # behind one more node a gate to every other, closed until it is the source
        ends = np.concatenate([a, b, np.full(nodes, nodes)]), np.concatenate([b, a, every])
        room = np.concatenate([most - possible[cells], possible[cells] - floor, np.zeros(nodes, dtype=np.int64)])
        order = np.lexsort(ends[::-1])
        place = np.empty(len(order), dtype=np.intp)
        place[order] = np.arange(len(order))
        starts = np.searchsorted(ends[0][order], np.arange(nodes + 2))
        self.graph = csr_array(
            (room[order].astype(np.int32), ends[1][order].astype(np.int32), starts.astype(np.int32)),
            shape=(nodes + 1, nodes + 1),
        )
        self.up = {int(cell): int(place[i]) for i, cell in enumerate(cells)}
        self.down = {int(cell): int(place[len(cells) + i]) for i, cell in enumerate(cells)}
        self.gate = place[2 * len(cells) :]

    def room(self, cell: int, *, up: bool) -> int:
        """How far a hidden cell can rise (or fall) from where it is in the possible table."""
        return int(self._flow(cell, up).flow_value)

    def furthest(self, cell: int, *, up: bool) -> Whole:
        """A possible table in which a hidden cell has its greatest (or least) value."""
        found = self._flow(cell, up)
        change = np.zeros(len(self.possible), dtype=np.int64)
        change[self.cells] = np.asarray(found.flow[self.start[self.cells], self.end[self.cells]]).ravel()
        change[cell] = found.flow_value if up else -found.flow_value
        return self.possible + change

    def _flow(self, cell: int, up: bool) -> Any:
        """What the other hidden cells can carry back when this one moves; no more than it can move itself."""
        source, sink = (self.end[cell], self.start[cell]) if up else (self.start[cell], self.end[cell])
        data, gate = self.graph.data, self.gate[int(source)]
        own = [self.up[cell], self.down[cell]]
        kept = data[own]
        data[own] = 0
        data[gate] = kept[0] if up else kept[1]
        found = maximum_flow(self.graph, self.graph.shape[0] - 1, int(sink))
        data[own], data[gate] = kept, 0
        return found


def any_table(
    table: Margins,
    shown: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    floor: int,
    most: int,
) -> Whole:
    """Whole numbers in the hidden cells with which all sums are right. Raises BadInput where none fit."""
    equations = table.equations()[:-1]  # the ground balances when all others do
    right = -(equations[:, ~hidden] @ shown[~hidden])
    possible = np.where(hidden, 0, shown).astype(np.int64)
    if not hidden.any():
        if np.any(right):
            raise BadInput("contradiction", "the published cells contradict their sums")
        return possible
    if (fitting := _by_flow(table, right, hidden, floor, most)) is not None:
        possible[hidden] = fitting
        return possible
    found = linprog(
        np.zeros(int(hidden.sum())),
        A_eq=equations[:, hidden],
        b_eq=right,
        bounds=(floor, most),
        method="highs-ds",
    )
    if found.status != 0:
        raise BadInput("contradiction", "the published cells contradict their sums; no table fits them")
    possible[hidden] = np.rint(found.x).astype(np.int64)
    return possible


def _by_flow(
    table: Margins, right: NDArray[np.float64], hidden: NDArray[np.bool_], floor: int, most: int
) -> Whole | None:
    """The hidden cells of a table that fits, as a flow that takes up what the published cells leave over at each node; None where
    there is no such flow or numbers are too large for it."""
    cells = np.flatnonzero(hidden)
    a, b, nodes = table.start[cells], table.end[cells], table.nodes
    over = np.zeros(nodes, dtype=np.int64)
    over[:-1] = np.rint(right).astype(np.int64)  # what the hidden cells carry away from each node in all
    over[-1] = -over[:-1].sum()
    over -= floor * (np.bincount(a, minlength=nodes) - np.bincount(b, minlength=nodes))
    if np.abs(over).sum() > np.iinfo(np.int32).max:
        return None
    give, take = np.flatnonzero(over > 0), np.flatnonzero(over < 0)
    ends = (
        np.concatenate([a, np.full(len(give), nodes), take]),
        np.concatenate([b, give, np.full(len(take), nodes + 1)]),
    )
    room = np.concatenate([np.full(len(cells), most - floor), over[give], -over[take]])
    graph = csr_array((room.astype(np.int32), ends), shape=(nodes + 2, nodes + 2))
    found = maximum_flow(graph, nodes, nodes + 1)
    if found.flow_value < over[give].sum():
        return None
    return np.asarray(found.flow[a, b]).ravel().astype(np.int64) + floor
