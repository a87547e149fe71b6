"""Tables as chance would make them: the baseline of an index, its p-value, and its interval.

Random tables with the people of each unit and of each group kept are what a shuffle of all residents over all places gives. They
are drawn without a shuffle: everybody is split into the two halves of a binary tree of units, each group by hypergeometric
draws, and so on down. The cost depends on units × groups and not on how many people there are. Where they are few for each unit, random
bits deal them quicker (bits.py), and small groups of many units are seated person by person. All of these are exact."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from shiliu.methods.counts import Counts
from shiliu.methods.embedding.bits import dealt_by_bits
from shiliu.methods.embedding.formulas import Array, Tables
from shiliu.methods.inputs import BadInput

NULLS = ("shuffle", "evenness", "systematic")
RESAMPLES = ("people", "units")
CELLS_AT_ONCE = 500_000
PEOPLE_A_DRAW = 6  # so many people are seated singly in the time of one draw for a unit
SPARED = 3.0  # standard deviations: one draw in a thousand is drawn again
MOST_HELD = 1 << 24  # people of whom each one's place is looked up in a table
PEOPLE_BY_BITS = 250  # up to so many in a unit, on average, random bits are quicker than draws
FREE_SEATS = 4  # and no more than one seat in so many is then taken


def generator(seed: int) -> Generator:
    """The same seed gives the same numbers. Raises BadInput for a negative one."""
    if seed < 0:
        raise BadInput("negative_seed", "the seed must not be negative")
    return np.random.default_rng(seed)


def shuffled(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Random tables with the sizes of units and groups of `counts`, shape (replicates, units, groups), in persons.

    Their distribution is that of dealing all people at random to the places (the multiple hypergeometric one), exactly."""
    people = counts.whole()
    sizes, totals = people.sum(axis=1), people.sum(axis=0)
    rare_first = np.argsort(totals, kind="stable")  # draws from an empty node cost nothing
    ordered = totals[rare_first]
    if sizes.sum() <= PEOPLE_BY_BITS * len(sizes):
        return (
            dealt_by_bits(sizes, ordered, replicates, rng)[np.argsort(rare_first)].transpose(1, 2, 0).astype(np.int64)
        )
    seated = _how_many_seated(ordered, len(people))
    taken = _seats(sizes, ordered[:seated], replicates, rng)
    drawn = _halved(sizes[None, :] - taken.sum(axis=0), ordered[seated:], replicates, rng)
    return _by_group(np.concatenate([taken, drawn])[np.argsort(rare_first)])


def _how_many_seated(ordered: NDArray[np.int64], units: int) -> int:
    """Of how many of the smallest groups each person is seated singly: quicker than a draw for each unit while they are few."""
    few = (ordered <= PEOPLE_A_DRAW * units) & (np.cumsum(ordered) * FREE_SEATS <= ordered.sum())
    return int(few[:-1].sum())  # both conditions hold up to some group and for none after it


