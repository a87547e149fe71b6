"""Who wants to be told what, and what is on its way to them."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.platform.permissions.targets import WholeSite


class Hook(models.Model):
    """An address of another program. Its secret is made from `key` and `generation` (signing.py) and stands nowhere; until
    `old_until` the one of the generation before signs as well. `failing_since` is the first failure since the last success."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Is told")
        PAUSED = "paused", _("Paused")

    class Why(models.TextChoices):
        BY_HAND = "by_hand", _("An administrator paused it.")
        FAILING = "failing", _("It did not answer for days.")
        GONE = "gone", _("It answered that it is gone for good (410).")

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    generation = models.PositiveSmallIntegerField(default=1)
    old_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    why = models.CharField(max_length=7, choices=Why.choices, blank=True)
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def host(self):
        """All of the address that lists and logs show: the rest of it may be a secret of the other program."""
        return urlsplit(self.url).netloc

    @property
    def is_active(self):
        return self.state == self.State.ACTIVE

    def scope(self):
        return WholeSite().scope()


class HookDelivery(models.Model):
    """One event on its way to one hook: what happened (`event`) and to which thing, never a body. `message` is the webhook-id,
    the same over all attempts; `attempts` also tells a worker whose lease has run out that the delivery is no longer its own."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Taken")
        FAILED = "failed", pgettext_lazy("a message", "Given up")
        DROPPED = "dropped", _("Not sent: no longer public")

    class Problem(models.TextChoices):
        STATUS = "status", _("It answered, but not with success.")
        FORBIDDEN = "forbidden", _("The address leads into a network this site must not call.")
        UNKNOWN = "unknown", _("The name of the server is not known.")
        SILENT = "silent", _("The server does not answer.")
        SLOW = "slow", _("The server took too long.")
        CERTIFICATE = "certificate", _("The certificate of the server is not valid.")
        UNREADABLE = "unreadable", _("The answer is not HTTP.")
        BROKEN = "broken", _("The message could not be made; the log of the site says why.")

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    event = models.CharField(max_length=40)
    thing = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=11, choices=Problem.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "hook deliveries"
        indexes = [
            models.Index(fields=["next_try", "id"], condition=Q(state="waiting"), name="hook_delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="hook_delivery_leased"),
            models.Index(fields=["hook", "-id"], name="hook_delivery_newest"),
            models.Index(fields=["ended_at"], name="hook_delivery_ended"),
        ]

    def __str__(self):
        return f"{self.event} {self.state}"

    def scope(self):
        return self.hook.scope()
