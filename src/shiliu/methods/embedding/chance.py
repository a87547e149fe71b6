"""Tables as chance would make them: the baseline of an index, its p-value, and its interval.

Random tables with the people of each unit and of each group kept are what a shuffle of all residents over all places gives. They
are drawn without a shuffle: everybody is split into the two halves of a binary tree of units, each group by hypergeometric
draws, and so on down. The cost depends on units × groups and not on how many people there are."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from shiliu.methods.counts import Counts
from shiliu.methods.embedding.formulas import Array, Tables
from shiliu.methods.inputs import BadInput

NULLS = ("shuffle", "evenness", "systematic")
RESAMPLES = ("people", "units")
CELLS_AT_ONCE = 2_000_000


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
    units, groups = people.shape
    rare_first = np.argsort(totals, kind="stable")  # draws from an empty node cost nothing
    levels = [np.zeros(1 << (units - 1).bit_length(), dtype=np.int64)]
    levels[0][:units] = sizes
    while len(levels[-1]) > 1:
        levels.append(levels[-1].reshape(-1, 2).sum(axis=1))
    have = np.repeat(totals[rare_first][:, None, None], replicates, axis=1)
    for level in levels[-2::-1]:
        left = np.repeat(level[None, 0::2], replicates, axis=0)
        right = np.repeat(level[None, 1::2], replicates, axis=0)
        split = np.empty((groups, replicates, len(level)), dtype=np.int64)
        for k in range(groups - 1):
            # Seats are the urn and the group is the sample: small groups are then drawn the quick way.
            gone_left = rng.hypergeometric(left, right, have[k])
            gone_right = have[k] - gone_left
            split[k, :, 0::2], split[k, :, 1::2] = gone_left, gone_right
            left -= gone_left
            right -= gone_right
        split[-1, :, 0::2], split[-1, :, 1::2] = left, right
        have = split
    back = np.argsort(rare_first)
    return np.ascontiguousarray(have[back, :, :units].transpose(1, 2, 0))


def even(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Units keep their sizes, and each person in them is of group k with the chance P_k."""
    people = counts.whole()
    return rng.multinomial(people.sum(axis=1), people.sum(axis=0) / people.sum(), size=(replicates, len(people)))


def systematic(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Groups keep their sizes, and each person lives in unit i with the chance t_i / T."""
    people = counts.whole()
    places = people.sum(axis=1) / people.sum()
    return rng.multinomial(people.sum(axis=0), places, size=(replicates, people.shape[1])).transpose(0, 2, 1)


def resampled_people(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """T people drawn with replacement from the T people of the table."""
    people = counts.whole()
    filled = np.flatnonzero(people)
    drawn = np.zeros((replicates, people.size), dtype=np.int64)
    drawn[:, filled] = rng.multinomial(people.sum(), people.ravel()[filled] / people.sum(), size=replicates)
    return drawn.reshape(replicates, *people.shape)


def resampled_units(counts: Counts, replicates: int, rng: Generator) -> NDArray[np.int64]:
    """Units drawn with replacement, as many as there are: a unit drawn twice has its people twice."""
    people = counts.whole()
    times = rng.multinomial(len(people), np.full(len(people), 1 / len(people)), size=replicates)
    return times[:, :, None] * people[None]


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
