"""The one table of references between apps."""

from django.db import models


class Link(models.Model):
    """`kind` is the name of the journey that joined them; the types are names of links.register_end."""

    kind = models.SlugField(max_length=40)
    from_type = models.CharField(max_length=60)
    from_id = models.PositiveBigIntegerField()
    to_type = models.CharField(max_length=60)
    to_id = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["to_type", "to_id", "kind"], name="link_backwards")]
        constraints = [
            models.UniqueConstraint(fields=["from_type", "from_id", "kind", "to_type", "to_id"], name="linked_once")
        ]

    def __str__(self):
        return f"{self.kind}: {self.from_type}:{self.from_id} → {self.to_type}:{self.to_id}"
