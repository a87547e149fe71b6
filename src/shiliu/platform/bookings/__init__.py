"""Places in time: slots with a capacity, holds that lapse, bookings, a waiting list, reminders, calendars.

    bookings.register_kind("window", remind=…, offer=…)           from registers.py of the app that books
    bookings.lay("window:3", spans, since=…, until=…)
    held = bookings.hold("window:3", run, size=2, takes=1)
    bookings.confirm(held, email="…")    bookings.move(held, run)    bookings.cancel(held)

An app describes what it lets people book as a `Bookable` and gets the actions (acting), the pages (Pages), the desk (Desk) and
the operations of the API (operations) with it.

README.md has the nouns. The names are looked up on first use, because Django imports this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "acting": ("follow", "follow_all"),
    "arithmetic": ("Span", "cut", "runs_of"),
    "bookable": ("Bookable", "Wish"),
    "calendars": ("Entry", "calendar", "calendar_response"),
    "choosing": ("key_of", "moment", "times"),
    "desk": ("Desk",),
    "forms": ("CodeForm", "ContactForm"),
    "kinds": ("register_bookable", "register_kind"),
    "laying": ("lay",),
    "lists": ("by_code", "displaced", "first_runs", "runs", "spans_of"),
    "models": ("Booking", "Slot"),
    "pages": ("Pages",),
    "secrets": ("code_of", "hash_code"),
    "taking": ("Full", "Lapsed", "cancel", "confirm", "hold", "move", "release", "settle", "unsettle"),
    "waiting": ("wait",),
    "words": ("in_languages", "local_words"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.bookings has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
