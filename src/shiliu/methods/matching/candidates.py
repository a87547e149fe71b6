"""Which carers may serve which families: near enough, passing the gates, free at the times, and both agreed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from shiliu.methods.inputs import BadInput
from shiliu.methods.matching import lots
from shiliu.methods.matching.people import Carer, Family, Rules, check_people, check_points, merged
from shiliu.methods.places import EARTH_RADIUS_M

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MOST_PAIRS = 50_000_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Families and carers (indices) who may come together, sorted by family and then carer, and the whole metres between them
    (zero where no distances are known)."""

    family: Ints
    carer: Ints
    metres: Ints


class Town:
    """Families, carers and rules as arrays; questions about pairs take and give arrays of equal length (E,).

    `distances` maps (family key, carer key) to metres, for example along the streets; a pair that is not in it is too far.
    Without it distances are great circles between the points."""

    def __init__(
        self,
        families: Sequence[Family],
        carers: Sequence[Carer],
        rules: Rules,
        distances: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        check_people(families, carers, rules)
        if distances is None:
            check_points(families, carers, rules)
        self.families, self.carers, self.rules = families, carers, rules
        self.n, self.m = len(families), len(carers)
        limits = [rules.farthest if rules.farthest is not None else math.inf]
        self.limit = np.array(
            [min(*limits, carer.farthest if carer.farthest is not None else math.inf) for carer in carers]
        )
        self.family_at = {family.key: at for at, family in enumerate(families)}
        self.carer_at = {carer.key: at for at, carer in enumerate(carers)}
        self.family_lot, self.carer_lot = _lots(rules.seed, self.family_at), _lots(rules.seed, self.carer_at)
        self.places = np.array([carer.places for carer in carers], np.int64)
        self.since = np.array([family.since.toordinal() for family in families], np.int64)
        self._points = bool(families and carers) and families[0].point is not None
        self._xyz = _on_sphere([family.point for family in families]), _on_sphere([carer.point for carer in carers])
        self._gates()
        self._times()
        self._known = self._table(distances) if distances is not None else None
        self.wish = self._wishes()
        apart = {(family.key, key) for family in families for key in family.declines}
        apart |= {(key, carer.key) for carer in carers for key in carer.declines}
        self._apart = self._keys(apart)

    @property
    def has_distances(self) -> bool:
        return self._known is not None or self._points

    def metres(self, i: Ints, j: Ints) -> NDArray[np.float64]:
        """Metres between families i and carers j; zero without points, infinite for a pair that the table does not hold."""
        if self._known is not None:
            keys, values = self._known
            at = np.minimum(np.searchsorted(keys, i * self.m + j), len(keys) - 1)
            return np.where(keys[at] == i * self.m + j, values[at], np.inf) if len(keys) else np.full(len(i), np.inf)
        if not self._points:
            return np.zeros(len(i))
        chord = np.linalg.norm(self._xyz[0][i] - self._xyz[1][j], axis=1)
        return 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, chord / 2))

    def near(self, i: Ints, j: Ints) -> Bools:
        metres = self.metres(i, j)
        return (metres <= self.limit[j] + 1e-6) & np.isfinite(metres)

    def passes(self, i: Ints, j: Ints) -> Bools:
        """Whether the carer meets every condition of the rules and of the family on the day of the rules."""
        return ((self._needs[i] & ~self._holds[j]) == 0).all(axis=1)

    def free(self, i: Ints, j: Ints) -> Bools:
        """Whether the carer has time in as many of the family's slots as it wants."""
        return np.bitwise_count(self._asked[i] & self._covers[j]).sum(axis=1) >= self._wanted[i]

    def agreed(self, i: Ints, j: Ints) -> Bools:
        return ~np.isin(i * self.m + j, self._apart)

    def near_pairs(self) -> tuple[Ints, Ints]:
        """All (family, carer) within reach. Raises BadInput where that is too much to hold in memory."""
        most = float(self.limit.max(initial=0.0))
        if self._known is not None:
            i, j = np.divmod(self._known[0], max(self.m, 1))
        elif self._points and most < math.pi * EARTH_RADIUS_M / 2:
            reach = 2 * math.sin((most + 1e-3) / EARTH_RADIUS_M / 2)
            trees = [KDTree(points) for points in self._xyz]
            found = trees[0].sparse_distance_matrix(trees[1], reach, output_type="ndarray")
            keys = np.sort(found["i"].astype(np.int64) * self.m + found["j"])
            i, j = np.divmod(keys, max(self.m, 1))
        else:
            if self.n * self.m > MOST_PAIRS:
                raise BadInput(
                    "too_many_pairs",
                    f"{self.n} families and {self.m} carers without a limit of distance are too many pairs; set one",
                    column="farthest",
                )
            i, j = (np.ravel(axis) for axis in np.indices((self.n, self.m)))
        close = self.near(i, j)
        return i[close], j[close]

    def _gates(self) -> None:
        on, common = self.rules.on, self.rules.gates
        gates = sorted(common.union(*(family.needs for family in self.families)))
        at = {gate: bit for bit, gate in enumerate(gates)}
        self._needs = _bits(
            ([at[gate] for gate in family.needs | common] for family in self.families), len(gates), self.n
        )
        met = ([bit for gate, bit in at.items() if carer.meets(gate, on)] for carer in self.carers)
        self._holds = _bits(met, len(gates), self.m)

    def _times(self) -> None:
        slots = sorted(frozenset().union(*(family.slots for family in self.families)))
        at = {slot: bit for bit, slot in enumerate(slots)}
        self._asked = _bits(([at[slot] for slot in family.slots] for family in self.families), len(slots), self.n)
        self._wanted = np.array([family.wanted for family in self.families], np.int64)
        stretches = [merged(carer.slots) for carer in self.carers]
        covered = (
            [bit for slot, bit in at.items() if any(_holds(stretch, slot) for stretch in own)] for own in stretches
        )
        self._covers = _bits(covered, len(slots), self.m)

    def _wishes(self) -> tuple[Ints, Ints]:
        """Sorted keys of wished pairs and the rank of each wish. Raises BadInput for a wished carer who is unknown."""
        ranks: dict[int, int] = {}
        for at, family in enumerate(self.families):
            for rank, key in enumerate(family.wishes):
                if key not in self.carer_at:
                    raise BadInput(
                        "unknown", f"the family wishes “{key}”, who is no carer here", row=at, column="wishes"
                    )
                ranks.setdefault(at * self.m + self.carer_at[key], rank)
        keys = np.array(sorted(ranks), np.int64)
        return keys, np.array([ranks[key] for key in keys.tolist()], np.int64)

    def wish_rank(self, i: Ints, j: Ints) -> Ints:
        """The rank of a wish, 0 for the first; a large number for a carer not wished by name."""
        keys, ranks = self.wish
        if not len(keys):
            return np.full(len(i), self.m, np.int64)
        at = np.minimum(np.searchsorted(keys, i * self.m + j), len(keys) - 1)
        return np.where(keys[at] == i * self.m + j, ranks[at], self.m)

    def _table(self, distances: Mapping[tuple[str, str], float]) -> tuple[Ints, NDArray[np.float64]]:
        for (family, carer), value in distances.items():
            if not (math.isfinite(value) and value >= 0):
                raise BadInput(
                    "metres", f"{value} between {family} and {carer} must be finite, zero or more", column="metres"
                )
        keys = self._keys(distances)
        by_key = {self._key(*pair): float(value) for pair, value in distances.items()}
        return keys, np.array([by_key[key] for key in keys.tolist()])

    def _key(self, family: str, carer: str) -> int:
        return self.family_at[family] * self.m + self.carer_at[carer]

    def _keys(self, pairs: Iterable[tuple[str, str]]) -> Ints:
        known = {self._key(*pair) for pair in pairs if pair[0] in self.family_at and pair[1] in self.carer_at}
        return np.array(sorted(known), np.int64)


