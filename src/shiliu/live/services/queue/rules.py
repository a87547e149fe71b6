"""The rules of the queue on plain values: which step may follow which, who is called next, how long it may still take."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.platform.clock import now

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
FEWEST_SHOWN = 5  # numbers behind a mean of past weeks: fewer would tell of one person, or of one worker's morning
LEVELS = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
NUMBERS = {"fair_minutes": (5, 480), "left_after": (1, 9), "near": (1, 20)}  # of a hall
LAST_POSITION = 999
KEEP_DAYS = 1  # after its own day a number is kept so long, and then only counts and sums of times of its line
KEEP_SUMS_DAYS = 800  # two years, to lay a month beside the same month of the year before


def today():
    """The day of the site whose numbers count now."""
    return timezone.localdate(now())


def problems_of_hall(hall):
    """{field: sentence} for the plain values of a hall."""
    problems = {"code": problem_of_slug(hall["code"]), "names": problem_of_names(hall["names"])}
    for field, (least, most) in NUMBERS.items():
        if not least <= hall[field] <= most:
            problems[field] = _("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    return {field: problem for field, problem in problems.items() if problem}


def problems_of_line(line):
    """{field: sentence} for the letter, the names and the position of a line."""
    problems = {"names": problem_of_names(line["names"])}
    if not (len(line["letter"]) == 1 and "A" <= line["letter"] <= "Z"):
        problems["letter"] = _("Enter one letter from A to Z.")
    if not 0 <= line["position"] <= LAST_POSITION:
        problems["position"] = _("Give a number from %(least)d to %(most)d.") % {"least": 0, "most": LAST_POSITION}
    return {field: problem for field, problem in problems.items() if problem}


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


def stronger(one, other):
    """Of two priorities the one that is called first: whoever comes back from hold does not lose the priority of before."""
    return min(one, other, key=ORDER.index)


def foretell(ahead, desks, services):
    """How long `ahead` tickets take at `desks` open counters, from the lengths (timedelta) of today's services.

    A range from half to one and a half of the median: a queue that foretells a minute tells a lie."""
    measured = len(services) >= FEWEST_MEASURED
    each = median(one.total_seconds() for one in services) / 60 if measured else ORDINARY_MINUTES
    minutes = ahead * each / max(desks, 1)
    return Foretold(int(minutes * 0.5), max(1, round(minutes * 1.5)) if ahead else 0, measured)


def lengths(rows):
    """{(line, kind): [timedelta]}: how long each ticket took for each kind of step, from rows (line, kind, ticket, began, ended, sure).

    A step in two pieces, before and after a hold, is one length; a ticket with a doubted piece has no length of that kind."""
    whole, doubted = {}, set()
    for line, kind, ticket, began, ended, sure in rows:
        key = (line, kind, ticket)
        whole[key] = whole.get(key, timedelta()) + (ended - began)
        if not sure:
            doubted.add(key)
    found = {}
    for key, length in whole.items():
        if key not in doubted:
            found.setdefault(key[:2], []).append(length)
    return found


def spoken(code):
    """A ticket's code as a voice reads it: letter and digits apart."""
    return " ".join(code)
