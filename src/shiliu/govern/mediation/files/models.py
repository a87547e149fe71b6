"""A dispute at one table (调解案件): who sits there, what they agreed to, and what was done, each sealed with the key of the file.

In the open stand only what clocks and counts need: the committee, the kind, the state, days and the outcome. Nobody's name, no
word of the matter, no key to a person. Nothing about origin, faith or character has a place here (rights.md)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.sealed.rows import SealedRow
from shiliu.platform.permissions import Scope


class Kind(models.TextChoices):
    """What the dispute is about, as the yearbooks of mediation count (domain.md §5)."""

    NEIGHBOURS = "neighbours", _("Between neighbours")
    PROPERTY = "property", _("Property management")
    FAMILY = "family", _("Marriage and family")
    HOUSING = "housing", _("Homes and house plots")
    LAND = "land", _("Land, woods and water")
    CONTRACT = "contract", _("Contracts and debts")
    DAMAGES = "damages", _("Compensation for damage")
    LABOUR = "labour", _("Work and wages")
    CONSUMER = "consumer", _("Goods and services")
    OTHER = "other", _("Something else")


class Dispute(SealedRow):
    """The file. Words: `matter`, `wish`, `letter` (of who referred it), `why` it ended."""

    class Origin(models.TextChoices):
        PARTY = "party", _("Asked for by a party")
        COMMITTEE = "committee", _("Offered by the committee")
        COURT = "court", _("Referred by a court")
        POLICE = "police", _("Referred by the police")
        CASE = "case", _("Suggested when a need was handled")

    class State(models.TextChoices):
        APPLIED = "applied", _("Asked for")
        ASKING = "asking", _("The other side is being asked")
        CHOOSING = "choosing", _("Mediators are being chosen")
        TABLE = "table", _("At the table")
        AGREED = "agreed", _("Agreed, being carried out")
        PERFORMED = "performed", _("Agreed and carried out")
        BROKEN = "broken", _("Agreed and not carried out")
        FAILED = "failed", _("Ended without agreement")
        WITHDRAWN = "withdrawn", _("Stopped by a party")
        REFUSED = "refused", _("Refused by a side")
        NOT_TAKEN = "not_taken", _("Not taken on")

    key_name = models.CharField(max_length=32, unique=True)
    committee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disputes")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLIED)
    cause = models.CharField(max_length=20, blank=True)
    applied_on = models.DateField()
    taken_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    overdue_on = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    ENDED = (State.PERFORMED, State.BROKEN, State.FAILED, State.WITHDRAWN, State.REFUSED, State.NOT_TAKEN)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["committee", "state"], name="dispute_of_committee"),
            models.Index(fields=["due_on"], condition=Q(ended_on=None), name="dispute_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "number"], name="dispute_numbered_once"),
            models.CheckConstraint(
                condition=Q(year=None, number=None) | Q(year__gt=0, number__gt=0), name="dispute_number_whole"
            ),
        ]

    @classmethod
    def begun(cls, **columns):
        """A new file, unsaved, with a key of its own on the disk."""
        if not Seat.objects.exists():
            keys.begin_people()
        return cls(key_name=keys.make(), **columns)

    @classmethod
    def keys_needed(cls):
        """Names of the keys of all files that are still kept."""
        return cls.objects.filter(erased_on=None).values_list("key_name", flat=True)

    @property
    def is_open(self):
        return self.state not in self.ENDED

    def scope(self):
        """The committee counts only while it decides whether it takes the file on, the place only for breaking the seal."""
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.committee_id}))


class Seat(SealedRow):
    """A place at the table. Words: `name`, `called` (in which capacity), `person` (id of the account), `phone`, `email`, `language`,
    `duty` (of a body). `token` leads to nobody without the key of the site."""

    class Role(models.TextChoices):
        PARTY = "party", _("Party")
        AGENT = "agent", _("Agent of a party")
        MEDIATOR = "mediator", _("Mediator")
        INVITED = "invited", _("Invited")
        INTERPRETER = "interpreter", _("Interpreter")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        JOINED = "joined", _("Taking part")
        REFUSED = "refused", _("Declined")
        LEFT = "left", _("No longer there")

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    side = models.CharField(max_length=1, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    told_rights = models.CharField(max_length=16, blank=True)
    told_on = models.DateField(null=True, blank=True)

    SIDES = "abcde"

    class Meta:
        ordering = ["dispute_id", "side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "token"], condition=~Q(token=""), name="seated_once"),
            models.CheckConstraint(
                condition=(Q(role__in=["party", "agent"]) & ~Q(side=""))
                | (~Q(role__in=["party", "agent"]) & Q(side="")),
                name="seat_has_its_side",
            ),
        ]

    @property
    def is_side(self):
        return self.role in {self.Role.PARTY, self.Role.AGENT}

    @property
    def name(self):
        return self.words.get("name", "")


class Consent(models.Model):
    """What somebody at the table said yes or no to: `about` is the key of a seat, a paper or a sitting, or empty for the whole."""

    class Kind(models.TextChoices):
        MEDIATION = "mediation", _("To mediate at all")
        MEDIATOR = "mediator", _("This mediator")
        OUTSIDER = "outsider", _("That somebody joins the table")
        PAPER = "paper", _("That somebody reads a paper")
        OPEN = "open", _("A sitting that others may watch")
        EXTENSION = "extension", _("More time")
        TEXT = "text", _("The words of an agreement")
        CONFIRMATION = "confirmation", _("To ask the court together")

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="consents")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=80, blank=True)
    given = models.BooleanField()
    on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["seat", "kind", "about"], name="consent_said_once")]

    def __str__(self):
        return f"{self.kind}: {'yes' if self.given else 'no'}"


class Entry(SealedRow):
    """A line of the record of work (调解工作记录), in order. Words: `at`, `verb`, `data`, `by` (key of a seat, or a word), `text`, `audit`
    (number of its audit row). The moment is sealed too: with it a letter sent at the same second would lead to the file."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        ordering = ["pk"]


class Opening(SealedRow):
    """The seal broken by somebody without a seat (开封), for a time. Words: `name`, `reason`. Whoever sits at the table reads it."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="openings")
    token = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
