"""Who is asked to the table beside the sides, what papers lie on it, and when it sits.

In the open: that there is something, and its state. Who is asked and for what, when it sits and who comes, and what was said lies sealed."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.foundation.names import Named, name_in
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.sealed.rows import SealedRow
from shiliu.platform.permissions import Scope


class OfCommittee(models.Model):
    """What a committee keeps for all its tables; kept when it is no longer used."""

    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def scope(self):
        return Scope(organisation_ids=frozenset({self.committee_id}))


class Room(OfCommittee, Named):
    """A room a committee mediates in: where it is, how many seats it has, whether a wheelchair gets in."""

    address = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField()
    step_free = models.BooleanField(default=False)

    class Meta:
        ordering = ["committee_id", "pk"]
        constraints = [models.CheckConstraint(condition=Q(seats__gte=2), name="mediation_room_has_seats")]


class UsualBody(OfCommittee, Named):
    """A body that is often needed at the tables of a committee, and what it is usually asked to do. `organisation` is the unit that
    does it at this place, as soon as somebody has said which one."""

    code = models.SlugField(max_length=40)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    duty = models.JSONField(default=dict)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["committee_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "code"], name="usual_body_once")]

    @property
    def duty_text(self):
        return name_in(self.duty)


class Guest(SealedRow):
    """A body or an interpreter whom the mediator wants at the table. Words: `called`, `unit` (id of a body's unit), `duty`, `language`
    (of an interpreter), `why` it does not come. `unit_token` leads a unit to what waits for it, and nobody else anywhere."""

    class Kind(models.TextChoices):
        BODY = "body", _("Body")
        INTERPRETER = "interpreter", _("Interpreter")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("The parties are being asked")
        WELCOME = "welcome", _("Agreed to by all parties")
        SEATED = "seated", _("At the table")
        DECLINED = "declined", _("Does not come")
        UNWELCOME = "unwelcome", _("Not agreed to")
        WITHDRAWN = "withdrawn", _("No longer asked")

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="guests")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    unit_token = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["pk"]

    @property
    def called(self):
        return self.words.get("called", "")

    @property
    def duty(self):
        return self.words.get("duty", "")

    def scope(self):
        unit = self.words.get("unit")
        return Scope(organisation_ids=frozenset({unit} if unit else ()))


class Paper(SealedRow):
    """Something brought to the table; the file lies encrypted in the data folder. Words: `title`, `owner` (key of a seat), `kind`, `size`,
    `sha256`, `at`."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="papers")

    class Meta:
        ordering = ["pk"]


class Sitting(SealedRow):
    """A sitting. Words: `starts`, `ends` and `changed` (moments as text), `room` (id), `place`, `seats` (keys of those who are to come),
    `side` (of a separate talk), `watched`, `why` (moved or cancelled), `changes`, `reminded`, `came` (keys), `minutes` ([{at, text}], the last one
    counts). No moment stands in the open, because a letter of the same second would lead to the file."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="sittings")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"], condition=Q(state="planned"), name="sitting_planned")]

    @property
    def starts(self):
        return datetime.fromisoformat(self.words["starts"])

    @property
    def ends(self):
        return datetime.fromisoformat(self.words["ends"])

    @property
    def changed(self):
        return datetime.fromisoformat(self.words["changed"])

    @cached_property
    def room(self):
        return Room.objects.filter(pk=self.words["room"]).first() if self.words.get("room") else None

    @property
    def minutes(self):
        return round((self.ends - self.starts).total_seconds() / 60)

    @property
    def side(self):
        return self.words.get("side", "")


class Taken(models.Model):
    """Half an hour of a room or of somebody, as an HMAC of both (halves.py). The table itself refuses to give it out twice, and says
    neither when it is nor whose."""

    half_hour = models.CharField(max_length=64, unique=True)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="taken")

    def __str__(self):
        return self.half_hour
