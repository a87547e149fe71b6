"""Slots and who has taken places in them. No key to a person stands in these tables."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shiliu.platform.permissions import Scope


class Slot(models.Model):
    """A span of time of one provider ("kind:id"). `taken` counts the places of bookings that hold it; only `taking` changes it.

    A closed slot takes nobody any more; whoever is in it stays until they move or cancel."""

    provider = models.CharField(max_length=80)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["provider", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "starts"], name="slot_starts_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_never_over_capacity"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slot_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["ends"], name="slot_over")]

    def __str__(self):
        return f"{self.provider} {self.starts:%Y-%m-%d %H:%M}"

    @property
    def begins(self):
        return self.starts - timedelta(minutes=self.before)

    @property
    def over(self):
        return self.ends + timedelta(minutes=self.after)


class Booking(models.Model):
    """`size` people come, `takes` places are theirs. The code that opens it is made from `key` and the secret of the site; only
    its hash stands here, and both are gone with the contact when the retention is over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On the waiting list")
        HELD = "held", _("Held while it is filled in")
        CONFIRMED = "confirmed", _("Booked")
        CANCELLED = "cancelled", _("Cancelled")
        MOVED = "moved", _("Moved to another time")
        CAME = "came", _("Came")
        DID_NOT_COME = "did_not_come", _("Did not come")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    TAKING = (State.HELD, State.CONFIRMED, State.CAME, State.DID_NOT_COME, State.NOT_RECORDED)

    key = models.UUIDField(unique=True, null=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    provider = models.CharField(max_length=80)
    slots = models.ManyToManyField(Slot, through="BookedSlot", related_name="bookings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    size = models.PositiveSmallIntegerField(default=1)
    takes = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices)
    held_until = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, default="zh-hans")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changes = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gte=1, takes__gte=1), name="booking_takes_something")]
        indexes = [
            models.Index(fields=["provider", "starts"], name="booking_of_provider"),
            models.Index(fields=["held_until"], condition=Q(state="held"), name="booking_held"),
            models.Index(fields=["remind_at"], condition=Q(reminded_at=None, state="confirmed"), name="booking_to_remind"),
            models.Index(fields=["ends"], condition=Q(key__isnull=False), name="booking_to_forget"),
            models.Index(fields=["ends"], condition=Q(state__in=["confirmed", "waiting"]), name="booking_to_close"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.provider} {self.starts:%Y-%m-%d %H:%M}"

    def scope(self):
        return Scope(secret=self.code_hash)

    @property
    def has_contact(self):
        return bool(self.email or self.phone)


class BookedSlot(models.Model):
    """A booking holds places of a slot, or waits for them. Gone when the booking lets go of the slot."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="booked")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="booked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "slot"], name="slot_booked_once_by_booking")]

    def __str__(self):
        return f"{self.booking_id} · {self.slot_id}"
