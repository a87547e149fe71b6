"""What every address of the site ends with, which HSDS asks for and nobody enters by window; and what other directories have said that no
table here has a place for."""

from django.db import models


class Directory(models.Model):
    """One row. While it is not there, addresses are published in the description of a place."""

    city = models.CharField(max_length=60)
    state_province = models.CharField(max_length=60)
    postal_code = models.CharField(max_length=12)
    country = models.CharField(max_length=2, default="CN")

    def __str__(self):
        return f"{self.postal_code} {self.city}"


class Carried(models.Model):
    """The rest of a thing of another directory (carried.py): published again as it came. `sort` and `key` as of OutsideId, with
    "service_at_location" by the keys of both."""

    sort = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    fields = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["sort", "key"]
        constraints = [models.UniqueConstraint(fields=["sort", "key"], name="carried_once_per_thing")]

    def __str__(self):
        return f"{self.sort} {self.key}"
