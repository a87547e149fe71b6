"""Deliberation: a question, short statements of neighbours about it, and who agrees with which, told by nobody's name.

Statements and answers point at no person. Who wrote a statement stands in a table of its own, which is emptied at the close; an answer
is a token made with a secret outside the database, and all of them go at the close. What stays is counts."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.platform.permissions import Scope


class DeliberationTopic(models.Model):
    """One question put to whoever lives in `area`. `promise` says what the `unit` will do with what is found. `least` (people a number
    must be about) and `small_below` (people up to whom no groups are looked for) are fixed when it opens."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", pgettext_lazy("of a deliberation", "Open")
        CLOSED = "closed", pgettext_lazy("of a deliberation", "Ended")
        CALLED_OFF = "called_off", pgettext_lazy("of a deliberation", "Called off")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="deliberations")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="deliberations"
    )
    question = models.CharField(max_length=160)
    background = models.TextField(blank=True)
    promise = models.TextField()
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    least = models.PositiveSmallIntegerField()
    small_below = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["area", "state"], name="deliberation_by_area")]
        constraints = [
            models.CheckConstraint(condition=Q(least__gte=5), name="deliberation_numbers_of_many"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="deliberation_open_since"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open"]) | Q(closed_at__isnull=False), name="deliberation_ended_then"
            ),
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(ended_why=""), name="deliberation_called_off_why"
            ),
        ]

    def __str__(self):
        return self.question

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.unit_id} - {None}))


class DeliberationPhase(models.Model):
    """A stretch of time in which neighbours may do something. `reason` says why its end was moved; everybody reads it."""

    class Code(models.TextChoices):
        WRITE = "write", _("Statements are written and answered")
        ANSWER = "answer", _("Statements are answered")

    topic = models.ForeignKey(DeliberationTopic, on_delete=models.CASCADE, related_name="phases")
    code = models.CharField(max_length=8, choices=Code.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "code"], name="deliberation_phase_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="deliberation_phase_in_order"),
        ]

    def __str__(self):
        return f"{self.topic_id} · {self.code}"


class DeliberationStatement(models.Model):
    """One short statement. It is read by everybody only while `published`; the words of what was not are gone at the close. `pull`:
    how far agreeing with it alone carries somebody (methods.bridging), None until it was worked out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a moderator")
        PUBLISHED = "published", pgettext_lazy("of a statement", "Published")
        REJECTED = "rejected", _("Not published")
        WITHDRAWN = "withdrawn", _("Withdrawn by whoever wrote it")
        LAPSED = "lapsed", _("Not decided in time")

    topic = models.ForeignKey(DeliberationTopic, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=140, blank=True)
    language = models.CharField(max_length=12)
    by_office = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    pull = models.FloatField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["topic", "state"], name="deliberation_statements")]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="deliberation_statement_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "waiting"]) | ~Q(text=""), name="deliberation_statement_has_words"
            ),
        ]

    def __str__(self):
        return f"{self.topic_id} · {self.number}"

    def scope(self):
        writer = DeliberationWriter.objects.filter(statement=self).values_list("person", flat=True).first()
        return Scope(area_paths=(self.topic.area.path,), owner_id=writer)


class DeliberationWriter(models.Model):
    """Who wrote a statement, so that they hear whether it is published and may appeal. Emptied at the close."""

    statement = models.OneToOneField(DeliberationStatement, on_delete=models.CASCADE, related_name="writer")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.statement_id}"


class DeliberationAnswer(models.Model):
    """One answer to a statement: 1 agree, 0 pass, -1 disagree; a token nobody can read, no moment, a random key. Gone at the close."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(DeliberationStatement, on_delete=models.CASCADE, related_name="answers")
    token = models.CharField(max_length=64, db_index=True)
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "token"], name="deliberation_answered_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="deliberation_answer_of_three"),
        ]

    def __str__(self):
        return self.token[:8]


class DeliberationResult(models.Model):
    """What was found, as it may be published: `content` is what findings.compute gives. An interim one is written over."""

    topic = models.OneToOneField(DeliberationTopic, on_delete=models.CASCADE, related_name="result")
    at = models.DateTimeField()
    is_final = models.BooleanField(default=False)
    people = models.PositiveIntegerField()
    content = models.JSONField()

    def __str__(self):
        return f"{self.topic_id}"


class DeliberationFollow(models.Model):
    """Somebody chose to hear the result. It says nothing about taking part, and has no moment."""

    topic = models.ForeignKey(DeliberationTopic, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="deliberation_followed_once")]

    def __str__(self):
        return f"{self.topic_id} · {self.person_id}"


class DeliberationModeration(models.Model):
    """One decision about a statement. `reason` is read by everybody: the log is public, without the words it is about."""

    class Decision(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("of a statement", "Published")
        REJECTED = "rejected", _("Not published")
        RESTORED = "restored", _("Decision taken back")
        APPEALED = "appealed", _("Appealed by whoever wrote it")
        APPEAL_UPHELD = "appeal_upheld", _("Appeal granted")
        APPEAL_DENIED = "appeal_denied", _("Appeal not granted")

    class Ground(models.TextChoices):
        """About the text, never about whoever wrote it."""

        NAMES = "names", _("It names or shows a private person")
        INSULT = "insult", _("It insults or threatens somebody")
        GROUP = "group", _("It disparages a group of people")
        LAW = "law", _("The law forbids it")
        OFF_TOPIC = "off_topic", _("It is not about the question")
        SEVERAL = "several", _("It says several things at once, so nobody can answer it")
        TWICE = "twice", _("Another statement says the same")
        ADVERT = "advert", _("It advertises something")

    statement = models.ForeignKey(DeliberationStatement, on_delete=models.CASCADE, related_name="moderation")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=14, choices=Decision.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="published") | ~Q(reason=""), name="deliberation_decided_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(ground=""), name="deliberation_rejected_on_ground"
            ),
        ]

    def __str__(self):
        return f"{self.statement_id} · {self.decision}"
