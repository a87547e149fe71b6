"""Boxes and what lies in them. No table here has a key to a person, a code or a moment.

Who took part and what was chosen are two tables whose tokens are made for different purposes: only the key outside the database can
join them. At the close the choices are written anew under random keys in a random order, and both tables are emptied.
"""

import uuid

from django.db import models


class Box(models.Model):
    """The box of one thing. `length` is the number of bytes of every sealed ballot before sealing: all look alike. `ballots` is the
    number counted at the close."""

    kind = models.CharField(max_length=60)
    thing = models.CharField(max_length=40)
    length = models.PositiveIntegerField()
    closed = models.BooleanField(default=False)
    ballots = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="one_box_of_a_thing")]

    def __str__(self):
        return f"{self.kind}:{self.thing}"


class TookPart(models.Model):
    """Somebody has a ballot in the box. Nobody without the key can tell who, and with which ballot."""

    token = models.CharField(max_length=64, primary_key=True)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="took_part")

    def __str__(self):
        return self.token[:8]


class SealedBallot(models.Model):
    """A ballot until the close: AES-256-GCM, always as long as the box says."""

    token = models.CharField(max_length=64, primary_key=True)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="sealed")
    sealed = models.BinaryField()

    def __str__(self):
        return self.token[:8]


class CountedBallot(models.Model):
    """A ballot after the close, under a random key, in an order that was drawn."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="counted")
    content = models.JSONField()

    def __str__(self):
        return str(self.key)


class Receipt(models.Model):
    """What a voter was shown at the last save. It proves that the ballot was counted, and shows nothing of it."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="receipts")
    text = models.CharField(max_length=20)

    class Meta:
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["box", "text"], name="receipt_once_in_a_box")]

    def __str__(self):
        return self.text
