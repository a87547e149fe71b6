"""What two versions of a text differ in, readable in Chinese too."""

import difflib
import re

# Words written with letters stay whole; Chinese is compared sign by sign.
PIECES = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff]+|\d+|\s+|.", re.DOTALL)


def differences(before, after):
    """(("same" | "gone" | "new", words), …) that lead from one text to the other."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    pieces = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [("gone", "".join(old[a:b]))] * (b > a) + [("new", "".join(new[c:d]))] * (d > c)
    return tuple(pieces)
