"""What somebody who adds and subtracts can learn about hidden cells: the least and greatest value each can have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from tqdm import tqdm

from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.inputs import BadInput

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A cell that is not published, and the range in which everybody can place it."""

    row: str
    column: str
    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


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


def learnable(
    table: Margins, published: Sequence[Sequence[int | None]], *, floor: int = 0, progress: bool | None = True
) -> tuple[Hidden, ...]:
    """The range of every hidden cell (None in `published`, of the shape of `table`): what the sums give away.

    Only published cells and sums are used: a table that fits them is found by a linear program (HiGHS), and each cell is moved from there as
    far as it goes, both ways, by greatest flows. `floor` is the least value a hidden cell can have: 1 where zeros are never
    hidden. Raises BadInput for a published table that contradicts itself, and a hidden grand sum."""
    shown = np.array([[np.nan if cell is None else float(cell) for cell in row] for row in published]).ravel()
    hidden = np.isnan(shown)
    if hidden[-1]:
        raise BadInput("no_sum", "the sum of everything must be published")
    most = int(shown[-1])
    possible = any_table(table, shown, hidden, floor, most)
    attacker = Attacker(table, possible, hidden, floor, most)
    found = []
    for cell in tqdm(np.flatnonzero(hidden), desc="solving for hidden cells", disable=progress, leave=False):
        row, column = divmod(int(cell), table.values.shape[1])
        low, high = (attacker.room(int(cell), up=up) for up in (False, True))
        at = int(possible[cell])
        found.append(Hidden(table.rows[row], table.columns[column], at - low, at + high))
    return tuple(found)


def any_table(
    table: Margins,
    shown: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    floor: int,
    most: int,
    weights: NDArray[np.float64] | None = None,
) -> Whole:
    """Whole numbers in the hidden cells with which all sums are right; those with the least weighted sum, if there are `weights`."""
    equations = table.equations()[:-1]  # the ground balances when all others do
    right = -(equations[:, ~hidden] @ shown[~hidden])
    possible = np.where(hidden, 0, shown).astype(np.int64)
    if not hidden.any():
        if np.any(right):
            raise BadInput("contradiction", "the published cells contradict their sums")
        return possible
    found = linprog(
        np.zeros(int(hidden.sum())) if weights is None else weights[hidden],
        A_eq=equations[:, hidden],
        b_eq=right,
        bounds=(floor, most),
        method="highs-ds",
    )
    if found.status != 0:
        raise BadInput("contradiction", "the published cells contradict their sums; no table fits them")
    possible[hidden] = np.rint(found.x).astype(np.int64)
    return possible
