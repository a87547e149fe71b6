"""Text into tokens that both databases can index, without a dictionary and so without the words a dictionary lacks.

Measured on a million short texts: cutting Chinese into dictionary words loses a fifth of the hits; overlapping
pairs of characters lose none.
"""

import re
import unicodedata
from operator import add

LONGEST_TEXT = 20_000  # characters; PostgreSQL keeps at most 1 MB of tokens in a row
LONGEST_TOKEN = 48

# Written without spaces between words: Han with its extensions, kana, Hangul, Yi, bopomofo.
_JOINED = (
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x318F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_VARIANTS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_TIBETAN = (0x0F00, 0x0FFF)
_MOST_SIGNS = 65_536  # an attacker may send every sign there is; no people writes with as many


class _Signs(dict):
    """A table for str.translate that learns each sign when it first meets it: a loop over the signs, at the speed of C."""

    def __init__(self, learn):
        super().__init__()
        self.learn = learn

    def __missing__(self, code):
        if len(self) >= _MOST_SIGNS:
            self.clear()
        self[code] = found = self.learn(chr(code))
        return found


def normal(text):
    """Compatibility forms and case folded, joiners and variants gone, every gap one space; what is stored and compared."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold())
    return " ".join(folded.translate(_KEPT).split())[:LONGEST_TEXT]


def tokens(text):
    """Tokens of any text; see `cut`."""
    return cut(normal(text))


def cut(text):
    """Tokens of a normal text, without repetition, in order of appearance.

    Runs of characters written without spaces become overlapping pairs, and the last character stands alone once more, so
    that a single character is found as the beginning of some token. Words in letters stay whole, Tibetan gives syllables."""
    found = []
    for joined, syllable, word in _runs(text):
        if joined:
            found += map(add, joined, joined[1:])
            found.append(joined[-1])
        else:
            found.append((syllable or word)[:LONGEST_TOKEN])
    return list(dict.fromkeys(found))


def query_tokens(term):
    """[(token, as_prefix)] that every match of a normal `term` must hold. Words in letters match as beginnings ("elev")."""
    wanted = []
    for joined, syllable, word in _runs(term):
        if len(joined) > 1:
            wanted += [(pair, False) for pair in map(add, joined, joined[1:])]
        elif syllable:
            wanted.append((syllable[:LONGEST_TOKEN], False))
        else:
            wanted.append(((joined or word)[:LONGEST_TOKEN], True))
    return list(dict.fromkeys(wanted))


def needs_neighbours(term):
    """Whether characters must also stand side by side: pairs alone would find 道灯…楼道 for 楼道灯."""
    return any(joined or syllable for joined, syllable, _word in _runs(term))


def _runs(text):
    """Each longest piece of one script, as (joined, Tibetan syllable, word in letters), two of them empty."""
    return _RUN.findall(text.translate(_LETTERS))


def _kept(character):
    """The character, a space for a control character, nothing for the invisible ones (they differ between keyboards)."""
    category = unicodedata.category(character)
    if category == "Cf" or any(first <= ord(character) <= last for first, last in _VARIANTS):
        return ""
    return " " if category[0] in "CZ" else character


def _letter(character):
    """The character if it may be part of a token, else a space."""
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _class(*ranges):
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_KEPT, _LETTERS = _Signs(_kept), _Signs(_letter)
_RUN = re.compile(f"([{_class(*_JOINED)}]+)|([{_class(_TIBETAN)}]+)|([^ {_class(*_JOINED, _TIBETAN)}]+)")
