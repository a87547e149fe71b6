"""JSON from strangers: what Python's reader lets through and no file, database or page could take afterwards is refused."""

import json

MOST_DIGITS = 400  # beyond this not even a float holds the number; Python stops at 4,300 with an error of another kind


def read(text, *, parse_constant=None):
    """What `text` says, as json.loads does, but refusing numbers of absurd length and halves of characters like \\ud800.

    Raises json.JSONDecodeError for these too, RecursionError for what is nested too deeply."""

    def whole(digits):
        if len(digits) > MOST_DIGITS:
            raise json.JSONDecodeError("a number has too many digits", text, text.find(digits))
        return int(digits)

    value = json.loads(text, parse_int=whole, parse_constant=parse_constant)
    if (escape := text.lower().find("\\ud")) >= 0:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise json.JSONDecodeError("half of a character stands alone", text, escape) from None
    return value
