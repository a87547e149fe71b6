"""Places in time: slots with a capacity, holds that lapse, bookings, a waiting list, reminders, calendars.

    bookings.register_kind("window", remind=…, offer=…)           from registers.py of the app that books
    bookings.lay("window:3", spans, since=…, until=…)
    held = bookings.hold("window:3", run, size=2, takes=1)
    bookings.confirm(held, email="…")    bookings.move(held, run)    bookings.cancel(held)

README.md has the nouns. The names are looked up on first use, because Django imports this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "arithmetic": ("Span", "cut", "runs_of"),
    "calendars": ("Entry", "calendar", "calendar_response"),
    "kinds": ("register_kind",),
    "laying": ("lay",),
    "lists": ("by_code", "displaced", "first_runs", "runs", "spans_of"),
    "models": ("Booking", "Slot"),
    "secrets": ("code_of", "hash_code"),
    "taking": ("Full", "Lapsed", "cancel", "confirm", "hold", "move", "release", "settle", "unsettle"),
    "waiting": ("wait",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.bookings has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
