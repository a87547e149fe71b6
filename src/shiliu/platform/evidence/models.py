"""One thing that was done, as it stood when it was put down."""

from django.db import models

from shiliu.foundation.models import Area
from shiliu.foundation.names import Named


class Evidence(Named):
    """`thing` is the key of what it is about in the app of its kind; `counts` {key: whole number}; `url` its public page."""

    kind = models.CharField(max_length=40)
    thing = models.PositiveBigIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    counts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    put_down_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["kind", "on"])]
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="evidence_once_a_thing")]
