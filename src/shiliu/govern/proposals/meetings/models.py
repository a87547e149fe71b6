"""Meetings: of which kind, called when, about what, who was drawn, how many came, what was decided; and affairs that are published.

Attendance is a number: nobody is on a list. What the law or the house asks of a kind of meeting stands in a row with its source."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.foundation.names import Named, name_in
from shiliu.platform.draws.models import Draw
from shiliu.platform.permissions import Scope


class Sourced(Named):
    """A row of numbers somebody can change, with where they come from: `sources` is {language: text}."""

    code = models.SlugField(max_length=30, unique=True)
    sources = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def source(self):
        return name_in(self.sources)


class MeetingKind(Sourced):
    """What a kind of meeting must keep. `quorum` of those entitled must be there, `majority` of those there must agree: numerator and
    denominator, and whether exactly that much is enough (`…_reached`) or more is needed. Without a denominator there is none."""

    notice_days = models.PositiveSmallIntegerField()
    quorum_part = models.PositiveSmallIntegerField(default=0)
    quorum_whole = models.PositiveSmallIntegerField(default=0)
    quorum_reached = models.BooleanField(default=False)
    majority_part = models.PositiveSmallIntegerField(default=1)
    majority_whole = models.PositiveSmallIntegerField(default=2)
    majority_reached = models.BooleanField(default=False)
    decides = models.BooleanField(default=True)

    class Meta(Sourced.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(quorum_part__lte=F("quorum_whole")), name="quorum_is_a_share"),
            models.CheckConstraint(
                condition=Q(majority_part__lte=F("majority_whole"), majority_whole__gt=0), name="majority_is_a_share"
            ),
        ]


class Meeting(models.Model):
    """`rule` is what the kind asked on the day of the call: later changes of the kind change no meeting that was called."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        CALLED = "called", pgettext_lazy("of a meeting", "Called")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.ForeignKey(MeetingKind, on_delete=models.PROTECT, related_name="meetings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="meetings")
    organiser = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    rule = models.JSONField(default=dict)
    called_at = models.DateTimeField(null=True, blank=True)
    entitled = models.PositiveIntegerField(null=True, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    draw = models.OneToOneField(Draw, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="meeting_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(present=None) | Q(present__lte=F("entitled")), name="no_more_come_than_are_entitled"),
            models.CheckConstraint(condition=~Q(state="held") | Q(present__isnull=False), name="held_meeting_says_how_many_came"),
            models.CheckConstraint(condition=~Q(state__in=["called", "held"]) | Q(called_at__isnull=False), name="called_meeting_has_its_day"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="cancelled_meeting_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organiser_id}))


class AgendaItem(models.Model):
    """One thing to speak about. What only owners decide is marked so, and no meeting decides it."""

    class Purpose(models.TextChoices):
        DECIDE = "decide", _("To decide")
        DISCUSS = "discuss", _("To discuss")
        INFORM = "inform", _("To inform")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    title = models.CharField(max_length=160)
    text = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=12)
    of_owners = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once")]

    def __str__(self):
        return self.title


class Decision(models.Model):
    """What became of an item. For and against are counts of hands; whether that is enough follows from the rule, nobody types it."""

    class Outcome(models.TextChoices):
        PASSED = "passed", pgettext_lazy("of a decision", "Passed")
        REJECTED = "rejected", pgettext_lazy("of a decision", "Not passed")
        NO_QUORUM = "no_quorum", _("Too few were there to decide")
        NOTED = "noted", _("Spoken about")
        DEFERRED = "deferred", _("Put off")
        TO_OWNERS = "to_owners", _("The owners decide")

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    in_favour = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    words = models.TextField(max_length=2000)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="decision_is_in_words")]

    def __str__(self):
        return f"{self.item_id} · {self.outcome}"


class MinutesVersion(models.Model):
    """One wording of the minutes, never changed; `why` says what a later one mends."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=12)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="later_minutes_say_why"),
        ]

    def __str__(self):
        return f"{self.meeting_id} · {self.number}"


class MeetingFollow(models.Model):
    """Somebody chose to hear of a meeting. It says nothing about coming."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="meeting_followed_once")]

    def __str__(self):
        return f"{self.meeting_id} · {self.person_id}"


class AffairsTopic(Sourced):
    """What is published, for at least how many days, and within how many days a question is answered."""

    days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()


class AffairsNotice(models.Model):
    """One publication. It ends on `until` when no question is open, never earlier."""

    topic = models.ForeignKey(AffairsTopic, on_delete=models.PROTECT, related_name="notices")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="published")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=20_000)
    language = models.CharField(max_length=12)
    published_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("published_at")), name="affairs_are_shown_for_a_while")]  # fmt: skip

    def __str__(self):
        return self.title

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organiser_id}))


class AffairsQuestion(models.Model):
    """A neighbour's question. It is published with its answer, without a name; `withheld` gives the reason where its words are not shown."""

    notice = models.ForeignKey(AffairsNotice, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=1000)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withheld = models.CharField(max_length=300, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="answered_question_has_its_answer")]  # fmt: skip

    def __str__(self):
        return f"{self.notice_id} · {self.pk}"
