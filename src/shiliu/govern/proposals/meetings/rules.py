"""Notice, quorum and majority, on plain values."""

from datetime import timedelta

from shiliu.govern.proposals.meetings.models import Decision

RULE = ("notice_days", "quorum_part", "quorum_whole", "quorum_reached", "majority_part", "majority_whole",
        "majority_reached", "decides")  # fmt: skip
Outcome = Decision.Outcome
SPOKEN = (Outcome.NOTED, Outcome.DEFERRED, Outcome.TO_OWNERS)


def enough(count, of, part, whole, reached):
    """Whether `count` is at least part/whole of `of` (`reached`), or more than it. Whole numbers only: 2/3 of 9 is 6."""
    return count * whole >= of * part if reached else count * whole > of * part


def has_quorum(rule, entitled, present):
    whole = rule["quorum_whole"]
    return not whole or (present > 0 and enough(present, entitled, rule["quorum_part"], whole, rule["quorum_reached"]))


def needed(of, part, whole, reached):
    """The smallest count that is enough."""
    return -(-of * part // whole) if reached else of * part // whole + 1


def outcome(rule, entitled, present, in_favour):
    """What the counts of an item to decide mean: a majority of those who are there, not of those who raise a hand."""
    if not has_quorum(rule, entitled, present):
        return Outcome.NO_QUORUM
    passes = enough(in_favour, present, rule["majority_part"], rule["majority_whole"], rule["majority_reached"])
    return Outcome.PASSED if passes and in_favour else Outcome.REJECTED


def earliest(rule, called_at):
    """The first moment for which the notice is long enough."""
    return called_at + timedelta(days=rule["notice_days"])
