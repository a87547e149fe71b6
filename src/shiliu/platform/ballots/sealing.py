"""A ballot in its envelope: AES-256-GCM over text of one length, bound to its box and its place in it."""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
LETTERS = 16  # 31^16, about 79 bits: among a million receipts two alike are not to be expected


class TooLong(ValueError):
    """The ballot does not fit into the envelopes of its box."""


class Damaged(ValueError):
    """What lies in the box is not what was put in: changed, moved, or sealed with another key."""


@dataclass(frozen=True)
class Ballot:
    """`content` is JSON-able; `nonce` belongs to the ballot for as long as it lies in the box; `step` counts how often it changed; a
    `final` one does not change any more."""

    content: object
    nonce: str
    step: int = 1
    final: bool = False

    @classmethod
    def new(cls, content, *, final=False):
        return cls(content, os.urandom(32).hex(), 1, final)

    def changed(self, content, *, final=False):
        return Ballot(content, self.nonce, self.step + (content != self.content), self.final or final)

    def receipt(self, box):
        """HMAC of the content under the ballot's own nonce, in letters: without the nonce it can be of any content."""
        message = f"{box.kind}:{box.thing}:{plain(self.content)}".encode()
        number = int.from_bytes(hmac.new(bytes.fromhex(self.nonce), message, hashlib.sha256).digest())
        letters = ""
        for _letter in range(LETTERS):
            number, place = divmod(number, len(ALPHABET))
            letters += ALPHABET[place]
        return letters


def seal(box, key, token, ballot):
    """Bytes for the table: a fresh nonce of the cipher, then what only `key` opens. Raises TooLong."""
    content = [ballot.content, ballot.nonce, ballot.step, ballot.final]
    return seal_content(key, f"{box.kind}:{box.thing}:{token}", content, box.length)


def unseal(box, key, token, sealed):
    """The Ballot. Raises Damaged."""
    return Ballot(*unseal_content(key, f"{box.kind}:{box.thing}:{token}", sealed))


def seal_content(key, place, content, length):
    """JSON-able `content` sealed for one `place` (text), as long as any other of that `length`. Raises TooLong."""
    text = plain(content).encode()
    if len(text) > length:
        raise TooLong(f"{len(text)} bytes do not fit into {length}")
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.ljust(length), place.encode())


def unseal_content(key, place, sealed):
    """The content. Raises Damaged for what was changed, put elsewhere or sealed with another key."""
    sealed = bytes(sealed)
    try:
        return json.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode()))
    except InvalidTag:
        raise Damaged(f"what was sealed for {place} cannot be opened") from None


def spelled(receipt):
    """As it is shown: groups of four."""
    return " ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def read(typed):
    """The receipt somebody typed, or '' for what can be none."""
    receipt = "".join(letter for letter in typed.upper() if letter not in " -－·\t\n")
    return receipt if len(receipt) == LETTERS and set(receipt) <= set(ALPHABET) else ""


def plain(content):
    """Text that is the same for the same content: what is sealed, and what a receipt is of."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
