"""The dispatch catalogue (派单目录): which kind of unit answers for which matter, how fast, on what basis. All of it is data."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import OrganisationKind, Person
from shiliu.foundation.names import Named, name_in
from shiliu.govern.cases.terms import Terms
from shiliu.platform.deadlines import Allowance


class Category(Named):
    """What a need is about. Groups have no `group`; residents choose a category inside a group."""

    code = models.SlugField(max_length=40, unique=True)
    group = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)
    # An emergency stops the form and shows the number to call; outside office hours `after_hours` says whom to call.
    emergency_number = models.CharField(max_length=20, blank=True)
    emergency_texts = models.JSONField(default=dict, blank=True)
    after_hours_texts = models.JSONField(default=dict, blank=True)
    keywords = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "code"]


class UrgencyTier(Named):
    """How fast: until the resident is contacted, and until the matter is resolved."""

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    contact_amount = models.PositiveSmallIntegerField()
    contact_unit = models.CharField(max_length=5, choices=Unit.choices)
    contact_working = models.BooleanField(default=False)
    resolution_amount = models.PositiveSmallIntegerField()
    resolution_unit = models.CharField(max_length=5, choices=Unit.choices)
    resolution_working = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "code"]

    @property
    def contact(self):
        return Allowance(self.contact_amount, self.contact_unit, self.contact_working)

    @property
    def resolution(self):
        return Allowance(self.resolution_amount, self.resolution_unit, self.resolution_working)


class RefusalReason(Named):
    """One of the closed reasons for not accepting a case; `channels` tells the resident where to go instead, by language."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    channels = models.JSONField(default=dict)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "code"]

    @property
    def channel(self):
        """Where to go instead, in the reader's language."""
        return name_in(self.channels)


class CatalogueVersion(models.Model):
    """A whole catalogue, drafted, then published with the day it takes effect; published versions are never edited."""

    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateTimeField(null=True, blank=True, db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self):
        return str(self.number)

    @property
    def is_draft(self):
        return self.published_at is None


class CatalogueEntry(models.Model):
    class Duty(models.TextChoices):
        GOVERNMENT = "government", _("Government duty")
        SELF_GOVERNMENT = "self_government", _("Matter of self-government")
        UTILITY = "utility", _("Public utility")
        PROPERTY = "property", _("Property management")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.CASCADE, related_name="entries")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="entries")
    lead_kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, related_name="+")
    helper_kinds = models.ManyToManyField(OrganisationKind, blank=True, related_name="+")
    duty = models.CharField(max_length=16, choices=Duty.choices)
    tier = models.ForeignKey(UrgencyTier, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=300, blank=True)
    refusal_texts = models.JSONField(default=dict, blank=True)
    # What it says, word for word, since its version was published (see terms.spelled_out); empty in a draft.
    frozen = models.JSONField(default=dict, blank=True)
    # What a draft will make of the matter itself when it is published: {names, group: code, position}.
    proposed = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["category__position", "category__code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "category"], name="category_once_in_catalogue_version")
        ]

    @cached_property
    def terms(self):
        """The words and times this entry is known by; a draft's follow the tables it points at."""
        return Terms.of(self)
