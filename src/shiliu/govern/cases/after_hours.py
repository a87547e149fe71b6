"""Outside office hours a form must say so: when work begins again, and whom to call meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from shiliu.foundation.names import name_in
from shiliu.platform import deadlines
from shiliu.platform.clock import now


@dataclass(frozen=True)
class Closed:
    """`opens_at` is when work begins again (None where the calendar names no day), `text` and `phone` are for until then."""

    opens_at: datetime | None
    text: str
    phone: str


def closed_now(area, category=None, cell=None):
    """Closed for a place whose calendar rests at this moment, or None while it works."""
    calendar, moment = deadlines.calendar_of(area), now()
    if calendar.is_working(moment):
        return None
    try:
        opens_at = calendar.next_opening(moment)
    except deadlines.NoWorkingTime:
        opens_at = None
    return Closed(
        opens_at, name_in(category.after_hours_texts) if category else "", cell.supervision_phone if cell else ""
    )
