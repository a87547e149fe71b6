"""Which cells to hide beside the small ones."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from tqdm import tqdm

from shiliu.methods.disclosure.attack import Attacker, Whole, any_table
from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.inputs import BadInput

SUM_COSTS = 25.0  # hiding a sum takes more from the reader than hiding a cell
HIDDEN_COSTS = 1e-6
MANY = 50  # small cells from which it pays to prove many at once
PUSHES = 8
MOST_SOLVED = 5_000


class Choice:
    """Which cells are hidden so far, and tables that prove how much they leave open.

    `low` and `high` are the least and greatest value of each cell over all tables known to agree with what is published: what is
    wide enough there needs no further look."""

    def __init__(self, table: Margins, least: int, protection: int, floor: int) -> None:
        self.table, self.protection, self.floor = table, protection, floor
        self.truth: Whole = table.values.ravel()
        self.most = int(self.truth[-1])
        self.small: NDArray[np.bool_] = (self.truth < least) & (self.truth >= floor)
        self.hidden = self.small.copy()
        self.proofs: list[Whole] = []
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.costs = 1 + np.log1p(self.truth) + SUM_COSTS * table.sums.ravel()
        self.attacker = self._attacker()
        self.solved = 0  # greatest flows so far

    def protect(self, progress: bool | None) -> None:
        """Hide what it takes that the range of every small cell is wide enough."""
        cells = np.flatnonzero(self.small)
        if len(cells) > MANY:
            self._push_all()
        for cell in tqdm(cells, desc="protecting small cells", disable=progress, leave=False):
            if not self._proved(int(cell)):
                self._hide_for(int(cell))

    def show_what_is_not_needed(self, progress: bool | None) -> None:
        """Show again, sums and the largest first, what hiding later cells made unnecessary; in a large table only the first."""
        extra = np.flatnonzero(self.hidden & ~self.small)
        order = extra[np.lexsort((extra, -self.truth[extra], ~self.table.sums.ravel()[extra]))]
        for cell in tqdm(order, desc="showing what is not needed", disable=progress, leave=False):
            before = self.hidden.copy(), self.proofs, self.low, self.high, self.attacker
            if self.solved > MOST_SOLVED:
                return
            self.hidden[cell] = False
            self.proofs, known = [], self.proofs
            self.low, self.high = self.truth.copy(), self.truth.copy()
            for proof in known:
                if proof[cell] == self.truth[cell]:
                    self._learn(proof)
            self.attacker = self._attacker()
            narrow = np.flatnonzero(self.small & (self.high - self.low < self.protection))
            if not all(self._proved(int(small)) for small in narrow):
                self.hidden, self.proofs, self.low, self.high, self.attacker = before

    def _push_all(self) -> None:
        """Tables far from the true one in random directions (always the same): each proves the ranges of many cells at once."""
        directions = np.random.default_rng(0)
        for _turn in range(PUSHES):
            weights = directions.choice([-1.0, 1.0], len(self.truth))
            self._learn(any_table(self.table, self.truth.astype(float), self.hidden, self.floor, self.most, weights))

    def _attacker(self) -> Attacker:
        return Attacker(self.table, self.truth, self.hidden, self.floor, self.most)

    def _proved(self, cell: int) -> bool:
        """Whether the range of a small cell is wide enough as things stand; solved for if no table seen so far shows it."""
        for up in (True, False):
            if self.high[cell] - self.low[cell] >= self.protection:
                return True
            self.solved += 1
            self._learn(self.attacker.furthest(cell, up=up))
        return bool(self.high[cell] - self.low[cell] >= self.protection)

    def _learn(self, proof: Whole) -> None:
        if np.any(proof < self.low) or np.any(proof > self.high):
            self.proofs.append(proof)
            self.low, self.high = np.minimum(self.low, proof), np.maximum(self.high, proof)

    def _hide_for(self, cell: int) -> None:
        """Hide the cells of the cheapest change that moves `cell` as far as is still needed."""
        missing = self.protection - int(self.high[cell] - self.low[cell])
        rise = int(self.high[cell] - self.truth[cell]) + missing
        fall = int(self.truth[cell] - self.low[cell]) + missing
        for step in (rise, -fall):
            if (change := self._change(cell, step)) is not None:
                self.hidden |= change != 0
                self.attacker = self._attacker()
                self._learn(self.truth + change)
                return
        row, column = divmod(cell, self.table.values.shape[1])
        raise BadInput(
            "cannot_protect",
            "this cell cannot be protected whatever else is hidden; put small units or groups together",
            row=self.table.rows[row],
            column=self.table.columns[column],
        )

    def _change(self, cell: int, step: int) -> Whole | None:
        """A change of the table by which `cell` moves by `step` and every sum stays right, through cells that cost little to
        hide; None if there is none. Path after path, the whole step at once where one path has room for it."""
        table, truth = self.table, self.truth
        movable = (truth >= self.floor) & (np.arange(len(truth)) != len(truth) - 1)
        rise, fall = np.where(movable, self.most - truth, 0), np.where(movable, truth - self.floor, 0)
        if step < -fall[cell] or step > rise[cell]:
            return None
        rise[cell] = fall[cell] = 0
        source, sink = (table.end[cell], table.start[cell]) if step > 0 else (table.start[cell], table.end[cell])
        costs = np.where(self.hidden, HIDDEN_COSTS, self.costs)
        change = np.zeros(len(truth), dtype=np.int64)
        left = abs(step)
        while left:
            path = self._path(source, sink, costs, rise, fall, left) or self._path(source, sink, costs, rise, fall, 1)
            if path is None:
                return None
            moved = min(left, min(int(rise[c] if sign > 0 else fall[c]) for c, sign in path))
            for c, sign in path:
                change[c] += sign * moved
                rise[c] -= sign * moved
                fall[c] += sign * moved
                costs[c] = HIDDEN_COSTS
            left -= moved
        change[cell] = step
        return change

    def _path(
        self, source: int, sink: int, costs: NDArray[np.float64], rise: Whole, fall: Whole, room: int
    ) -> list[tuple[int, int]] | None:
        """The cheapest way from node to node through cells with room: (cell, +1 if it rises); None if there is none."""
        table = self.table
        ups, downs = np.flatnonzero(rise >= room), np.flatnonzero(fall >= room)
        cells = np.append(ups, downs)
        a = np.append(table.start[ups], table.end[downs])
        b = np.append(table.end[ups], table.start[downs])
        graph = csr_array((costs[cells], (a, b)), shape=(table.nodes, table.nodes))
        _far, before = dijkstra(graph, indices=source, return_predecessors=True)
        of_edge = dict(zip(zip(a.tolist(), b.tolist(), strict=True), cells.tolist(), strict=True))
        path: list[tuple[int, int]] = []
        node = int(sink)
        while node != source:
            previous = int(before[node])
            if previous < 0:
                return None
            cell = of_edge[previous, node]
            path.append((cell, 1 if table.start[cell] == previous else -1))
            node = previous
        return path
