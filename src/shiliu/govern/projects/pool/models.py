"""The pool of candidates (民生服务候选项目库): wishes on their way to becoming projects, each with where it came from, who judged
whether it can be done, what it costs, and why it left.

Money is whole yuan. Texts are {language tag: text}, as names are; what became of a candidate is told by its audit rows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.foundation.names import Named, name_in
from shiliu.platform.permissions import Scope


class Exclusion(Named):
    """One line of the negative list (负面清单): what the pool does not take, in words, with the source of the rule."""

    code = models.SlugField(max_length=40, unique=True)
    explanation = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]

    @property
    def explained(self):
        return name_in(self.explanation)


class Candidate(Named):
    """`price_low` and `price_high` are what reviewers think it costs; a vote counts with `price_high`, so that nothing that is
    chosen is too dear. `ends_for` says why it left (`exclusion` or `reason`), and it can be taken in again."""

    class Kind(models.TextChoices):
        WORKS = "works", _("Works")
        SERVICE = "service", pgettext_lazy("kind of a project", "Service")
        GOODS = "goods", _("Things bought")

    class Origin(models.TextChoices):
        PROPOSAL = "proposal", _("A proposal of neighbours")
        SURVEY = "survey", _("A need named in a survey")
        GAP = "gap", _("A gap in the fifteen-minute circle")
        THEME = "theme", _("A matter that keeps coming back")
        UNIT = "unit", _("A unit’s suggestion")

    class State(models.TextChoices):
        ENTERED = "entered", _("Entered")
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Can be done")
        NOT_FEASIBLE = "not_feasible", _("Cannot be done")
        IN_VOTE = "in_vote", _("In a vote")
        CHOSEN = "chosen", _("Chosen")
        OUT = "out", _("Left the pool")
        MERGED = "merged", _("Merged")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="candidates")
    summary = models.JSONField(default=dict)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="candidates"
    )
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ENTERED)
    price_low = models.PositiveBigIntegerField(null=True, blank=True)
    price_high = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    exclusion = models.ForeignKey(Exclusion, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_out")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here")
    state_before = models.CharField(max_length=12, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["entered_at", "id"]), models.Index(fields=["state", "entered_at", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_low=None, price_high=None) | Q(price_low__gt=0, price_high__gte=F("price_low")),
                name="candidate_price_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "in_vote", "chosen"]) | Q(price_high__isnull=False), name="candidate_that_can_be_done_has_a_price"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_feasible", "out"]) | ~Q(reason=""), name="candidate_refused_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(state="merged") ^ Q(merged_into=None), name="candidate_merged_into_one"),
            models.CheckConstraint(condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False), name="candidate_point_whole"),
        ]  # fmt: skip

    @property
    def told(self):
        """The summary in the reader's language."""
        return name_in(self.summary)

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organisation_id} - {None}))


class Check(models.Model):
    """Somebody of a unit was asked whether a candidate can be done. The unit and the reason are public; the person's duty ends with it."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Not yet answered")
        FEASIBLE = "feasible", _("Can be done")
        UNFEASIBLE = "unfeasible", _("Cannot be done")

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="checks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    question = models.TextField(max_length=1000, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    explanation = models.TextField(max_length=2000, blank=True)
    price_low = models.PositiveBigIntegerField(null=True, blank=True)
    price_high = models.PositiveBigIntegerField(null=True, blank=True)
    due = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "organisation"], condition=Q(verdict="open"), name="one_open_check_a_unit"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="unfeasible") | ~Q(explanation=""), name="cannot_be_done_is_explained"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="feasible") | Q(price_low__gt=0, price_high__gte=F("price_low")), name="can_be_done_is_priced"
            ),
        ]  # fmt: skip

    def scope(self):
        return Scope(owner_id=self.reviewer_id)


class Incompatible(models.Model):
    """Two candidates of which a vote may buy one at most; `first` has the smaller number."""

    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="incompatible_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="incompatible_in_order"),
        ]
