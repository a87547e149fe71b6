"""Promises made in answers. They come back by themselves when due; the author hears of each step; silence raises an alarm."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, outward
from shiliu.govern.cases.models import CasePromise, CaseStep
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

BATCH = 200


def keep(*, by, promise, said):
    """The unit says that it has done what it promised, in words the author reads."""
    return _end(by, promise, CasePromise.State.KEPT, "promise_kept", said)


def drop(*, by, promise, said):
    """The unit says that it cannot keep the promise, and why."""
    return _end(by, promise, CasePromise.State.DROPPED, "promise_dropped", said)


@transaction.atomic
def _end(by, promise, state, move, said):
    promise = _locked(by, promise, said)
    promise.state, promise.ended_at = state, now()
    promise.save(update_fields=["state", "ended_at"])
    return _tell(by, promise, move, said, {})


@transaction.atomic
def move(*, by, promise, due, said):
    """A new day, with the reason; the first day stays visible, and silence is counted from the new one."""
    promise = _locked(by, promise, said)
    if due <= localtime(now()).date():
        raise NotPossible(_("Something is still missing."), {"due": _("Choose a day after today.")})
    before, promise.due = promise.due, due
    promise.reminded_at = promise.alarmed_at = None
    promise.save(update_fields=["due", "reminded_at", "alarmed_at"])
    return _tell(by, promise, "promise_moved", said, {"before": before.isoformat(), "due": due.isoformat()})


def _locked(by, promise, said):
    demand(by, "cases.keep_promise", promise)
    if not said.strip():
        raise NotPossible(_("Something is still missing."), {"said": _("Please fill this in.")})
    promise = CasePromise.objects.select_for_update().get(pk=promise.pk)
    if promise.state != CasePromise.State.OPEN:
        raise NotPossible(_("This promise has ended already. Reload the page to see how."))
    return promise


def _tell(by, promise, verb, said, data):
    case = promise.case
    step = CaseStep.objects.create(
        case=case, move=verb, from_state=case.state, to_state=case.state, at=now(), by=by.person,
        by_whom=CaseStep.By.STAFF, unit=promise.unit, said=said.strip(), language=guess_language(said),
        data={"promise": promise.pk, "what": promise.what, **data}, round=case.round,
    )  # fmt: skip
    audit.record(f"cases.{verb}", by=by, target=case, area=case.area, data={"promise": promise.pk, **data})
    letters.tell_asker(case, f"cases.{verb}", step, what=promise.what, due=promise.due.isoformat())
    outward.step_made(case, step)
    return step


def remember():
    """Bring due promises back to the unit, once; after days without a word tell the supervisor and the author, once."""
    moment = now()
    today = localtime(moment).date()
    open_ones = CasePromise.objects.filter(state=CasePromise.State.OPEN)
    for promise in open_ones.filter(reminded_at__isnull=True, due__lte=today).order_by("due", "pk")[:BATCH]:
        _remind(promise, moment, "reminded_at")
    silent = today - timedelta(days=settings.CASE_SILENCE_DAYS)
    for promise in open_ones.filter(alarmed_at__isnull=True, due__lte=silent).order_by("due", "pk")[:BATCH]:
        _remind(promise, moment, "alarmed_at")


@transaction.atomic
def _remind(promise, moment, mark):
    promise = CasePromise.objects.select_for_update().get(pk=promise.pk)
    if promise.state != CasePromise.State.OPEN or getattr(promise, mark) is not None:
        return
    setattr(promise, mark, moment)
    promise.save(update_fields=[mark])
    words = {"what": promise.what, "due": promise.due.isoformat()}
    if mark == "reminded_at":
        # The case may have gone to another unit since; the promise has not.
        url = reverse("cases:promise", args=[promise.pk])
        letters.tell_unit(promise.case, "cases.promise_due", unit=promise.unit, url=url, **words)
    else:
        letters.tell_supervisors(promise.case, "cases.promise_silent_for_supervisor", **words)
        letters.tell_asker(promise.case, "cases.promise_silent", **words)
    audit.record(
        "cases.promise_reminded", by=SYSTEM, target=promise.case, area=promise.case.area, data={"promise": promise.pk}
    )
