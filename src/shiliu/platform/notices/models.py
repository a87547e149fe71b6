"""A notice stands in the app; an Outgoing is one notice that is to leave by one channel; a Delivery is a letter on its way."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.platform.permissions import Scope


class Notice(models.Model):
    """Written once, in the transaction of what it tells. Without `person` it is for somebody without an account, who reads
    `language` and is reached only by what leaves. Words are made when it is read, from `kind` and `params`."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    language = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=60)
    thread = models.CharField(max_length=120, db_index=True)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self):
        return f"{self.kind} {self.thread}"

    def scope(self):
        return Scope(owner_id=self.person_id)


class Rhythm(models.TextChoices):
    GROUPED = "grouped", _("Several in one letter")
    EACH = "each", _("Each at once")
    DAILY = "daily", _("Once a day, in the morning")
    URGENT = "urgent", _("Only what is urgent")


class ContactChannel(models.Model):
    """How a person wants to be told outside the app. An empty address means the one in the person's account."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_channels")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    enabled = models.BooleanField(default=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.GROUPED)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "channel", "address"], name="contact_channel_once")]

    def __str__(self):
        return f"{self.channel} of {self.person_id}"

    def scope(self):
        return Scope(owner_id=self.person_id)


class Delivery(models.Model):
    """One letter, its attempts and its end. `key` is the same over all attempts; `attempts` also tells a worker whose lease
    has run out that the letter is no longer its own."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Handed over")
        UNDELIVERED = "undelivered", _("Not delivered")
        SETTLED = "settled", _("Settled another way")

    class Reason(models.TextChoices):
        REFUSED = "refused", _("The service refused it for good.")
        GAVE_UP = "gave_up", _("The service could not be reached in all attempts.")
        NO_WAY = "no_way", _("There is no way to reach this address: no service for it is set up, or it is gone.")
        NOBODY = "nobody", _("Nobody holds the role this was for.")

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["next_try"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(F("id").desc(), condition=Q(state="undelivered"), name="delivery_undelivered"),
            models.Index(fields=["channel", "person"], name="delivery_of_way"),
        ]

    def __str__(self):
        return f"{self.channel} {self.state}"


class Outgoing(models.Model):
    """One notice that is to leave by one channel from `due_at` on; `delivery` is the letter it was put into."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="outgoing")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="enclosed")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(delivery=None), name="outgoing_due")]

    def __str__(self):
        return f"{self.channel} for notice {self.notice_id}"
