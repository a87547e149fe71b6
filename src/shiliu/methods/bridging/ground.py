"""Common ground: what may be published of a conversation. Nothing in it is about one person.

Groups come out only when each has `least` people; a group's votes on a statement only when `least` of it voted, and nothing
that could be had by subtraction from what is published counts fewer. Nobody's group is part of any result."""

from __future__ import annotations

from collections.abc import Collection, Hashable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import betaincinv

from shiliu.methods.bridging.groups import MOST_GROUPS, Grouping, find_groups
from shiliu.methods.bridging.result import (
    GROUP_TOO_SMALL,
    NO_DIFFERENCE,
    TOO_FEW_PEOPLE,
    Cell,
    CommonGround,
    Group,
    OnStatement,
    Square,
    Stands,
)
from shiliu.methods.bridging.space import Space, opinion_space
from shiliu.methods.bridging.stability import stability_of
from shiliu.methods.bridging.statistics import Counts, Measures, Picked, agreed_by_all, count, measures, representative
from shiliu.methods.bridging.votes import AGREE, DISAGREE, Votes
from shiliu.methods.inputs import BadInput

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
LEAST = 10  # people a number may be about
FEWEST_VOTES = 7  # Polis: who voted less often is not grouped
SURE = 0.95
CUTS = 8  # lines through the middle of opinion space, every 22.5°
SQUARES = range(4, 15)  # a side of the picture of where people stand: the more people, the finer
WITHIN = 0.98  # of the people are inside the picture; the others would make it small


def common_ground(
    votes: Votes,
    *,
    without: Collection[Hashable] = (),
    least: int = LEAST,
    most_groups: int = MOST_GROUPS,
    fewest_votes: int = FEWEST_VOTES,
    resamples: int = 0,
    seed: int = 1,
) -> CommonGround:
    """What the voters share and what divides them, as far as it may be published.

    `without`: statements taken out by moderation. `least` (2 or more): how many people a number must be about. `resamples`: how
    often to draw the people anew for `stability` (0: not measured), with `seed`. The same votes give the same answer.
    Raises BadInput for a least below 2, fewer than two groups at most, negative resamples or seed, and an unknown statement in
    `without`."""
    _check(votes, without, least, most_groups, resamples, seed)
    space = opinion_space(votes, without=without)
    often = np.diff(votes.starts) >= fewest_votes
    grouping, reason = _publishable(space.places[often], least, most_groups)
    labels = np.full(votes.shape[0], -1)
    if grouping is None:
        labels[:] = 0
    else:
        labels[often] = grouping.labels
    everybody = count(votes, np.zeros(votes.shape[0], dtype=np.int64), 1)
    counts = everybody if grouping is None else count(votes, labels, len(grouping.centres))
    everybody = without_few(everybody, counts, least)
    allowed = np.array([name not in without for name in votes.statements])
    shown = shown_cells(counts.seen, least)
    whole = shown.all(axis=0)
    found = measures(counts)
    groups: tuple[Group, ...] = ()
    if grouping is not None:
        groups = tuple(
            _group(votes, grouping, found, representative(found, counts, allowed & whole, group), group)
            for group in range(len(grouping.centres))
        )
    spoken_of = allowed & (everybody.seen[0] >= least)
    agreed, rejected = agreed_by_all(everybody, spoken_of)
    squares, square = _squares(space.places[often], least)
    stability = None
    if grouping is not None and resamples:
        stability = stability_of(votes, grouping, without, often, most_groups, least, resamples, seed)
    return CommonGround(
        people=votes.shape[0],
        counted=int((labels >= 0).sum()),
        votes=len(votes.value),
        least=least,
        no_groups=reason,
        silhouettes={} if grouping is None else grouping.scores,
        groups=groups,
        statements=_statements(votes, space, everybody, counts, found, allowed, shown, often, bool(groups), least),
        agreed=tuple(votes.statements[pick.statement] for pick in agreed),
        rejected=tuple(votes.statements[pick.statement] for pick in rejected),
        squares=squares,
        square=square,
        stability=stability,
    )


