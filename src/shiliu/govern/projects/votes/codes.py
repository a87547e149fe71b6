"""Codes of people who vote without an account: on slips and on paper sheets. Only a keyed hash is kept, and only until the close."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
LENGTH = 12  # 31^12, about 8 × 10^17: of ten thousand codes a guess finds one in 8 × 10^13 tries


def new():
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def spelled(code):
    """As it is printed: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def read(typed):
    """The code somebody typed, or '' for what can be none."""
    code = "".join(letter for letter in typed.upper() if letter not in " -－·\t\n")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
