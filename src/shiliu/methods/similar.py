"""Which needs may be the same: near each other, and alike in words and matter.

Words are compared by the pieces they are written in, so no language needs a dictionary: pairs of Chinese characters, triples
of letters elsewhere, without the shortest words, which every sentence has. Likeness of two texts is the share of pieces they have in common, |A∩B| / √(|A|·|B|) (A. Ochiai 1957),
which is kind to a short text beside a long one. Nothing here decides: people read the matches and choose.
"""

import math
import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from shiliu.methods.places import METRES_PER_DEGREE, coarsen, distance_m

_CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
SHORT = 3

# Of one point: how much words, matter and nearness say; from LEAST on a match is worth a reader's moment. Chosen on the
# invented pairs of tests/test_similar.py, which also say how often that is right.
WORDS, MATTER, NEAR = 0.55, 0.30, 0.15
ALIKE = 0.30  # texts of two people about one thing hardly share more than this
LEAST = 0.40
ELSEWHERE = -0.35  # both say what it is about, and it is about different things


@dataclass(frozen=True, slots=True)
class Need:
    """`matter` and `group` are keys or None; `point` is (longitude, latitude) or None; `enclosure` names the compound, or
    whatever both may lie in where no point is known."""

    key: Hashable
    text: str
    matter: Hashable | None = None
    group: Hashable | None = None
    point: tuple[float, float] | None = None
    enclosure: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """`score` and `words` from 0 to 1; `metres` apart, None when they only lie in the same enclosure."""

    key: Hashable
    score: float
    words: float
    metres: float | None


def pieces(text: str) -> frozenset[str]:
    """Pairs of Chinese characters and triples of other letters, whatever the case and width they were typed in."""
    found: set[str] = set()
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        chinese = _IS_CHINESE.match(run)
        if chinese or len(run) > SHORT or run.isdecimal():
            size, run = (2, run) if chinese else (3, f" {run} ")
            found.update(run[start : start + size] for start in range(max(1, len(run) - size + 1)))
    return frozenset(found)


def likeness(one: str, other: str) -> float:
    """How alike two texts are: 1 for the same words, 0 for nothing in common or nothing to compare."""
    a, b = pieces(one), pieces(other)
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def matches(mine: Need, others: Iterable[Need], *, metres: float, most: int) -> list[Match]:
    """The `most` likeliest of `others` to be the same as `mine`, best first; of equal ones the one with the likelier words.

    Only what lies within `metres` or in the same enclosure. Before anything was written only the same matter counts."""
    found = [match for other in others if (match := match_of(mine, other, metres=metres))]
    return sorted(found, key=lambda match: (-match.score, -match.words))[:most]


def match_of(mine: Need, other: Need, *, metres: float) -> Match | None:
    """How likely two needs are the same, or None: too far apart, or too little in common."""
    apart = distance_m(mine.point, other.point) if mine.point and other.point else None
    enclosed = mine.enclosure is not None and mine.enclosure == other.enclosure
    if not enclosed and (apart is None or apart > metres):
        return None
    near = max(0.3 if enclosed else 0.0, 1 - apart / metres if apart is not None else 0.0)
    same = mine.matter is not None and mine.matter == other.matter
    groups = mine.group is not None and other.group is not None
    matter = 1.0 if same else 0.5 if groups and mine.group == other.group else ELSEWHERE if groups else 0.0
    if not mine.text.strip():
        return Match(other.key, MATTER + NEAR * near, 0.0, apart) if same else None
    words = likeness(mine.text, other.text)
    score = WORDS * min(1.0, words / ALIKE) + MATTER * matter + NEAR * near
    return Match(other.key, score, words, apart) if score >= LEAST else None


def rows_around(point: tuple[float, float], metres: float, square: float) -> list[float]:
    """Latitudes that `coarsen(…, square)` gives to points up to `metres` north or south: an index finds these by equality."""
    lat, step = point[1], square / METRES_PER_DEGREE / 2
    steps = math.ceil(metres / METRES_PER_DEGREE / step) + 1
    return sorted({coarsen(0.0, max(-90.0, min(90.0, lat + n * step)), square)[1] for n in range(-steps, steps + 1)})


def columns_around(point: tuple[float, float], metres: float, square: float) -> tuple[float, float]:
    """Longitudes (west, east) between which `coarsen(…, square)` puts points up to `metres` east or west. Does not reach
    over the line of date."""
    lon, lat = point
    reach = (metres + square) / METRES_PER_DEGREE / max(math.cos(math.radians(lat)), 0.01)
    return lon - reach, lon + reach
