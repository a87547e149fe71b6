"""Decisions on plain values: the tracking code, what counts as an obstacle, how a case is quoted."""

import hashlib
import hmac
import re

from django.utils.translation import gettext_lazy as _

# No letters or digits that are mistaken for each other when read out on the phone (0/O, 1/I/L, 2/Z, 5/S, 8/B).
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 10

OBSTACLES = (
    ("law", _("The law does not allow it")),
    ("money", _("There is no money for it this year")),
    ("ownership", _("The owners must decide it themselves")),
    ("technical", _("It is technically impossible")),
    ("other_duty", _("It is somebody else's duty, named in the answer")),
)


def hash_code(code, key):
    """Keyed hash of a tracking code as typed (case, blanks, dashes and full-width letters do not matter); None if it
    cannot be one."""
    cleaned = re.sub(r"[\W_]", "", code.translate(FULL_WIDTH)).upper()
    if len(cleaned) != CODE_LENGTH or set(cleaned) - set(ALPHABET):
        return None
    return hmac.new(key.encode(), b"case-code:" + cleaned.encode(), hashlib.sha256).hexdigest()


FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


def code_from_bytes(digest):
    """Ten letters of the alphabet from at least eight random bytes."""
    number = int.from_bytes(digest[:16], "big")
    letters = ""
    for _i in range(CODE_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def short_title(text, length=40):
    """The first words of a text, cut where a sentence or a word ends."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    for mark in "。！？!?؟۔.;；":
        head, found, _rest = line.partition(mark)
        if found and 4 <= len(head) < len(line):
            line = head
    if len(line) <= length:
        return line
    cut = line[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip("，,、 ") + "…"
