"""One row a file. What the file shows is linked by other apps; until one does, it is a draft that is swept after a day."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from shiliu.foundation.models import Person


class Attachment(models.Model):
    """`width` and `height` in pixels (0 for a document), `size` in bytes, `sha256` in hex of the full file; no file name is
    kept, because phones and people write names into it."""

    class Kind(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        PDF = "pdf", "PDF"

    CONTENT_TYPES = {
        Kind.JPEG: "image/jpeg",
        Kind.PNG: "image/png",
        Kind.WEBP: "image/webp",
        Kind.PDF: "application/pdf",
    }

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploader = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["created_at"], condition=Q(claimed_at=None), name="attachment_draft")]

    def __str__(self):
        return str(self.key)

    @property
    def is_image(self):
        return self.kind != self.Kind.PDF

    @property
    def content_type(self):
        return self.CONTENT_TYPES[self.Kind(self.kind)]

    @property
    def extension(self):
        return "jpg" if self.kind == self.Kind.JPEG else self.kind


def url(attachment, size="full"):
    """The address of the picture ("full" at most 2048, "thumb" at most 480 pixels wide and high) or document ("full")."""
    if size not in {"full", "thumb"} or (size == "thumb" and not attachment.is_image):
        raise ValueError(f"{attachment.kind} has no size {size!r}")
    return reverse(f"attachments:{size}", args=[attachment.key])
