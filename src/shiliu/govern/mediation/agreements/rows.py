"""Weak facts as rows with a source: where else one can go, why an agreement is written, what no court confirms, causes."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shiliu.foundation.names import name_in

DATA = Path(__file__).parent / "data"
TAGS = {"zh": "zh-hans", "en": "en", "ug": "ug"}


@dataclass(frozen=True)
class Row:
    """`names` and `how` are {language: text}; `kinds` and `ends` what it is for, empty for all."""

    code: str
    names: dict
    how: dict
    source: str
    kinds: frozenset = frozenset()
    ends: frozenset = frozenset()

    @property
    def name(self):
        return name_in(self.names)

    @property
    def told(self):
        return name_in(self.how) if self.how else ""


@cache
def read(name):
    """{code: Row} of data/<name>.csv, in its order."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return {row["code"]: _row(row) for row in csv.DictReader(file)}


def routes(kind, state):
    """Where else the sides of a dispute of that kind can go after that end, as the rows are ordered."""
    return [
        row
        for row in read("routes").values()
        if (not row.kinds or kind in row.kinds) and (not row.ends or state in row.ends)
    ]


def _row(row):
    def texts(prefix):
        return {tag: row[f"{prefix}_{short}"] for short, tag in TAGS.items() if row.get(f"{prefix}_{short}")}

    def several(column):
        return frozenset((row.get(column) or "").split())

    return Row(row["code"], texts("name"), texts("how"), row["source"], several("kinds"), several("ends"))
