"""Other systems: keys for those that write to our Open311 door, endpoints we forward a matter to, and what we forwarded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.cases.models.case import Case
from shiliu.govern.cases.models.catalogue import Category


class Open311Key(models.Model):
    """An api_key, kept only as keyed hash; shown once when it is made."""

    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.name


class ServiceAttribute(models.Model):
    """One question of an Open311 service definition, asked with a matter; also asked on our own form."""

    class Datatype(models.TextChoices):
        STRING = "string", _("One line")
        NUMBER = "number", _("Number")
        DATETIME = "datetime", _("Date and time")
        TEXT = "text", _("Text")
        SINGLE = "singlevaluelist", _("One of a list")
        MULTI = "multivaluelist", _("Several of a list")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="attributes")
    code = models.SlugField(max_length=40)
    datatype = models.CharField(max_length=15, choices=Datatype.choices)
    required = models.BooleanField(default=False)
    variable = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    descriptions = models.JSONField(default=dict)
    datatype_descriptions = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=list, blank=True)  # [{"key": …, "names": {language: …}}]

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="attribute_once_a_category")]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The question in the reader's language."""
        return name_in(self.descriptions)


class OutsideEndpoint(models.Model):
    """Another city's Open311 server to which a matter is forwarded. The key stands in the environment, never here."""

    category = models.OneToOneField(Category, on_delete=models.PROTECT, related_name="outside")
    url = models.URLField(max_length=300)
    jurisdiction_id = models.CharField(max_length=120, blank=True)
    service_code = models.CharField(max_length=120)
    key_name = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)


class Forwarded(models.Model):
    """A case sent to an outside endpoint: waiting, sent (with a token or an id), or failed with the reason."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not accepted")
        CLOSED = "closed", _("Closed by the other side")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="forwarded")
    endpoint = models.ForeignKey(OutsideEndpoint, on_delete=models.PROTECT, related_name="forwarded")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    token = models.CharField(max_length=120, blank=True)
    service_request_id = models.CharField(max_length=120, blank=True)
    status_notes = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try", "id"], name="forwarded_due")]
