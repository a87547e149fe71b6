"""What clinics tell the platform: who may do what, sentences of the audit, letters, reminders, jobs."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.clinics import letters, queries, slots, sweeping
from shiliu.live.services.clinics.kind import CLINICS
from shiliu.live.services.clinics.models import Adviser, Clinic, ClinicBooking
from shiliu.platform import audit, bookings, depending, jobs, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

SITS = (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("handler", "organisation"))
PERMISSIONS = (
    Permission("clinics.read", _("read which clinics and advisers there are"),
               _("Clinics, advisers and what people asked, as counts, are public."), (Grant("anyone"),)),
    Permission("clinics.book", _("book a time in a clinic"),
               _("Everybody may book, with or without an account, and nobody is asked why."), (Grant("anyone"),)),
    Permission("clinics.keep", _("move or cancel a booking in a clinic"),
               _("Whoever holds its code may, and whoever sits in the clinic."), (Grant("anyone", "own"), *SITS, Grant("system"))),
    Permission("clinics.serve", _("see the times of a clinic and note advice"),
               _("Its desk, the unit that runs it and the units of its advisers; they see numbers, and note no word about anybody."),
               (*SITS, Grant("system"))),
    Permission("clinics.manage", _("set up clinics and the roster of advisers"),
               _("Administrators see to the clinics of their area."), (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "clinics.booked": _("%(actor)s booked number %(number)s in the clinic %(clinic_name)s."),
    "clinics.waits": _("%(actor)s joined the waiting list of the clinic %(clinic_name)s with number %(number)s."),
    "clinics.moved": _("%(actor)s moved number %(number)s in the clinic %(clinic_name)s."),
    "clinics.cancelled": _("%(actor)s cancelled number %(number)s in the clinic %(clinic_name)s."),
    "clinics.came": _("%(actor)s noted that number %(number)s in the clinic %(clinic_name)s was kept."),
    "clinics.absent": _("%(actor)s noted that nobody came for number %(number)s in the clinic %(clinic_name)s."),
    "clinics.unmarked": _("%(actor)s took back a note about number %(number)s in the clinic %(clinic_name)s."),
    "clinics.advice_noted": _("%(actor)s noted advice given in the clinic %(clinic_name)s."),
    "clinics.advice_removed": _("%(actor)s removed a note of advice given in the clinic %(clinic_name)s."),
    "clinics.saved": _("%(actor)s saved the clinic %(clinic_name)s."),
    "clinics.retired": _("%(actor)s retired the clinic %(clinic_name)s."),
    "clinics.restored": _("%(actor)s put the clinic %(clinic_name)s back into use."),
    "clinics.turn_set": _("%(actor)s set when the clinic %(clinic_name)s is held, from %(first)s."),
    "clinics.turn_removed": _("%(actor)s removed when the clinic %(clinic_name)s is held, from %(first)s."),
    "clinics.day_skipped": _("%(actor)s entered that the clinic %(clinic_name)s is not held on %(day)s."),
    "clinics.day_held": _("%(actor)s entered that the clinic %(clinic_name)s is held on %(day)s after all."),
    "clinics.met_by_closing": _("A change of %(target)s met bookings: %(told)s told, %(untold)s without a contact."),
    "clinics.reverted": _("%(actor)s took back a change of the clinic %(clinic_name)s."),
    "clinics.adviser_reverted": _("%(actor)s took back a change of the adviser %(adviser_name)s."),
    "clinics.adviser_saved": _("%(actor)s saved the adviser %(adviser_name)s."),
    "clinics.term_added": _("%(actor)s entered a term of the adviser %(adviser_name)s from %(since)s until %(until)s."),
    "clinics.term_ended": _("%(actor)s ended a term of the adviser %(adviser_name)s on %(until)s."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"clinic_name": name_in, "adviser_name": name_in})
    for model in (Clinic, Adviser):
        audit.register_target(model._meta.label_lower, _names_of(model))
    audit.register_target(ClinicBooking._meta.label_lower, str)
    for kind, title, text, urgent in letters.KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
    bookings.register_bookable("clinic", CLINICS)
    jobs.register("clinics.lay", timedelta(hours=6), slots.lay_all, lease=timedelta(minutes=10))
    jobs.register("clinics.terms", timedelta(days=1), sweeping.remind_of_terms)
    jobs.register("clinics.blur", timedelta(days=1), sweeping.blur)
    for model, count in (("services.window", _at_window), ("services.clinic", queries.to_come)):
        depending.register(model, "clinics", count,
                           ngettext_lazy("%(count)d booking in clinics to come", "%(count)d bookings in clinics to come", "count"))  # fmt: skip


def _names_of(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})


def _at_window(window):
    return sum(queries.to_come(clinic) for clinic in window.clinics.filter(active=True))
