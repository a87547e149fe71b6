"""What happened to a case: steps, clocks, the asker's judgement, files. Rows are added, never rewritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation, Person
from shiliu.govern.cases.models.case import Case
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.clock import now
from shiliu.platform.texts import guess_language


class CaseStep(models.Model):
    """One step. `said` is what the asker reads, `public_said` what a moderator let everyone read, `note` stays among staff;
    `data` holds what the move asked beyond text."""

    class By(models.TextChoices):
        ASKER = "asker", _("the asker")
        STAFF = "staff", _("staff")
        SYSTEM = "system", _("the system")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=24)
    from_state = models.CharField(max_length=14)
    to_state = models.CharField(max_length=14)
    at = models.DateTimeField()
    by_whom = models.CharField(max_length=6, choices=By.choices)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="zh-hans")
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    round = models.PositiveSmallIntegerField(default=1)
    public_said = models.TextField(blank=True)
    # When what neighbours can read of it last changed, and when a moderator last decided on its words.
    shown_at = models.DateTimeField(default=now)
    moderated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="case_step_in_order"),
                   models.Index(fields=["shown_at", "id"], name="case_step_shown"),
                   models.Index(fields=["-at", "-id"], condition=models.Q(move="dispatch"), name="case_step_dispatched")]  # fmt: skip


class CaseClock(models.Model):
    """A deadline: starts at dispatch and never resets. A re-opening starts a second pair beside the first.

    `due` is the first promise and never changes; `moved_to` is where pauses and extensions have moved it, if they did."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Contact the resident")
        RESOLUTION = "resolution", _("Resolve the matter")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    moved_to = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=5)
    working = models.BooleanField()
    unannounced_years = models.JSONField(default=list)

    class Meta:
        ordering = ["round", "kind"]
        constraints = [models.UniqueConstraint(fields=["case", "round", "kind"], name="clock_once_per_round")]

    @property
    def due_now(self):
        """The deadline that counts: with pauses and extensions."""
        return self.moved_to or self.due

    @property
    def kept(self):
        """True when met in time, False when met late, None while running."""
        return None if self.met_at is None else self.met_at <= self.due_now


class Judgement(models.Model):
    """The asker's own word, once a round: five national levels and solved yes or no."""

    class Level(models.IntegerChoices):
        VERY_SATISFIED = 5, _("Very satisfied")
        SATISFIED = 4, _("Satisfied")
        FAIRLY_SATISFIED = 3, _("Fairly satisfied")
        DISSATISFIED = 2, _("Dissatisfied")
        VERY_DISSATISFIED = 1, _("Very dissatisfied")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="judgements")
    round = models.PositiveSmallIntegerField()
    solved = models.BooleanField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="judged_once_per_round"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="judgement_level_1_to_5"),
        ]

    @property
    def language(self):
        """The asker may judge in another language than the need was written in."""
        return guess_language(self.text)


class CaseAttachment(models.Model):
    """A file on a case or on one of its steps; `public` only after a moderator has looked at it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(CaseStep, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    public = models.BooleanField(default=False)
    # What neighbours see instead, with parts blacked out: [[left, top, right, bottom] as shares of the picture].
    redacted = models.OneToOneField(Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    boxes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
