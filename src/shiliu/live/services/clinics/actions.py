"""The only writers of bookings in clinics and of the log of advice. Setting up is in `office`."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.services.clinics import queries, rules
from shiliu.live.services.clinics.kind import CLINICS
from shiliu.live.services.clinics.models import Advice, Matter, Outcome
from shiliu.platform import audit
from shiliu.platform.bookings import acting
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

confirm = partial(acting.confirm, CLINICS)
move = partial(acting.move, CLINICS)
cancel = partial(acting.cancel, CLINICS)
let_go = partial(acting.let_go, CLINICS)
mark = partial(acting.mark, CLINICS)
unmark = partial(acting.unmark, CLINICS)


def hold(*, by, clinic, starts, language="zh-hans", key=None):
    """Holds a time while the contact is filled in. The same `key` gives the same booking again. Raises bookings.Full."""
    return acting.hold(CLINICS, by=by, thing=clinic, starts=starts, language=language, key=key)[0]


def wait(*, by, clinic, starts, email="", phone="", language="zh-hans"):
    """Joins the waiting list of a time that is taken. Raises NotPossible, also where there is room."""
    return acting.wait(CLINICS, by=by, thing=clinic, starts=starts, email=email, phone=phone, language=language)


@transaction.atomic
def book_for_caller(*, by, clinic, starts, email="", phone="", language="zh-hans", key=None):
    """Whoever sits in the clinic books for somebody who calls or stands there; the code is read out or written on a slip."""
    demand(by, "clinics.serve", clinic)
    held = hold(by=by, clinic=clinic, starts=starts, language=language, key=key)
    return confirm(by=by, booked=held, email=email, phone=phone)


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
