"""One table: a field of a thing in another language, once as somebody drafted it and once as it was reviewed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person


class Translation(models.Model):
    """`source_hash` is of the original the text was made from. `by` drafted it, or reviewed it, by its stage."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Drafted, waits for review")
        REVIEWED = "reviewed", _("Reviewed")

    thing_type = models.CharField(max_length=60)
    thing_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    text = models.TextField()
    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["thing_type", "thing_id", "language", "field", "stage"]
        indexes = [models.Index(fields=["thing_type", "stage"], name="translation_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_type", "thing_id", "language", "field", "stage"], name="translation_once_a_stage"
            )
        ]

    def __str__(self):
        return f"{self.thing_type}:{self.thing_id}.{self.field} {self.language} {self.stage}"
