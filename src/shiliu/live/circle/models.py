"""What stands where, how many homes a building has, the paths between them, and what was measured. No row is about a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import Named
from shiliu.platform.permissions import Scope
from shiliu.platform.permissions.targets import WholeSite

WALKERS = {"adult": _("Adult"), "elder": _("Older person"), "wheelchair": _("Wheelchair user")}


class FacilityType(Named):
    """A sort of facility that should be near. The two schemes call different things a circle and are never added up. `checked`:
    somebody has compared it with its source; until then readers are told that it is assumed."""

    class Scheme(models.TextChoices):
        COMMERCE = "commerce", _("Shops and services (commerce)")
        PLANNING = "planning", _("Public facilities (planning)")

    class Group(models.TextChoices):
        BASIC = "basic", _("Everyday needs")
        QUALITY = "quality", _("Quality of life")
        FIFTEEN = "fifteen", _("Fifteen-minute level")
        TEN = "ten", _("Ten-minute level")
        FIVE = "five", _("Five-minute level")

    GROUPS = {Scheme.COMMERCE: (Group.BASIC, Group.QUALITY), Scheme.PLANNING: (Group.FIFTEEN, Group.TEN, Group.FIVE)}

    code = models.SlugField(max_length=40, unique=True)
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    group = models.CharField(max_length=10, choices=Group.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300)
    tags = models.JSONField(default=list, blank=True)
    checked = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class Facility(Named):
    """A shop, a clinic, a park: one thing at one door. A place that is two things stands here twice.

    `said_here` and `said_gone` count what neighbours said since staff last looked; nobody knows who they were. `missing_since`: the map
    it was taken from no longer shows it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", pgettext_lazy("of a facility", "Open")
        CLOSED = "closed", pgettext_lazy("of a facility", "Closed")

    class Source(models.TextChoices):
        STAFF = "staff", _("Staff")
        NEIGHBOUR = "neighbour", _("A neighbour")
        OSM = "osm", _("OpenStreetMap")
        OPEN_DATA = "open_data", _("Open data")

    class Confirmer(models.TextChoices):
        STAFF = "staff", _("Staff")
        NEIGHBOUR = "neighbour", _("A neighbour")

    kind = models.ForeignKey(FacilityType, on_delete=models.PROTECT, related_name="facilities")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200, blank=True, default="")
    longitude = models.FloatField()
    latitude = models.FloatField()
    address = models.CharField(max_length=200, blank=True)
    opening = models.CharField(max_length=200, blank=True)
    access = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    source_ref = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    entered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=Confirmer.choices, blank=True)
    said_here = models.PositiveIntegerField(default=0)
    said_gone = models.PositiveIntegerField(default=0)
    missing_since = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "area_path"], name="facility_state_place"),
            models.Index(fields=["state", "confirmed_at"], name="facility_confirm_round"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_ref", "kind"], condition=~Q(source_ref=""), name="facility_once_a_source"
            )
        ]

    def scope(self):
        return Scope(area_paths=(self.area_path,)) if self.area_path else WholeSite().scope()


class FacilityWord(models.Model):
    """A press of “still here” or “gone”. `mark` tells presses of one network on one day apart and is emptied soon after."""

    class Said(models.TextChoices):
        HERE = "here", _("Still here")
        GONE = "gone", _("Gone")

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="words")
    said = models.CharField(max_length=4, choices=Said.choices)
    at = models.DateTimeField(db_index=True)
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "mark"], condition=~Q(mark=""), name="word_once_a_day")
        ]

    def __str__(self):
        return self.get_said_display()


