"""The times a window gives out: laid from its hours, laid again when these change, and told to whoever is met by it."""

from functools import partial

from shiliu.live.services.appointments.kind import APPOINTMENTS
from shiliu.platform.bookings import Wish, acting

lay_all = partial(acting.follow_all, APPOINTMENTS)


def window_changed(*, window, by):
    """In the transaction of every change of a window."""
    acting.follow(APPOINTMENTS, thing=window, by=by)


def free_runs(window, minutes, own=None):
    """[run of slots] of the window that can be booked now, by time; for a booking `own` its own places count as free."""
    return APPOINTMENTS.free_runs(window, Wish(minutes), own)


def first_free(minutes_of):
    """{window: the first moment that has room, or None} of {window: minutes}."""
    return APPOINTMENTS.first_free({window: Wish(minutes) for window, minutes in minutes_of.items()})
