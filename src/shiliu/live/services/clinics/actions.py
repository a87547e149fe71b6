"""The only writers of bookings in clinics and of the log of advice. Setting up is in `office`."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.services.clinics import letters, queries, rules, slots
from shiliu.live.services.clinics.models import Advice, ClinicBooking, Matter, Outcome
from shiliu.platform import audit, bookings
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def hold(*, by, clinic, starts, language="zh-hans", key=None):
    """Holds a time while the contact is filled in. The same `key` gives the same booking again. Raises bookings.Full."""
    demand(by, "clinics.book")
    if not clinic.active:
        raise NotPossible(_("This clinic is no longer held. Choose another one."))
    known = ClinicBooking.objects.filter(booking__key=key, clinic=clinic).first() if key else None
    if known is not None:
        return known
    run = _run_at(clinic, starts)
    booking = bookings.hold(clinic.provider, run, size=1, takes=1, language=language, key=key)
    return ClinicBooking.objects.get_or_create(booking=booking, defaults={"clinic": clinic})[0]


@transaction.atomic
def confirm(*, by, booked, email="", phone="", language=""):
    """Books what was held. The contact is for the confirmation and the reminder, and may be left out."""
    demand(by, "clinics.keep", booked)
    if booked.booking.state == "confirmed":
        return booked
    booked.booking = bookings.confirm(booked.booking, email=email, phone=phone, language=language)
    _record("booked", by, booked)
    letters.tell("clinics.booked", booked)
    return booked


@transaction.atomic
def move(*, by, booked, starts):
    """To another time of the same clinic; number and code stay."""
    demand(by, "clinics.keep", booked)
    run = _run_at(booked.clinic, starts, booked.booking)
    booked.booking = bookings.move(booked.booking, run)
    booked.met_by_closing_at = None
    booked.save(update_fields=["met_by_closing_at"])
    _record("moved", by, booked)
    letters.tell("clinics.moved", booked)
    return booked


@transaction.atomic
def cancel(*, by, booked):
    demand(by, "clinics.keep", booked)
    was_cancelled = booked.booking.state == "cancelled"
    booked.booking = bookings.cancel(booked.booking)
    if not was_cancelled:
        _record("cancelled", by, booked)
        letters.tell("clinics.cancelled", booked)
    return booked


@transaction.atomic
def let_go(*, by, booked):
    """Gives up what is only held; nothing of it is kept."""
    demand(by, "clinics.keep", booked)
    bookings.release(booked.booking)


@transaction.atomic
def mark(*, by, booked, came):
    """Notes whether they came. Nothing follows from it for anybody."""
    demand(by, "clinics.serve", booked)
    booked.booking = bookings.settle(booked.booking, came=came)
    _record("came" if came else "absent", by, booked)
    return booked


@transaction.atomic
def unmark(*, by, booked):
    """Takes back what was noted about coming."""
    demand(by, "clinics.serve", booked)
    booked.booking = bookings.unsettle(booked.booking)
    _record("unmarked", by, booked)
    return booked


@transaction.atomic
def log_advice(*, by, clinic, matter, outcome, minutes, day=None):
    """Notes one piece of advice of one of the last days: a matter and an outcome from the lists, minutes, and nothing else.

    The audit row says that something was noted, not what."""
    demand(by, "clinics.serve", clinic)
    if not clinic.is_logged:
        raise NotPossible(_("Nothing is noted about counselling: it is a booking and nothing else."))
    day = day or queries.today(clinic.area)
    problems = {}
    if matter not in Matter.values:
        problems["matter"] = _("Choose what it was about.")
    if outcome not in Outcome.values:
        problems["outcome"] = _("Choose what came of it.")
    if minutes not in rules.MINUTES:
        problems["minutes"] = _("Choose about how long it took.")
    if problem := _problem_of_day(clinic, day):
        problems["day"] = problem
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    advice = Advice.objects.create(clinic=clinic, day=day, matter=matter, outcome=outcome, minutes=minutes)
    audit.record("clinics.advice_noted", by=by, target=clinic, area=clinic.area, data={"clinic_name": clinic.names})
    return advice


@transaction.atomic
def remove_advice(*, by, advice):
    """A note made by mistake, of the last days; older ones are counted already."""
    clinic = advice.clinic
    demand(by, "clinics.serve", clinic)
    if problem := _problem_of_day(clinic, advice.day):
        raise NotPossible(problem)
    if Advice.objects.filter(pk=advice.pk).delete()[0]:
        audit.record("clinics.advice_removed", by=by, target=clinic, area=clinic.area, data={"clinic_name": clinic.names})  # fmt: skip


def _problem_of_day(clinic, day):
    today = queries.today(clinic.area)
    if today - timedelta(days=rules.LOG_DAYS) <= day <= today:
        return ""
    return _("Only the last %(days)d days can be noted or changed.") % {"days": rules.LOG_DAYS}


def _run_at(clinic, starts, own=None):
    run = next((run for run in slots.free_runs(clinic, own) if run[0].starts == starts), None)
    if run is None:
        raise bookings.Full
    return run


def _record(verb, by, booked):
    clinic = booked.clinic
    audit.record(
        f"clinics.{verb}", by=by, target=booked, area=clinic.area, unit=clinic.organisation,
        data={"clinic_name": clinic.names, "number": booked.number},
    )  # fmt: skip
