"""What the pool takes, what it costs, and which way a candidate goes, on plain values."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_NAME = 80
LONGEST_SUMMARY = 1000
DEAREST = 1_000_000_000

# verb: (states it starts from, state it leads to). OUT and MERGED lead back to where the candidate stood.
MOVES = {
    "ask": (("entered", "checking", "not_feasible", "ready"), "checking"),
    "settle_ready": (("checking",), "ready"),
    "settle_not": (("checking",), "not_feasible"),
    "reopen": (("ready", "not_feasible"), "checking"),
    "enter_vote": (("ready",), "in_vote"),
    "leave_vote": (("in_vote",), "ready"),
    "choose": (("in_vote", "ready"), "chosen"),
    "give_up": (("chosen",), "ready"),
    "take_out": (("entered", "checking", "ready", "not_feasible"), "out"),
    "merge": (("entered", "checking", "ready", "not_feasible"), "merged"),
}
EDITABLE = ("entered", "checking", "ready", "not_feasible")


@dataclass(frozen=True)
class Money:
    """From `low` to `high`, whole yuan."""

    low: int
    high: int


def price(low, high):
    """Money of what was typed; `high` may be missing for one price. Raises ValueError with a sentence for the reader."""
    if low is None:
        raise ValueError(_("Say what it costs, in whole yuan."))
    high = low if high is None else high
    if not 0 < low <= high:
        raise ValueError(_("The lower price is above nothing, and not above the higher one."))
    if high > DEAREST:
        raise ValueError(_("This price is too high to be right. Enter whole yuan."))
    return Money(low, high)


def summed(prices):
    """What several units need together: each does its own part. `prices` are Money; None for none."""
    prices = list(prices)
    return Money(sum(one.low for one in prices), sum(one.high for one in prices)) if prices else None


def over_limit(kind, high, limits):
    """The limit in yuan that `high` is above, or None. `limits`: {kind: yuan}."""
    limit = limits.get(kind)
    return limit if limit is not None and high is not None and high > limit else None


def problems_of(names, summary, point):
    """{field: sentence} of what a candidate cannot be entered with."""
    problems = {}
    if not names.get("zh-hans", "").strip():
        problems["names"] = _("The name in simplified Chinese is missing.")
    if any(len(text) > LONGEST_NAME for text in names.values()):
        problems["names"] = _("A name has %(most)d characters at most.") % {"most": LONGEST_NAME}
    if not any(text.strip() for text in summary.values()):
        problems["summary"] = _("Say in a few sentences what it is and whom it serves.")
    if any(len(text) > LONGEST_SUMMARY for text in summary.values()):
        problems["summary"] = _("The description has %(most)d characters at most.") % {"most": LONGEST_SUMMARY}
    if point is not None and not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        problems["longitude"] = _("This point is nowhere on earth.")
    return problems