class BuildingHomes(models.Model):
    """How many homes a building has. No home has a number here and nobody lives in it."""

    code = models.CharField(max_length=60, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200, db_index=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    homes = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class WalkNetwork(models.Model):
    """What is known about a file of paths; the paths themselves lie in DATA_DIR/networks under their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=300)
    nodes = models.PositiveIntegerField()
    edges = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    box = models.JSONField(default=list)
    notes = models.JSONField(default=list, blank=True)
    imported_at = models.DateTimeField()
    in_use = models.BooleanField(default=False)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["in_use"], condition=Q(in_use=True), name="one_network_in_use")]

    def __str__(self):
        return self.source


class CircleSetting(models.Model):
    """A number that differs from the one in the program, and where it comes from (rules.SETTINGS names them all)."""

    name = models.CharField(max_length=40, unique=True)
    value = models.FloatField()
    source = models.CharField(max_length=300)

    def __str__(self):
        return self.name


class CoverageRun(models.Model):
    """One measurement of everything. `inputs` is the hash of all it was computed from, `parts` that of each sort of input; `changes`
    tells what had changed since the one before."""

    at = models.DateTimeField(db_index=True)
    network = models.ForeignKey(WalkNetwork, on_delete=models.PROTECT, related_name="runs")
    inputs = models.CharField(max_length=64)
    parts = models.JSONField(default=dict)
    settings = models.JSONField()
    facilities = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    buildings = models.PositiveIntegerField()
    adrift = models.PositiveIntegerField()
    homes = models.PositiveIntegerField()
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"

    @property
    def fewest(self):
        return int(self.settings["fewest"])


class CoverageFigure(models.Model):
    """One area and walker in one run: {type code: {homes, covered, few, quarters}} (measuring.figures)."""

    run = models.ForeignKey(CoverageRun, on_delete=models.CASCADE, related_name="figures")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    walker = models.CharField(max_length=10)
    figures = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "area", "walker"], name="figure_once_a_run")]

    def __str__(self):
        return f"{self.area} · {self.walker}"


class Reach(models.Model):
    """A building, or small ones put together, in the newest run: {type code: [minutes or null, 0 none 1 some 2 all in time]}."""

    run = models.ForeignKey(CoverageRun, on_delete=models.CASCADE, related_name="reaches")
    walker = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    area_path = models.CharField(max_length=200)
    longitude = models.FloatField()
    latitude = models.FloatField()
    homes = models.PositiveIntegerField()
    buildings = models.PositiveIntegerField()
    minutes = models.JSONField()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["run", "walker", "area_path"], name="reach_place")]

    def __str__(self):
        return self.code


class Gap(models.Model):
    """Homes near each other from which one sort of facility is too far for one sort of walker, from the run that found them to
    the run that no longer did. `members` are the codes of the buildings; `homes` is null where that may not be told."""

    kind = models.ForeignKey(FacilityType, on_delete=models.PROTECT, related_name="gaps")
    walker = models.CharField(max_length=10)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200)
    longitude = models.FloatField()
    latitude = models.FloatField()
    homes = models.PositiveIntegerField(null=True)
    buildings = models.PositiveIntegerField()
    minutes = models.FloatField(null=True)
    nearest = models.ForeignKey(Facility, null=True, on_delete=models.SET_NULL, related_name="+")
    members = models.JSONField()
    found_in = models.ForeignKey(CoverageRun, on_delete=models.PROTECT, related_name="gaps_found")
    seen_in = models.ForeignKey(CoverageRun, on_delete=models.PROTECT, related_name="gaps_seen")
    closed_in = models.ForeignKey(CoverageRun, null=True, on_delete=models.PROTECT, related_name="gaps_closed")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["closed_in", "walker", "kind"], name="gap_open")]

    def __str__(self):
        return f"{self.kind} · {self.walker} · {self.area}"

    def scope(self):
        return Scope(area_paths=(self.area_path,))


class GapWish(models.Model):
    """The wish that a gap be taken up as a project. The audit row says who put it forward; here stands which unit, if one did."""

    class State(models.TextChoices):
        PUT_FORWARD = "put_forward", _("Put forward")
        WITHDRAWN = "withdrawn", _("Taken back")

    gap = models.OneToOneField(Gap, on_delete=models.PROTECT, related_name="wish")
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=1000)
    unit = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_state_display()