def lower_bound(votes: NDArray[np.int64], voters: NDArray[np.int64], sure: float) -> Floats:
    """The share that is at least there with confidence `sure`, one-sided, whatever the true share: Clopper and Pearson
    (Biometrika 26, 1934). 0 where nobody voted so."""
    bound = betaincinv(np.maximum(votes, 1), voters - votes + 1, 1 - sure)
    return np.where(votes > 0, bound, 0.0)


def shown_cells(seen: NDArray[np.int64], least: int) -> Bools:
    """Which cells (k × S: voters) may be shown: those of at least `least`, and empty ones; where what is hidden of a statement
    adds up to fewer than `least`, its smallest shown cell is hidden too, since their sum follows from the total."""
    shown = (seen == 0) | (seen >= least)
    for statement in np.flatnonzero(~shown.all(axis=0)):
        column = seen[:, statement]
        for group in np.argsort(column, kind="stable"):
            if column[~shown[:, statement]].sum() >= least:
                break
            if column[group]:
                shown[group, statement] = False
    return shown


def without_few(everybody: Counts, counts: Counts, least: int) -> Counts:
    """Counts of all (1 × S), but only of those counted by group on statements on which fewer than `least` others voted: both
    numbers are published in some form, and their difference would be about the others."""
    pairs = zip(
        (everybody.agree, everybody.disagree, everybody.seen), (counts.agree, counts.disagree, counts.seen), strict=True
    )
    few = everybody.seen - counts.seen.sum(axis=0) < least
    return Counts(*(np.where(few, grouped.sum(axis=0), all_) for all_, grouped in pairs))


def _check(
    votes: Votes, without: Collection[Hashable], least: int, most_groups: int, resamples: int, seed: int
) -> None:
    if least < 2:
        raise BadInput(
            "least_too_small", "the least number of people must be 2 or more: one person's votes are not published"
        )
    if most_groups < 2:
        raise BadInput("too_few_groups", "at most two groups or more")
    for name, number in (("resamples", resamples), ("seed", seed)):
        if number < 0:
            raise BadInput("negative", f"{number} must not be negative", column=name)
    if unknown := sorted(set(without) - set(votes.statements), key=str):
        raise BadInput("unknown_statement", f"nobody voted on statement {unknown[0]!r}, which is to be left out")


def _publishable(places: Floats, least: int, most_groups: int) -> tuple[Grouping | None, str | None]:
    if len(places) < 2 * least:
        return None, TOO_FEW_PEOPLE
    if len(np.unique(places, axis=0)) < 2:
        return None, NO_DIFFERENCE
    grouping = find_groups(places, most=most_groups, least=least)
    return grouping, None if grouping is not None else GROUP_TOO_SMALL


def _group(votes: Votes, grouping: Grouping, found: Measures, picks: tuple[Picked, ...], group: int) -> Group:
    stands = []
    for pick in picks:
        at = (0 if pick.agree else 1, group, pick.statement)
        numbers = (float(array[at]) for array in (found.share, found.share_z, found.ratio, found.ratio_z))
        stands.append(Stands(votes.statements[pick.statement], pick.agree, pick.best, *numbers))
    x, y = grouping.centres[group].tolist()
    return Group(chr(ord("A") + group), grouping.sizes[group], (x, y), tuple(stands))


