"""The kinds of events, registered by the apps in which they happen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Event:
    """`build(thing)` makes the JSON-able data of the event from what everybody may read now, or None when that is nothing any
    more; `thing` is the text that stands for it in `emit`. Never a person, never a word no moderator let through.
    `offered`: whether administrators may choose it."""

    name: str
    title: str
    build: Callable[[str], dict | None]
    offered: bool = True


_events: dict[str, Event] = {}


def register_event(name, *, title, build, offered=True):
    """`name` is lower-case words with full stops between, the wider first ("case.answered")."""
    event = Event(name, title, build, offered)
    if _events.get(name, event) != event:
        raise ImproperlyConfigured(f"the event {name} is registered twice")
    _events[name] = event


def offered():
    """The events a webhook may be told of, in the order of their registration."""
    return [event for event in _events.values() if event.offered]


def named(name):
    try:
        return _events[name]
    except KeyError:
        raise ImproperlyConfigured(f"there is no event {name!r}; register it in registers.py") from None


def title_of(name):
    """In the reader's language; the bare name of an event that is gone."""
    return _events[name].title if name in _events else name


def written(moment):
    """ "2026-03-10T02:00:00Z": every moment in a message is told in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
