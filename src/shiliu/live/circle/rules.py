"""Decisions on plain values: which numbers can be set, what is too small to tell, which homes are one gap."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from shiliu.foundation.spelling import problem_of_names
from shiliu.live.circle.models import WALKERS
from shiliu.methods.places import METRES_PER_DEGREE
from shiliu.methods.reach import shipped_walkers

ACCESS = {
    "step_free": gettext_lazy("Entrance without a step"),
    "ramp": gettext_lazy("Ramp"),
    "wide_door": gettext_lazy("Door at least 90 cm wide"),
    "low_counter": gettext_lazy("Low counter"),
    "toilet": gettext_lazy("Accessible toilet"),
    "seat": gettext_lazy("Somewhere to sit"),
}
YES, NO = "yes", "no"
LONGEST = 200


@dataclass(frozen=True)
class Knob:
    """One number of the house: what it is, its unit, its limits, what stands in the program and where that comes from."""

    title: str
    unit: str
    least: float
    most: float
    value: float
    source: str


MINUTES, DAYS = pgettext_lazy("unit", "min"), pgettext_lazy("unit", "days")
METRES, METRES_A_SECOND = pgettext_lazy("unit", "m"), pgettext_lazy("unit", "m/s")
HOUSE = gettext_lazy("A choice of the house.")
OF_WALKERS = gettext_lazy("See the table of walkers in docs/methods/reach.md.")
SETTINGS = {
    "minutes": Knob(gettext_lazy("Near enough: minutes on foot"), MINUTES, 1, 60, 15,
                    gettext_lazy("Guide to fifteen-minute convenience circles of 11 departments, 2021: walking about 15 minutes.")),
    "fewest": Knob(gettext_lazy("Buildings with fewer homes are told together with their neighbours"), "", 3, 50, 5, HOUSE),
    "cluster": Knob(gettext_lazy("Homes this near each other are one gap"), METRES, 20, 1000, 200, HOUSE),
    "confirm_days": Knob(gettext_lazy("A facility is looked at again after so many days"), DAYS, 7, 1000, 180, HOUSE),
    "gone": Knob(gettext_lazy("So many “gone” bring a facility to the top of the round"), "", 1, 20, 2, HOUSE),
    "alike_metres": Knob(gettext_lazy("Facilities of one type this near each other may be the same"), METRES, 5, 500, 60, HOUSE),
}  # fmt: skip
PACES = {
    "speed": (gettext_lazy("%(walker)s: metres a second on the flat"), METRES_A_SECOND, 0.2, 3),
    "stairs": (gettext_lazy("%(walker)s: share of that speed on stairs, 0 for no way"), "", 0, 1),
    "steepest": (gettext_lazy("%(walker)s: steepest slope that can be passed (rise over run), 1 for no limit"), "", 0, 1),
    "kerb": (gettext_lazy("%(walker)s: highest kerb that can be passed (metres), 1 for no limit"), METRES, 0, 1),
}  # fmt: skip


def knobs():
    """{name: Knob} of everything that can be set, walkers included, in the order of the page."""
    found = dict(SETTINGS)
    for code, walker in shipped_walkers().items():
        for what, (title, unit, least, most) in PACES.items():
            value = getattr(walker, what)
            said = title % {"walker": WALKERS[code]}
            found[f"{code}.{what}"] = Knob(said, unit, least, most, 1 if value is None else value, OF_WALKERS)
    return found


def walkers(values):
    """The walkers of methods.reach with the numbers of this house: {code: Walker}."""
    made = {}
    for code, shipped in shipped_walkers().items():
        said = {what: values[f"{code}.{what}"] for what in PACES}
        limits = {what: None if said[what] >= 1 else said[what] for what in ("steepest", "kerb")}
        made[code] = replace(shipped, speed=said["speed"], stairs=said["stairs"], **limits)
    return made


def problem_of_setting(name, value):
    knob = knobs()[name]
    if not knob.least <= value <= knob.most:
        return _("It must lie between %(least)g and %(most)g.") % {"least": knob.least, "most": knob.most}
    return ""


def problems_of_facility(values):
    """`values`: the plain values of a facility (values.of_facility); {field: sentence}."""
    problems = {"names": problem_of_names(values["names"])}
    for field in ("address", "opening"):
        if len(values[field]) > LONGEST or "\n" in values[field]:
            problems[field] = _("This is one line of at most %(most)d characters.") % {"most": LONGEST}
    if not (abs(values["longitude"]) <= 180 and abs(values["latitude"]) <= 90):
        problems["latitude"] = _("This point is not on the earth.")
    if any(fact not in ACCESS or said not in (YES, NO) for fact, said in values["access"].items()):
        problems["access"] = _("Say yes or no to each of: %(facts)s.") % {"facts": ", ".join(ACCESS)}
    return {field: problem for field, problem in problems.items() if problem}


@dataclass(frozen=True)
class Spot:
    """A building: its homes and where it stands; `home` is the community in which small ones are put together."""

    code: str
    lon: float
    lat: float
    homes: int
    home: int


def plane(spots):
    """Metres east and north of the first one: [(x, y)]; true enough within one neighbourhood."""
    if not spots:
        return []
    squeeze = math.cos(math.radians(spots[0].lat)) * METRES_PER_DEGREE
    return [(spot.lon * squeeze, spot.lat * METRES_PER_DEGREE) for spot in spots]


def merged(spots: Sequence[Spot], fewest: int) -> list[list[int]]:
    """Positions of `spots` in groups of at least `fewest` homes within one community: each building too small to be told by
    itself goes with its nearest neighbour. What is too small with all of its community stays a group, for nobody to be shown."""
    groups, at = {i: [i] for i in range(len(spots))}, plane(spots)
    by_home = {}
    for i, spot in enumerate(spots):
        by_home.setdefault(spot.home, set()).add(i)
    for mine in by_home.values():
        for i in sorted(mine, key=lambda one: (spots[one].homes, spots[one].code)):
            if i not in mine or sum(spots[one].homes for one in groups[i]) >= fewest or len(mine) < 2:
                continue
            near = min((one for one in mine if one != i), key=lambda one: (math.dist(at[i], at[one]), spots[one].code))
            groups[near] += groups.pop(i)
            mine.discard(i)
    return [sorted(members, key=lambda one: (-spots[one].homes, spots[one].code)) for members in groups.values()]


def clusters(spots: Sequence[Spot], metres: float, fewest: int) -> list[list[int]]:
    """Positions of `spots` in groups, each within `metres` of another of its group and in one community; a group of fewer than
    `fewest` homes goes with the nearest other group of its community."""
    if not spots:
        return []
    at = plane(spots)
    pairs = cKDTree(at).query_pairs(metres, output_type="ndarray")
    together = [(a, b) for a, b in pairs if spots[a].home == spots[b].home]
    rows, columns = zip(*together, strict=True) if together else ((), ())
    size = len(spots)
    _count, of = connected_components(coo_array(([1] * len(rows), (rows, columns)), (size, size)), directed=False)
    found: dict[int, list[int]] = {}
    for i, group in enumerate(of.tolist()):
        found.setdefault(group, []).append(i)
    groups = sorted(found.values(), key=lambda members: (_homes(spots, members), spots[members[0]].code))
    kept: list[list[int]] = []
    for position, members in enumerate(groups):
        others = [one for one in groups[position + 1 :] + kept if spots[one[0]].home == spots[members[0]].home]
        if _homes(spots, members) < fewest and others:
            near = min(others, key=lambda one: min(math.dist(at[a], at[b]) for a in members for b in one))
            near += members
        else:
            kept.append(members)
    return kept


def _homes(spots, members):
    return sum(spots[one].homes for one in members)
