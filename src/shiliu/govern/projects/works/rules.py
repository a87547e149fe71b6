"""Which way a project goes, and what its numbers say, on plain values."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

# verb: (states it starts from, state it leads to, what followers read)
MOVES = {
    "start": (("planned",), "under_way", _("The work has begun.")),
    "pause": (("under_way",), "paused", _("The work is paused.")),
    "resume": (("paused",), "under_way", _("The work goes on.")),
    "hand_over": (("under_way",), "acceptance", _("The work is done; residents who are drawn by lot will look at it.")),
    "mend": (("acceptance",), "under_way", _("Not accepted yet: what is missing is being mended.")),
    "finish": (("acceptance",), "finished", _("It is finished and accepted.")),
    "stop": (("planned", "under_way", "paused"), "stopped", _("The project was stopped.")),
    "plan_again": (("stopped",), "planned", _("The project is planned again.")),
}
NEEDS_WORDS = ("pause", "stop", "mend", "plan_again")
OPEN = ("planned", "under_way", "paused", "acceptance")
DONE = ("finished", "stopped")
LEAST_RATINGS = 5  # fewer are not shown: what one neighbour thinks is nobody's business


@dataclass(frozen=True)
class Money:
    """Whole yuan: granted to the project, planned in its lines, ordered and paid."""

    granted: int
    planned: int
    ordered: int
    paid: int

    @property
    def unplanned(self):
        return self.granted - self.planned


def summed(granted, lines):
    """Money of a project; `lines` have planned, ordered and paid."""
    lines = list(lines)
    totals = (sum(getattr(line, name) for line in lines) for name in ("planned", "ordered", "paid"))
    return Money(granted, *totals)


def verdict(needed, accepts, refuses):
    """True, False or None (too few said anything): accepted when at least `needed` spoke and more accept than refuse."""
    if accepts + refuses < needed:
        return None
    return accepts > refuses


def is_asked(kind, state, finished_on, today, days):
    """Whether neighbours are asked how satisfied they are: of a service while it goes on, of everything for `days` once finished."""
    if state == "finished":
        return today <= finished_on + timedelta(days=days)
    return kind == "service" and state != "stopped"


def asked_until(project, days):
    """The last day on which neighbours are asked of a finished project; None while nobody knows it."""
    return project.finished_on + timedelta(days=days) if project.finished_on else None


def counted(levels):
    """{level as text: how many} of levels 1 to 5; nothing of fewer than LEAST_RATINGS."""
    levels = list(levels)
    if len(levels) < LEAST_RATINGS:
        return {}
    return {str(level): levels.count(level) for level in range(1, 6)}


def is_late(due, reached_on, today):
    return (reached_on or today) > due
