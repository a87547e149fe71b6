"""The calculation itself: find numbers whose SHA-256 begins with enough zero bits. Eight small puzzles instead of one large:
the time they take together varies much less. `static/challenge/worker.js` does the same in a browser."""

import hashlib
import re

PIECES = 8
NUMBERS = re.compile(rf"[0-9]{{1,15}}(?:,[0-9]{{1,15}}){{{PIECES - 1}}}")


def message(name, piece, number):
    """What is hashed: short enough for one block of SHA-256."""
    return f"{name}.{piece}.{number}"


def zero_bits(text):
    """How many bits the hash of `text` begins with that are 0."""
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return 256 - digest.bit_length()


def solves(name, answer, bits):
    """Whether `answer`, eight numbers with commas between, solves the puzzles called `name`."""
    if not NUMBERS.fullmatch(answer):
        return False
    return all(zero_bits(message(name, piece, number)) >= bits for piece, number in enumerate(answer.split(",")))


def solve(name, bits):
    """The answer, by trying: for tests and for measuring."""
    return ",".join(
        next(str(number) for number in range(10**15) if zero_bits(message(name, piece, number)) >= bits)
        for piece in range(PIECES)
    )
