"""Carers and families: who goes to whom, by a stated rule, and why the others are left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching.best import best_assignment
from shiliu.methods.matching.candidates import Ints, Pairs, Town, candidates
from shiliu.methods.matching.people import Carer, Family, Rules, Slot, merged
from shiliu.methods.matching.stable import deferred_acceptance

STABLE, BEST = "stable", "best"

TOO_FAR = "too_far"
GATES = "gates"
NO_TIME = "no_time"
NOT_AGREED = "not_agreed"
NO_PLACES = "no_places"
TAKEN = "taken"
WAITED_LONGER, NEARER, LOT, KEPT_EVEN = "waited_longer", "nearer", "lot", "kept_even"

# code of LeftOut: what it says
LEFT_OUT = {
    TOO_FAR: "No carer is near enough.",
    GATES: "Carers are near enough, but none of them meets the conditions on the day.",
    NO_TIME: "Carers are near enough and meet the conditions, but none is free at the times.",
    NOT_AGREED: "One of the two sides does not agree to any of the carers who would fit.",
    NO_PLACES: "The carers who would fit take no families.",
    TAKEN: "The places of all carers who would fit went to families that come before; `before` says why.",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A family and its carer, the metres between them (None where unknown) and the weekly times."""

    family: str
    carer: str
    metres: int | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A family without a carer. `code` is a key of LEFT_OUT; the counts tell how the carers thinned out: `near` enough, of
    them `passing` the gates, of them `free`, of them `agreed`, of them with any `open` place.

    `before` counts those last carers by why the last family they keep comes before this one: it waited longer, lives nearer, or had
    the better lot; `kept_even` counts carers who have room left that was not used to keep the load even. `only` counts
    the carers who fail this single condition and no other: what would help."""

    family: str
    code: str
    near: int
    passing: int
    free: int
    agreed: int
    open: int
    before: Mapping[str, int]
    only: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs` and `left` in the order of the families; `loads` families per carer, of all carers; `places` what each carer took
    at most; `level` the number to which places were lowered to be even (None: not lowered)."""

    mode: str
    pairs: tuple[Pair, ...]
    left: tuple[LeftOut, ...]
    loads: Mapping[str, int]
    places: Mapping[str, int]
    level: int | None
    seed: str


def match(
    families: Sequence[Family],
    carers: Sequence[Carer],
    rules: Rules,
    *,
    mode: str = STABLE,
    distances: Mapping[tuple[str, str], float] | None = None,
) -> Matching:
    """Give each family at most one carer and each carer at most `places` families.

    A pair is possible if the carer is near enough, meets the conditions on the day, is free at the times, and nobody declines.

    `stable`: families propose (see `stable_matching`). A family ranks its wished carers first, then the nearer; a carer the
    family that has waited longer, then the nearer; between equals the lot (`lots.ticket` of the seed and the key) decides. No
    family and carer would both rather have each other; every family has the best carer it can have in any such matching.

    `best`: first, going down the list of waiting (longest first, then the lot), every family is served for whom a place can be
    made without leaving out one before it: no other matching serves more. Then the sum of metres is the least, wished carers counting
    as no way, and the k-th family of a carer as (k - 1) x `rules.even` metres (see `best_assignment`).

    The same input in any order gives the same matching. Raises BadInput (see `check_people`)."""
    if mode not in (STABLE, BEST):
        raise BadInput("mode", f"“{mode}” is neither stable nor best", column="mode")
    town = Town(families, carers, rules, distances)
    pairs = candidates(town)
    places, level = town.places, None
    if mode == BEST:
        chosen = _best(town, pairs)
    else:
        chosen = _stable(town, pairs, places)
        if rules.even is not None:
            places, level, chosen = _level(town, pairs, chosen)
    return _told(town, mode, chosen, places, level)


