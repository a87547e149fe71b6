"""Stable matching beside the package `matching` 1.4.3, best totals beside SciPy's solvers, sittings beside greedy and HiGHS alone.

    .venv-bench/bin/python bench/matching_and_scheduling.py [--write]

All data is invented and seeded. Results are compared before any time is told; a difference ends the program."""

import os
import sys
from datetime import datetime, timedelta
from random import Random

os.environ["TQDM_DISABLE"] = "1"

from _beside import beside, close, cpu, machine, seconds, times

try:
    import numpy as np
    from matching.games import HospitalResident
    from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching
except ImportError as error:
    sys.exit(f"bench/matching_and_scheduling.py: the peer is missing ({error}); “make bench” builds .venv-bench.")

from shiliu.methods.matching import best_assignment, blocking_pairs, stable_matching
from shiliu.methods.scheduling import Body, Case, Docket, Room, schedule
from shiliu.methods.scheduling.board import Docketed
from shiliu.methods.scheduling.exact import Model
from shiliu.methods.scheduling.plan import MOST_VARIABLES, NODES_TIMES_VARIABLES
from shiliu.methods.scheduling.search import greedy

STABLE = [(50, 20, 10), (200, 100, 50), (500, 100, 30), (1_000, 200, 50)]
BEST = [(200, 100, 50), (2_000, 1_000, 50), (5_000, 2_500, 50)]
DENSE_UP_TO = 2_000
SITTINGS = [(20, 40), (100, 80), (300, 160), (1_000, 400), (3_000, 1_000)]
HIGHS_SECONDS = 40
SLOW = 5.0  # seconds: a solver that takes longer has one turn
READING = """
## Reading

- **Stable matching**: identical, guest by guest, and no pair would leave for each other. Both start from the same dictionaries of names; checking
  the lists is counted on both sides. The peer makes an object for every name and shortens lists as it goes. For fifty guests two thirds of our
  time is that checking, so the ratio is smallest there.
- **The peer's recursion**: it copies its game deeply and reaches Python's usual limit of 1,000 calls on long lists; the limit was raised for it here.
- **Best total**: the engine is SciPy's own, so there is nothing to win where one connected part holds everybody: what ours adds is who is
  served (down the list of waiting) and the cutting into parts. That costs about what is saved by writing the matrix in order, so the ratio is near
  one. The dense solver needs a matrix of all families and all seats and is asked only where that is small; at two hundred families it is quicker than ours.
- **Sittings**: all bodies overloaded, invented in the shape of a mediation centre (2 to 4 of 8 bodies, 3 rooms, deadlines).
  Up to three hundred cases ours is what HiGHS finds, proved best at twenty and a hundred and within one per cent of the bound at three
  hundred; HiGHS alone, with as many nodes of its tree, finds it sooner by the time of the search.
- **A thousand cases and more**: ours is the search alone, four to six per cent over greedy. HiGHS alone has 40 seconds of the clock for a
  thousand cases and then holds less than greedy. On a machine that others use it has fewer seconds of CPU than that: the table says how many.
- **Where ours is not the best**: without HiGHS the search stays some per cent under the optimum (the column “search alone”), and for the largest
  dockets no bound is known, so nobody can say how far it is.
- OR-Tools is no dependency of this project and was not run here.
"""


