"""Slots on plain values: cutting openings into spans, joining spans into runs. Moments are aware; nothing here knows a zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts` to just before `ends`, with `before` and `after` minutes kept free around it, for `capacity` at once."""

    starts: datetime
    ends: datetime
    capacity: int = 1
    before: int = 0
    after: int = 0

    @property
    def begins(self) -> datetime:
        """When its time before begins."""
        return self.starts - timedelta(minutes=self.before)

    @property
    def over(self) -> datetime:
        """When its time after is over."""
        return self.ends + timedelta(minutes=self.after)


def cut(
    openings: Iterable[tuple[datetime, datetime]], *, minutes: int, before: int = 0, after: int = 0, capacity: int = 1
) -> list[Span]:
    """As many spans of `minutes` as fit into each opening (opens, closes), one after the other, with their time before and after
    inside the opening and never shared with a neighbour. What is left of an opening at its end stays empty."""
    if minutes < 1 or before < 0 or after < 0 or capacity < 1:
        raise ValueError("A slot lasts at least a minute, has no negative time around it and holds at least one.")
    length, lead, tail = (timedelta(minutes=one) for one in (minutes, before, after))
    spans = []
    for opens, closes in openings:
        starts = opens + lead
        while starts + length + tail <= closes:
            spans.append(Span(starts, starts + length, capacity, before, after))
            starts += length + tail + lead
    return spans


def follows(one, other) -> bool:
    """Whether `other` begins where `one` is over, so that one booking may go through both."""
    return other.begins == one.over


def meets(one, other) -> bool:
    """Whether two spans of one provider would be in each other's way, the time around them included."""
    return one.begins < other.over and other.begins < one.over


def runs_of(spans: Sequence, minutes: int) -> list[tuple]:
    """For each of `spans` (sorted, none in another's way) from which it is possible: the fewest spans that follow each other and
    last `minutes` from the start of the first to the end of the last."""
    wanted = timedelta(minutes=max(minutes, 1))
    found = []
    for number, first in enumerate(spans):
        run = [first]
        for span in spans[number + 1 :]:
            if run[-1].ends - first.starts >= wanted or not follows(run[-1], span):
                break
            run.append(span)
        if run[-1].ends - first.starts >= wanted:
            found.append(tuple(run))
    return found
