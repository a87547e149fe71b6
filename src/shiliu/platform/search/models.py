"""One row for each thing that can be found. The index proper hangs on this table (see migrations/0002) and follows it by itself."""

from django.db import models


class Document(models.Model):
    """`text` is normalised (words.normal), `tokens` its tokens joined by spaces; `key` is the thing's own id."""

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    public = models.BooleanField(default=False)
    area_path = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]

    def __str__(self):
        return f"{self.kind}:{self.key}"
