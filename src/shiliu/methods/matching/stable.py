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
    ranks = list(_checked(wishes, orders, places).values())
    hosts = {host: at for at, host in enumerate(orders)}
    seats = [places[host] for host in orders]

    def asks(guest: Guest) -> Iterator[tuple[int, int]]:
        for host in wishes[guest]:
            at = hosts[host]
            if (rank := ranks[at].get(guest)) is not None:
                yield at, rank

    held = deferred_acceptance(map(asks, wishes), seats)
    matched: dict[Guest, Host | None] = dict.fromkeys(wishes)
    for (host, order), kept in zip(orders.items(), held, strict=True):
        matched.update((order[rank], host) for rank, _guest in kept)
    return matched


def deferred_acceptance(
    asks: Iterable[Iterator[tuple[int, int]]], places: Sequence[int]
) -> list[list[tuple[int, int]]]:
    """For each host the (rank, guest) pairs it keeps, first first.

    Each guest (0, 1, …) gives an iterator of (host, rank there), best host first, taken only as far as needed; lower ranks come
    first and no two guests have the same rank at a host."""
    waiting = list(asks)
    held: list[list[tuple[int, int]]] = [[] for _ in places]
    for guest in range(len(waiting)):
        proposer: int | None = guest
        while proposer is not None:
            for host, rank in waiting[proposer]:
                kept = held[host]
                if len(kept) < places[host]:
                    heappush(kept, (-rank, proposer))
                    proposer = None
                    break
                if kept and -kept[0][0] > rank:
                    proposer = heapreplace(kept, (-rank, proposer))[1]
                    break
            else:
                proposer = None
    return [sorted((-rank, guest) for rank, guest in kept) for kept in held]


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
        if len(set(wished)) < len(wished):
            raise _twice(name)
        if not hosts.issuperset(wished):
            raise _unknown(name, wished, hosts)
    ranks: dict[Host, dict[Guest, int]] = {}
    for host, order in orders.items():
        ranks[host] = dict(zip(order, range(len(order)), strict=True))
        if len(ranks[host]) < len(order):
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
