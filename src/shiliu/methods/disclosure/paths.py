"""The cheapest changes of a table that leave every sum right, as shortest paths in its network."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from shiliu.methods.disclosure.margins import Margins

Whole = NDArray[np.int64]
HIDDEN_COSTS = 1e-6


class Paths:
    """Each cell but the grand sum is a way along its edge (it rises) and a way back (it falls)."""

    def __init__(self, table: Margins) -> None:
        self.table = table
        cells = np.arange(len(table.start) - 1)
        a, b = np.append(table.start[cells], table.end[cells]), np.append(table.end[cells], table.start[cells])
        self.order = np.lexsort((b, a))
        begins = np.searchsorted(a[self.order], np.arange(table.nodes + 1))
        self.graph = csr_array(
            (np.zeros(len(a)), b[self.order].astype(np.int32), begins.astype(np.int32)),
            shape=(table.nodes, table.nodes),
        )
        self.cells = len(cells)

    def change(
        self, cell: int, step: int, costs: NDArray[np.float64], rise: Whole, fall: Whole
    ) -> tuple[NDArray[np.intp], Whole] | None:
        """The cells of a change by which `cell` moves by `step`, and how far each moves, through cells that cost little; None if there is
        none. `rise` and `fall` are how far cells may move. Path after path, the whole step at once where one path has room for it."""
        if step < -fall[cell] or step > rise[cell]:
            return None
        costs, rise, fall = costs.copy(), rise.copy(), fall.copy()
        rise[cell] = fall[cell] = 0
        start, end = int(self.table.start[cell]), int(self.table.end[cell])
        source, sink = (end, start) if step > 0 else (start, end)
        moved: dict[int, int] = {cell: step}
        left = abs(step)
        while left:
            path = self._path(source, sink, costs, rise, fall, left) or self._path(source, sink, costs, rise, fall, 1)
            if path is None:
                return None
            by = min(left, min(int(rise[c] if sign > 0 else fall[c]) for c, sign in path))
            for c, sign in path:
                moved[c] = moved.get(c, 0) + sign * by
                rise[c] -= sign * by
                fall[c] += sign * by
                costs[c] = HIDDEN_COSTS
            left -= by
        return np.array(list(moved)), np.array(list(moved.values()))

    def _path(
        self, source: int, sink: int, costs: NDArray[np.float64], rise: Whole, fall: Whole, room: int
    ) -> list[tuple[int, int]] | None:
        """The cheapest way from node to node through cells with room: (cell, +1 if it rises); None if there is none."""
        some = self.cells
        ways = np.append(
            np.where(rise[:some] >= room, costs[:some], np.inf), np.where(fall[:some] >= room, costs[:some], np.inf)
        )
        self.graph.data[:] = ways[self.order]
        far, before = dijkstra(self.graph, indices=source, return_predecessors=True)
        if not np.isfinite(far[sink]):
            return None
        path: list[tuple[int, int]] = []
        node = sink
        while node != source:
            previous = int(before[node])
            ends = self.graph.indptr[previous], self.graph.indptr[previous + 1]
            at = int(self.order[ends[0] + np.searchsorted(self.graph.indices[ends[0] : ends[1]], node)])
            path.append((at, 1) if at < some else (at - some, -1))
            node = previous
        return path
