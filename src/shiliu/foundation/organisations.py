"""Units in a tree: agencies, committees, property companies, utilities, partners, teams."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import Named
from shiliu.foundation.places import Area


class OrganisationKind(Named):
    """What a unit is, as the dispatch catalogue names it (fire brigade, property company, residents' committee …)."""

    class Standing(models.TextChoices):
        GOVERNMENT = "government", _("Government body")
        COMMITTEE = "committee", _("Residents' or villagers' committee")
        UTILITY = "utility", _("Public utility")
        COMPANY = "company", _("Company")
        PARTNER = "partner", _("Partner institution")
        TEAM = "team", _("Neighbourhood team")

    code = models.SlugField(max_length=40, unique=True)
    standing = models.CharField(max_length=12, choices=Standing.choices)

    class Meta:
        ordering = ["code"]


class Organisation(Named):
    code = models.CharField(max_length=40, unique=True)
    kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    areas = models.ManyToManyField(Area, through="OrganisationArea", related_name="organisations")
    public_phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    @property
    def is_committee(self):
        return self.kind.standing == OrganisationKind.Standing.COMMITTEE


class OrganisationArea(models.Model):
    """The unit serves the area and everything inside it, unless a nearer unit of the same kind does."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="serves")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "area"], name="organisation_serves_area_once")]

    def __str__(self):
        return f"{self.organisation} → {self.area}"
