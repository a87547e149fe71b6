"""What the mechanism tells the platform: its jobs, and what it keeps about people."""

from datetime import timedelta

from shiliu.platform import jobs, notices
from shiliu.platform.bookings import personal, tending
from shiliu.platform.bookings.bookable import LETTERS
from shiliu.platform.personal_data import register_personal_data


def register():
    for kind, title, text, urgent in LETTERS:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
    jobs.register("bookings.release", timedelta(minutes=1), tending.release_lapsed)
    jobs.register("bookings.remind", timedelta(minutes=5), tending.remind)
    jobs.register("bookings.close", timedelta(hours=1), tending.close_past)
    jobs.register("bookings.forget", timedelta(hours=1), tending.forget)
    register_personal_data("bookings", personal.export, personal.erase, tables=("bookings.Booking",))
