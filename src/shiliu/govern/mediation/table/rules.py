"""Times and languages at a table, on plain values. Half hours are what rooms and people are given out by."""

from datetime import timedelta

UNIT = timedelta(minutes=30)
LENGTHS = (30, 60, 90, 120, 180)  # minutes of a sitting
PIECE = timedelta(hours=2)  # what a seat says yes or no to at once: finer asks too much of a telephone
CONSENTING = ("asked", "joined")


def units(starts, minutes):
    """The half hours of a sitting."""
    return [starts + UNIT * at for at in range(-(-minutes // 30))]


def grid(openings):
    """Every half hour that lies whole inside an opening [(opens, closes)]."""
    found = []
    for opens, closes in openings:
        at = opens
        while at + UNIT <= closes:
            found.append(at)
            at += UNIT
    return found


def pieces(openings):
    """[(starts, ends)] of at most two hours each, that a seat ticks when it can come."""
    found = []
    for opens, closes in openings:
        at = opens
        while at + UNIT <= closes:
            found.append((at, min(at + PIECE, closes)))
            at += PIECE
    return found


def covered(spans):
    """The half hours that lie whole inside one of the spans."""
    return frozenset(at for span in spans for at in grid([span]))


def starts_within(half_hours, minutes):
    """Moments at which a sitting of so many minutes can begin, so that all its half hours are among these."""
    half_hours = frozenset(half_hours)
    return frozenset(at for at in half_hours if all(unit in half_hours for unit in units(at, minutes)))


def tongues_missing(spoken, understood):
    """Languages of parties ({key: tag}) that nobody at the table understands; zh-Hans and zh-Hant are one when spoken."""
    known = {_spoken(tag) for tag in understood}
    return sorted({_spoken(tag) for tag in spoken.values()} - known)


def _spoken(tag):
    return tag.lower().split("-")[0]
