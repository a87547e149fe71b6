"""What time itself does to cases: warnings before and after a deadline, the end of unjudged cases, the end of contacts."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from shiliu.govern.cases import actions, letters
from shiliu.govern.cases.models import Case, CaseClock, CaseContact, CasePause
from shiliu.govern.cases.models.listed import TO_WARN
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, PAUSED_STATES
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible

WARN_SHARE = 0.2
BATCH = 500


def warn_of_deadlines():
    """Tell the unit once before a deadline (a fifth of its time left) and the unit and supervisor once after it."""
    moment = now()
    now_or_never = Q(warned_at__isnull=True) | Q(next_due__lt=moment)
    # Whoever has been warned is not looked at again, or on a large site five hundred late cases would hide all others.
    waiting = Case.objects.filter(TO_WARN, now_or_never, next_due__lte=moment + timedelta(days=3))
    for case in waiting.select_related("area", "lead").order_by("next_due", "pk")[:BATCH]:
        running = case.clocks.filter(round=case.round, met_at__isnull=True)
        if case.state in PAUSED_STATES:
            running = running.exclude(kind=CaseClock.Kind.RESOLUTION)
        clock = min(running, key=lambda one: one.due_now, default=None)
        if clock is None:
            continue
        due = clock.due_now
        late = moment > due
        soon = not late and due - moment <= (due - clock.started_at) * WARN_SHARE
        if (late and (case.warned_at is None or case.warned_at <= due)) or (soon and case.warned_at is None):
            _warn(case, moment, late)


@transaction.atomic
def _warn(case, moment, late):
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.warned_at != case.warned_at:
        return
    locked.warned_at = moment
    locked.save(update_fields=["warned_at"])
    letters.tell_unit(locked, "cases.overdue" if late else "cases.due_soon")
    if late:
        letters.tell_supervisors(locked, "cases.overdue")
    audit.record("cases.warned", by=SYSTEM, target=locked, area=locked.area, data={"late": late})


def end_pauses():
    """A pause is limited: when its limit has come the time runs again, and a postponed case is looked at again."""
    due = (
        CasePause.objects.filter(ended_at__isnull=True, limit__lte=now()).select_related("case").order_by("limit", "pk")
    )
    for pause in due[:BATCH]:
        verb = "review" if pause.why == CasePause.Why.SHELVED else "pause_over"
        try:
            actions.move(by=SYSTEM, case=pause.case, verb=verb)
        except NotPossible:
            continue  # somebody was quicker


def end_unjudged():
    """Nobody is forced to judge: after the days set, an answered case ends without a judgement."""
    limit = now() - timedelta(days=settings.CASE_UNJUDGED_DAYS)
    waiting = Case.objects.filter(state__in=AWAITING_JUDGEMENT, changed_at__lt=limit)
    for case in waiting.order_by("changed_at", "pk")[:BATCH]:
        try:
            actions.move(by=SYSTEM, case=case, verb="close_unjudged")
        except NotPossible:
            continue  # judged between the list and the lock


def delete_contacts():
    """Retention ends by itself: contacts whose time is over are deleted."""
    for contact in (
        CaseContact.objects.filter(delete_after__lt=now()).select_related("case__area").order_by("delete_after")[:BATCH]
    ):
        with transaction.atomic():
            audit.record("cases.contact_deleted", by=SYSTEM, target=contact.case, area=contact.case.area)
            contact.delete()
