"""Heads of the chain written down outside the database, so that a chain cut short or rewritten as a whole still shows."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from shiliu.platform.audit.sealing import head
from shiliu.platform.clock import now

FILE = "audit_heads.txt"


@dataclass(frozen=True)
class Head:
    """The chain had `seq` links and ended in `hash` at `at` (None when told by hand)."""

    seq: int
    hash: str
    at: datetime | None = None

    def __str__(self):
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, text, at=None):
        """From "seq:hash". Raises ValueError."""
        seq, colon, digest = text.strip().partition(":")
        if not (colon and seq.isdigit() and len(digest) == 64):
            raise ValueError(
                f"{text!r} is not a head of the chain, which looks like 120:1f3a… with 64 hexadecimal digits"
            )
        return cls(int(seq), digest, at)


def path():
    return Path(settings.DATA_DIR) / FILE


def noted():
    """Heads in the file, oldest first; a line that cannot be read raises ValueError with its number."""
    if not path().exists():
        return []
    heads = []
    for number, line in enumerate(path().read_text(encoding="utf-8").splitlines(), 1):
        try:
            moment, text = line.split()
            heads.append(Head.parse(text, datetime.fromisoformat(moment)))
        except ValueError as error:
            raise ValueError(f"{path()} line {number}: {error}") from None
    return heads


def note():
    """Adds today's head to the file unless it stands there already. A copy elsewhere (print it) is better still."""
    end = head()
    if not end.seq or any(known.seq == end.seq and known.hash == end.hash for known in noted()[-1:]):
        return
    with open(path(), "a", encoding="utf-8") as file:
        file.write(f"{now().isoformat(timespec='seconds')} {end.seq}:{end.hash}\n")
        file.flush()
        os.fsync(file.fileno())
