"""A bulk import: staged, resumable, undone by one command."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person


class ImportRun(models.Model):
    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        DONE = "done", _("written")
        UNDONE = "undone", _("undone")

    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    mapping_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WRITING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rows_read = models.PositiveIntegerField(default=0)
    rows_written = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]
