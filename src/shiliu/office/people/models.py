"""Codes that prove something for a short time. None of these tables says where a person lives: that is the role."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Person


class ShownCode(models.Model):
    """The short code a person shows on the phone, so that a worker can open that person without searching for a name."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class DoorLetter(models.Model):
    """A letter to a dwelling. Whoever opens it lives behind that door; who that was is not kept with the address.

    `dwelling` ("unit 2, 301") is needed to deliver the letter and emptied as soon as the code is used or void."""

    building = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="door_letters")
    dwelling = models.CharField(max_length=60, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    requested_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    void = models.BooleanField(default=False)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        indexes = [models.Index(fields=["building", "-requested_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(used_at__isnull=False, void=True), name="letter_used_or_void")
        ]

    def __str__(self):
        return f"{self.building} {self.dwelling}".strip()


class CodeTry(models.Model):
    """One attempt to enter a code; kept for a day, so that nobody can try codes until one fits."""

    class Purpose(models.TextChoices):
        WINDOW = "window", _("Code shown at the window")
        DOOR = "door", _("Code from a letter")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "at"])]
