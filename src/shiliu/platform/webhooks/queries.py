"""The readers of webhooks."""

from django.db.models import Count, Q

from shiliu.platform.permissions import can
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.webhooks.models import Hook, HookDelivery


def visible_to(actor):
    return Hook.objects.all() if can(actor, "webhooks.manage", WholeSite()) else Hook.objects.none()


def listed(actor, text=""):
    """Hooks by name, each with `waiting`: how many messages wait for it."""
    found = (
        visible_to(actor)
        .annotate(waiting=Count("deliveries", filter=Q(deliveries__state=HookDelivery.State.WAITING)))
        .order_by("name", "pk")
    )
    return (
        found.filter(Q(name__icontains=text) | Q(url__icontains=text)) if text.strip() and "\0" not in text else found
    )


def deliveries(hook, *, event="", state=""):
    """The newest first."""
    found = HookDelivery.objects.filter(hook=hook).order_by("-pk")
    if event:
        found = found.filter(event=event)
    return found.filter(state=state) if state else found
