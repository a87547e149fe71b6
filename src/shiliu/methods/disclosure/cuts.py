"""How far every hidden cell can move, all cells at once: least cuts of the network of the table instead of a flow for each cell.

The network is many small stars around few nodes: each row is joined to one node for each column and to nothing else. A cut is settled by
which of the column nodes lie on its near side, S; each row then takes the cheaper side by itself. So the least cuts between
any row and any column follow from one table over the 2^columns sets S, summed over the rows, and the work grows with the number of rows
and no faster. Greatest flow and least cut are equal (L. R. Ford and D. R. Fulkerson, Flows in Networks, 1962): the ranges are exact."""

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.disclosure.margins import Margins

Whole = NDArray[np.int64]
Looked = tuple[Whole, Whole, NDArray[np.intp], Whole]
MOST_COLUMNS = 12
AT_ONCE = 1 << 16  # numbers that stay in the cache


class Cuts:
    """The rooms of hidden cells in a table with at most `MOST_COLUMNS` columns (or as few rows, where no larger areas have sums)."""

    def __init__(self, table: Margins) -> None:
        self.rows, self.columns = table.values.shape
        self.units = int((~table.sums[:, 0]).sum())
        areas = self.rows - self.units - 1
        self.area = (
            table.end[: self.units * self.columns : self.columns] - self.units
        ) // self.columns  # areas: the flat top
        self.areas = areas
        self.turned = not areas and self.columns > self.rows

    @staticmethod
    def fits(table: Margins) -> bool:
        rows, columns = table.values.shape
        flat = int(table.sums[:, 0].sum()) == 1
        return columns <= MOST_COLUMNS or (flat and rows <= MOST_COLUMNS)

    def rooms(self, possible: Whole, hidden: NDArray[np.bool_], floor: int, most: int) -> tuple[Whole, Whole, Looked]:
        """How far each cell can fall and rise from where it is in a possible table, zero where it is not hidden; and what `needed` asks for."""
        shape = self.rows, self.columns
        up = np.where(hidden, most - possible, 0).reshape(shape)
        down = np.where(hidden, possible - floor, 0).reshape(shape)
        leaving, entering = up.copy(), down.copy()  # from the row's node to the column's, and back
        leaving[:, -1], entering[:, -1] = down[:, -1], up[:, -1]
        # The ground is one more row of the top, seen from the other end.
        leaving[-1], entering[-1] = entering[-1].copy(), leaving[-1].copy()
        if self.turned:
            back, there, looked = self._flat(np.ascontiguousarray(entering.T), np.ascontiguousarray(leaving.T))
            back, there = there.T, back.T
        elif self.areas:
            back, there, looked = self._two_levels(leaving, entering)
        else:
            back, there, looked = self._flat(leaving, entering)
        along, against = np.minimum(leaving, back), np.minimum(entering, there)
        along[-1], against[-1] = against[-1].copy(), along[-1].copy()
        rise, fall = along, against
        rise[:, -1], fall[:, -1] = against[:, -1].copy(), along[:, -1].copy()
        return fall.ravel(), rise.ravel(), looked

    def needed(
        self, last: Looked, cells: NDArray[np.intp], small: NDArray[np.bool_], protection: int
    ) -> NDArray[np.bool_]:
        """Which of these hidden cells certainly cannot be shown as of the `rooms` that gave `last`: without the cell, the rest of its row alone
        would hold a small cell of the row in a range under `protection`. What is not said to be needed may be so for other reasons."""
        found = np.zeros(len(cells), dtype=bool)
        if self.turned:
            return found
        leaving, entering, star, cuts = last
        asked = np.flatnonzero(cells < len(leaving) * self.columns)
        row, column = np.divmod(cells[asked], self.columns)
        before = leaving[row], entering[row]
        without = leaving[row], entering[row]
        for each in without:
            each[np.arange(len(row)), column] = 0
        back, there = _outer(*without, star[row], cuts, before)
        wide = np.minimum(without[0], back) + np.minimum(without[1], there)
        found[asked] = (small.reshape(-1, self.columns)[row] & (wide < protection)).any(axis=1)
        return found

    def _flat(self, leaving: Whole, entering: Whole) -> tuple[Whole, Whole, Looked]:
        stars = np.zeros(len(leaving), dtype=np.intp)
        looked = leaving, entering, stars, _inner(leaving, entering, stars, 1)
        return *_outer(*looked), looked

    def _two_levels(self, leaving: Whole, entering: Whole) -> tuple[Whole, Whole, Looked]:
        units = self.units
        between = slice(units, units + self.areas)
        out, into = leaving[between], entering[between]
        inner = _inner(leaving[:units], entering[:units], self.area, self.areas)
        seen = inner
        for j in range(self.columns):
            seen = _through(seen, j, out[:, j], into[:, j])
        ground = _inner(leaving[-1:], entering[-1:], np.zeros(1, dtype=np.intp), 1)
        whole = seen.sum(axis=0, keepdims=True)
        rest = whole - seen + ground
        back, there = np.zeros_like(leaving), np.zeros_like(leaving)
        back[-1:], there[-1:] = _outer(leaving[-1:], entering[-1:], np.zeros(1, dtype=np.intp), whole + ground)
        around = rest
        for j in range(self.columns):
            around = _through(around, j, into[:, j], out[:, j])
            other = rest
            for k in range(self.columns):
                if k != j:
                    other = _through(other, k, into[:, k], out[:, k])
            (inner_out, inner_in), (other_out, other_in) = _halves(inner, j), _halves(other, j)
            back[between, j] = (inner_out + other_in).reshape(self.areas, -1).min(axis=1)
            there[between, j] = (inner_in + other_out).reshape(self.areas, -1).min(axis=1)
        looked = leaving[:units], entering[:units], self.area, inner + around
        back[:units], there[:units] = _outer(*looked)
        return back, there, looked