def blocking(
    families: Sequence[Family],
    carers: Sequence[Carer],
    rules: Rules,
    matching: Matching,
    *,
    distances: Mapping[tuple[str, str], float] | None = None,
) -> list[tuple[str, str]]:
    """Every (family, carer) who could come together and both would leave what the matching gives them, by the orders of the stable
    mode and the places the matching worked with; (family, carer) of a pair that must not be, too. None in a stable matching."""
    town = Town(families, carers, rules, distances)
    pairs = candidates(town)
    possible = dict(
        zip(zip(pairs.family.tolist(), pairs.carer.tolist(), strict=True), range(len(pairs.family)), strict=True)
    )
    liking, standing = _ranks(town, pairs)
    given = {pair.family: pair.carer for pair in matching.pairs}
    wrong: list[tuple[str, str]] = []
    own: dict[int, int] = {}
    last: dict[int, int] = {}
    load = dict.fromkeys(range(town.m), 0)
    for family, carer in given.items():
        i, j = town.family_at[family], town.carer_at[carer]
        edge = possible.get((i, j))
        load[j] += 1
        if edge is None:
            wrong.append((family, carer))
        else:
            own[i], last[j] = int(liking[edge]), max(last.get(j, -1), int(standing[edge]))
    for (i, j), edge in possible.items():
        room = matching.places[carers[j].key]
        if liking[edge] < own.get(i, len(liking)) and room and (load[j] < room or standing[edge] < last[j]):
            wrong.append((families[i].key, carers[j].key))
    return wrong


def _ranks(town: Town, pairs: Pairs) -> tuple[Ints, Ints]:
    """Of each pair its place in the list of the family, and in that of the carer; lower is better, none equal at one person."""
    i, j = pairs.family, pairs.carer
    by_family = np.lexsort((town.carer_lot[j], pairs.metres, town.wish_rank(i, j), i))
    by_carer = np.lexsort((town.family_lot[i], pairs.metres, town.since[i], j))
    ranks = np.empty((2, len(i)), np.int64)
    ranks[0, by_family] = ranks[1, by_carer] = np.arange(len(i))
    return ranks[0], ranks[1]


def _stable(town: Town, pairs: Pairs, places: Ints) -> Ints:
    liking, standing = _ranks(town, pairs)
    wishes = _lists(pairs.family, pairs.carer, liking, town.n)
    orders = _lists(pairs.carer, pairs.family, standing, town.m)
    ranks = {carer: dict(zip(order, range(len(order)), strict=True)) for carer, order in orders.items()}
    found = deferred_acceptance(wishes, orders, ranks, dict(enumerate(places.tolist())))
    return np.array([-1 if carer is None else carer for carer in found.values()], np.int64)


def _lists(of: Ints, other: Ints, rank: Ints, count: int) -> dict[int, list[int]]:
    """For each of `count` people the others of their pairs, best first."""
    order = np.lexsort((rank, of))
    ends = np.searchsorted(of[order], np.arange(count + 1)).tolist()
    others = other[order].tolist()
    return {at: others[begin:end] for at, (begin, end) in enumerate(pairwise(ends))}


def _level(town: Town, pairs: Pairs, chosen: Ints) -> tuple[Ints, int, Ints]:
    """Places lowered to the smallest equal number that leaves out no family more. With more places no
    family fares worse (a test holds this), so halving the interval finds it."""
    low, high = 0, int(np.bincount(chosen[chosen >= 0], minlength=1).max())
    served = (chosen >= 0).sum()
    best = chosen
    while high - low > 1:
        middle = (low + high) // 2
        tried = _stable(town, pairs, np.minimum(town.places, middle))
        if (tried >= 0).sum() == served:
            high, best = middle, tried
        else:
            low = middle
    return np.minimum(town.places, high), high, best


def _best(town: Town, pairs: Pairs) -> Ints:
    """In the order of the lots, so that the solver sees the same whatever order people come in."""
    family_of, carer_of = np.argsort(town.family_lot), np.argsort(town.carer_lot)
    wished = town.wish_rank(pairs.family, pairs.carer) < town.m
    cost = np.where(wished, 0, pairs.metres)
    priority = np.argsort(town.since[family_of], kind="stable").tolist()
    chosen = best_assignment(
        town.family_lot[pairs.family],
        town.carer_lot[pairs.carer],
        cost,
        town.places[carer_of],
        priority,
        even=round(town.rules.even or 0),
    )
    return np.where(chosen >= 0, carer_of[chosen], -1)[town.family_lot]


