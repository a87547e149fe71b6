"""Votes on projects, their days and frozen rules, codes and piles of paper. No table here has a key to a person but the one of those
who asked to hear; ballots lie in `platform.ballots`."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Person
from shiliu.foundation.names import Named, name_in
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.votes import rules
from shiliu.platform.permissions import Scope

BOX = "votes.vote"  # the kind of its box and of its key


class Vote(Named):
    """What is voted on and how, until it is announced; from then on FrozenRules say what counts and this row only what state it is in.

    `dots` is how many points each voter has where the ballot is with points. `ways` counts the ballots at the close by how they came: account, code, paper."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        ANNOUNCED = "announced", _("Announced")
        OPEN = "open", pgettext_lazy("of a vote", "Open")
        CLOSED = "closed", pgettext_lazy("of a vote", "Closed, being counted")
        COUNTED = "counted", pgettext_lazy("of a vote", "Counted")
        GIVEN_UP = "given_up", pgettext_lazy("of a vote", "Given up")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=list(rules.KINDS.items()), default=rules.APPROVAL)
    budget = models.PositiveBigIntegerField()
    most = models.PositiveSmallIntegerField(default=0)
    dots = models.PositiveSmallIntegerField(default=10)
    rule = models.CharField(max_length=16, choices=list(rules.COUNTS.items()), default=rules.EQUAL_SHARES)
    completion = models.CharField(max_length=12, choices=list(rules.COMPLETIONS.items()), default="add1u")
    tie = models.CharField(max_length=40, choices=list(rules.TIES.items()), default="votes,min-cost,lot")
    resident_before = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(max_length=1000, blank=True)
    codes_given = models.PositiveIntegerField(default=0)
    reminded = models.BooleanField(default=False)
    ways = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(budget__gt=0), name="vote_has_a_budget"),
            models.CheckConstraint(condition=~Q(state="given_up") | ~Q(reason=""), name="vote_given_up_with_a_reason"),
        ]

    @property
    def text(self):
        return name_in(self.texts)

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class Phase(models.Model):
    """A stretch of a vote's time: reading the projects, voting, counting until the promised publication."""

    class Code(models.TextChoices):
        READ = "read", _("Reading and asking")
        VOTE = "vote", _("Voting")
        COUNT = "count", _("Counting, until the result is published")

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="phases")
    code = models.CharField(max_length=6, choices=Code.choices)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "code"], name="phase_once_in_a_vote"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="phase_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["code", "starts"]), models.Index(fields=["code", "ends"])]

    def __str__(self):
        return f"{self.vote_id} {self.code}"

    @property
    def text(self):
        return name_in(self.texts)


class PhaseMove(models.Model):
    """A phase that was moved after the vote had been announced, with the reason everybody reads."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="moves")
    starts_before = models.DateTimeField()
    ends_before = models.DateTimeField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    reason = models.TextField(max_length=1000)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at", "-pk"]

    def __str__(self):
        return f"{self.phase} {self.moved_at:%Y-%m-%d}"


class Item(models.Model):
    """A candidate of the pool that is to stand on the ballot; the frozen rules keep its own copy."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="items")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="vote_items")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "candidate"], name="candidate_once_on_a_ballot")]

    def __str__(self):
        return f"{self.vote_id}: {self.candidate}"


class FrozenRules(models.Model):
    """The rules as canonical JSON text and its SHA-256, which the audit holds too. The database refuses to change a row."""

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="frozen")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self):
        return self.digest[:12]


class Result(models.Model):
    """What `counting.result` gave, and the SHA-256 of the ballots' file. The database refuses to change a row."""

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    counted_at = models.DateTimeField()

    def __str__(self):
        return f"{self.vote_id} {self.counted_at:%Y-%m-%d}"


class Packet(models.Model):
    """Codes printed together. `purpose`: slips to vote on a phone, or sheets of paper to vote on; at the window each is a packet of one."""

    class Purpose(models.TextChoices):
        SLIPS = "slips", _("Slips with codes")
        SHEETS = "sheets", _("Sheets to vote on")

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="packets")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    size = models.PositiveIntegerField()
    void = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number"], name="packet_number_once")]

    def __str__(self):
        return f"{self.vote_id} · {self.number}"

    def scope(self):
        return self.vote.scope()


class Code(models.Model):
    """A keyed hash of a printed code, until the close."""

    digest = models.CharField(max_length=64, primary_key=True)
    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="codes")

    def __str__(self):
        return self.digest[:8]


class Batch(models.Model):
    """A pile of paper ballots, keyed twice. The marks tell keyers apart without saying who they are."""

    class State(models.TextChoices):
        FIRST = "first", _("Keyed for the first time")
        SECOND = "second", _("Keyed for the second time")
        SETTLING = "settling", _("Being compared")
        TAKEN = "taken", pgettext_lazy("of a pile", "Counted")

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FIRST)
    first_mark = models.CharField(max_length=64, blank=True)
    second_mark = models.CharField(max_length=64, blank=True)
    third_mark = models.CharField(max_length=64, blank=True)
    sheets_taken = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number"], name="ballot_pile_number_once")]

    def __str__(self):
        return f"{self.vote_id} · {self.number}"

    @property
    def same_hands(self):
        return bool(self.second_mark) and (
            self.first_mark == self.second_mark or self.third_mark in {self.first_mark, self.second_mark}
        )

    def scope(self):
        return self.vote.scope()


class Sheet(models.Model):
    """One sheet of a pile until the pile is counted: both keyings and what was settled, each sealed with the key of the vote, because a
    code beside a choice must not stand in any backup."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField()
    first = models.BinaryField(null=True)
    second = models.BinaryField(null=True)
    settled = models.BinaryField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="ballot_sheet_number_once")]

    def __str__(self):
        return f"{self.batch} · {self.number}"


class VoteFollow(models.Model):
    """Somebody asked to hear when a vote opens, ends and is counted. It says nothing about whether they vote."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="vote_followed_once")]

    def __str__(self):
        return f"{self.vote_id}"