def candidates(town: Town) -> Pairs:
    """Every pair that may come together, places left out of account."""
    i, j = town.near_pairs()
    for question in (town.passes, town.free, town.agreed):
        good = question(i, j)
        i, j = i[good], j[good]
    return Pairs(i, j, np.rint(town.metres(i, j)).astype(np.int64))


def _holds(stretch: tuple[int, int, int], slot: tuple[int, int, int]) -> bool:
    return stretch[0] == slot[0] and stretch[1] <= slot[1] and slot[2] <= stretch[2]


def _lots(seed: str, keys: Mapping[str, int]) -> Ints:
    lot = np.empty(len(keys), np.int64)
    for rank, key in enumerate(lots.order(seed, keys)):
        lot[keys[key]] = rank
    return lot


def _bits(members: Iterable[Sequence[int]], width: int, rows: int) -> NDArray[np.uint64]:
    """Sets of numbers below `width` as rows of 64-bit words, (rows, words)."""
    words = np.zeros((rows, max(1, -(-width // 64))), np.uint64)
    for row, bits in enumerate(members):
        for bit in bits:
            words[row, bit // 64] |= np.uint64(1 << bit % 64)
    return words


def _on_sphere(points: Sequence[tuple[float, float] | None]) -> NDArray[np.float64]:
    """Longitudes and latitudes in degrees as points of the unit sphere, (n, 3)."""
    lon, lat = np.radians([point or (0.0, 0.0) for point in points]).reshape(-1, 2).T
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
