"""Several bodies on one case: parts handed to helpers, units called together, a unit's objection to being sent a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.foundation.names import Named
from shiliu.govern.cases.models.case import Case
from shiliu.govern.cases.models.catalogue import Category
from shiliu.platform.permissions import Scope


class CaseTask(models.Model):
    """A part of a case that the lead asks another unit to do by a date (首接负责: the lead answers for the whole)."""

    class State(models.TextChoices):
        OPEN = "open", _("Asked")
        DONE = "done", _("Done")
        RETURNED = "returned", _("Returned with a reason")
        WITHDRAWN = "withdrawn", _("Withdrawn by the lead")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="case_tasks")
    what = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    said = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["unit", "state", "due"], name="case_task_of_unit"),
            models.Index(fields=["due", "id"], condition=Q(state="open"), name="case_task_open"),
        ]

    def scope(self):
        """Where the task stands: the helper's, at the place of the case."""
        return Scope(area_paths=(self.case.area_path,), organisation_ids=frozenset({self.unit_id}))


class Summons(models.Model):
    """Units called to one table for a case (吹哨报到): only for one of three reasons, approved, with attendance and outcome."""

    class Reason(models.TextChoices):
        HARD = "hard", _("A pressing need the street cannot solve alone")
        ENFORCEMENT = "enforcement", _("Joint enforcement for which the street has no power")
        EMERGENCY = "emergency", _("An emergency such as a burst pipe or a collapse")

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for approval")
        APPROVED = "approved", _("Called")
        DECLINED = "declined", _("Not approved")
        HELD = "held", _("Held, attendance noted")
        CLOSED = "closed", _("Closed with an outcome")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="summonses")
    reason = models.CharField(max_length=11, choices=Reason.choices)
    why = models.TextField(max_length=1000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_by_unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    meets_at = models.DateTimeField()
    meets_where = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="summons_newest")]

    def scope(self):
        return self.case.scope()


class SummonedUnit(models.Model):
    """One unit called by a summons; `attended` is unknown until somebody has noted it."""

    summons = models.ForeignKey(Summons, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    attended = models.BooleanField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["summons", "unit"], name="unit_summoned_once")]


class ObjectionReason(Named):
    """Why a unit says a case was sent to the wrong place (退单); a list that a site edits."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "code"]


class Objection(models.Model):
    """A unit's objection to a case, once a case; the arbiter's word is final and the clock runs on."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="objection")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(ObjectionReason, on_delete=models.PROTECT, related_name="+")
    said = models.TextField(max_length=2000)
    at = models.DateTimeField(db_index=True)
    upheld = models.BooleanField(null=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
