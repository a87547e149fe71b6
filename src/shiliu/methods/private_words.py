"""The word lists of private_names, read from data/private_words.csv (list,words).

They hold parts of names and the words around names, so that a sentence that seems to name somebody can be shown to its
author. They say nothing about anybody: no list is joined to a person, and nothing is kept of what was found.
"""

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "private_words.csv"


@dataclass(frozen=True)
class Sieved:
    """A pattern, and the signs (or words) of which every text that it fits holds at least one.

    Imports ask for each of very many texts, most of which hold none of them: then the text is not searched."""

    pattern: re.Pattern[str]
    needs: frozenset[str]

    def hits(self, text: str, held: Collection[str]) -> Iterable[re.Match[str]]:
        """Where the pattern fits `text`, whose signs (or words) are `held`, a set."""
        return () if self.needs.isdisjoint(held) else self.pattern.finditer(text)


def sieved(pattern: str, needs: Iterable[str]) -> Sieved:
    return Sieved(re.compile(pattern), frozenset(needs))


@cache
def words(name: str) -> tuple[str, ...]:
    """One list, longest word first (the first alternative of a pattern that fits is taken). KeyError if unknown."""
    return _lists()[name]


def any_of(*names: str) -> str:
    """A pattern that fits any word of the lists."""
    joined = sorted({word for name in names for word in words(name)}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, joined))})"


def sign_of(*names: str) -> str:
    """A pattern that fits one sign of the lists of single signs."""
    return f"[{''.join(sorted({re.escape(sign) for name in names for sign in words(name)}))}]"


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # A row without spaces and of many signs is a list of single signs.
            several = row["words"].split()
            single = len(several) == 1 and row["list"] in SIGN_LISTS
            found.setdefault(row["list"], set()).update(row["words"] if single else several)
    return {name: tuple(sorted(some, key=lambda word: (-len(word), word))) for name, some in found.items()}


SIGN_LISTS = frozenset(
    {
        "clear_surnames",
        "common_surnames",
        "given_signs",
        "not_given",
        "short_titles",
        "after_name",
        "sound_signs",
        "wide_sound_signs",
        "tibetan_endings",
    }
)
