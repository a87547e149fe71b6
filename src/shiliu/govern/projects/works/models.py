"""What is carried out: a work, a recurring service, or something neighbours do themselves, with its dates, money, papers and acceptance.

Money is whole yuan. Texts written once by staff are {language tag: text}, as names are."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.foundation.names import Named, name_in
from shiliu.govern.projects.pool.models import Candidate
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.draws.models import Draw
from shiliu.platform.permissions import Scope


class Project(Named):
    """`granted` is what may be spent. `satisfaction` is null while neighbours are asked; then how many said what ({"5": 3, …}), or
    nothing where too few did."""

    class Kind(models.TextChoices):
        WORKS = "works", _("Works")
        SERVICE = "service", pgettext_lazy("kind of a project", "Service")
        NEIGHBOURS = "neighbours", _("Done by neighbours")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        PAUSED = "paused", _("Paused")
        ACCEPTANCE = "acceptance", _("Being accepted")
        FINISHED = "finished", _("Finished")
        STOPPED = "stopped", _("Stopped")

    candidate = models.OneToOneField(Candidate, null=True, blank=True, on_delete=models.PROTECT, related_name="project")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="projects")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    summary = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    granted = models.PositiveBigIntegerField(default=0)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    satisfaction = models.JSONField(null=True, blank=True)
    said = models.TextField(max_length=2000, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["entered_at", "id"]), models.Index(fields=["state", "entered_at", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(state="finished") | Q(finished_on__isnull=False), name="project_finished_on_a_day"),
            models.CheckConstraint(condition=~Q(state__in=["stopped", "paused"]) | ~Q(said=""), name="project_stopped_with_a_reason"),
        ]  # fmt: skip

    @property
    def told(self):
        """The summary in the reader's language."""
        return name_in(self.summary)

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organisation_id}))


class Milestone(Named):
    """`due` as it stands now; every delay is a row of its own with its reason."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    due = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "due", "pk"]


class Delay(models.Model):
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="delays")
    was_due = models.DateField()
    now_due = models.DateField()
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(now_due__gt=F("was_due")), name="delay_is_later")]


class GrantedSum(models.Model):
    """Another sum that may be spent, with the reason neighbours read."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="granted_sums")
    was = models.PositiveBigIntegerField()
    now = models.PositiveBigIntegerField()
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="granted_sum_with_a_reason")]


class BudgetLine(Named):
    """What is planned for one purpose, and the running sums of its entries; the table refuses to pay more than was ordered or to
    order more than is planned."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lines")
    planned = models.PositiveBigIntegerField()
    ordered = models.PositiveBigIntegerField(default=0)
    paid = models.PositiveBigIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ordered__lte=F("planned")), name="no_more_is_ordered_than_planned"),
            models.CheckConstraint(condition=Q(paid__lte=F("ordered")), name="no_more_is_paid_than_ordered"),
        ]


class MoneyEntry(models.Model):
    """One order or payment, or the entry that takes one back (`takes_back`, a negative amount). `supplier` is a firm, never a person."""

    class Kind(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        PAID = "paid", _("Paid")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.BigIntegerField()
    supplier = models.CharField(max_length=120)
    what = models.CharField(max_length=300)
    on = models.DateField()
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(takes_back=None, amount__gt=0) | Q(takes_back__isnull=False, amount__lt=0), name="entry_has_an_amount")
        ]  # fmt: skip


class ProjectFile(models.Model):
    """A photo of the works (never of people) or a supplier's paper. Papers are public only when somebody has read them for it."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before")
        DURING = "during", _("During the works")
        AFTER = "after", _("Afterwards")
        PAPER = "paper", _("Paper")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    caption = models.CharField(max_length=200)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Acceptance(models.Model):
    """Residents drawn by lot look at the project: in the middle, or at the end. How many said what is public, who said it is not.
    One that was called off (why) has no result."""

    class Stage(models.TextChoices):
        MIDDLE = "middle", _("Half-way")
        FINAL = "final", _("At the end")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="acceptances")
    stage = models.CharField(max_length=6, choices=Stage.choices)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField()
    meets_where = models.CharField(max_length=200)
    needed = models.PositiveSmallIntegerField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(max_length=2000, blank=True)
    called_off = models.TextField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], condition=Q(closed_at=None), name="one_open_acceptance_a_stage"),
            models.CheckConstraint(condition=Q(called_off="", accepted=None, closed_at=None) | Q(called_off="", accepted__isnull=False, closed_at__isnull=False)
                                   | (~Q(called_off="") & Q(accepted=None, closed_at__isnull=False)), name="acceptance_closed_with_a_result"),
            models.CheckConstraint(condition=Q(needed__gt=0), name="acceptance_needs_somebody"),
        ]  # fmt: skip


class Finding(models.Model):
    """What one of the drawn said. `token` tells two of them apart under the key of the acceptance; it means nothing once that is gone."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="findings")
    token = models.CharField(max_length=64)
    accepts = models.BooleanField()
    words = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["acceptance", "token"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "token"], name="one_finding_each"),
            models.CheckConstraint(condition=Q(accepts=True) | ~Q(words=""), name="refusal_says_what_is_missing"),
        ]


class Warranty(Named):
    """What the supplier answers for until a day. Before that day it comes back by itself: somebody looks, and says what was found."""

    class Outcome(models.TextChoices):
        FINE = "fine", _("In order")
        MENDED = "mended", _("Mended by the supplier")
        CLAIMED = "claimed", _("Fault reported, not yet mended")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="warranties")
    supplier = models.CharField(max_length=120)
    until = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    found = models.TextField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["until", "pk"]


class ServicePeriod(models.Model):
    """One period of a recurring service: what was promised, whether it was kept, and whether it goes on."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="periods")
    starts = models.DateField()
    ends = models.DateField()
    standard = models.TextField(max_length=2000)
    kept = models.BooleanField(null=True)
    found = models.TextField(max_length=2000, blank=True)
    renewed = models.BooleanField(null=True)
    reason = models.TextField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="period_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kept=None) | ~Q(found=""), name="period_judged_in_words"),
            models.CheckConstraint(condition=Q(renewed=None) | (Q(kept__isnull=False) & ~Q(reason="")), name="renewed_after_it_was_judged"),
        ]  # fmt: skip


class Shift(Named):
    """A time at which neighbours do something themselves, with as many places as hands are needed (platform.bookings)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=200)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    thanks = models.TextField(max_length=1000, blank=True)
    cancelled = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(places__gt=0), name="shift_has_places"),
        ]


class ProjectFollower(models.Model):
    """Somebody chose to hear of this project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="follows_a_project_once")]


class Rating(models.Model):
    """How satisfied one resident is, 1 to 5; the token as in Finding."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="ratings")
    token = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["project", "token"]
        constraints = [
            models.UniqueConstraint(fields=["project", "token"], name="one_rating_each"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_from_one_to_five"),
        ]
