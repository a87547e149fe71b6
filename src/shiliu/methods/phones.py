"""Telephone numbers as one text, however they were typed.

Numbers are kept as E.164 (ITU-T): "+", country code, subscriber number, at most fifteen digits. Mainland mobile numbers
have eleven digits beginning 13 to 19 and are usually typed without the country code.
"""

import re
import unicodedata

_MAINLAND = re.compile(r"1[3-9]\d{9}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
_SEPARATORS = str.maketrans(
    "", "", " -.()\u00a0\u2010\u2011\u2012\u2013\u2014\u3000\u200e\u200f\u202a\u202c\u2066\u2069"
)


def normal_phone(typed: str) -> str | None:
    """The number as E.164 text, or None if it is neither a mainland mobile number nor one with a country code."""
    text = unicodedata.normalize("NFKC", typed).translate(_SEPARATORS)
    text = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    if text.startswith("00"):
        text = "+" + text[2:]
    if _MAINLAND.fullmatch(text) or (text.startswith("86") and _MAINLAND.fullmatch(text[2:])):
        return "+86" + text[-11:]
    if text.startswith("+86"):
        return text if _MAINLAND.fullmatch(text[3:]) else None
    return text if _INTERNATIONAL.fullmatch(text) else None


def spoken_phone(number: str) -> str:
    """The number in groups for reading: +86 138 0013 8000; others unchanged."""
    if number.startswith("+86") and _MAINLAND.fullmatch(number[3:]):
        return f"{number[:3]} {number[3:6]} {number[6:10]} {number[10:]}"
    return number
