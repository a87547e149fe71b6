"""The least and greatest value each hidden cell can have, for whoever knows the rest: by cuts where there are few columns, else by flows."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from shiliu.methods.disclosure import bounds
from shiliu.methods.disclosure.cuts import Cuts
from shiliu.methods.disclosure.flows import Attacker, any_table
from shiliu.methods.disclosure.margins import Margins

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
MANY = 50  # cells from which it pays to prove many at once
PUSHES = 8


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
    """Bounds of all cells first, where the table has no larger areas; then, for those they leave open, one greatest flow after another, each of
    which is a table that may tell enough of other cells as well."""

    cost = 20

    def __init__(self, table: Margins, possible: Whole, floor: int, most: int) -> None:
        self.table, self.possible, self.floor, self.most = table, possible, floor, most
        self.proofs: list[Whole] = []
        self.last = None

    def find(self, hidden: Mask, cells: NDArray[np.intp], enough: int, progress: bool | None) -> tuple[Whole, Whole]:
        low, high = self.possible.copy(), self.possible.copy()
        lowest, highest = np.full_like(low, self.floor - 1), np.full_like(high, self.most + 1)
        if bounds.fits(self.table):
            (fall, fall_most), (rise, rise_most) = bounds.rooms(
                self.table, self.possible, hidden, self.floor, self.most
            )
            low, high, lowest, highest = low - fall, high + rise, low - fall_most, high + rise_most

        def learn(proof: Whole) -> None:
            if enough <= self.most and (np.any(proof < low) or np.any(proof > high)):
                self.proofs.append(proof)
            np.minimum(low, proof, out=low)
            np.maximum(high, proof, out=high)

        def is_open(cells: NDArray[np.intp]) -> Mask:
            return (high[cells] - low[cells] < enough) & ((low[cells] > lowest[cells]) | (high[cells] < highest[cells]))

        known, self.proofs = self.proofs, []
        for proof in known:
            if np.array_equal(proof[~hidden], self.possible[~hidden]):
                learn(proof)
        if enough <= self.most and np.count_nonzero(is_open(cells)) > MANY:
            for weights in np.random.default_rng(0).choice([-1.0, 1.0], (PUSHES, len(hidden))):
                learn(any_table(self.table, self.possible.astype(float), hidden, self.floor, self.most, weights))
        still = cells[is_open(cells)]
        attacker = Attacker(self.table, self.possible, hidden, self.floor, self.most) if len(still) else None
        for cell in tqdm(still.tolist(), desc="solving for hidden cells", disable=progress, leave=False):
            assert attacker
            if high[cell] < highest[cell] and high[cell] - low[cell] < enough:
                learn(attacker.furthest(cell, up=True))
            if low[cell] > lowest[cell] and high[cell] - low[cell] < enough:
                learn(attacker.furthest(cell, up=False))
        return low, high

    def needed(self, cells: NDArray[np.intp], small: Mask, enough: int) -> Mask:
        return np.zeros(len(cells), dtype=bool)