def _told(town: Town, mode: str, chosen: Ints, places: Ints, level: int | None) -> Matching:
    metres = np.rint(town.metres(np.arange(town.n), np.maximum(chosen, 0))) if town.m else np.zeros(town.n)
    known = town.has_distances
    pairs = []
    for at in np.flatnonzero(chosen >= 0).tolist():
        carer = town.carers[int(chosen[at])]
        apart = int(metres[at]) if known else None
        pairs.append(Pair(town.families[at].key, carer.key, apart, _times(town.families[at], carer)))
    loads = np.bincount(chosen[chosen >= 0], minlength=town.m)
    last = _last_kept(town, chosen, mode)
    left = [
        _why(town, at, partial(_before, last=last, load=loads, places=places, mode=mode))
        for at in np.flatnonzero(chosen < 0).tolist()
    ]
    keys = [carer.key for carer in town.carers]
    return Matching(
        mode,
        tuple(pairs),
        tuple(left),
        dict(zip(keys, loads.tolist(), strict=True)),
        dict(zip(keys, places.tolist(), strict=True)),
        level,
        town.rules.seed,
    )


def _times(family: Family, carer: Carer) -> tuple[Slot, ...]:
    own = merged(carer.slots)
    shared = [
        slot
        for slot in sorted(family.slots)
        if any(s[0] == slot[0] and s[1] <= slot[1] and slot[2] <= s[2] for s in own)
    ]
    return tuple(shared[: family.wanted])


def _why(town: Town, at: int, before: Callable[[Town, int, Ints], dict[str, int]]) -> LeftOut:
    j = np.arange(town.m)
    i = np.full(town.m, at)
    answers = {
        TOO_FAR: town.near(i, j),
        GATES: town.passes(i, j),
        NO_TIME: town.free(i, j),
        NOT_AGREED: town.agreed(i, j),
        NO_PLACES: town.places > 0,
    }
    still, counts, code = np.ones(town.m, bool), [], ""
    for cause, good in answers.items():
        still = still & good
        counts.append(int(still.sum()))
        code = code or ("" if counts[-1] else cause)
    failed = sum(~good for good in answers.values())
    only = {cause: int((~good & (failed == 1)).sum()) for cause, good in answers.items()}
    near, passing, free, agreed, open_ = counts
    return LeftOut(
        town.families[at].key,
        code or TAKEN,
        near,
        passing,
        free,
        agreed,
        open_,
        before(town, at, np.flatnonzero(still)) if not code else {},
        {cause: count for cause, count in only.items() if count},
    )


def _last_kept(town: Town, chosen: Ints, mode: str) -> Ints:
    """For each carer the family that comes last of those it keeps, -1 for none."""
    kept = np.flatnonzero(chosen >= 0)
    way = np.rint(town.metres(kept, chosen[kept])) if mode == STABLE else np.zeros(len(kept))
    last = np.full(town.m, -1, np.int64)
    kept = kept[np.lexsort((town.family_lot[kept], way, town.since[kept]))]
    last[chosen[kept]] = kept  # of several writes to one place the last one stays
    return last


def _before(town: Town, at: int, carers: Ints, last: Ints, load: Ints, places: Ints, mode: str) -> dict[str, int]:
    even = load[carers] < town.places[carers]
    found = {KEPT_EVEN: int((even & (load[carers] >= places[carers])).sum())}
    carers = carers[~even]
    other = last[carers]
    longer = town.since[other] < town.since[at]
    nearer = np.zeros(len(carers), bool)
    if mode == STABLE:
        nearer = np.rint(town.metres(other, carers)) < np.rint(town.metres(np.full(len(carers), at), carers))
    found[WAITED_LONGER] = int(longer.sum())
    found[NEARER] = int((~longer & nearer).sum())
    found[LOT] = int((~longer & ~nearer).sum())
    return {cause: count for cause, count in found.items() if count}
