"""Between which bounds every hidden cell can move, all cells at once; in most tables the bounds meet, and that settles the cell.

The network of a table without larger areas joins each row to each column. What a column c can send to a row r is the least cut between
them. At most it is what leaves c, and what enters r. A cut that is cheaper than what enters r has some columns J of those that r is
entered from on the far side. It saves what these send to r, and pays for each other row what that could carry from c to J, which
is at least what it could carry from c to any one column of J: going over the columns in the order of what can be carried to them
bounds every J at once. The same holds with rows and columns exchanged, from the side of c; the better of the two counts.

With sums of larger areas the columns of each area are nodes of their own, joined to the rows of the area and to the sums. What goes on inside an
area goes on in the whole, so at least as much can be sent as the area alone could carry; and at most what leaves c for the rows of its area
and for the sums. The cells of the sums themselves are not bounded."""

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.disclosure.margins import Margins

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max


def parts(table: Margins) -> list[tuple[NDArray[np.intp], int | None]]:
    """Rows that share the nodes of their columns, and the row of their sums where these go on; without larger areas everything is one part."""
    rows, columns = table.values.shape
    if int(table.sums[:, 0].sum()) == 1:
        return [(np.arange(rows), None)]
    units = int((~table.sums[:, 0]).sum())
    area = units + (table.end[: units * columns : columns] - units) // columns
    return [(np.flatnonzero(area == row), row) for row in range(units, rows - 1)]


def joined(table: Margins, possible: Whole, hidden: Mask, floor: int, most: int) -> tuple[Whole, Whole]:
    """(rows, columns): what each hidden cell can carry from the node of its row to that of its column, and back."""
    up = np.where(hidden, most - possible, 0).reshape(table.values.shape)
    down = np.where(hidden, possible - floor, 0).reshape(table.values.shape)
    leaving, entering = up.copy(), down.copy()
    leaving[:, -1], entering[:, -1] = down[:, -1], up[:, -1]  # sums run the other way
    leaving[-1], entering[-1] = entering[-1].copy(), leaving[-1].copy()  # the ground is seen from the other end
    return leaving, entering


def rooms(
    table: Margins, possible: Whole, hidden: Mask, floor: int, most: int, asked: Mask | None = None
) -> tuple[tuple[Whole, Whole], tuple[Whole, Whole]]:
    """How far each cell can fall, and rise, from where it is in a possible table: (at least, at most) for each, zero where it is not hidden.
    The lesser bounds are looked for where `asked` and are low elsewhere."""
    leaving, entering = joined(table, possible, hidden, floor, most)
    wanted = (hidden if asked is None else asked & hidden).reshape(leaving.shape)
    back, there = np.zeros_like(leaving), np.zeros_like(leaving)
    back_most, there_most = np.full_like(leaving, NEVER), np.full_like(leaving, NEVER)
    for rows, beyond in parts(table):
        out, into = leaving[rows], entering[rows]
        further, nearer = (0, 0) if beyond is None else (leaving[beyond], entering[beyond])
        back_most[rows] = np.minimum(into.sum(axis=1, keepdims=True), into.sum(axis=0) + further) - into
        there_most[rows] = np.minimum(out.sum(axis=1, keepdims=True), out.sum(axis=0) + nearer) - out
        back[rows] = _at_least(out, into, back_most[rows], wanted[rows])
        there[rows] = _at_least(into, out, there_most[rows], wanted[rows])
    fall, rise = _moves(leaving, entering, back, there)
    fall_most, rise_most = _moves(leaving, entering, back_most, there_most)
    return (fall, fall_most), (rise, rise_most)


def sure_rooms(
    table: Margins, possible: Whole, hidden: Mask, floor: int, most: int, enough: int
) -> tuple[Whole, Whole]:
    """As the lesser bounds of `rooms`, up to `enough`, and lower, but quick: by way of one other column alone."""
    leaving, entering = (np.minimum(room, enough) for room in joined(table, possible, hidden, floor, most))
    back, there = np.zeros_like(leaving), np.zeros_like(leaving)
    for rows, _beyond in parts(table):
        out, into = leaving[rows], entering[rows]
        back[rows], there[rows] = _by_one_column(out, into), _by_one_column(into, out)
    return _moves(leaving, entering, back, there)


def _moves(leaving: Whole, entering: Whole, back: Whole, there: Whole) -> tuple[Whole, Whole]:
    """How far each cell can fall, and rise, if so much can be carried past it."""
    out, into = np.minimum(leaving, back), np.minimum(entering, there)
    out[-1], into[-1] = into[-1].copy(), out[-1].copy()
    out[:, -1], into[:, -1] = into[:, -1].copy(), out[:, -1].copy()
    return into.ravel(), out.ravel()


def _at_least(leaving: Whole, entering: Whole, most: Whole, asked: Mask) -> Whole:
    """So much at least can each column send to each row, without the cell of both."""
    found = _from_the_far_side(leaving, entering, asked)
    still = asked & (np.minimum(leaving, found) < np.minimum(leaving, most))
    return np.maximum(found, _from_the_far_side(leaving.T, entering.T, still.T).T)


def _by_one_column(leaving: Whole, entering: Whole) -> Whole:
    """As `_at_least`: what the other rows can carry to one further column, and that can send to the row."""
    if entering.shape[1] > entering.shape[0]:
        return _by_one_column(leaving.T, entering.T).T
    found = np.zeros_like(entering)
    for column in range(entering.shape[1]):
        carried = np.minimum(leaving, entering[:, column, None])
        sent = np.minimum(carried.sum(axis=0) - carried, entering)
        sent[:, column] = 0
        found[:, column] = sent.max(axis=1)
    return found


def _from_the_far_side(leaving: Whole, entering: Whole, asked: Mask) -> Whole:
    """Of `_at_least`, going by what enters the row."""
    found = np.zeros_like(entering)
    whole = entering.sum(axis=1)
    for column in np.flatnonzero(asked.any(axis=0)).tolist():
        rows = np.flatnonzero(asked[:, column])
        enters = whole[rows] - entering[rows, column]  # without the cell itself
        carried = np.minimum(leaving, entering[:, column, None])  # by each row from this column to every other
        summed = carried.sum(axis=0)
        order = np.argsort(summed, kind="stable")
        order = order[order != column]
        there = rows[:, None], order
        sent = entering[there]
        cut = summed[order] - carried[there] - np.cumsum(sent, axis=1)
        least = np.where(sent > 0, cut, NEVER // 2).min(axis=1, initial=NEVER // 2)
        found[rows, column] = enters + np.minimum(least, 0)
    return found
