"""What stands on the hours of windows: filled from above by the parts that give out times, asked below when hours change."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Booked:
    """`changed(window=…, by=…)` is called in the transaction of every change; `met(window, openings)` counts what is booked still
    to come and would no longer lie in `openings`: a function from a day to [(opens, closes)]."""

    changed: Callable
    met: Callable


_parts: dict[str, Booked] = {}


def register(name, *, changed, met):
    part = Booked(changed, met)
    if _parts.get(name, part) != part:
        raise ImproperlyConfigured(f"{name} registers twice what it books at windows")
    _parts[name] = part


def changed(*, window, by):
    for part in _parts.values():
        part.changed(window=window, by=by)


def met(window, openings):
    """How many bookings a change of hours would meet."""
    return sum(part.met(window, openings) for part in _parts.values())
