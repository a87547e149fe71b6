"""The times a clinic gives out: laid from its turns, laid again when these change, and told to whoever a change meets."""

from functools import partial

from shiliu.live.services.clinics.kind import CLINICS, openings
from shiliu.platform.bookings import Wish, acting

__all__ = ["changed", "first_free", "free_runs", "lay_all", "openings"]
WISH = Wish()
lay_all = partial(acting.follow_all, CLINICS)


def changed(*, clinic, by):
    """In the transaction of every change of a clinic."""
    acting.follow(CLINICS, thing=clinic, by=by)


def free_runs(clinic, own=None):
    """[run of one slot] of the clinic that can be booked now, by time; the place of a booking `own` counts as free."""
    return CLINICS.free_runs(clinic, WISH, own)


def first_free(clinics):
    """{clinic: the first moment that has room, or None}."""
    return CLINICS.first_free(dict.fromkeys(clinics, WISH))
