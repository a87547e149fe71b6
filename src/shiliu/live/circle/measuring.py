"""From paths, facilities and homes to figures, by methods.reach. Plain values in, plain values out; the property tests live on this."""

from dataclasses import dataclass

import numpy as np

from shiliu.live.circle import hiding, rules
from shiliu.methods import reach

EXACT = 1e-9
QUARTERS = (0.25, 0.5, 0.75, 0.9)
MIDDLE = 1  # of QUARTERS


@dataclass(frozen=True)
class Kind:
    """A type of facility and the minutes that are near enough for it."""

    code: str
    minutes: float


@dataclass(frozen=True)
class Measured:
    """One walker. `minutes` and `nearest` are (buildings, kinds) in the order they were handed over: infinite where there is no
    way, NaN where no path is near; ids of facilities or None. `few` numbers are left to whoever publishes."""

    minutes: np.ndarray
    nearest: list[list[str | None]]
    adrift: int
    lost: tuple[str, ...]
    notes: tuple


def measure(network, facilities, spots, kinds, walker):
    """`facilities`: reach.Facility by the codes of `kinds`; `spots`: rules.Spot with different codes; `walker`: reach.Walker."""
    answer = reach.circle(
        network,
        facilities,
        [reach.Dwelling(spot.code, spot.lon, spot.lat, spot.homes) for spot in spots],
        walker=walker,
        minutes=max(kind.minutes for kind in kinds),
        categories=[kind.code for kind in kinds],
        more=0,
    )
    by_code = {row.dwelling: row for row in answer.reached}
    rows = [by_code[spot.code] for spot in spots]
    minutes = np.array([[np.inf if m is None else m for m in row.minutes] for row in rows], float)
    minutes = minutes.reshape(len(spots), len(kinds))
    minutes[[row.away is None for row in rows]] = np.nan
    return Measured(minutes, [list(row.nearest) for row in rows], len(answer.adrift), answer.lost, answer.notes)


def covers(measured, kinds):
    """(buildings, kinds): whether the nearest is near enough."""
    with np.errstate(invalid="ignore"):
        return measured.minutes <= np.array([kind.minutes for kind in kinds]) + EXACT


def quarters(minutes, homes):
    """Minutes that a quarter, half, three quarters and nine tenths of the homes need at most: arrays of n buildings each."""
    order = np.argsort(minutes, kind="stable")
    at = np.searchsorted(np.cumsum(homes[order]), [share * homes.sum() for share in QUARTERS])
    found = minutes[order][np.minimum(at, len(order) - 1)].tolist()
    return [round(value, 1) if np.isfinite(value) else None for value in found]


def figures(measured, kinds, homes, inside, parents, fewest):
    """{place: {kind: {homes, covered, few, quarters}}}. `inside`: {place: positions of its buildings}; `parents`: {place: the
    place it is part of}. Buildings without a path near are in none of it. `few` says why a number is left out (hiding.py)."""
    covered, found = covers(measured, kinds), {place: {} for place in inside}
    for at, kind in enumerate(kinds):
        known = ~np.isnan(measured.minutes[:, at])
        mine = {place: np.array(positions)[known[positions]] for place, positions in inside.items()}
        reached = {place: positions[covered[positions, at]] for place, positions in mine.items()}
        nodes = [
            hiding.Node(place, parents.get(place), int(homes[mine[place]].sum()), int(homes[reached[place]].sum()))
            for place in inside
        ]
        few = hiding.left_out(nodes, fewest)
        for node in nodes:
            here, enough = mine[node.key], node.homes >= fewest
            found[node.key][kind.code] = {
                "homes": node.homes if enough else None,
                "covered": None if few[node.key] else node.covered,
                "few": few[node.key],
                "quarters": quarters(measured.minutes[here, at], homes[here]) if enough else [None] * len(QUARTERS),
            }
    return found


@dataclass(frozen=True)
class Lack:
    """Homes that lack a kind: positions of the buildings, homes, minutes of the middle home (None: no way), nearest facility."""

    kind: str
    members: list[int]
    homes: int
    minutes: float | None
    nearest: str | None


def lacks(measured, kinds, spots, metres, fewest):
    """Every Lack of one walker, in the order of the kinds."""
    covered, found = covers(measured, kinds), []
    for at, kind in enumerate(kinds):
        missing = np.flatnonzero(~covered[:, at] & ~np.isnan(measured.minutes[:, at])).tolist()
        groups = rules.clusters([spots[one] for one in missing], metres, fewest)
        for group in sorted(groups):
            members = [missing[one] for one in group]
            homes = np.array([spots[one].homes for one in members])
            if not homes.sum():
                continue
            minutes = quarters(measured.minutes[members, at], homes)[MIDDLE]
            first = min(members, key=lambda one: (measured.minutes[one, at], spots[one].code))
            found.append(Lack(kind.code, members, int(homes.sum()), minutes, measured.nearest[first][at]))
    return found


def group_states(measured, kinds, groups, homes):
    """For each group of buildings told together {kind: [minutes of the middle home or None, 0 nobody 1 some 2 everybody in time]};
    kinds about which nothing is known are left out."""
    covered = covers(measured, kinds)
    rounded = np.round(measured.minutes, 1)
    return [
        _alone(kinds, rounded[members[0]].tolist(), covered[members[0]].tolist())
        if len(members) == 1
        else _together(measured, kinds, members, homes, covered)
        for members in groups
    ]


def _alone(kinds, minutes, covered):
    return {
        kind.code: [took if np.isfinite(took) else None, 2 if inside else 0]
        for kind, took, inside in zip(kinds, minutes, covered, strict=True)
        if took == took
    }


def _together(measured, kinds, members, homes, covered):
    found = {}
    for at, kind in enumerate(kinds):
        known = [one for one in members if not np.isnan(measured.minutes[one, at])]
        if known:
            inside = covered[known, at]
            middle = quarters(measured.minutes[known, at], np.maximum(homes[known], 1))[MIDDLE]
            found[kind.code] = [middle, 2 if inside.all() else 1 if inside.any() else 0]
    return found
