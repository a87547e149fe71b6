"""Which cells to hide beside the small ones."""

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.disclosure.paths import HIDDEN_COSTS, Paths
from shiliu.methods.disclosure.ranging import Whole, ranges_of
from shiliu.methods.inputs import BadInput

SUM_COSTS = 25.0  # hiding a sum takes more from the reader than hiding a cell
FEWEST_AT_ONCE = 16
MOST_LOOKS = 80


class Choice:
    """Which cells are hidden so far. All small cells are looked at together: those whose range is too narrow are given paths, some at a
    time, and all are looked at again."""

    def __init__(self, table: Margins, least: int, protection: int, floor: int) -> None:
        self.table, self.protection, self.floor = table, protection, floor
        self.truth: Whole = table.values.ravel()
        self.most = int(self.truth[-1])
        self.small: NDArray[np.bool_] = (self.truth < least) & (self.truth >= floor)
        self.hidden = self.small.copy()
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.costs = 1 + np.log1p(self.truth) + SUM_COSTS * table.sums.ravel()
        self.ranges = ranges_of(table, self.truth, floor, self.most)
        self.paths = Paths(table)

    def protect(self, progress: bool | None) -> None:
        """Hide what it takes that the range of every small cell is wide enough."""
        with tqdm(desc="protecting small cells", total=int(self.small.sum()), disable=progress, leave=False) as bar:
            while len(narrow := self._narrow(progress)):
                bar.update(int(self.small.sum()) - len(narrow) - bar.n)
                _each, first = np.unique(narrow // self.table.values.shape[1], return_index=True)
                for cell in narrow[first][
                    : max(FEWEST_AT_ONCE, len(first) // 4)
                ].tolist():  # what is hidden for one cell often does for its row
                    if self.high[cell] - self.low[cell] < self.protection:
                        self._hide_for(cell)

    def show_what_is_not_needed(self, progress: bool | None) -> None:
        """Show again, sums and the largest first, what hiding later cells made unnecessary: many at once, and the halves of those that
        are too many. In a large table only the first are tried."""
        extra = np.flatnonzero(self.hidden & ~self.small)
        order = extra[np.lexsort((extra, -self.truth[extra], ~self.table.sums.ravel()[extra]))]
        looks = MOST_LOOKS // self.ranges.cost
        parts = [order]
        with tqdm(desc="showing what is not needed", total=len(order), disable=progress, leave=False) as bar:
            while parts and looks:
                tried = len(part := parts.pop())
                part = part[~self.ranges.needed(part, self.small, self.protection)]
                if len(part):
                    self.hidden[part], looks, before = False, looks - 1, self.ranges.last
                    if len(self._narrow(True)):
                        self.hidden[part], self.ranges.last = True, before
                        if len(part) > 1:
                            parts += [part[len(part) // 2 :], part[: len(part) // 2]]
                            tried -= len(part)
                bar.update(tried)

    def _narrow(self, progress: bool | None) -> NDArray[np.intp]:
        """The small cells whose range is too narrow as things stand."""
        small = np.flatnonzero(self.small)
        self.low, self.high = self.ranges.find(self.hidden, small, self.protection, progress)
        return small[self.high[small] - self.low[small] < self.protection]

    def _hide_for(self, cell: int) -> None:
        """Hide the cells of the cheapest change that moves `cell` as far as is still needed."""
        truth = self.truth
        missing = self.protection - int(self.high[cell] - self.low[cell])
        step_up = int(self.high[cell] - truth[cell]) + missing
        step_down = int(truth[cell] - self.low[cell]) + missing
        movable = (truth >= self.floor) & (np.arange(len(truth)) != len(truth) - 1)
        rise, fall = np.where(movable, self.most - truth, 0), np.where(movable, truth - self.floor, 0)
        costs = np.where(self.hidden, HIDDEN_COSTS, self.costs)
        for step in (step_up, -step_down):
            if (change := self.paths.change(cell, step, costs, rise, fall)) is not None:
                cells, moves = change
                self.hidden[cells] = True
                self.low[cells] = np.minimum(self.low[cells], truth[cells] + moves)
                self.high[cells] = np.maximum(self.high[cells], truth[cells] + moves)
                return
        row, column = divmod(cell, self.table.values.shape[1])
        raise BadInput(
            "cannot_protect",
            "this cell cannot be protected whatever else is hidden; put small units or groups together",
            row=self.table.rows[row],
            column=self.table.columns[column],
        )