def lists(guests, hosts, length, seed=1):
    rng = Random(seed)
    names = [f"h{at}" for at in range(hosts)]
    wishes = {f"g{at}": rng.sample(names, min(length, hosts)) for at in range(guests)}
    orders = {name: [] for name in names}
    for guest, wished in wishes.items():
        for host in wished:
            orders[host].append(guest)
    for order in orders.values():
        rng.shuffle(order)
    places = {name: rng.randint(1, max(1, 2 * guests // hosts)) for name in names}
    return wishes, {name: order for name, order in orders.items() if order}, places


def of_peer(wishes, orders, places):
    game = HospitalResident.create_from_dictionaries(wishes, orders, {name: places[name] for name in orders})
    found = dict.fromkeys(wishes)
    for host, kept in game.solve(optimal="resident").items():
        found.update((guest.name, host.name) for guest in kept)
    return found


def stable_rows():
    usual = sys.getrecursionlimit()
    for guests, hosts, length in STABLE:
        case = lists(guests, hosts, length)
        sys.setrecursionlimit(usual)
        try:
            of_peer(*case)
            usual_limit = "runs"
        except RecursionError:
            usual_limit = "RecursionError"
        sys.setrecursionlimit(1_000_000)
        took = beside(lambda case=case: stable_matching(*case), lambda case=case: of_peer(*case))
        if took.gave != took.peer_gave or blocking_pairs(*case, took.gave):
            sys.exit(f"bench/matching_and_scheduling.py: not the peer's matching at {guests} x {hosts}")
        yield f"| {guests:,} × {hosts} | {sum(map(len, case[0].values())):,} | {usual_limit} | {took.cells()} |"
    sys.setrecursionlimit(usual)


def town(families, carers, each, seed=1):
    """Families with about `each` carers they could have, within walking distance; places enough for everybody."""
    rng = np.random.default_rng(seed)
    guest = np.repeat(np.arange(families), each)
    home, other = rng.random((families, 2)), rng.random((carers, 2))
    near = np.argsort(((home[:, None] - other[None]) ** 2).sum(axis=2), axis=1)[:, :each]
    host = np.sort(near, axis=1).ravel()
    cost = np.rint(1000 * np.linalg.norm(home[guest] - other[host], axis=1) * families**0.5).astype(np.int64)
    return guest, host, cost, rng.integers(2, 5, carers)


def full(guest, host, cost, places, solver):
    """SciPy's own call on families × seats: the total cost."""
    first = np.concatenate(([0], np.cumsum(places)[:-1]))
    often = places[host]
    row = np.repeat(guest, often)
    seat = np.repeat(first[host], often) + np.arange(often.sum()) - np.repeat(np.cumsum(often) - often, often)
    price = np.repeat(cost, often).astype(float) + 1
    shape = (int(guest.max()) + 1, int(places.sum()))
    if solver == "sparse":
        weights = csr_array((price, (row, seat)), shape=shape)
        rows, columns = min_weight_full_bipartite_matching(weights)
        return int(weights[rows, columns].sum()) - len(rows)
    dense = np.full(shape, 1e9)
    dense[row, seat] = price
    rows, columns = linear_sum_assignment(dense)
    return int(dense[rows, columns].sum()) - len(rows)


def best_rows():
    for families, carers, each in BEST:
        guest, host, cost, _places = case = town(families, carers, each)
        priority = list(range(families))
        costs = dict(zip(zip(guest.tolist(), host.tolist(), strict=True), cost.tolist(), strict=True))
        took = beside(
            lambda case=case, priority=priority: best_assignment(*case, priority),
            lambda case=case: full(*case, "sparse"),
            most=SLOW,
        )
        total = sum(costs[at, chosen] for at, chosen in enumerate(took.gave.tolist()))
        dense = "not asked"
        if families <= DENSE_UP_TO:
            spent, dense_total = cpu(lambda case=case: full(*case, "dense"))
            dense = f"{seconds(spent)} ({times(spent / took.ours)})"
            if dense_total != total:
                sys.exit(f"bench/matching_and_scheduling.py: {total} metres, the dense solver has {dense_total}")
        if total != took.peer_gave:
            sys.exit(f"bench/matching_and_scheduling.py: {total} metres, SciPy alone has {took.peer_gave}")
        yield f"| {families:,} × {carers:,} | {len(guest):,} | {dense} | {took.cells()} |"


def docket(cases, slots, seed=1):
    rng = Random(seed)
    moments = [datetime(2026, 12, 1, 9) + timedelta(days=at // 2, hours=5 * (at % 2)) for at in range(slots)]
    some = lambda: frozenset(slot for slot in moments if rng.random() < 0.6)  # noqa: E731
    bodies = tuple(Body(f"body {at}", some()) for at in range(8))
    rooms = tuple(Room(f"room {at}", frozenset(moments)) for at in range(3))
    keys = [body.key for body in bodies]
    return Docket(
        tuple(
            Case(
                f"case {at:04}",
                frozenset(rng.sample(keys, rng.randint(2, 4))),
                slots=some(),
                deadline=moments[min(slots - 1, rng.randrange(slots // 4, 2 * slots))].date(),
                weight=rng.randint(1, 3),
            )
            for at in range(cases)
        ),
        bodies,
        rooms,
    )


def highs_alone(board, pairs):
    """The nodes that ours grants HiGHS; beyond the size at which ours asks it, seconds of the clock (it counts no others)."""
    model = Model(board)
    small = pairs <= MOST_VARIABLES
    limit = {"node_limit": max(1, NODES_TIMES_VARIABLES // pairs)} if small else {"time_limit": HIGHS_SECONDS}
    found = milp(
        model.price,
        integrality=np.ones(len(model.price)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(model.matrix, ub=model.limits)] if len(model.limits) else [],
        options={**limit, "mip_rel_gap": 0.0},
    )
    return 0 if found.x is None else round(-found.fun)


def sitting_rows():
    for cases, slots in SITTINGS:
        problem = docket(cases, slots)
        board = Docketed(problem)
        pairs = sum(may.bit_count() for may in board.may)
        first = greedy(board).total
        steps = 3 * cases if pairs > 100_000 else None
        search_spent, alone = cpu(lambda problem=problem, steps=steps: schedule(problem, steps=steps, most_variables=0))
        spent, ours = search_spent, alone
        if pairs <= MOST_VARIABLES:
            spent, ours = cpu(lambda problem=problem, steps=steps: schedule(problem, steps=steps))
        if pairs > 100_000:
            highs = "not asked"
        else:
            highs_spent, weight = cpu(lambda board=board, pairs=pairs: highs_alone(board, pairs))
            highs = f"{weight:,} in {seconds(highs_spent)}"
        bound = "unknown" if ours.bound is None else f"{ours.bound:,}"
        yield (
            f"| {cases:,} / {slots:,} / {pairs:,} | {first:,} | {alone.weight:,} in {seconds(search_spent)} "
            f"(+{100 * (alone.weight / first - 1):.1f} %) | {ours.weight:,} in {seconds(spent)} | {bound} | {highs} |"
        )


def shown(rows):
    """The rows, each also told when it is made: the whole takes minutes."""
    for row in rows:
        print(row, file=sys.stderr, flush=True)
        yield row


def main():
    text = "\n".join(
        [
            "## Stable matching\n",
            "| guests × hosts | wishes | peer at Python's usual limit | peer | ours | ratio |",
            "|---|---:|---|---:|---:|---:|",
            *shown(stable_rows()),
            "\n## Best total\n",
            "| families × carers | pairs | SciPy, dense | SciPy, sparse | ours | ratio |",
            "|---|---:|---:|---:|---:|---:|",
            *shown(best_rows()),
            "\n## Sittings: total weight heard, CPU\n",
            "| cases / slots / pairs | greedy | search alone (over greedy) | ours | bound | HiGHS alone |",
            "|---|---:|---:|---:|---:|---:|",
            *shown(sitting_rows()),
        ]
    )
    close("matching_and_scheduling", "Matching and scheduling beside their peers", text, READING, machine())


if __name__ == "__main__":
    main()
