"""The best total assignment: first who is served, then with whom at the least total cost."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

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
    result = np.full(n, -1, np.int64)
    open_ = places[host] > 0
    if not open_.all():
        guest, host, cost = guest[open_], host[open_], cost[open_]
    pair = guest * m + host
    if (pair[1:] < pair[:-1]).any():  # by guest, then host: what follows relies on it
        order = np.argsort(pair, kind="stable")
        guest, host, cost = guest[order], host[order], cost[order]
    rank = np.empty(n, np.int64)
    rank[np.asarray(priority, np.int64)] = np.arange(n)
    for own, others, price in _parts(guest, host, cost, n, m):
        if own[0] == own[-1]:
            result[own[0]] = others[price.argmin()]
        else:
            rows, chosen = _part(own, others, price, places, rank, even)
            result[rows] = chosen
    return result


def _parts(guest: Ints, host: Ints, cost: Ints, n: int, m: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """The pairs of each connected part, by guest, then host."""
    if not len(guest):
        return
    begin = np.searchsorted(guest, np.arange(n + 1))
    ends = (n + host).astype(np.int32), np.append(begin, np.full(m, len(guest))).astype(np.int32)
    pairs = csr_array((np.ones(len(guest)), *ends), shape=(n + m, n + m))
    _count, label = connected_components(pairs, directed=False)
    label = label[guest]
    if (label == label[0]).all():
        yield guest, host, cost
        return
    order = np.argsort(label, kind="stable")
    guest, host, cost = guest[order], host[order], cost[order]
    for part in np.split(np.arange(len(guest)), np.flatnonzero(np.diff(label[order])) + 1):
        yield guest[part], host[part], cost[part]


def _part(guest: Ints, host: Ints, cost: Ints, places: Ints, rank: Ints, even: int) -> tuple[Ints, Ints]:
    """Guests served in one part, and their hosts. Usually all can be, which the solver finds out by itself."""
    rows, row = _numbered(guest)
    columns, column = _numbered(host)
    own = places[columns]
    try:
        return rows, columns[_cheapest(row, column, cost, own, even)]
    except ValueError:  # SciPy: no full matching exists
        served = _down_the_list(row, column, own, np.argsort(rank[rows]).tolist())
    known = served[row]
    still, row = _numbered(row[known])
    return rows[still], columns[_cheapest(row, column[known], cost[known], own, even)]


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """The different values, sorted, and which of them each is."""
    low, high = int(values.min()), int(values.max())
    if high - low > 4 * len(values):
        return np.unique(values, return_inverse=True)
    seen = np.zeros(high - low + 1, np.bool_)
    seen[values - low] = True
    return np.flatnonzero(seen) + low, (np.cumsum(seen) - 1)[values - low]


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


def _cheapest(row: Ints, column: Ints, cost: Ints, places: Ints, even: int) -> Ints:
    """The host of each guest, all guests served; pairs by guest, then host. Raises ValueError if they cannot all be.

    Every pair stands once for each seat of the host that somebody may need. The matrix is written down row by row as it is: SciPy
    would sort it again and add up what it takes for doubles."""
    rows = int(row[-1]) + 1
    own = np.minimum(places, np.bincount(column, minlength=len(places)))
    if rows > int(own.sum()):
        raise ValueError("more guests than seats")  # SciPy would fill the seats instead
    times = own[column]
    ends = np.cumsum(times)
    nth = np.arange(ends[-1]) - np.repeat(ends - times, times)  # the how-manieth seat of its host, from 0
    seat = nth + np.repeat((np.cumsum(own) - own)[column], times)
    price = np.repeat(cost + 1.0, times)  # one more each: a sparse matrix would drop free pairs
    if even:
        price += nth * even
    begin = np.append(0, ends)[np.searchsorted(row, np.arange(rows + 1))]
    weights = csr_array((price, seat.astype(np.int32), begin.astype(np.int32)), shape=(rows, int(own.sum())))
    _rows, seats = min_weight_full_bipartite_matching(weights)
    return np.repeat(np.arange(len(own)), own)[seats]
