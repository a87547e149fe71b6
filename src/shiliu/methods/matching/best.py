"""The best total assignment: first who is served, then with whom at the least total cost."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching, min_weight_full_bipartite_matching

from shiliu.methods.inputs import BadInput

Ints = NDArray[np.int64]
LARGEST_SUM = 2**53  # whole numbers up to here are exact in the floats that SciPy's solver adds


def best_assignment(guest: Ints, host: Ints, cost: Ints, places: Ints, priority: Sequence[int], even: int = 0) -> Ints:
    """Which host each guest goes to, -1 for none; (n,) for the n guests listed in `priority`, those who come first first.

    `guest`, `host` and `cost` (E,) are the acceptable pairs; costs are whole numbers, zero or more; `places` (m,). First, who is
    served: going down `priority`, everybody for whom a place can be made without leaving out somebody before. As many as
    possible are served that way (the sets that can be served are a matroid: J. Edmonds, D. R. Fulkerson, “Transversals and
    matroid partition”, Journal of Research of the National Bureau of Standards 69B, 1965). Then, with whom: the least sum of
    costs, where the k-th guest of a host adds (k - 1) x `even`. Each connected part is solved for itself by SciPy's
    min_weight_full_bipartite_matching. Raises BadInput for costs that are negative or too large to add exactly."""
    n, m = len(priority), len(places)
    if len(cost) and (cost.min() < 0 or even < 0 or (int(cost.max()) + even * n + 1) * n >= LARGEST_SUM):
        raise BadInput("cost", "costs must be whole numbers, zero or more, and their sum below 2^53")
    if not len(guest):
        return np.full(n, -1, np.int64)
    served = _who(guest, host, places, priority)
    known = served[guest] & (places[host] > 0)
    guest, host, cost = guest[known], host[known], cost[known]
    result = np.full(n, -1, np.int64)
    _count, label = connected_components(
        csr_array((np.ones(len(guest), np.int8), (guest, n + host)), shape=(n + m, n + m)), directed=False
    )
    order = np.lexsort((host, guest, label[guest]))
    guest, host, cost = guest[order], host[order], cost[order]
    cuts = np.flatnonzero(np.diff(label[guest])) + 1
    for part in np.split(np.arange(len(guest)), cuts):
        own = guest[part]
        if own.size and own[0] == own[-1]:
            result[own[0]] = host[part][cost[part].argmin()]
        elif own.size:
            rows, chosen = _cheapest(own, host[part], cost[part], places, even)
            result[rows] = chosen
    return result


def _who(guest: Ints, host: Ints, places: Ints, priority: Sequence[int]) -> NDArray[np.bool_]:
    """Who is served, (n,). Everybody, if Hopcroft and Karp's maximum matching serves everybody with a host at all."""
    n = len(priority)
    wanting = np.zeros(n, np.bool_)
    wanting[guest] = True
    row, seat, _first = _seats(guest, host, places)
    seats = csr_array((np.ones(len(row), np.int8), (row, seat)), shape=(n, int(seat.max(initial=0)) + 1))
    matched = maximum_bipartite_matching(seats, perm_type="column") >= 0
    if matched.sum() == wanting.sum():
        return wanting
    return _down_the_list(guest, host, places, priority)


def _down_the_list(guest: Ints, host: Ints, places: Ints, priority: Sequence[int]) -> NDArray[np.bool_]:
    """Augmenting paths, one guest after the other. Hosts reached in vain can never be of use again, so a failure is paid once."""
    n = len(priority)
    order = np.lexsort((host, guest))
    starts = np.searchsorted(guest[order], np.arange(n + 1)).tolist()
    hosts, seats = host[order].tolist(), places.tolist()
    held: list[set[int]] = [set() for _ in seats]
    at = [-1] * n
    spent = bytearray(len(seats))
    for first in priority:
        came: dict[int, int] = {}
        queue, found = [first], -1
        for current in queue:
            for other in hosts[starts[current] : starts[current + 1]]:
                if spent[other] or other in came:
                    continue
                came[other] = current
                if len(held[other]) < seats[other]:
                    found = other
                    break
                queue.extend(sorted(held[other]))
            if found >= 0:
                break
        if found < 0:
            for other in came:
                spent[other] = 1
        while found >= 0:
            moved = came[found]
            before, at[moved] = at[moved], found
            held[found].add(moved)
            if before >= 0:
                held[before].remove(moved)
            found = before
    return np.array(at) >= 0


def _cheapest(guest: Ints, host: Ints, cost: Ints, places: Ints, even: int) -> tuple[Ints, Ints]:
    rows, row = np.unique(guest, return_inverse=True)
    columns, column = np.unique(host, return_inverse=True)
    row, seat, nth = _seats(row, column, places[columns])
    degree = np.bincount(column)
    own = np.minimum(places[columns], degree)
    price = np.repeat(cost, own[column]) + nth * even + 1  # one more each: a sparse matrix would drop free pairs
    weights = csr_array((price.astype(np.float64), (row, seat)), shape=(len(rows), int(own.sum())))
    _rows, seats = min_weight_full_bipartite_matching(weights)
    return rows, columns[np.repeat(np.arange(len(columns)), own)[seats]]


def _seats(row: Ints, column: Ints, places: Ints) -> tuple[Ints, Ints, Ints]:
    """Every pair once for each seat of the host: row, seat, and the how-manieth seat of that host it is (from 0)."""
    own = np.minimum(places, np.bincount(column, minlength=len(places)))
    first = np.concatenate(([0], np.cumsum(own)[:-1])) if len(own) else own
    times = own[column]
    nth = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(row, times), np.repeat(first[column], times) + nth, nth
