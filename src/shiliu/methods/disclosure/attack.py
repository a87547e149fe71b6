"""What somebody who adds and subtracts can learn about hidden cells: the least and greatest value each can have."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shiliu.methods.disclosure.flows import any_table
from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.disclosure.ranging import ranges_of
from shiliu.methods.inputs import BadInput


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


def learnable(
    table: Margins, published: Sequence[Sequence[int | None]], *, floor: int = 0, progress: bool | None = True
) -> tuple[Hidden, ...]:
    """The range of every hidden cell (None in `published`, of the shape of `table`): what the sums give away.

    Only published cells and sums are used: a table that fits them is found by a linear program (HiGHS), and how far each cell goes from
    there, both ways, is solved for by least cuts (or greatest flows). `floor` is the least value a hidden cell can have: 1 where zeros are never
    hidden. Raises BadInput for a published table that contradicts itself, and a hidden grand sum."""
    shown = np.array([[np.nan if cell is None else float(cell) for cell in row] for row in published]).ravel()
    hidden = np.isnan(shown)
    if hidden[-1]:
        raise BadInput("no_sum", "the sum of everything must be published")
    most = int(shown[-1])
    possible = any_table(table, shown, hidden, floor, most)
    cells = np.flatnonzero(hidden)
    low, high = ranges_of(table, possible, floor, most).find(hidden, cells, most + 1, progress)
    columns = len(table.columns)
    return tuple(
        Hidden(table.rows[cell // columns], table.columns[cell % columns], int(low[cell]), int(high[cell]))
        for cell in cells.tolist()
    )
