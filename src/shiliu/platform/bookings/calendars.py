"""Bookings and other appointed times as iCalendar (RFC 5545), for calendar programs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

ICS = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One event. `uid` is unique on this site and stays the same when the time changes; `sequence` counts such changes."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    changed: datetime | None = None
    cancelled: bool = False
    point: tuple[float, float] | None = None  # (latitude, longitude)


def calendar(entries, name, *, product="Bookings"):
    """The bytes of a VCALENDAR. Nothing in it depends on when it is asked for: DTSTAMP is when the entry last changed."""
    made = Calendar()
    for key, value in (
        ("prodid", f"-//Shiliu//{product}//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("x-wr-calname", name),
        ("refresh-interval", timedelta(hours=12)),
    ):  # fmt: skip
        made.add(key, str(value) if key == "x-wr-calname" else value)
    for entry in entries:
        made.add_component(_event(entry))
    return made.to_ical()


def _event(entry):
    event = Event()
    stamp = (entry.changed or entry.starts).astimezone(UTC)
    for key, value in (
        ("uid", f"{entry.uid}@{host()}"), ("dtstamp", stamp), ("last-modified", stamp), ("sequence", entry.sequence),
        ("dtstart", entry.starts.astimezone(UTC)), ("dtend", entry.ends.astimezone(UTC)), ("summary", str(entry.title)),
        ("status", "CANCELLED" if entry.cancelled else "CONFIRMED"),
    ):  # fmt: skip
        event.add(key, value)
    for key, value in (
        ("description", entry.text),
        ("location", entry.place),
        ("url", entry.url),
        ("geo", entry.point),
    ):
        if value:
            event.add(key, value if key == "geo" else str(value))
    return event


def host():
    """The name of the site, so that the UIDs of two sites never meet."""
    return settings.SITE_URL.split("://")[-1].strip("/") or "shiliu"


def calendar_response(written, name, *, private=False):
    response = HttpResponse(written, content_type=ICS)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    if private:
        response["Cache-Control"] = "private, no-store"
    return response
