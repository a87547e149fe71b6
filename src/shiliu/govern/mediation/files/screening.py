"""What is not for mediation, asked before anything else is: where to go with it, and the number to call."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from shiliu.foundation.names import name_in

DATA = Path(__file__).parent.parent / "data" / "not_for_mediation.csv"
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug"}


@dataclass(frozen=True)
class Topic:
    """`report`: somebody must be told at once, with one button; `source`: the rule that keeps it from the table."""

    code: str
    icon: str
    report: bool
    numbers: tuple[str, ...]
    names: dict
    texts: dict
    source: str

    @property
    def name(self):
        return name_in(self.names, get_language())

    @property
    def text(self):
        return name_in(self.texts, get_language())


@cache
def topics():
    """{code: Topic} as the file has them."""
    with open(DATA, encoding="utf-8", newline="") as file:
        return {row["code"]: _topic(row) for row in csv.DictReader(file)}


def _topic(row):
    texts = ({tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items()} for stem in ("name", "text"))
    return Topic(row["code"], row["icon"], bool(row["report"]), tuple(row["numbers"].split(";")), *texts, row["source"])
