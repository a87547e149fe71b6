"""Stable matching with places: nobody is left who would rather have somebody that would rather have them.

Deferred acceptance (D. Gale, L. Shapley, “College admissions and the stability of marriage”, American Mathematical Monthly 69,
1962). The side that proposes gets the best it can get in any stable matching; which side that is must be said to both."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from heapq import heappush, heapreplace
from typing import Any, TypeVar

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
    return deferred_acceptance(wishes, orders, _checked(wishes, orders, places), places)


def deferred_acceptance(
    wishes: Mapping[Guest, Iterable[Host]],
    orders: Mapping[Host, Sequence[Guest]],
    ranks: Mapping[Host, Mapping[Guest, int]],
    places: Mapping[Host, int],
) -> dict[Guest, Host | None]:
    """As `stable_matching`, of lists known to be right; `ranks` tells for each host where each guest stands in its order."""
    matched: dict[Guest, Host | None] = dict.fromkeys(wishes)
    still: dict[Guest, Iterator[Host]] = {}  # whom those who are kept somewhere have not asked yet
    held: dict[Host, list[int]] = {host: [] for host in orders}  # heaps of -rank: the last on top
    for guest, wished in wishes.items():
        proposer, asking = guest, iter(wished)
        searching = True
        while searching:  # until one who asks gets a free place, or has asked everybody
            searching = False
            for host in asking:
                rank = ranks[host].get(proposer)
                if rank is None:
                    continue
                kept = held[host]
                if len(kept) < places[host]:
                    heappush(kept, -rank)
                    matched[proposer], still[proposer] = host, asking
                    break
                if kept and rank < -kept[0]:
                    matched[proposer], still[proposer] = host, asking
                    proposer = orders[host][-heapreplace(kept, -rank)]  # who has to leave asks on
                    matched[proposer], asking = None, still[proposer]
                    searching = True
                    break
    return matched


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
    ranks = {host: {guest: rank for rank, guest in enumerate(order)} for host, order in orders.items()}
    # All at once first, which is quicker; who is wrong is looked for only if somebody is.
    if (
        sum(map(len, map(set, wishes.values()))) < sum(map(len, wishes.values()))
        or sum(map(len, ranks.values())) < sum(map(len, orders.values()))
        or len(set(orders).union(*wishes.values())) > len(orders)
        or len(set(wishes).union(*ranks.values())) > len(wishes)
    ):
        raise _wrong(wishes, orders)
    for host in orders:
        count = places.get(host)
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise BadInput(
                "places", f"{host} needs a whole number of places, zero or more", row=str(host), column="places"
            )
    return ranks


def _wrong(wishes: Mapping[Guest, Sequence[Host]], orders: Mapping[Host, Sequence[Guest]]) -> BadInput:
    """The first list that names somebody twice, or somebody without a list."""
    sides: tuple[tuple[Mapping[Any, Sequence[Any]], Set[Any]], ...] = (wishes, orders.keys()), (orders, wishes.keys())
    for lists, known in sides:
        for name, named in lists.items():
            if len(set(named)) < len(named):
                return BadInput("twice", f"a name stands twice in the list of {name}", row=str(name))
            for other in named:
                if other not in known:
                    return BadInput("unknown", f"the list of {name} names {other}, who has no list", row=str(name))
    raise AssertionError("nothing is wrong with these lists")
