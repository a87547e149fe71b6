"""Areas from district to building, and the one set of grid cells with its layers of responsibility."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import Named


class Area(Named):
    """District 区县 → street 街道/镇 → community 社区/村 → compound 小区 → building 楼栋.

    `path` is the chain of ids from the top ("/1/5/12/"), so that "inside" is one indexed prefix test on both databases.
    A place that is no longer used is retired (`active` false), never deleted: old cases and roles still point at it.
    """

    class Level(models.TextChoices):
        DISTRICT = "district", _("District")
        STREET = "street", _("Street or town")
        COMMUNITY = "community", _("Community or village")
        COMPOUND = "compound", _("Compound")
        BUILDING = "building", _("Building")

    LEVELS = [Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.COMPOUND, Level.BUILDING]

    code = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    boundary = models.JSONField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="district") ^ Q(parent__isnull=False), name="area_only_district_is_top"
            ),
        ]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    @property
    def chain_ids(self):
        """Ids from the top down to this area."""
        return [int(part) for part in self.path.strip("/").split("/") if part]

    def chain(self):
        """Areas from the top down to this one."""
        return list(Area.objects.filter(pk__in=self.chain_ids).order_by("path"))

    def contains(self, other):
        return other.path.startswith(self.path)

    @classmethod
    def inside(cls, path):
        """Areas at and below `path`."""
        return cls.objects.filter(path__startswith=path)


class Layer(Named):
    """A layer of responsibility over the grid (party-building, safety, …): data, one row each."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class GridCell(Named):
    """One cell of a community's grid. Departments may not draw their own: every layer uses these cells.

    `areas` are the compounds and buildings that belong to the cell where nothing is drawn, or against what is drawn.
    """

    code = models.CharField(max_length=40)
    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cells")
    boundary = models.JSONField(null=True, blank=True)
    areas = models.ManyToManyField(Area, related_name="grid_cells", blank=True)
    supervision_phone = models.CharField(max_length=30)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["community_id", "code"]
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="cell_code_once_in_community")]


class CellDuty(models.Model):
    """Who answers for one layer in one cell: the publicly posted name of the duty and its phone."""

    cell = models.ForeignKey(GridCell, on_delete=models.CASCADE, related_name="duties")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="duties")
    duty_name = models.CharField(max_length=80)
    duty_phone = models.CharField(max_length=30)
    organisation = models.ForeignKey(
        "foundation.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )

    class Meta:
        ordering = ["layer__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["cell", "layer"], name="duty_once_per_layer_and_cell")]

    def __str__(self):
        return self.duty_name


class MapVersion(models.Model):
    """One row whose number is drawn anew with every change of a place, a boundary or a cell, so that each process knows when
    the spatial index it keeps in memory is old. Drawn, not counted: a number never comes back after a rollback or a restore."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
