"""Between which bounds every hidden cell can move, all cells at once; in most tables the bounds meet, and that settles the cell.

The network of a table without larger areas joins each row to each column. What a column c can send to a row r is the least cut between
them. At most it is what leaves c, and what enters r. A cut that is cheaper than what enters r has some columns J of those that r is
entered from on the far side. It saves what these send to r, and pays for each other row what that could carry from c to J, which
is at least what it could carry from c to any one column of J: going over the columns in the order of what can be carried to them
bounds every J at once. The same holds with rows and columns exchanged, from the side of c; the better of the two counts."""

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.disclosure.margins import Margins

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max


def fits(table: Margins) -> bool:
    """Whether all sums are those of whole columns: there are no larger areas."""
    return int(table.sums[:, 0].sum()) == 1


def joined(table: Margins, possible: Whole, hidden: Mask, floor: int, most: int) -> tuple[Whole, Whole]:
    """(rows, columns): what each hidden cell can carry from the node of its row to that of its column, and back."""
    up = np.where(hidden, most - possible, 0).reshape(table.values.shape)
    down = np.where(hidden, possible - floor, 0).reshape(table.values.shape)
    leaving, entering = up.copy(), down.copy()
    leaving[:, -1], entering[:, -1] = down[:, -1], up[:, -1]  # sums run the other way
    leaving[-1], entering[-1] = entering[-1].copy(), leaving[-1].copy()
    return leaving, entering


def rooms(
    table: Margins, possible: Whole, hidden: Mask, floor: int, most: int
) -> tuple[tuple[Whole, Whole], tuple[Whole, Whole]]:
    """How far each cell can fall, and rise, from where it is in a possible table: (at least, at most) for each, zero where it is not hidden."""
    leaving, entering = joined(table, possible, hidden, floor, most)
    (back, back_most), (there, there_most) = _carried(leaving, entering), _carried(entering, leaving)
    sides = []
    for out, into in (
        (np.minimum(leaving, back), np.minimum(entering, there)),
        (np.minimum(leaving, back_most), np.minimum(entering, there_most)),
    ):
        out[-1], into[-1] = into[-1].copy(), out[-1].copy()
        out[:, -1], into[:, -1] = into[:, -1].copy(), out[:, -1].copy()
        sides.append((into.ravel(), out.ravel()))
    (fall, rise), (fall_most, rise_most) = sides
    return (fall, fall_most), (rise, rise_most)


def _carried(leaving: Whole, entering: Whole) -> tuple[Whole, Whole]:
    """Bounds of what each column can send to each row, without the cell of both."""
    by_row = _from_the_far_side(leaving, entering)
    by_column = _from_the_far_side(leaving.T, entering.T).T
    most = np.minimum(entering.sum(axis=1, keepdims=True), entering.sum(axis=0)) - entering
    return np.maximum(by_row, by_column), most


def _from_the_far_side(leaving: Whole, entering: Whole) -> Whole:
    """At least so much can each column send to each row, going by what enters the row."""
    found = np.empty_like(entering)
    whole = entering.sum(axis=1)
    for column in range(entering.shape[1]):
        enters = whole - entering[:, column]  # without the cell itself
        carried = np.minimum(leaving, entering[:, column, None])  # by each row from this column to every other
        summed = carried.sum(axis=0)
        order = np.argsort(summed, kind="stable")
        order = order[order != column]
        sent = entering[:, order]
        cut = summed[order] - carried[:, order] - np.cumsum(sent, axis=1)
        least = np.where(sent > 0, cut, NEVER // 2).min(axis=1, initial=NEVER // 2)
        found[:, column] = enters + np.minimum(least, 0)
    return found
