"""Drawing lots that anybody can draw again: the order follows from the tickets and from words nobody knew beforehand.

The tickets are published before the words are known (the closing number of an exchange on a day to come, the numbers of a lottery):
whoever holds the draw can then choose neither. Each ticket's place is the SHA-256 of seed and ticket, smallest first, so that every
order is as likely as any other as long as the words could not be foreseen. It is the published scheme of verifiable sortition with
one hash in the place of a generator (compare RFC 3797, which does the same with MD5)."""

import hashlib


def fingerprint(tickets):
    """SHA-256 of the tickets in the order of the alphabet, one a line: what is published when the list is closed."""
    return hashlib.sha256("\n".join(sorted(tickets)).encode()).hexdigest()


def seed_of(tickets, words):
    """Hex seed from the closed list and the public words; spaces around and between the words do not matter."""
    return hashlib.sha256(f"{fingerprint(tickets)}|{' '.join(words.split())}".encode()).hexdigest()


def drawn_order(tickets, seed):
    """All tickets in the order drawn. Raises ValueError for a ticket that stands twice in the list."""
    tickets = list(tickets)
    if len(set(tickets)) != len(tickets):
        raise ValueError("a ticket stands in the list twice")
    return sorted(tickets, key=lambda ticket: (hashlib.sha256(f"{seed}|{ticket}".encode()).digest(), ticket))
