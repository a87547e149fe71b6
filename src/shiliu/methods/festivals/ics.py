"""Festivals as iCalendar (RFC 5545), for the calendars people have in their pockets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from shiliu.methods.festivals.dates import Festival
from shiliu.methods.festivals.kinds import EXPECTED


def icalendar_of(found: Iterable[Festival], *, stamp: datetime, chinese: bool = False) -> bytes:
    """An iCalendar file of whole-day events, in UTF-8. `stamp`: the aware moment of writing, which the format demands.

    What is only expected is TENTATIVE and says so in its name. Raises ValueError for a stamp without a time zone."""
    if stamp.tzinfo is None:
        raise ValueError("The moment of writing must have a time zone.")
    calendar = Calendar()
    calendar.add("prodid", "-//Shiliu//Festivals//EN")
    calendar.add("version", "2.0")
    for festival in found:
        event = Event()
        regions = "-".join(festival.regions).strip("-") or "all"
        event.add("uid", f"{festival.key}-{festival.day.isoformat()}-{regions}@shiliu")
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", festival.starts)
        event.add("dtend", festival.ends + timedelta(1))  # the first day after
        tentative = festival.status == EXPECTED
        name = festival.name_zh if chinese else festival.name_en
        event.add("summary", f"{name}{('（预计）' if chinese else ' (expected)') if tentative else ''}")
        event.add("status", "TENTATIVE" if tentative else "CONFIRMED")
        event.add("transp", "TRANSPARENT")  # a festival keeps nobody from being free
        event.add("description", festival.source)
        calendar.add_component(event)
    return calendar.to_ical()
