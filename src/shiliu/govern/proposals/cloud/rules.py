"""Decisions on plain values: the usual numbers of supports, what an answer must say, how proposals are put in order."""

import hashlib
from datetime import timedelta

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area

# How many must support a proposal of an area of this level, unless a rule of the area says otherwise: a choice of the house. A stair
# knows itself; a district is many thousands.
THRESHOLDS = {
    Area.Level.BUILDING: 5, Area.Level.COMPOUND: 10, Area.Level.COMMUNITY: 30, Area.Level.STREET: 100, Area.Level.DISTRICT: 300,
}  # fmt: skip
LONGEST_TITLE, LONGEST_TEXT, SHORTEST_TEXT = 120, 5000, 20
LONGEST_COMMENT, SHORTEST_COMMENT, SHORTEST_REASON = 1000, 4, 6  # a Chinese sentence is short
MOST_OPEN = 5  # proposals one person may have open at once
MOST_COMMENTS = 30  # one person may write in a day on one proposal
REMIND = timedelta(days=3)
SAME = 0.9  # likeness of two texts from which on the second is the first once more
LARGEST_COST = 10**12
ACCEPTED = ("accepted", "in_part")


def problems_of_text(title, text):
    """{field: sentence} of a title and a text."""
    problems = {}
    if not title.strip():
        problems["title"] = _("Please fill this in.")
    elif len(title.strip()) > LONGEST_TITLE:
        problems["title"] = _("Keep this under %(count)d characters.") % {"count": LONGEST_TITLE}
    if len(text.strip()) < SHORTEST_TEXT:
        problems["text"] = _("Say in a few sentences what should be done, and why.")
    elif len(text.strip()) > LONGEST_TEXT:
        problems["text"] = _("Keep this under %(count)d characters.") % {"count": LONGEST_TEXT}
    return problems


def problems_of_answer(outcome, reasons, referred_to, cost_low, cost_high, begins_on, promised_on, today):
    """{field: sentence}: nobody closes a proposal without a reason, and nobody accepts one without a price and a day."""
    problems = {}
    if len(reasons.strip()) < SHORTEST_REASON:
        problems["reasons"] = _("Give the reasons in words that everybody understands. They are published.")
    if outcome == "not_in_power" and not referred_to.strip():
        problems["referred_to"] = _("Name who can decide it, so that people know where to turn.")
    if outcome in ACCEPTED:
        if promised_on is None:
            problems["promised_on"] = _("Name the day by which it is done. Everybody who follows it is told.")
        elif promised_on < today:
            problems["promised_on"] = _("This day is over. Choose a later one.")
        if cost_low is None:
            problems["cost_low"] = _("Say about what it costs in yuan; 0 if it costs nothing.")
        elif cost_high is not None and cost_high < cost_low:
            problems["cost_high"] = _("The higher price is below the lower one.")
    if max(cost_low or 0, cost_high or 0) > LARGEST_COST:
        problems["cost_high"] = _("This is more than any budget here. Check the number of zeros.")
    if begins_on and promised_on and begins_on > promised_on:
        problems["begins_on"] = _("It cannot begin after the day it is promised for.")
    return problems


def shuffled(keys, seed):
    """The keys in an order that is the same for the same seed and favours none: by SHA-256 of seed and key."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())
