"""From paths, facilities and homes to figures, by methods.reach. Plain values in, plain values out; the property tests live on this."""

from dataclasses import dataclass

import numpy as np

from shiliu.live.circle import rules
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


def figure(minutes, covered, homes, fewest):
    """{homes, covered, few, quarters} of some buildings for one kind: arrays of n values each. Buildings without a path near are
    in none of it. `quarters`: minutes that a quarter, half, three quarters and nine tenths of the homes need at most."""
    known = ~np.isnan(minutes)
    minutes, covered, homes = minutes[known], covered[known], homes[known]
    everyone = int(homes.sum())
    if everyone < fewest:
        return {"homes": None, "covered": None, "few": "both", "quarters": [None] * len(QUARTERS)}
    number, few = rules.told(int(homes[covered].sum()), everyone, fewest)
    order = np.argsort(minutes, kind="stable")
    at = np.searchsorted(np.cumsum(homes[order]), [share * everyone for share in QUARTERS])
    found = minutes[order][np.minimum(at, len(order) - 1)].tolist()
    quarters = [round(value, 1) if np.isfinite(value) else None for value in found]
    return {"homes": everyone, "covered": number, "few": few, "quarters": quarters}


def figures(measured, kinds, homes, inside, fewest):
    """{kind: figure} of the buildings at the positions `inside`."""
    covered = covers(measured, kinds)
    return {
        kind.code: figure(measured.minutes[inside, at], covered[inside, at], homes[inside], fewest)
        for at, kind in enumerate(kinds)
    }


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
            minutes = figure(measured.minutes[members, at], covered[members, at], homes, 1)["quarters"][MIDDLE]
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
            middle = figure(measured.minutes[known, at], inside, np.maximum(homes[known], 1), 1)["quarters"][MIDDLE]
            found[kind.code] = [middle, 2 if inside.all() else 1 if inside.any() else 0]
    return found
