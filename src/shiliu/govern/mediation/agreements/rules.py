"""What an agreement must be, on plain values. Source: People's Mediation Law 2010, articles 28-33 (domain.md §5)."""

import hashlib
import json
from datetime import timedelta
from difflib import SequenceMatcher

PARTS = ("facts", "points", "duties")  # 29: main facts, points at issue, what each side answers for
LONGEST, MOST_TERMS = 4000, 12
DAY = timedelta(days=1)
CODE_DIGITS, CODE_TRIES = 6, 5
BOX, MOST_STROKES, MOST_POINTS = (600, 200), 80, 4000  # of a drawn signature: units of its drawing


def missing(words):
    """Names of required parts (29) that are empty: of PARTS, and `terms` where none says what, how and until when."""
    gone = [part for part in PARTS if not str(words.get(part) or "").strip()]
    terms = words.get("terms") or []
    whole = all(term.get("side") and term.get("what") and term.get("way") and term.get("due") for term in terms)
    return gone if terms and whole else [*gone, "terms"]


def why_written(*, asked, major, terms, today):
    """Codes of the reasons for which an agreement must be in writing (rows.WRITTEN says their source). `terms` have ISO days."""
    found = {"asked": asked, "later": any(term["due"] > today.isoformat() for term in terms), "major": major}
    return [code for code, holds in found.items() if holds]


def canonical(number, words):
    """The bytes that are signed: the same for the same words whatever wrote them down."""
    return json.dumps({"version": number, **words}, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(number, words):
    """SHA-256 in hex of the canonical bytes."""
    return hashlib.sha256(canonical(number, words)).hexdigest()


def spelled(digest):
    """As it is read out and compared: groups of eight."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def differences(before, after):
    """[(“same” | “gone” | “new”, text)] from one text to the next, whose pieces put together again give both."""
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", before[a:b]))
            continue
        if b > a:
            found.append(("gone", before[a:b]))
        if d > c:
            found.append(("new", after[c:d]))
    return found


def strokes_of(given):
    """Drawn strokes as lists of whole points inside BOX. Raises ValueError for what is none."""
    if not isinstance(given, list) or not 0 < len(given) <= MOST_STROKES:
        raise ValueError("no strokes")
    width, height = BOX
    strokes = [[_point(point, width, height) for point in stroke] for stroke in given if isinstance(stroke, list)]
    if len(strokes) != len(given) or not 2 <= sum(map(len, strokes)) <= MOST_POINTS:
        raise ValueError("too few or too many points")
    return strokes


def _point(point, width, height):
    if not isinstance(point, list) or len(point) != 2 or not all(type(value) in {int, float} for value in point):
        raise ValueError("no point")
    if not all(abs(value) < 10**6 for value in point):  # neither infinite nor no number
        raise ValueError("no point")
    return [min(max(round(point[0]), 0), width), min(max(round(point[1]), 0), height)]


def svg_of(strokes):
    """The strokes as a picture for print and page: only numbers stand in it."""
    width, height = BOX
    paths = "".join(
        '<path d="M' + " L".join(f"{x} {y}" for x, y in stroke) + ('"/>' if len(stroke) > 1 else ' l1 1"/>')
        for stroke in strokes
        if stroke
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<g fill="none" stroke="#1b1b1b" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )


def reminder(due_on, today, *, before):
    """Which reminder of a term is due: “before” from `before` days ahead, “day”, “over”, or "" for none yet."""
    if today > due_on:
        return "over"
    if today == due_on:
        return "day"
    return "before" if today >= due_on - timedelta(days=before) else ""
