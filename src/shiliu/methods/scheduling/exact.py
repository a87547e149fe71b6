"""The plan of greatest weight by HiGHS, through SciPy: one yes or no for each case and slot."""

import math

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from shiliu.methods.scheduling.board import Docketed, bits


class Model:
    """Variables (case, slot) and rows “at most so many”: each case once, each resource in each slot as often as it can."""

    def __init__(self, board: Docketed) -> None:
        self.board = board
        self.variables = [(case, slot) for case, may in enumerate(board.may) for slot in bits(may)]
        rows: dict[tuple[int, int], list[int]] = {}
        for number, (case, slot) in enumerate(self.variables):
            rows.setdefault((-1, case), []).append(number)
            for resource in board.uses[case]:
                rows.setdefault((resource, slot), []).append(number)
        most = {row: board.resources[row[0]].room[row[1]] if row[0] >= 0 else 1 for row in rows}
        binding = [row for row, members in rows.items() if len(members) > most[row]]
        self.limits = np.array([most[row] for row in binding], float)
        columns = [number for row in binding for number in rows[row]]
        starts = np.cumsum([0, *(len(rows[row]) for row in binding)])
        shape = (len(binding), len(self.variables))
        self.matrix = csr_array((np.ones(len(columns)), np.array(columns, np.int64), starts), shape=shape)
        self.price = -np.array([board.weight[case] for case, _slot in self.variables], float)

    def solve(self, nodes: int) -> tuple[list[int] | None, int | None]:
        """Slot of each case (-1: none) and an upper bound of the total weight; None for what was not found within `nodes` nodes
        of branch and bound. The plan is the best if its weight is the bound."""
        if not self.variables:
            return [-1] * len(self.board.cases), 0
        constraints = [LinearConstraint(self.matrix, ub=self.limits)] if len(self.limits) else []
        found = milp(
            self.price,
            integrality=np.ones(len(self.variables)),
            bounds=Bounds(0, 1),
            constraints=constraints,
            options={"node_limit": nodes, "mip_rel_gap": 0.0},
        )
        bound = getattr(found, "mip_dual_bound", None)
        upper = math.floor(-bound + 1e-6) if bound is not None and math.isfinite(bound) else None
        if found.x is None:
            return None, upper
        at = [-1] * len(self.board.cases)
        for number in np.flatnonzero(found.x > 0.5).tolist():
            case, slot = self.variables[number]
            at[case] = slot
        return at, upper

    def bound(self) -> int:
        """An upper bound of the total weight, from the linear relaxation."""
        if not self.variables:
            return 0
        rows = (self.matrix, self.limits) if len(self.limits) else (None, None)
        found = linprog(self.price, A_ub=rows[0], b_ub=rows[1], bounds=(0, 1), method="highs")
        return math.floor(-found.fun + 1e-6)