def _statements(
    votes: Votes,
    space: Space,
    everybody: Counts,
    counts: Counts,
    found: Measures,
    allowed: Bools,
    shown: Bools,
    often: Bools,
    grouped: bool,
    least: int,
) -> tuple[OnStatement, ...]:
    sure = 1 - (1 - SURE) / max(int(allowed.sum()), 1)
    enough = everybody.seen[0] >= least
    surely = [
        _percent(lower_bound(of[0], everybody.seen[0], sure), enough) for of in (everybody.agree, everybody.disagree)
    ]
    halves = _halves(votes, space.places, often, least, sure)
    totals = Counts(*(array.sum(axis=0, keepdims=True) for array in (counts.agree, counts.disagree, counts.seen)))
    whole = shown.all(axis=0) & (counts.seen.min(axis=0) >= least) & grouped
    informed = [_values(row, whole) for row in found.informed]
    bridging = [
        _values(lower_bound(of, counts.seen, sure).min(axis=0), whole) for of in (counts.agree, counts.disagree)
    ]
    total_cells = _cells(totals, totals.seen >= least)[0]
    by_group = list(zip(*_cells(counts, shown), strict=True)) if grouped else [()] * len(votes.statements)
    return tuple(
        OnStatement(name, not open_, *rest)
        for name, open_, *rest in zip(
            votes.statements, allowed.tolist(), total_cells, by_group, *surely, *halves, *informed, *bridging,
            _values(space.pull, enough), strict=True,
        )
    )  # fmt: skip


def _halves(votes: Votes, places: Floats, often: Bools, least: int, sure: float) -> list[list[float | None]]:
    """For agreeing and disagreeing, each statement's least lower bound over the halves on both sides of CUTS lines.

    The least of lower bounds is a lower bound of the least with the same confidence: it is below the bound of the least half."""
    people, statements = votes.shape
    turns = np.arange(CUTS) * np.pi / CUTS
    along = places @ np.vstack([np.cos(turns), np.sin(turns)])
    ahead = np.zeros((people, CUTS))
    ahead[often] = along[often] > np.median(along[often], axis=0) if often.any() else 0.0
    sides = np.hstack([ahead, often[:, None].astype(float)])
    starts = votes.starts
    rows = []
    for value in (None, AGREE, DISAGREE):
        ones = np.ones(len(votes.value)) if value is None else (votes.value == value).astype(np.float64)
        sums = sparse.csr_array((ones, votes.statement, starts), shape=(people, statements)).T @ sides
        rows.append(np.hstack([sums[:, :CUTS], sums[:, CUTS:] - sums[:, :CUTS]]).astype(np.int64))
    seen, *minds = rows
    enough = seen.min(axis=1) >= least
    return [_percent(lower_bound(mind, seen, sure).min(axis=1), enough) for mind in minds]


def _squares(places: Floats, least: int) -> tuple[tuple[Square, ...], float]:
    if len(places) == 0:
        return (), 0.0
    away = np.abs(places).max(axis=1)
    reach = float(np.quantile(away, WITHIN)) or 1.0
    places = places[away <= reach]
    side = min(max(int(np.sqrt(len(places) / least)), SQUARES[0]), SQUARES[-1])
    width = 2 * reach / side
    at = np.minimum(((places + reach) / width).astype(np.int64), side - 1)
    people = np.bincount(at[:, 0] * side + at[:, 1], minlength=side**2)
    middles = (np.arange(side) + 0.5) * width - reach
    return tuple(
        Square(float(middles[cell // side]), float(middles[cell % side]), int(people[cell]))
        for cell in np.flatnonzero(people >= least)
    ), width


def _cells(counts: Counts, shown: Bools) -> list[list[Cell | None]]:
    rows = []
    for agree, disagree, seen, visible in zip(counts.agree, counts.disagree, counts.seen, shown, strict=True):
        numbers = zip(agree.tolist(), disagree.tolist(), seen.tolist(), visible.tolist(), strict=True)
        rows.append([Cell(a, d, n - a - d, n) if v else None for a, d, n, v in numbers])
    return rows


def _percent(values: Floats, enough: Bools) -> list[float | None]:
    return _values(np.floor(values * 100 + 1e-9) / 100, enough)


def _values(values: Floats, enough: Bools) -> list[float | None]:
    return [value if known else None for value, known in zip(values.tolist(), enough.tolist(), strict=True)]
