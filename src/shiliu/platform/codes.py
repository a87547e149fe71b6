"""Codes that open something without an account: short enough to be read out on the telephone, too many to be guessed."""

import hashlib
import hmac
import re

# No letters or digits that are mistaken for each other when read out on the phone (0/O, 1/I/L, 2/Z, 5/S, 8/B).
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 10
FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


def hash_code(code, key, purpose):
    """Keyed hash of a code as typed (case, blanks, dashes and full-width letters do not matter); None if it cannot be one.

    Hashes for one `purpose` never meet those for another."""
    cleaned = re.sub(r"[\W_]", "", code.translate(FULL_WIDTH)).upper()
    if len(cleaned) != CODE_LENGTH or set(cleaned) - set(ALPHABET):
        return None
    return hmac.new(key.encode(), f"{purpose}:{cleaned}".encode(), hashlib.sha256).hexdigest()


def code_from_bytes(digest):
    """Ten letters of the alphabet from at least eight random bytes."""
    number = int.from_bytes(digest[:16], "big")
    letters = ""
    for _i in range(CODE_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
