"""What time does to webhooks: giving up on old messages, pausing receivers that stay silent, forgetting what is done."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from shiliu.foundation.models import Area, RoleAssignment
from shiliu.platform import audit, notices
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.webhooks.models import Hook, HookDelivery

KEEP = timedelta(days=30)
CHUNK = 500
State = HookDelivery.State


def look_after():
    """The hourly job."""
    moment = now()
    overdue = HookDelivery.objects.filter(state=State.WAITING, until__lt=moment)
    overdue.update(state=State.FAILED, next_try=None, ended_at=moment)
    Hook.objects.filter(old_until__lte=moment).update(old_until=None)
    for hook in Hook.objects.filter(state=Hook.State.ACTIVE, failing_since__isnull=False):
        pause_failing(hook)
    old = HookDelivery.objects.filter(ended_at__lt=moment - KEEP)
    while keys := list(old.values_list("pk", flat=True)[:CHUNK]):
        HookDelivery.objects.filter(pk__in=keys).delete()


def pause_failing(hook):
    """Paused once it has failed for as many days as the settings say; whoever administers the site is told."""
    limit = timedelta(days=settings.WEBHOOK_PAUSE_DAYS)
    if hook.failing_since and now() - hook.failing_since >= limit:
        _pause(hook, Hook.Why.FAILING)


def pause_gone(hook):
    """It said itself that it is gone: asking again would only be noise."""
    _pause(hook, Hook.Why.GONE)


@transaction.atomic
def _pause(hook, why):
    hook = Hook.objects.select_for_update().get(pk=hook.pk)
    if not hook.is_active:
        return
    hook.state, hook.why, hook.paused_at = Hook.State.PAUSED, why, now()
    hook.save(update_fields=["state", "why", "paused_at"])
    audit.record("webhooks.gave_up", by=SYSTEM, target=hook, data={"name": hook.name, "why": str(why)})
    for district in Area.objects.filter(level=Area.Level.DISTRICT, active=True).order_by("pk"):
        notices.send(
            "webhooks.paused", to=notices.Recipient.role(RoleAssignment.Role.ADMINISTRATOR, district), thread=f"webhook:{hook.pk}",
            params={"name": hook.name, "host": hook.host}, url=reverse("webhooks:hook", args=[hook.pk]),
        )  # fmt: skip
