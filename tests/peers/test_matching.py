"""Stable matching beside the package `matching` 1.4.3: the same matching, guest by guest, whichever side proposes."""

from random import Random

import pytest
from matching import games

from shiliu.methods.matching import blocking_pairs, stable_matching

pytestmark = [pytest.mark.peer, pytest.mark.once]


def a_case(seed, guests=12, hosts=5):
    """Lists that name each other (the peer refuses others), in orders of their own, everybody with somebody."""
    rng = Random(seed)
    guest_names, host_names = [f"g{at}" for at in range(guests)], [f"h{at}" for at in range(hosts)]
    pairs = {(guest, rng.choice(host_names)) for guest in guest_names}
    pairs |= {(rng.choice(guest_names), host) for host in host_names}
    pairs |= {(guest, host) for guest in guest_names for host in host_names if rng.random() < 0.5}
    pairs = sorted(pairs)
    rng.shuffle(pairs)
    wishes = {name: [host for guest, host in pairs if guest == name] for name in guest_names}
    rng.shuffle(pairs)
    orders = {name: [guest for guest, host in pairs if host == name] for name in host_names}
    return wishes, orders, {name: rng.randint(1, 3) for name in host_names}


def of_peer(wishes, orders, places):
    game = games.HospitalResident.create_from_dictionaries(wishes, orders, places)
    found = dict.fromkeys(wishes)
    for host, kept in game.solve(optimal="resident").items():
        found.update((guest.name, host.name) for guest in kept)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_every_guest_is_where_the_peer_puts_it(seed):
    case = a_case(seed)
    matched = stable_matching(*case)
    assert matched == of_peer(*case)
    assert blocking_pairs(*case, matched) == []


@pytest.mark.parametrize("seed", range(20))
def test_with_one_place_each_the_other_side_may_propose_too(seed):
    rng = Random(seed)
    names = [f"{letter}{at}" for letter in "gh" for at in range(6)]
    guests, hosts = names[:6], names[6:]
    wishes = {guest: rng.sample(hosts, 6) for guest in guests}
    orders = {host: rng.sample(guests, 6) for host in hosts}
    found = games.StableMarriage.create_from_dictionaries(wishes, orders).solve(optimal="reviewer")
    ours = stable_matching(orders, wishes, dict.fromkeys(guests, 1))
    assert ours == {host.name: guest.name for guest, host in found.items()}
