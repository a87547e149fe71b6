"""An item that goes to another level with its papers. No person stands in it: whoever holds the slip is whom it concerns."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import Window
from shiliu.platform.permissions import Scope


class HandOver(models.Model):
    """`papers` are the codes of what goes along. The code of the slip is made from `key`; only its hash can be looked up.
    `scope` is that of the receiving side; the sending side is `from_window`."""

    class State(models.TextChoices):
        SENT = "sent", _("On its way")
        RECEIVED = "received", _("Received")
        RETURNED = "returned", _("Given back")
        FINISHED = "finished", _("Done")

    class Why(models.TextChoices):
        MISSING = "missing", _("A paper is missing")
        NOT_VALID = "not_valid", _("A paper is out of date or cannot be read")
        ELSEWHERE = "elsewhere", _("Another unit decides this")
        MISTAKE = "mistake", _("Handed over by mistake")

    class Collect(models.TextChoices):
        HERE = "here", _("Collect the result at the window that took your papers")
        THERE = "there", _("Collect the result at the unit that decided")
        NOTHING = "nothing", _("There is nothing to collect")

    key = models.UUIDField(unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="+")
    from_window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="hand_overs_sent")
    to_unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.PROTECT, related_name="hand_overs")
    papers = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    collect = models.CharField(max_length=8, choices=Collect.choices, blank=True)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["to_unit", "state", "-sent_at"]), models.Index(fields=["from_window", "-sent_at"]),
            models.Index(fields=["ended_at"], name="hand_over_ended"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "received"], ended_at__isnull=True)
                | Q(state__in=["returned", "finished"], ended_at__isnull=False),
                name="hand_over_ends_with_its_state",
            )
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        """What stands on the slip and on lists instead of a name."""
        return f"H{self.pk:05d}"

    @property
    def where(self):
        """Whoever receives it: the window if one was chosen, else the unit."""
        return self.to_window or self.to_unit

    def scope(self):
        paths = (self.to_window.area.path,) if self.to_window else ()
        return Scope(area_paths=paths, organisation_ids=frozenset({self.to_unit_id}))
