"""The rules of the queue on plain values: which step may follow which, who is called next, how long it may still take."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

# verb: (states it starts from, state it leads to)
STEPS = {
    "call": (("waiting",), "called"),
    "again": (("called",), "called"),
    "begin": (("called",), "serving"),
    "hold": (("called", "serving"), "held"),
    "back": (("held", "left"), "waiting"),
    "pass_on": (("waiting", "called", "serving"), "waiting"),
    "leave": (("waiting", "called", "held"), "left"),
    "finish": (("serving",), "served"),
    "reopen": (("served",), "serving"),
}
# What is measured while a ticket is in a state.
MEASURED = {"waiting": "waiting", "called": "walking", "serving": "service", "held": "hold"}
ORDER = ("law", "booked", "back", "")
REOPEN_WITHIN = timedelta(minutes=10)
FEWEST_MEASURED = 5  # of today's services before a time is foretold from them
ORDINARY_MINUTES = 10  # until then


@dataclass(frozen=True)
class Head:
    """The first of those who wait in one line with one priority."""

    pk: int
    priority: str
    since: object


def next_of(heads, now, fair):
    """The Head to be called: whoever has waited longer than `fair` (a timedelta), the longest first; else by priority, then by
    arrival. None if nobody waits."""
    if not heads:
        return None
    patient = [head for head in heads if now - head.since >= fair]
    if patient:
        return min(patient, key=lambda head: (head.since, head.pk))
    return min(heads, key=lambda head: (ORDER.index(head.priority), head.since, head.pk))


@dataclass(frozen=True)
class Foretold:
    """Minutes a ticket may still wait: from `least` to `most`; `measured` tells whether today's services say so."""

    least: int
    most: int
    measured: bool


def foretell(ahead, desks, services):
    """How long `ahead` tickets take at `desks` open counters, from the lengths (timedelta) of today's services.

    A range from half to one and a half of the median: a queue that foretells a minute tells a lie."""
    measured = len(services) >= FEWEST_MEASURED
    each = median(one.total_seconds() for one in services) / 60 if measured else ORDINARY_MINUTES
    minutes = ahead * each / max(desks, 1)
    return Foretold(int(minutes * 0.5), max(1, round(minutes * 1.5)) if ahead else 0, measured)


def spoken(code):
    """A ticket's code as a voice reads it: letter and digits apart."""
    return " ".join(code)
