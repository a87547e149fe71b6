"""A draw and its tickets. The numbers are public; whose they are only its holder and the draw know, until it is forgotten."""

from django.db import models
from django.db.models import Q

from shiliu.foundation.models import Person


class Draw(models.Model):
    """`kind` says what is drawn for; the thing itself keeps a key to its draw. `words_from` says, before the list closes, which words will be taken and when."""

    kind = models.CharField(max_length=40)
    places = models.PositiveSmallIntegerField()
    words_from = models.CharField(max_length=300)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=300, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(drawn_at=None) | (Q(closed_at__isnull=False) & ~Q(seed="")), name="drawn_from_a_closed_list"),
            models.CheckConstraint(condition=Q(places__gt=0), name="draw_has_places"),
        ]  # fmt: skip


class Ticket(models.Model):
    """`turn` counts from 1 in the order drawn."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="tickets")
    number = models.CharField(max_length=12)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    turn = models.PositiveIntegerField(null=True, blank=True)
    declined = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="ticket_once"),
            models.UniqueConstraint(fields=["draw", "person"], condition=Q(person__isnull=False), name="one_ticket_a_person"),
        ]  # fmt: skip
