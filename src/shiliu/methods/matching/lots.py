"""Lots that anybody can draw again: a ticket is SHA-256 of the published seed, a line break and the name of the entry.

    printf '%s\n%s' 'the seed' 'the entry' | sha256sum

Entries are drawn in the order of their tickets. Nobody can choose the outcome if the list of entries is closed and its
`fingerprint` published before anybody can know the seed, and if the source of the seed is announced beforehand (for example:
the winning numbers of the state lottery of a coming Friday, or dice thrown in the open at the meeting)."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from shiliu.methods.inputs import BadInput


def ticket(seed: str, *words: str) -> str:
    """The ticket, 64 hexadecimal digits: SHA-256 of the seed and the words in UTF-8 (NFC), joined by line breaks.

    Raises BadInput for an empty seed or word, and for one that is not a single line without spaces around."""
    parts = [unicodedata.normalize("NFC", part) for part in (seed, *words)]
    for part, what in zip(parts, ("seed", *words), strict=True):
        if not part or part != part.strip() or len(part.splitlines()) != 1:
            raise BadInput(
                "not_a_line", f"“{part[:40]}” must be one line, not empty and without spaces around", column=what[:40]
            )
    return sha256("\n".join(parts).encode()).hexdigest()


def order(seed: str, names: Iterable[str]) -> list[str]:
    """The names in the order of their tickets. Whatever order they come in, the result is the same."""
    return sorted(set(names), key=lambda name: ticket(seed, name))


def fingerprint(lines: Iterable[str]) -> str:
    """SHA-256 of the lines, sorted, each with a line break: what to publish when the list is closed."""
    return sha256("".join(f"{unicodedata.normalize('NFC', line)}\n" for line in sorted(lines)).encode()).hexdigest()
