"""Which of a list of things somebody means who types a word for it: by name, by another word for it, or by a slip of the finger.

A term fits when it is what was typed, holds it, or stands in it ("路灯不亮了" holds 路灯). Otherwise terms are near by the pieces
they share (methods.similar) or by their letters in order (Ratcliff and Obershelp 1988, difflib), whichever says more. Nothing is
chosen here: people read what is near and take it or not.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from shiliu.methods.similar import likeness

BETWEEN = re.compile(r"[,，、;；\n]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
SAME, HOLDS, ALL_WORDS = 1.0, 0.9, 0.85
# One of two Chinese characters, or seven of ten letters elsewhere: below this, what is near has nothing to do with what was meant.
# Chosen on the invented slips of tests/test_near_words.py.
LEAST, LETTERS = 0.42, 0.7


@dataclass(frozen=True, slots=True)
class Meant:
    """`score` from 0 to 1; `fits`: the words were found, not only words like them."""

    key: Hashable
    score: float
    fits: bool


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def split(keywords: str) -> list[str]:
    """The words of a field where people wrote them with commas of any language between."""
    return [word for part in BETWEEN.split(keywords) if (word := plain(part))]


def meant(typed: str, things: Iterable[tuple[Hashable, Iterable[str]]], *, most: int) -> list[Meant]:
    """The `most` likeliest of `things`, each (key, terms); those that fit, or, where none does, those that are near.

    Best first, of equals the earlier one. Nothing for less than two letters."""
    typed = plain(typed)
    if len(typed) < 2:
        return []
    scored = [
        (key, max((nearness(typed, plain(term)) for term in terms if term.strip()), default=0.0))
        for key, terms in things
    ]
    found = [Meant(key, score, score >= ALL_WORDS) for key, score in scored if score >= LEAST]
    if any(one.fits for one in found):
        found = [one for one in found if one.fits]
    return sorted(found, key=lambda one: -one.score)[:most]


def nearness(typed: str, term: str) -> float:
    if typed == term:
        return SAME
    shorter, longer = sorted((typed, term), key=len)
    if shorter in longer and len(shorter) >= (2 if _CHINESE.search(shorter) else 3):
        return HOLDS
    words = typed.split()
    if len(words) > 1 and all(word in term for word in words):
        return ALL_WORDS
    # One wrong word of several: each word by itself too, so that the others do not hide it.
    pairs = [
        (typed, term),
        *((word, other) for word in words for other in term.split() if min(len(word), len(other)) > 3),
    ]
    return max(_alike(one, other) for one, other in pairs) * (ALL_WORDS - 0.01)


def _alike(one: str, other: str) -> float:
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(likeness(one, other), ratio if ratio >= LETTERS or _CHINESE.search(one) else 0.0)
