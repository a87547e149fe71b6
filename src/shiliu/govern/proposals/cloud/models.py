"""Proposals of neighbours: what is proposed, in which versions, how many stand behind it, how it was answered and what came of it.

Who supports is in no table: a support is a token made with a secret outside the database, and goes when collecting ends."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.platform.permissions import Scope


class Topic(models.TextChoices):
    """What a proposal is about. After the seven classes of works a city's residents could propose (domain notes, section 11)."""

    CARE = "care", _("Help and care")
    GREEN = "green", _("Greenery and cleanliness")
    CULTURE = "culture", _("Culture, sport and play")
    SAFETY = "safety", _("Safety on the way and at home")
    REPAIR = "repair", _("Repairs")
    EASE = "ease", _("Making everyday things easier")
    TOGETHER = "together", _("Neighbours together, and other things")


class ProposalRule(models.Model):
    """How many must support a proposal of an area, for how long it collects, and which unit answers by when. An area without a rule
    takes that of the nearest area around it, field by field; without any, the defaults of the house."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="proposal_rule")
    threshold = models.PositiveIntegerField(null=True, blank=True)
    open_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.area)

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class Proposal(models.Model):
    """`author` is a pseudonym in front, confirmed behind; `group` the unit somebody proposes for. `threshold` and `closes_at` are
    fixed when it opens. `title`, `text` are the latest version. `is_hidden` is the moderators' word and changes no state."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Collecting support")
        ANSWERING = "answering", _("Waiting for the answer")
        ACCEPTED = "accepted", pgettext_lazy("of a proposal", "Accepted")
        IN_PART = "in_part", _("Accepted in part")
        NOT_IN_POWER = "not_in_power", _("Not in our power")
        DECLINED = "declined", pgettext_lazy("of a proposal", "Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn by its author")
        EXPIRED = "expired", _("Expired without enough support")
        MERGED = "merged", _("Joined with another proposal")

    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals")
    group = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="proposals")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()
    language = models.CharField(max_length=12)
    place_note = models.CharField(max_length=120, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    is_hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    threshold = models.PositiveIntegerField(null=True, blank=True)
    support_count = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals_to_answer"
    )
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="proposal_by_close"),
            models.Index(fields=["unit", "state", "answer_due_at"], name="proposal_by_due"),
            models.Index(fields=["area", "state"], name="proposal_by_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged") ^ Q(merged_into__isnull=True), name="merged_proposal_goes_on"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="proposal_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="proposal_has_whole_point",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(threshold__isnull=False, opened_at__isnull=False, closes_at__isnull=False),
                name="proposal_open_has_its_rule",
            ),
        ]

    def __str__(self):
        return self.title

    def scope(self):
        units = frozenset({self.unit_id} - {None})
        return Scope(area_paths=(self.area.path,), organisation_ids=units, owner_id=self.author_id)

    @property
    def called(self):
        """Who proposes, for everybody: a unit, a pseudonym, or nobody any more."""
        if self.group_id:
            return self.group.name
        return self.author.pseudonym if self.author_id else gettext("a former neighbour")

    @property
    def still_needed(self):
        return max(0, (self.threshold or 0) - self.support_count)


class ProposalVersion(models.Model):
    """One wording, never changed. `why` says what the author changed it for; `amendment` whose suggestion was taken."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)
    amendment = models.OneToOneField(
        "ProposalAmendment", null=True, blank=True, on_delete=models.SET_NULL, related_name="version"
    )
    supports_then = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")]

    def __str__(self):
        return f"{self.proposal_id} · {self.number}"


class ProposalSupport(models.Model):
    """One person's support as a token nobody can read, without a moment and with a random key; gone when collecting ends."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "token"], name="proposal_supported_once")]

    def __str__(self):
        return self.token[:8]


class ProposalFollow(models.Model):
    """Somebody chose to hear what becomes of it. It says nothing about support, and has no moment."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="proposal_followed_once")]

    def __str__(self):
        return f"{self.proposal_id} · {self.person_id}"


class ProposalAnswer(models.Model):
    """The official answer of a unit; a changed one is a new row. Money in whole yuan."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("of a proposal", "Accepted")
        IN_PART = "in_part", _("Accepted in part")
        NOT_IN_POWER = "not_in_power", _("Not in our power")
        DECLINED = "declined", pgettext_lazy("of a proposal", "Declined")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reasons = models.TextField()
    language = models.CharField(max_length=12)
    will_be_done = models.TextField(blank=True)
    referred_to = models.CharField(max_length=120, blank=True)
    cost_low = models.PositiveBigIntegerField(null=True, blank=True)
    cost_high = models.PositiveBigIntegerField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    silence_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="proposal_answer_has_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["accepted", "in_part"]) | Q(promised_on__isnull=False, cost_low__isnull=False, cost_high__isnull=False),
                name="accepted_proposal_has_promise_and_cost",
            ),
            models.CheckConstraint(condition=~Q(outcome="not_in_power") | ~Q(referred_to=""), name="referred_proposal_says_to_whom"),
            models.CheckConstraint(condition=Q(cost_low__isnull=True) | Q(cost_high__gte=F("cost_low")), name="proposal_cost_in_order"),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(promised_on__isnull=True) | Q(promised_on__gte=F("begins_on")),
                name="proposal_promise_after_it_begins",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.proposal_id} · {self.outcome}"

    @property
    def costs(self):
        """Lower and upper price as people write them, one where they are the same."""
        both = dict.fromkeys((self.cost_low, self.cost_high))
        return [formats.number_format(one, force_grouping=True) for one in both if one is not None]


class ProposalStep(models.Model):
    """What became of it after the answer, told by what carries it out: a key of `later.STEPS` with what its sentence needs."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    step = models.SlugField(max_length=30)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.proposal_id} · {self.step}"


class ProposalMerge(models.Model):
    """One author asks another to go on with one proposal: `proposal` goes into `into` once both agree, and can come out again."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Joined")
        DECLINED = "declined", pgettext_lazy("of joining", "Declined")
        PARTED = "parted", _("Taken apart again")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="merges_into")
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state__in=["asked", "agreed"]), name="proposal_merging_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(proposal=F("into")), name="proposal_merge_of_two"),
        ]

    def __str__(self):
        return f"{self.proposal_id} → {self.into_id}"