def _seats(sizes: NDArray[np.int64], totals: NDArray[np.int64], replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Groups seated person by person on seats nobody has, by unit: (groups, replicates, units). Who draws a taken seat draws again;
    as no seat is preferred to another, every seating is as likely."""
    units, groups, people = len(sizes), len(totals), int(totals.sum())
    small = (
        np.int16 if max(units, people) <= np.iinfo(np.int16).max else np.int32
    )  # what is looked up at random fits the cache
    home = np.repeat(np.arange(units, dtype=small), sizes)
    ends = np.append(0, np.cumsum(totals)).tolist()
    mine: NDArray[np.signedinteger] = np.arange(people, dtype=small)
    holder: NDArray[np.signedinteger] = np.empty(len(home), dtype=small)
    found = np.zeros((groups, replicates, units), dtype=np.int64)
    for replicate in range(replicates if groups else 0):
        holder[:] = -1
        seat = rng.integers(len(home), size=people, dtype=np.int32)
        holder[seat] = mine
        again = np.flatnonzero(holder[seat] != mine)
        while len(again):
            asked = rng.integers(len(home), size=len(again), dtype=np.int32)
            free = holder[asked] < 0
            holder[asked[free]] = again[free]
            seat[again] = asked
            again = again[holder[asked] != again]
        homes = home[seat]
        for k in range(groups):
            found[k, replicate] = np.bincount(homes[ends[k] : ends[k + 1]], minlength=units)
    return found


def _halved(sizes: NDArray[np.int64], totals: NDArray[np.int64], replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Groups, the smallest first, over units with `sizes` (replicates, units), which they fill, split over a binary tree of units: (groups,
    replicates, units)."""
    units, groups = sizes.shape[1], len(totals)
    levels = [np.pad(sizes, ((0, 0), (0, (1 << (units - 1).bit_length()) - units)))]
    while levels[-1].shape[1] > 1:
        levels.append(levels[-1].reshape(replicates, -1, 2).sum(axis=2))
    have = np.repeat(totals[:, None, None], replicates, axis=1)
    for level in levels[-2::-1]:
        left, right = level[:, 0::2].copy(), level[:, 1::2].copy()
        split = np.empty((groups, *level.shape), dtype=np.int64)
        for k in range(groups - 1):
            # Seats are the urn and the group is the sample: small groups are then drawn the quick way.
            gone_left = rng.hypergeometric(left, right, have[k])
            gone_right = have[k] - gone_left
            split[k, :, 0::2], split[k, :, 1::2] = gone_left, gone_right
            left -= gone_left
            right -= gone_right
        split[-1, :, 0::2], split[-1, :, 1::2] = left, right
        have = split
    return have[:, :, :units]


def even(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Units keep their sizes, and each person in them is of group k with the chance P_k."""
    people = counts.whole()
    drawn = rng.multinomial(people.sum(axis=1), people.sum(axis=0) / people.sum(), size=(replicates, len(people)))
    return _by_group(np.ascontiguousarray(drawn.transpose(2, 0, 1)))


def systematic(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Groups keep their sizes, and each person lives in unit i with the chance t_i / T."""
    people = counts.whole()
    sizes, totals = people.sum(axis=1), people.sum(axis=0)
    return _by_group(np.stack([_thrown(total, sizes, replicates, rng) for total in totals.tolist()]))


def _thrown(people: int, weights: NDArray[np.int64], replicates: int, rng: Generator) -> NDArray[np.int64]:
    """So many people thrown into places with chances in proportion to whole `weights`: (replicates, places), multinomial.

    Independent Poisson numbers, given their sum, are multinomial, and are drawn twice as quickly. So somewhat fewer people than there are
    come by Poisson numbers (a draw of too many is drawn again, which changes nothing of what is so given the sum), and the rest singly."""
    places, whole = len(weights), int(weights.sum())
    found = np.zeros((replicates, places), dtype=np.int64)
    if people > PEOPLE_A_DRAW * places:
        expected = max(people - SPARED * people**0.5, 0.0) / whole * weights
        again = np.arange(replicates)
        while len(again):
            found[again] = rng.poisson(expected, size=(len(again), places))
            again = again[found[again].sum(axis=1) > people]
    rest = people - found.sum(axis=1)
    held = whole <= MOST_HELD
    home = np.repeat(np.arange(places, dtype=np.int32), weights) if held else np.cumsum(weights)
    for row, missing in zip(found, rest.tolist(), strict=True):
        one = rng.integers(whole, size=missing, dtype=np.int32 if held else np.int64)
        row += np.bincount(home[one] if held else np.searchsorted(home, one, side="right"), minlength=places)
    return found


def resampled_people(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """T people drawn with replacement from the T people of the table."""
    people = counts.whole()
    return _thrown(int(people.sum()), people.ravel(), replicates, rng).reshape(replicates, *people.shape)


def resampled_units(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Units drawn with replacement, as many as there are: a unit drawn twice has its people twice."""
    people = counts.whole()
    units = len(people)
    drawn = rng.integers(units, size=(replicates, units)) + units * np.arange(replicates)[:, None]
    times = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(replicates, units)
    return _by_group(times * np.ascontiguousarray(people.T)[:, None, :])


def _by_group(drawn: NDArray[np.int64]) -> NDArray[np.int64]:
    """(groups, replicates, units) as (replicates, units, groups), left as it is in memory: sums then run along units, not along a few groups."""
    return drawn.transpose(1, 2, 0)


DRAWS: dict[str, Callable[[Counts, int, Generator], NDArray[np.int64]]] = {
    "shuffle": shuffled,
    "evenness": even,
    "systematic": systematic,
    "people": resampled_people,
    "units": resampled_units,
}


def tables(
    counts: Counts, kind: str, replicates: int, rng: Generator, make: Callable[..., Tables] = Tables
) -> Iterator[Tables]:
    """`replicates` random tables of one of the kinds in `DRAWS`, in chunks that fit into memory."""
    if kind not in DRAWS:
        raise BadInput("unknown_draw", f"“{kind}” is none of {', '.join(DRAWS)}")
    at_once = max(1, CELLS_AT_ONCE // max(1, counts.people.size))
    fixed: dict[str, Array] = {"sizes": counts.sizes, "totals": counts.totals} if kind == "shuffle" else {}
    for begun in range(0, replicates, at_once):
        yield make(DRAWS[kind](counts, min(at_once, replicates - begun), rng), **fixed)
