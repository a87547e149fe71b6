"""Flags text that seems to name a private person or to give a number that leads to one.

The flag is shown to the author before sending and to the moderator, who decides; nothing is refused, scored or kept. How
often it is right and what it misses is measured on invented sentences and published in docs/private-text.md.

Kinds: person, household (a dwelling tied to those who live in it), phone, id_number, plate, bank_card, email, chat_id
(WeChat, QQ). Confidence is "high", "medium" or "low". Somebody with a public duty who is named (张主任) is a person too.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shiliu.methods.private_names import find_people
from shiliu.methods.private_numbers import find_numbers

# Where two kinds claim the same signs, the earlier one wins: an identity number holds what looks like a phone.
KINDS = ("email", "id_number", "bank_card", "plate", "chat_id", "phone", "household", "person")
CONFIDENCES = ("high", "medium", "low")
_SAME = {**dict.fromkeys("‐‑‒–—―−－﹣ー", "-"), **dict.fromkeys("•・．‧∙⋅･", "·")}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """text[start:end] seems to be a `kind`."""

    start: int
    end: int
    kind: str
    confidence: str


def find(text: str) -> list[Span]:
    """Spans that seem private, in order, without overlaps; offsets are into `text` as given. Linear in its length."""
    plain, at = _normalised(text)
    found = [Span(*hit) for hit in (*find_numbers(plain), *find_people(plain))]
    if not found:
        return []
    found.sort(key=lambda span: (KINDS.index(span.kind), CONFIDENCES.index(span.confidence), span.start - span.end))
    taken = bytearray(len(plain))
    kept = []
    for span in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(Span(at[span.start], at[span.end - 1] + 1, span.kind, span.confidence))
    return sorted(kept)


def mask(text: str, spans: Iterable[Span], replacement: str = "***") -> str:
    """`text` with each span replaced, whatever its length, so that the length gives nothing away. Overlaps are joined."""
    parts, done = [], 0
    for span in sorted(spans):
        if span.start >= done:
            parts += [text[done : span.start], replacement]
        done = max(done, span.end)
    return "".join([*parts, text[done:]])


def _normalised(text: str) -> tuple[str, Sequence[int]]:
    """The text with its signs made plain, invisible ones left out; and where in `text` each was."""
    plain = "".join(map(_plain, text))
    if len(plain) == len(text):  # a plain sign is one sign, so none was left out
        return plain, range(len(text))
    return plain, [place for place, sign in enumerate(text) if _plain(sign)]


@lru_cache(maxsize=20_000)
def _plain(sign: str) -> str:
    """One sign without its full-width, foreign-digit or typographic form; "" for an invisible one."""
    sign = _SAME.get(sign, sign)
    if unicodedata.category(sign) == "Cf":
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isspace():
        return "\n" if sign == "\n" else " "
    simple = unicodedata.normalize("NFKC", sign)
    return simple if len(simple) == 1 else sign
