"""The lists of appointments: one's own by code, and the day of a window."""

from shiliu.live.services.appointments.kind import APPOINTMENTS

own, kept_by, by_code = APPOINTMENTS.own, APPOINTMENTS.kept_by, APPOINTMENTS.by_code
whole, of_day = APPOINTMENTS.whole, APPOINTMENTS.of_day
