"""Dealing people to homes by random bits: for units of a few hundred people or fewer, quicker than a draw for each unit and group.

Each seat is a bit of a machine word and gets a random number of `PLANES` bits, one bit of 64 seats in one word. Groups own stretches of
these numbers as long as their shares, rounded, so a group first gets as many seats as happen to have its numbers. It is then
brought to its right total: people picked at random move from it to the last group, or from there to it. The smallest groups are
dealt as one, and then told apart by a shuffle of their people.

Why this is exact: nothing in it asks which seat a seat is. Renaming seats before or after gives the same distribution, so each
of the dealings with the right totals is as likely as any other. How well the shares were rounded decides only how many must move."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

PLANES = 10  # one more halves the people to move for bad rounding, and costs a random word for 64 seats
FEW = 2  # up to so many people a unit are shuffled in the time that another stretch takes
WORD = 64
WORDS_AT_ONCE = 250_000  # random words that stay in the cache while each group is counted
LOWEST = np.array([(1 << bits) - 1 for bits in range(WORD + 1)], dtype=np.uint64)  # as many bits set, from the lowest


def dealt_by_bits(
    sizes: NDArray[np.int64], totals: NDArray[np.int64], replicates: int, rng: Generator
) -> NDArray[np.int32]:
    """Groups with `totals`, the smallest first, over units with `sizes`, all of which they fill: (groups, replicates, units)."""
    few = int((totals[:-1] <= FEW * len(sizes)).sum())
    if few < 2:
        return _by_number(sizes, totals, replicates, rng)
    dealt = _by_number(sizes, np.append(totals[:few].sum(), totals[few:]), replicates, rng)
    return np.concatenate([_told_apart(dealt[0], totals[:few], rng), dealt[1:]])


def _by_number(
    sizes: NDArray[np.int64], totals: NDArray[np.int64], replicates: int, rng: Generator
) -> NDArray[np.int32]:
    words = np.maximum(-(-sizes // WORD), 1)
    begin = np.cumsum(words) - words
    unit = np.repeat(np.arange(len(sizes)), words)
    seats = LOWEST[np.clip(sizes[unit] - WORD * (np.arange(len(unit)) - begin[unit]), 0, WORD)]
    below = np.empty(
        (len(totals) + 1, replicates, len(sizes)), dtype=np.int32
    )  # seats with numbers below a stretch's end
    below[0], below[-1] = 0, sizes
    ends = np.rint(np.cumsum(totals[:-1]) * (2**PLANES / totals.sum())).astype(int)
    at_once = max(1, WORDS_AT_ONCE // (PLANES * len(unit)))
    for begun in range(0, replicates, at_once):
        some = slice(begun, min(begun + at_once, replicates))
        planes = rng.integers(0, 2**64, size=(PLANES, some.stop - begun, len(unit)), dtype=np.uint64)
        for group, end in enumerate(ends.tolist(), start=1):
            found = np.bitwise_count(_below(end, planes) & seats)
            np.add.reduceat(found, begin, axis=1, out=below[group, some], dtype=np.int32)
    dealt = np.diff(below, axis=0)
    for group, total in enumerate(totals[:-1].tolist()):
        _bring_to(dealt[group], dealt[-1], total, rng)
    return dealt


def _told_apart(together: NDArray[np.int32], totals: NDArray[np.int64], rng: Generator) -> NDArray[np.int32]:
    """Which of the people of several groups, dealt `together`, belong to which: (groups, replicates, units)."""
    replicates, units = together.shape
    groups = np.repeat(np.arange(len(totals)), totals)
    places = np.repeat(np.arange(together.size), together.ravel())
    places += together.size * rng.permuted(np.broadcast_to(groups, (replicates, len(groups))), axis=1).ravel()
    found = np.bincount(places, minlength=len(totals) * together.size).astype(np.int32)
    return found.reshape(len(totals), replicates, units)


def _below(end: int, planes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Of each seat whether its number, whose bits from the lowest are `planes`, is below `end`; bits here stand for their opposite."""
    if end == 0:
        return np.zeros_like(planes[0])
    if end == 2 ** len(planes):
        return np.full_like(planes[0], LOWEST[WORD])
    lowest = (end & -end).bit_length() - 1
    found = planes[lowest].copy()
    for bit in range(lowest + 1, len(planes)):
        if end >> bit & 1:
            found |= planes[bit]
        else:
            found &= planes[bit]
    return found


def _bring_to(group: NDArray[np.int32], last: NDArray[np.int32], total: int, rng: Generator) -> None:
    """Move people picked at random from `group` to `last`, or from there to it, until each replicate of it has `total`; both in place."""
    replicates, units = group.shape
    more = group.sum(axis=1) - total
    ends = np.where(more[:, None] > 0, group, last).cumsum(axis=1)
    people, apart = ends[:, -1].copy(), int(ends[:, -1].max()) + 1
    small = np.int32 if replicates * apart < 2**31 else np.int64
    first = np.arange(replicates) * apart  # the people of each replicate are numbered from here
    mover = np.repeat(np.arange(replicates), np.abs(more))

    def picked(of: NDArray[np.int64]) -> NDArray[np.integer]:
        return (first[of] + (rng.random(len(of)) * people[of]).astype(np.int64)).astype(small)

    moving = np.sort(picked(mover))
    while len(twice := np.flatnonzero(moving[1:] == moving[:-1])):
        moving[twice] = picked(moving[twice] // apart)
        moving.sort(kind="stable")  # nearly sorted already
    home = np.searchsorted((ends + first[:, None]).astype(small).ravel(), moving, side="right")
    moved = np.bincount(home, minlength=replicates * units).astype(np.int32).reshape(replicates, units)
    moved *= np.sign(more, dtype=np.int32)[:, None]
    group -= moved
    last += moved
