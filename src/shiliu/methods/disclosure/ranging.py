"""The least and greatest value each hidden cell can have, for whoever knows the rest: by cuts where there are few columns, else by flows."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.disclosure import bounds
from shiliu.methods.disclosure.cuts import Cuts
from shiliu.methods.disclosure.flows import Attacker
from shiliu.methods.disclosure.margins import Margins
from shiliu.methods.inputs import BadInput

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
MOST_WORK = 1 << 28  # hidden cells times flows of one look at everything: a minute or so


class Ranges(Protocol):
    """`find` gives the least and greatest value of each cell: exact for `cells`, or known to be `enough` apart at least.
    `needed` tells which hidden cells certainly cannot be shown again after that, so that no small cell's range gets narrower than `enough`."""

    cost: int  # of one look at everything; the work allowed is counted in it
    last: Any  # what the last look found, for `needed`

    def find(
        self, hidden: Mask, cells: NDArray[np.intp], enough: int, progress: bool | None
    ) -> tuple[Whole, Whole]: ...

    def needed(self, cells: NDArray[np.intp], small: Mask, enough: int) -> Mask: ...


def ranges_of(table: Margins, possible: Whole, floor: int, most: int) -> Ranges:
    """Whichever way suits the table; `possible` is any table that fits what is published."""
    return ByCuts(table, possible, floor, most) if Cuts.fits(table) else ByFlows(table, possible, floor, most)


class ByCuts:
    cost = 1

    def __init__(self, table: Margins, possible: Whole, floor: int, most: int) -> None:
        self.cuts, self.possible, self.floor, self.most = Cuts(table), possible, floor, most
        self.last: Any = None

    def find(self, hidden: Mask, cells: NDArray[np.intp], enough: int, progress: bool | None) -> tuple[Whole, Whole]:
        fall, rise, self.last = self.cuts.rooms(self.possible, hidden, self.floor, self.most)
        return self.possible - fall, self.possible + rise

    def needed(self, cells: NDArray[np.intp], small: Mask, enough: int) -> Mask:
        return self.cuts.needed(self.last, cells, small, enough)


class ByFlows:
    """Bounds of all cells first, the quick ones where they may do; then, for those they leave open, one greatest flow after another, each of
    which is a table that may tell enough of other cells as well. Raises BadInput when that gets too much work, and tells nothing then."""

    cost = 20

    def __init__(self, table: Margins, possible: Whole, floor: int, most: int) -> None:
        self.table, self.possible, self.floor, self.most = table, possible, floor, most
        self.proofs: list[Whole] = []
        self.last = None

    def find(self, hidden: Mask, cells: NDArray[np.intp], enough: int, progress: bool | None) -> tuple[Whole, Whole]:
        low, high = self.possible.copy(), self.possible.copy()
        lowest, highest = np.full_like(low, self.floor - 1), np.full_like(high, self.most + 1)
        known = self.table, self.possible, hidden, self.floor, self.most
        if enough <= self.most:
            fall, rise = bounds.sure_rooms(*known, enough)
            low, high = low - fall, high + rise

        def learn(proof: Whole) -> None:
            if enough <= self.most and (np.any(proof < low) or np.any(proof > high)):
                self.proofs.append(proof)
            np.minimum(low, proof, out=low)
            np.maximum(high, proof, out=high)

        def is_open(cells: NDArray[np.intp]) -> Mask:
            return (high[cells] - low[cells] < enough) & ((low[cells] > lowest[cells]) | (high[cells] < highest[cells]))

        if len(asked := cells[is_open(cells)]):
            (fall, fall_most), (rise, rise_most) = bounds.rooms(*known, np.isin(np.arange(len(hidden)), asked))
            np.minimum(low, self.possible - fall, out=low)
            np.maximum(high, self.possible + rise, out=high)
            lowest, highest = self.possible - fall_most, self.possible + rise_most
        proofs, self.proofs = self.proofs, []
        for proof in proofs:
            if np.array_equal(proof[~hidden], self.possible[~hidden]):
                learn(proof)
        still = cells[is_open(cells)]
        attacker = Attacker(*known[:2], hidden, self.floor, self.most) if len(still) else None
        flows, most_flows = 0, MOST_WORK // max(int(hidden.sum()), 1)
        for cell in tqdm(still.tolist(), desc="solving for hidden cells", disable=progress, leave=False):
            assert attacker
            if high[cell] < highest[cell] and high[cell] - low[cell] < enough:
                learn(attacker.furthest(cell, up=True))
                flows += 1
            if low[cell] > lowest[cell] and high[cell] - low[cell] < enough:
                learn(attacker.furthest(cell, up=False))
                flows += 1
            if flows > most_flows:
                raise BadInput(
                    "too_large",
                    f"it is still open after {flows} flows what can be learnt of some cells, so nothing is proved safe; "
                    "put small units or groups together",
                )
        return low, high

    def needed(self, cells: NDArray[np.intp], small: Mask, enough: int) -> Mask:
        return np.zeros(len(cells), dtype=bool)
