"""Surveys, their rounds and what is counted in them. No table here knows a person, a device, an address or a moment.

An answer has a random key, and at the close all answers of a round are written anew in another order. The words people wrote lie
apart from the boxes they ticked, and the codes of households apart from both: a code is deleted when it is spent, so that
afterwards there is nothing to compare an answer with."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area
from shiliu.foundation.names import Named, name_in
from shiliu.platform.permissions import Scope


class Survey(Named):
    """What is asked again and again in one place. `intro` is {language: what the survey is for}; of one that `repeats` the counts
    are published with noise, because what two rounds say together must not say more about one person than each alone."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    intro = models.JSONField(default=dict)
    repeats = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def intro_text(self):
        return name_in(self.intro)

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class QuestionSet(models.Model):
    """One version of the questions, as JSON that `rules.Question` reads. Frozen from the day a round opens with it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="question_sets")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    frozen = models.BooleanField(default=False)

    class Meta:
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="question_set_number_once"),
            models.UniqueConstraint(fields=["survey"], condition=Q(frozen=False), name="one_draft_of_questions"),
        ]

    def __str__(self):
        return f"{self.survey} · {self.number}"


class Round(models.Model):
    """One time of asking. The dates are days: nothing finer is kept. `doubles` counts paper forms whose code was spent already."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", pgettext_lazy("of a survey", "Open")
        CLOSED = "closed", _("Closed, being counted")
        PUBLISHED = "published", _("Published")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    question_set = models.ForeignKey(QuestionSet, null=True, on_delete=models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    publish_on = models.DateField()
    households = models.PositiveIntegerField(null=True, blank=True)
    one_per_household = models.BooleanField(default=False)
    part_level = models.CharField(max_length=12, blank=True, choices=Area.Level.choices)
    verbatim = models.BooleanField(default=False)
    least = models.PositiveSmallIntegerField()
    codes_issued = models.PositiveIntegerField(default=0)
    paper_answers = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0)
    summaries = models.JSONField(default=dict)
    answers_deleted = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")) & Q(publish_on__gt=F("closes_on")),
                name="round_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(question_set__isnull=False), name="open_round_has_questions"
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_on"])]

    def __str__(self):
        return f"{self.survey} · {self.number}"

    def scope(self):
        return self.survey.scope()


class Answer(models.Model):
    """The boxes one form has ticked: {question: option, or list of options}. `part` only where somebody chose to say it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    part = models.ForeignKey(Area, null=True, on_delete=models.SET_NULL, related_name="+")
    values = models.JSONField(default=dict)

    def __str__(self):
        return str(self.key)


class FreeText(models.Model):
    """What somebody wrote below one question, apart from the boxes of the same form."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be read")
        SHOWN = "shown", _("May be shown")
        KEPT_BACK = "kept_back", _("Kept back")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="texts")
    question = models.CharField(max_length=8)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    def __str__(self):
        return str(self.key)


class HouseholdCode(models.Model):
    """The hash of a code on a letter that nobody has used yet."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self):
        return self.digest[:8]


class Batch(models.Model):
    """A pile of paper forms, keyed twice. The marks tell two keyers apart without saying who they are; the audit knows who
    began and ended a pile, never which form. `settled_alone` counts sheets that differed and were settled by one of its two keyers."""

    class State(models.TextChoices):
        FIRST = "first", _("Keyed for the first time")
        SECOND = "second", _("Keyed for the second time")
        SETTLING = "settling", _("Being compared")
        TAKEN = "taken", pgettext_lazy("of a pile", "Counted")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FIRST)
    first_mark = models.CharField(max_length=64, blank=True)
    second_mark = models.CharField(max_length=64, blank=True)
    forms_counted = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)
    settled_alone = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="batch_number_once")]

    def __str__(self):
        return f"{self.round} · {self.number}"

    @property
    def same_hands(self):
        return bool(self.second_mark) and self.first_mark == self.second_mark

    def keyed_by(self, mark):
        """Whether one of the two keyings is by these hands."""
        return mark in {self.first_mark, self.second_mark}

    def scope(self):
        return self.round.scope()


class PaperForm(models.Model):
    """One sheet of a pile until the pile is counted: what was keyed first and what second, {field: text as it was typed}, and what
    a third reading settled; `alone` when that reading was by one of the two."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="forms")
    number = models.PositiveIntegerField()
    first = models.JSONField(null=True)
    second = models.JSONField(null=True)
    settled = models.JSONField(null=True)
    alone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="form_number_once")]

    def __str__(self):
        return f"{self.batch} · {self.number}"


class Publication(models.Model):
    """What was published of a round: written once, read by everybody from `public_on`, never changed."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="publication")
    public_on = models.DateField()
    tables = models.JSONField()
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.round} · {self.public_on}"
