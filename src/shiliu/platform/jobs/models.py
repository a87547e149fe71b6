"""Where each job stands, and which workers are alive."""

from django.db import models


class JobState(models.Model):
    """One row a job. A worker owns a slot by moving `slot` forward, which only one of them can do."""

    name = models.CharField(max_length=80, unique=True)
    slot = models.BigIntegerField(default=-1)
    started_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    runs = models.PositiveBigIntegerField(default=0)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Worker(models.Model):
    """A background worker and when it last said that it is alive."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self):
        return self.name
