"""A table with its sums, as it would be published, and the equations between its cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from shiliu.methods.counts import Counts
from shiliu.methods.inputs import BadInput

ALL = "all"


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """A table with sums: `values` has the shape (rows, columns), whole people. Rows are the units, then the larger areas if
    there are any, then all; columns are the groups, then all.

    The cells are the edges of a network: cell c leaves the node `start[c]` and enters `end[c]`, and the table is right when as much
    enters each node as leaves it (the two ways of summing are a flat one and one with at most one more level). So the least and
    the greatest possible value of a cell are whole numbers and can be found by a greatest flow."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    sums: NDArray[np.bool_]  # shape (rows, columns): what is a sum of others

    @property
    def nodes(self) -> int:
        return int(max(self.start.max(), self.end.max())) + 1

    def equations(self) -> csr_array:
        """Nodes × cells; times the cells it is zero."""
        cells = np.arange(len(self.start))
        ones = np.ones(len(cells))
        return csr_array(
            (np.append(ones, -ones), (np.append(self.start, self.end), np.append(cells, cells))),
            shape=(self.nodes, len(cells)),
        )


def with_margins(counts: Counts) -> Margins:
    """The table of `counts` with its sums. Raises BadInput for counts that are not whole, and a name “all” that is not the sum."""
    people = counts.whole()
    members = [np.eye(len(people), dtype=np.int64)]
    names = list(counts.units)
    wholes = np.full(len(people), len(people))  # of each row, the row it is part of
    if counts.within is not None:
        areas, at = counts.areas()
        names += [f"{area} (sum)" if area in counts.units else area for area in areas]
        members.append((at[None, :] == np.arange(len(areas))[:, None]).astype(np.int64))
        wholes = np.append(len(people) + at, np.full(len(areas), len(names)))
    members.append(np.ones((1, len(people)), dtype=np.int64))
    names.append(ALL)
    for what, given in (("row", names), ("column", [*counts.groups, ALL])):
        if len(set(given)) < len(given):
            raise BadInput("double_name", f"two {what}s of the table with its sums would have one name")
    values = np.vstack(members) @ np.column_stack([people, people.sum(axis=1)])
    sums = np.zeros(values.shape, dtype=bool)
    sums[len(people) :] = True
    sums[:, -1] = True
    start, end = _network(values.shape, len(people), wholes)
    return Margins(tuple(names), (*counts.groups, ALL), values, start, end, sums)


def _network(
    shape: tuple[int, int], units: int, wholes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Nodes: one for each unit (its groups make its sum), one for each row of sums and column (its parts make it), and the ground."""
    rows, columns = shape
    ground = units + (rows - units) * columns
    cell = np.arange(rows * columns)
    row, column = np.divmod(cell, columns)
    own = np.where(row < units, row, units + (row - units) * columns + column)
    whole = np.append(wholes, rows)[row]
    into = np.where(whole < rows, units + (whole - units) * columns + column, ground)
    last = column == columns - 1  # sums run the other way
    return np.where(last, into, own), np.where(last, own, into)
