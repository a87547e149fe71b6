"""What only owners decide: shares of a compound, matters with the law's majorities, votes by sealed ballot, and matters referred away.

No owner is here: a share is a flat's code and its area. Shares of one owner are counted with the first of them, as one head."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.proposals.meetings.models import Sourced
from shiliu.platform.permissions import Scope


class OwnersMatter(Sourced):
    """A matter of owners: which share of heads and of area must take part, and which share of those must agree. `passes_reached`:
    exactly that share is enough; otherwise more is needed."""

    notice_days = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField()
    part_whole = models.PositiveSmallIntegerField()
    passes = models.PositiveSmallIntegerField()
    passes_whole = models.PositiveSmallIntegerField()
    passes_reached = models.BooleanField(default=True)

    class Meta(Sourced.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(part__lte=F("part_whole"), passes__lte=F("passes_whole"), part_whole__gt=0, passes_whole__gt=0),
                name="owners_majorities_are_shares",
            )
        ]  # fmt: skip


class Estate(models.Model):
    """Buildings whose owners decide together; `committee` is the owners' committee, where there is one."""

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="estate")
    committee = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="estates")

    class Meta:
        ordering = ["area__path"]

    def __str__(self):
        return str(self.area)

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.committee_id} - {None}))


class Share(models.Model):
    """A unit of ownership: `area` in hundredths of a square metre. `counted_with` is the first share of the same owner."""

    estate = models.ForeignKey(Estate, on_delete=models.CASCADE, related_name="shares")
    code = models.CharField(max_length=30)
    area = models.PositiveIntegerField()
    counted_with = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="others")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="share_code_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="share_has_an_area"),
            models.CheckConstraint(condition=~Q(counted_with=F("id")), name="share_is_not_counted_with_itself"),
        ]

    def __str__(self):
        return self.code


class OwnersVote(models.Model):
    """One question to the owners. What counts is frozen when it is announced; the ballots are sealed until the end."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        ANNOUNCED = "announced", _("Announced")
        COUNTED = "counted", pgettext_lazy("of a vote", "Counted")
        GIVEN_UP = "given_up", pgettext_lazy("of a vote", "Given up")

    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="votes")
    matter = models.ForeignKey(OwnersMatter, on_delete=models.PROTECT, related_name="votes")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=8000)
    language = models.CharField(max_length=12)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "closes_at"], name="owners_vote_by_close")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="owners_vote_ends_after_it_opens"),
            models.CheckConstraint(condition=~Q(state="given_up") | ~Q(reason=""), name="owners_vote_given_up_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def scope(self):
        return self.estate.scope()


class OwnersRules(models.Model):
    """What was frozen at the announcement, as canonical JSON, and its SHA-256. The database refuses to change a row."""

    vote = models.OneToOneField(OwnersVote, on_delete=models.PROTECT, related_name="frozen")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self):
        return self.digest[:12]


class OwnersCode(models.Model):
    """The hash of the one-time code that went to a share; a new code takes the place of the old one, the ballot stays the share's."""

    vote = models.ForeignKey(OwnersVote, on_delete=models.CASCADE, related_name="codes")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "share"], name="one_code_a_share"),
            models.UniqueConstraint(fields=["vote", "digest"], name="owners_code_once"),
        ]

    def __str__(self):
        return self.digest[:8]


class OwnersResult(models.Model):
    """What `rules.counted` gave: sums of heads and area, never a ballot. The database refuses to change a row."""

    vote = models.OneToOneField(OwnersVote, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField()
    passed = models.BooleanField()
    counted_at = models.DateTimeField()

    def __str__(self):
        return f"{self.vote_id} · {self.passed}"


class OwnersReferral(models.Model):
    """A matter of owners that is not voted on here but sent to whom it belongs, by choice and with a reason."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    to = models.CharField(max_length=120)
    reason = models.TextField(max_length=2000)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(to="") & ~Q(reason=""), name="referral_says_whom_and_why")]

    def __str__(self):
        return self.title

    def scope(self):
        return Scope(area_paths=(self.area.path,))
