"""What appointments tell the platform: permissions, sentences of the audit, letters, reminders, retention, times of windows."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.appointments import letters, slots
from shiliu.live.services.appointments.kind import APPOINTMENTS
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.windows import booked
from shiliu.platform import audit, bookings, depending, jobs, notices
from shiliu.platform.bookings.models import Booking
from shiliu.platform.clock import now
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("windows.book", _("book an appointment"),
               _("Everybody may book, with or without an account."), (Grant("anyone"),)),
    Permission("windows.keep", _("move or cancel an appointment"),
               _("Whoever holds its code may, and the window it is at."),
               (Grant("anyone", "own"), Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "appointments.booked": _("%(actor)s booked the appointment %(number)s at the window %(window_name)s."),
    "appointments.waits": _("%(actor)s joined the waiting list at the window %(window_name)s with number %(number)s."),
    "appointments.moved": _("%(actor)s moved the appointment %(number)s at the window %(window_name)s."),
    "appointments.cancelled": _("%(actor)s cancelled the appointment %(number)s at the window %(window_name)s."),
    "appointments.came": _("%(actor)s noted that the appointment %(number)s at the window %(window_name)s was kept."),
    "appointments.absent": _("%(actor)s noted that nobody came for the appointment %(number)s at the window %(window_name)s."),
    "appointments.left": _("%(actor)s noted the end of the appointment %(number)s at the window %(window_name)s."),
    "appointments.unmarked": _("%(actor)s took back a note about the appointment %(number)s at the window %(window_name)s."),
    "appointments.met_by_closing": _("A change of %(target)s met appointments: %(told)s told, %(untold)s without a contact."),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"window_name": name_in})
    audit.register_target(Appointment._meta.label_lower, str)
    for kind, title, text, urgent in letters.KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
    bookings.register_bookable("window", APPOINTMENTS)
    booked.register("appointments", changed=slots.window_changed, met=APPOINTMENTS.met)
    jobs.register("appointments.lay", timedelta(hours=6), slots.lay_all, lease=timedelta(minutes=10))
    depending.register("services.window", "appointments", _to_come,
                       ngettext_lazy("%(count)d appointment to come", "%(count)d appointments to come", "count"))  # fmt: skip
    depending.register("services.serviceitem", "appointments", _to_come_for,
                       ngettext_lazy("%(count)d appointment to come", "%(count)d appointments to come", "count"))  # fmt: skip


def _to_come_for(item):
    return item.appointments.filter(booking__state=Booking.State.CONFIRMED, booking__starts__gte=now()).count()


def _to_come(window):
    return APPOINTMENTS.still_booked(window).count()
