"""Words in a box: AES-256-GCM, bound to the row they belong to, in lengths of which there are few."""

from shiliu.govern.mediation.sealed import keys
from shiliu.platform.ballots import sealing

LEAST = 512


def shut(name, place, words):
    """Bytes for the table: JSON-able `words` sealed with the key `name` for one `place` (text)."""
    return sealing.seal_content(keys.key(name), place, words, _length(words))


def opened(name, place, box):
    """The words. Raises sealing.Damaged for what was changed or put elsewhere, secrets.NoSecret without the key."""
    return sealing.unseal_content(keys.key(name), place, box)


def _length(words):
    """The next power of two: how much was written says little about what was written."""
    return max(LEAST, 1 << (len(sealing.plain(words).encode()) - 1).bit_length())