def _sums(parts: Whole) -> Whole:
    """The sum of the numbers in every subset of each row: (rows, columns) to (rows, 2^columns), bit j of the place for column j."""
    found = np.zeros((len(parts), 1 << parts.shape[1]), dtype=np.int64)
    for j, column in enumerate(parts.T):
        np.add(found[:, : 1 << j], column[:, None], out=found[:, 1 << j : 2 << j])
    return found


def _sides(leaving: Whole, entering: Whole) -> tuple[Whole, Whole]:
    """What each row adds to a cut that keeps it far from the columns of S, and near."""
    return _sums(entering), leaving.sum(axis=1, keepdims=True) - _sums(leaving)


def _chunks(rows: NDArray[np.intp], columns: int) -> list[NDArray[np.intp]]:
    return np.array_split(rows, (len(rows) << columns) // AT_ONCE + 1) if len(rows) else []


def _inner(leaving: Whole, entering: Whole, star: NDArray[np.intp], stars: int) -> Whole:
    """Of each star of rows and every S, the least that its rows add to a cut."""
    found = np.zeros((stars, 1 << leaving.shape[1]), dtype=np.int64)
    held = np.flatnonzero((leaving + entering).any(axis=1))
    for rows in _chunks(held[np.argsort(star[held], kind="stable")], leaving.shape[1]):
        far, near = _sides(leaving[rows], entering[rows])
        each, begins = np.unique(star[rows], return_index=True)
        found[each] += np.add.reduceat(np.minimum(far, near), begins, axis=0)
    return found


def _outer(
    leaving: Whole, entering: Whole, star: NDArray[np.intp], cuts: Whole, before: tuple[Whole, Whole] | None = None
) -> tuple[Whole, Whole]:
    """The least cuts from each column to each row, and from the row to the column, without their own cell. `cuts` are those of
    everything, in which each row counts as it was `before`, if it was otherwise."""
    back, there = np.zeros_like(leaving), np.zeros_like(leaving)
    for rows in _chunks(np.flatnonzero((leaving + entering).any(axis=1)), leaving.shape[1]):
        far, near = _sides(leaving[rows], entering[rows])
        was = (far, near) if before is None else _sides(before[0][rows], before[1][rows])
        rest = cuts[star[rows]] - np.minimum(*was)
        far += rest
        near += rest
        for j in range(leaving.shape[1]):
            back[rows, j] = _halves(far, j)[1].reshape(len(rows), -1).min(axis=1) - entering[rows, j]
            there[rows, j] = _halves(near, j)[0].reshape(len(rows), -1).min(axis=1) - leaving[rows, j]
    return back, there


def _halves(cuts: Whole, j: int) -> tuple[Whole, Whole]:
    """Where column j is not in S, and where it is."""
    split = cuts.reshape(len(cuts), -1, 2, 1 << j)
    return split[:, :, 0], split[:, :, 1]


def _through(cuts: Whole, j: int, leaving: Whole, entering: Whole) -> Whole:
    """The same cuts seen from the other end of the edges of column j: the node there may lie on the other side for their price."""
    without, with_ = _halves(cuts, j)
    found = np.empty_like(cuts).reshape(without.shape[0], -1, 2, 1 << j)
    np.minimum(without, with_ + leaving[:, None, None], out=found[:, :, 0])
    np.minimum(with_, without + entering[:, None, None], out=found[:, :, 1])
    return found.reshape(cuts.shape)
