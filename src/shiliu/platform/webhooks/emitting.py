"""Writing down that somebody is to be told: rows in the caller's transaction, nothing that can fail outside."""

from datetime import timedelta

from django.db import connection

from shiliu.platform.clock import now
from shiliu.platform.webhooks import events
from shiliu.platform.webhooks.models import Hook, HookDelivery

TRY_FOR = timedelta(days=3)


def emit(event, thing):
    """Tell every active hook that wants it; `thing` is what `build` of the event is given, as text. Returns the deliveries.

    Stands or falls with the caller's transaction; raises RuntimeError outside one, ImproperlyConfigured for an unknown event."""
    events.named(event)
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event} was told outside a transaction")
    # A site has a handful of hooks, and no two databases look into JSON alike.
    hooks = [hook for hook in Hook.objects.filter(state=Hook.State.ACTIVE) if event in hook.events]
    return HookDelivery.objects.bulk_create(delivery_of(hook, event, str(thing)) for hook in hooks)


def delivery_of(hook, event, thing):
    """Not saved yet."""
    moment = now()
    return HookDelivery(hook=hook, event=event, thing=thing, at=moment, until=moment + TRY_FOR, next_try=moment)
