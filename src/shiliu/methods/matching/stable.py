"""Stable matching with places: nobody is left who would rather have somebody that would rather have them.

Deferred acceptance (D. Gale, L. Shapley, “College admissions and the stability of marriage”, American Mathematical Monthly 69,
1962). The side that proposes gets the best it can get in any stable matching; which side that is must be said to both."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from heapq import heappush, heapreplace
from typing import TypeVar

from shiliu.methods.inputs import BadInput

Guest = TypeVar("Guest", bound=Hashable)
Host = TypeVar("Host", bound=Hashable)


def stable_matching(
    wishes: Mapping[Guest, Sequence[Host]], orders: Mapping[Host, Sequence[Guest]], places: Mapping[Host, int]
) -> dict[Guest, Host | None]:
    """The stable matching that is best for every guest: who is at which host, None for a guest without one.

    `wishes` lists for each guest the acceptable hosts, best first; `orders` for each host the acceptable guests, first first;
    `places` how many guests a host takes. Only pairs on both lists can come together. Proposals number at most the wishes.
    Raises BadInput for a name twice in one list or unknown on the other side, and for places that are no count."""
    ranks = _checked(wishes, orders, places)

    def asks(guest: Guest) -> Iterator[tuple[Host, int]]:
        for host in wishes[guest]:
            if guest in ranks[host]:
                yield host, ranks[host][guest]

    held = deferred_acceptance(map(asks, wishes), {host: places[host] for host in orders})
    guests = list(wishes)
    matched: dict[Guest, Host | None] = dict.fromkeys(guests)
    for host, kept in held.items():
        for guest in kept:
            matched[guests[guest]] = host
    return matched


def deferred_acceptance(
    asks: Iterable[Iterator[tuple[Host, int]]], places: Mapping[Host, int]
) -> dict[Host, list[int]]:
    """For each host the guests it keeps, in no order.

    Each guest (0, 1, …) gives an iterator of (host, rank there), best host first, taken only as far as needed; lower ranks come
    first and no two guests have the same rank at a host."""
    waiting = list(asks)
    size = len(waiting)
    held: dict[Host, list[int]] = {host: [] for host in places}  # heaps of -(rank × size + guest): the last on top
    for guest in range(size):
        proposer = guest
        while proposer >= 0:
            for host, rank in waiting[proposer]:
                kept, key = held[host], rank * size + proposer
                if len(kept) < places[host]:
                    heappush(kept, -key)
                    proposer = -1
                    break
                if kept and -kept[0] > key:
                    proposer = -heapreplace(kept, -key) % size
                    break
            else:
                proposer = -1
    return {host: [-key % size for key in kept] for host, kept in held.items()}


def blocking_pairs(
    wishes: Mapping[Guest, Sequence[Host]],
    orders: Mapping[Host, Sequence[Guest]],
    places: Mapping[Host, int],
    matched: Mapping[Guest, Host | None],
) -> list[tuple[Guest, Host]]:
    """Every guest and host who both would leave what they have for each other; none in a stable matching. Quadratic at worst.

    Raises BadInput also for a matching that is none: pairs that are not on both lists, or more guests than places."""
    ranks = _checked(wishes, orders, places)
    kept: dict[Host, list[int]] = {host: [] for host in orders}
    for guest, host in matched.items():
        if host is None:
            continue
        if guest not in wishes or host not in wishes[guest] or guest not in ranks[host]:
            raise BadInput(
                "not_acceptable", f"{guest} and {host} are matched but not on each other's lists", row=str(guest)
            )
        kept[host].append(ranks[host][guest])
    for host, there in kept.items():
        if len(there) > places[host]:
            raise BadInput(
                "too_many", f"{len(there)} are matched to {host}, which has {places[host]} places", row=str(host)
            )
    found = []
    for guest, wished in wishes.items():
        for host in wished:
            if host == matched.get(guest):
                break
            rank = ranks[host].get(guest)
            if rank is not None and places[host] and (len(kept[host]) < places[host] or max(kept[host]) > rank):
                found.append((guest, host))
    return found


def _checked(
    wishes: Mapping[Guest, Sequence[Host]], orders: Mapping[Host, Sequence[Guest]], places: Mapping[Host, int]
) -> dict[Host, dict[Guest, int]]:
    """The rank of every guest at every host that lists it."""
    hosts, guests = set(orders), set(wishes)
    for name, wished in wishes.items():
        different = set(wished)
        if len(different) < len(wished):
            raise _twice(name)
        if not different <= hosts:
            raise _unknown(name, wished, hosts)
    ranks: dict[Host, dict[Guest, int]] = {}
    numbers = range(len(guests) + 1)  # a list without doubles is not longer
    for host, order in orders.items():
        ranks[host] = found = dict(zip(order, numbers, strict=False))
        if len(found) < len(order):
            raise _twice(host)
        if not guests.issuperset(order):
            raise _unknown(host, order, guests)
        count = places.get(host)
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise BadInput(
                "places", f"{host} needs a whole number of places, zero or more", row=str(host), column="places"
            )
    return ranks


def _twice(name: Hashable) -> BadInput:
    return BadInput("twice", f"a name stands twice in the list of {name}", row=str(name))


def _unknown(name: Hashable, names: Sequence[Hashable], known: Set[Hashable]) -> BadInput:
    unknown = next(other for other in names if other not in known)
    return BadInput("unknown", f"the list of {name} names {unknown}, who has no list", row=str(name))
