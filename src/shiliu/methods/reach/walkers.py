"""Who walks: speed, and what slows or stops them on stairs, slopes, kerbs and rough ground. Values are data/walkers.csv."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shiliu.methods.inputs import BadInput, Row, read_rows
from shiliu.methods.reach.network import SURFACES, Network

DATA = Path(__file__).parents[1] / "data"
SHIPPED = DATA / "walkers.csv"
QUICKEST, STEEPEST = 10.0, 1.0  # m/s, rise over run: beyond these a value is a slip of the pen


@dataclass(frozen=True, slots=True)
class Walker:
    """One kind of walker.

    `speed` in m/s on the flat; `stairs` and each of `surfaces` (in the order of SURFACES) as a share of that speed, 0 where
    they cannot pass; `hills`: slower uphill and steeply downhill; `steepest` slope (rise over run) and highest `kerb` (m) that
    they pass, None without a limit; `wheels`: a map that says wheelchair=yes or no is believed before everything else."""

    name: str
    speed: float
    stairs: float
    hills: bool
    steepest: float | None
    kerb: float | None
    wheels: bool
    surfaces: tuple[float, ...]

    @property
    def metres_a_minute(self) -> float:
        return 60 * self.speed


def minutes_along(network: Network, walker: Walker) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Minutes to walk each edge from tail to head, and from head to tail: two (E,) arrays, infinite where the walker cannot.

    Uphill and downhill the speed is that on the flat times min(1, exp(-3.5 (|slope + 0.05| - 0.05))), which is Tobler's function
    (NCGIA Technical Report 93-1, 1993) relative to the flat, never above it. Unknown slopes and kerbs hold nobody up."""
    share = np.array(walker.surfaces)[network.surface]
    share = np.where(network.stairs, walker.stairs, share)
    stopped = np.zeros(len(share), dtype=bool)
    steep = np.where(network.stairs, 0.0, np.nan_to_num(network.slope))
    if walker.steepest is not None:
        stopped |= np.abs(steep) > walker.steepest + 1e-9
    if walker.kerb is not None:
        stopped |= np.nan_to_num(network.kerb) > walker.kerb + 1e-9
    share = np.where(stopped, 0.0, share)
    if walker.wheels:
        share = np.select([network.wheelchair == 1, network.wheelchair == 2], [1.0, 0.0], share)
    with np.errstate(divide="ignore", invalid="ignore"):
        flat = np.where(share > 0, network.length / (walker.metres_a_minute * share), np.inf)
    ways = []
    for allowed, slope in ((network.ahead, steep), (network.back, -steep)):
        slower = np.exp(np.maximum(0.0, 3.5 * (np.abs(slope + 0.05) - 0.05))) if walker.hills and steep.any() else 1.0
        ways.append(np.where(allowed, flat * slower, np.inf))
    return ways[0], ways[1]


def read_walkers(path: str | Path) -> dict[str, Walker]:
    """Walkers by name, from a CSV file `walker,what,value,unit,source` as data/walkers.csv.

    Raises BadInput for a value that cannot be, one that stands twice and one that is missing."""
    found: dict[str, dict[str, float | None]] = {}
    for row in read_rows(path, needed=("walker", "what", "value", "unit", "source")):
        said, what = found.setdefault(row["walker"].strip(), {}), row["what"].strip()
        if what not in _BOUNDS:
            raise row.refuse("unknown_what", f"“{what[:40]}” is none of {', '.join(_BOUNDS)}", "what")
        if what in said:
            raise row.refuse("double", f"{row['walker']} has {what} twice", "what")
        said[what] = _value(row, what)
    if not found:
        raise BadInput("empty", "names no walker", file=path)
    for name, said in found.items():
        if missing := [what for what in _BOUNDS if what not in said]:
            raise BadInput("incomplete", f"the walker {name} lacks {', '.join(missing)}", file=path)
    return {name: _walker(name, said) for name, said in sorted(found.items())}


@cache
def shipped_walkers() -> Mapping[str, Walker]:
    """The walkers that come with the program: adult, elder and wheelchair."""
    return read_walkers(SHIPPED)


# what a walker has: least and most value, and whether it may be left empty for "no limit"
_BOUNDS: dict[str, tuple[float, float, bool]] = {
    "speed": (0.05, QUICKEST, False),
    "stairs": (0, 1, False),
    "hills": (0, 1, False),
    "steepest": (0, STEEPEST, True),
    "kerb": (0, 1, True),
    "wheels": (0, 1, False),
    **{f"surface_{surface}": (0.0, 1.0, False) for surface in SURFACES},
}


def _value(row: Row, what: str) -> float | None:
    least, most, may_lack = _BOUNDS[what]
    if may_lack and not row["value"].strip():
        return None
    return row.number_in("value", least=least, most=most)


def _walker(name: str, said: dict[str, float | None]) -> Walker:
    have = {what: value for what, value in said.items() if value is not None}
    return Walker(
        name=name,
        speed=have["speed"],
        stairs=have["stairs"],
        hills=have["hills"] > 0,
        steepest=said["steepest"],
        kerb=said["kerb"],
        wheels=have["wheels"] > 0,
        surfaces=tuple(have[f"surface_{surface}"] for surface in SURFACES),
    )
