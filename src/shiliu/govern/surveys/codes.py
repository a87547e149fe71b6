"""Codes on the letters: one answer of each household. Only their hashes are kept, and only until they are used."""

import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
LENGTH = 10  # 31^10, about 8 × 10^14: of a thousand codes a guess finds one in 8 × 10^11 tries


def new():
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def spelled(code):
    """As it is printed: ABCDE-FGHJK."""
    return f"{code[:5]}-{code[5:]}"


def read(typed):
    """The code somebody typed, or '' for what can be none."""
    code = "".join(typed.upper().split()).replace("-", "").replace("－", "")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def digest(round_id, code):
    """With the site's secret key: who has the table alone cannot try all codes."""
    return salted_hmac("surveys.household_code", f"{round_id}:{code}", algorithm="sha256").hexdigest()
