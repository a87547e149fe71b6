"""The only writers of webhooks, but for the worker."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.webhooks import addresses, events, signing
from shiliu.platform.webhooks.emitting import TRY_FOR, delivery_of
from shiliu.platform.webhooks.models import Hook, HookDelivery
from shiliu.platform.workflow import NotPossible

MOST = 50
MANAGE = "webhooks.manage"
TEST = "webhooks.test"


@transaction.atomic
def add(*, by, name, url, events):
    """A new receiver; returns (Hook, its secret). The secret can never be shown again. Raises Refused, NotPossible."""
    demand(by, MANAGE, WholeSite())
    values = _values(name, url, events)
    if Hook.objects.count() >= MOST:
        raise NotPossible(
            _("There are %(most)d webhooks already. Delete one that nobody needs first.") % {"most": MOST}
        )
    hook = Hook.objects.create(**values, made_at=now())
    audit.record("webhooks.added", by=by, target=hook, data=_told(hook))
    return hook, signing.secret_of(hook)


@transaction.atomic
def change(*, by, hook, name, url, events):
    """Another name, address or choice of events; the secret stays. What is on its way goes to the new address, at once and
    without the failures of the old one."""
    hook = _locked(by, hook)
    values = _values(name, url, events)
    if values["url"] != hook.url:
        hook.failures, hook.failing_since, hook.rest_until = 0, None, None
    for field, value in values.items():
        setattr(hook, field, value)
    hook.save(update_fields=["name", "url", "events", "failures", "failing_since", "rest_until"])
    audit.record("webhooks.changed", by=by, target=hook, data=_told(hook))
    return hook


@transaction.atomic
def pause(*, by, hook):
    """Nothing is sent and nothing collects until it goes on; what waits already goes then, unless it is too old."""
    hook = _locked(by, hook)
    if hook.is_active:
        hook.state, hook.why, hook.paused_at = Hook.State.PAUSED, Hook.Why.BY_HAND, now()
        hook.save(update_fields=["state", "why", "paused_at"])
        audit.record("webhooks.stopped", by=by, target=hook, data={"name": hook.name})
    return hook


@transaction.atomic
def resume(*, by, hook):
    """It is told again from now on, and counted as if it had never failed."""
    hook = _locked(by, hook)
    if not hook.is_active:
        hook.state, hook.why, hook.paused_at = Hook.State.ACTIVE, "", None
        hook.failures, hook.failing_since, hook.rest_until = 0, None, None
        hook.save(update_fields=["state", "why", "paused_at", "failures", "failing_since", "rest_until"])
        audit.record("webhooks.resumed", by=by, target=hook, data={"name": hook.name})
    return hook


@transaction.atomic
def rotate(*, by, hook):
    """A new secret; returns (Hook, secret). For the hours of the settings every message carries signatures of both."""
    hook = _locked(by, hook)
    hook.generation += 1
    hook.old_until = now() + timedelta(hours=settings.WEBHOOK_OVERLAP_HOURS)
    hook.save(update_fields=["generation", "old_until"])
    audit.record("webhooks.rotated", by=by, target=hook, data={"name": hook.name})
    return hook, signing.secret_of(hook)


@transaction.atomic
def remove(*, by, hook):
    """It is never told anything again, and what waits for it goes with it. Cannot be undone; it can be added anew."""
    hook = _locked(by, hook)
    audit.record("webhooks.removed", by=by, target=hook, data={"name": hook.name})
    hook.delete()


@transaction.atomic
def test(*, by, hook):
    """Send a harmless message, to see whether the other side takes it; returns the HookDelivery."""
    hook = _locked(by, hook)
    if not hook.is_active:
        raise NotPossible(_("It is paused. Let it go on first, then send a test."))
    delivery = delivery_of(hook, TEST, "")
    delivery.save()
    Hook.objects.filter(pk=hook.pk).update(rest_until=None)
    audit.record("webhooks.tested", by=by, target=hook, data={"name": hook.name})
    return delivery


@transaction.atomic
def send_again(*, by, delivery):
    """The same message under the same webhook-id, from what is public now; three more days of attempts."""
    hook = _locked(by, delivery.hook)
    delivery = HookDelivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == HookDelivery.State.SENDING:
        raise NotPossible(_("It is being sent at this moment. Reload the page to see what becomes of it."))
    moment = now()
    delivery.state, delivery.attempts, delivery.ended_at = HookDelivery.State.WAITING, 0, None
    delivery.next_try, delivery.until = moment, moment + TRY_FOR
    delivery.save(update_fields=["state", "attempts", "ended_at", "next_try", "until"])
    Hook.objects.filter(pk=hook.pk).update(rest_until=None)
    audit.record("webhooks.sent_again", by=by, target=hook, data={"name": hook.name, "event": delivery.event})
    return delivery


def _locked(by, hook):
    demand(by, MANAGE, hook)
    return Hook.objects.select_for_update().get(pk=hook.pk)


def _values(name, url, chosen):
    name, known = name.strip(), [event.name for event in events.offered()]
    missing = {} if name else {"name": _("Say which program it is.")}
    if not chosen or set(chosen) - set(known):
        missing["events"] = _("Choose at least one event of the list.")
    if missing:
        raise NotPossible(_("Something is still missing."), missing)
    return {"name": name[:80], "url": addresses.checked(url), "events": [one for one in known if one in set(chosen)]}


def _told(hook):
    """What the audit keeps: neither the path nor the question of the address, which may hold a key of the other program."""
    return {"name": hook.name, "host": hook.host, "events": hook.events}
