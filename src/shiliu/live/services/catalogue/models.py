"""The service catalogue (办事目录): what can be done at which counter, with which papers, and who answers for each entry.

Texts are {language tag: text}, as names are. Codes are what files, addresses and other programs name a row by."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation, OrganisationKind
from shiliu.foundation.names import Named, name_in


class ItemCategory(Named):
    """What a counter is about (work, housing, education …): configurable, nine to begin with."""

    code = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class LifeStage(Named):
    """A time of life an item is for: children, learners, leisure, elders. An item may be for several, or for everyone."""

    code = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class Paper(Named):
    """A paper that items ask for, named once: identity card, household register, photograph …"""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class Level(models.TextChoices):
    """Where an item is handled; the same words as the levels of places."""

    DISTRICT = "district", _("District")
    STREET = "street", _("Street or town")
    COMMUNITY = "community", _("Community or village")


class ServiceItem(Named):
    """One thing people come for. `organisation` answers for the entry and confirms it; without one the administrators do.

    `level` and `decided_by` say where it is decided, HandOff rows what other levels do. Without `areas` it is offered in the
    whole site. `days` 0 is on the spot, None not entered yet. `check_due_at` is set while a confirm round asks.
    `basis_checked`: somebody has compared what is said of the law (basis, limit, fee) with the published text."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Offered")
        RETIRED = "retired", _("No longer offered")

    class Fee(models.TextChoices):
        UNKNOWN = "", _("Not entered yet")
        FREE = "free", _("Free of charge")
        CHARGED = "charged", _("With a fee")

    class Proxy(models.TextChoices):
        UNKNOWN = "", _("Not entered yet")
        IN_PERSON = "in_person", _("Only in person")
        FAMILY = "family", _("A close relative may come instead")
        AUTHORISED = "authorised", _("Anyone with a written authorisation may come instead")
        ANYONE = "anyone", _("Anyone may come instead")

    class Appointment(models.TextChoices):
        UNKNOWN = "", _("Not entered yet")
        NONE = "none", _("No appointment needed")
        POSSIBLE = "possible", _("With or without an appointment")
        NEEDED = "needed", _("Only with an appointment")

    code = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    category = models.ForeignKey(ItemCategory, on_delete=models.PROTECT, related_name="items")
    stages = models.ManyToManyField(LifeStage, related_name="items", blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    decided_by = models.ForeignKey(
        OrganisationKind, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_items"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="service_items"
    )
    areas = models.ManyToManyField(Area, related_name="service_items", blank=True)
    summary = models.JSONField(default=dict, blank=True)
    alert = models.JSONField(default=dict, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    steps = models.JSONField(default=list, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_basis = models.TextField(blank=True)
    basis_checked = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    days_working = models.BooleanField(default=True)
    statutory_days = models.PositiveSmallIntegerField(null=True, blank=True)
    statutory_working = models.BooleanField(default=True)
    fee = models.CharField(max_length=8, choices=Fee.choices, blank=True)
    fee_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    fee_basis = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    accessibility = models.JSONField(default=list, blank=True)
    proxy = models.CharField(max_length=12, choices=Proxy.choices, blank=True)
    proxy_note = models.JSONField(default=dict, blank=True)
    channels = models.JSONField(default=list, blank=True)
    appointment = models.CharField(max_length=8, choices=Appointment.choices, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmed_items"
    )
    check_due_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["category__position", "code"]
        indexes = [models.Index(fields=["state", "category", "code"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee="charged") | Q(fee_amount__isnull=True), name="item_amount_only_with_a_fee"
            )
        ]

    @property
    def is_offered(self):
        return self.state == self.State.ACTIVE

    def text(self, field):
        """A text of the item in the reader's language, '' for none."""
        return name_in(getattr(self, field))


class HandOff(models.Model):
    """What another level than the deciding one does with an item: which kind of unit, and whether it takes papers in."""

    class Part(models.TextChoices):
        ACCEPTS = "accepts", _("Takes your papers and passes them on")
        TELLS = "tells", _("Only tells you where to go")
        CHECKS = "checks", _("Checks first and passes on")

    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="hand_offs")
    level = models.CharField(max_length=12, choices=Level.choices)
    kind = models.ForeignKey(OrganisationKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        ordering = ["item_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "level"], name="hand_off_once_per_level")]


class ItemPaper(models.Model):
    """A paper of an item: to bring, or already held by a body (`held_by`) and therefore not asked for."""

    class Asked(models.TextChoices):
        BRING = "bring", _("Please bring")
        HELD = "held", _("Already held, not asked")

    class Form(models.TextChoices):
        ORIGINAL = "original", _("original")
        COPY = "copy", _("copy")
        BOTH = "both", _("original and copy")

    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="papers")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)
    asked = models.CharField(max_length=5, choices=Asked.choices)
    held_by = models.ForeignKey(OrganisationKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.ORIGINAL)
    number = models.PositiveSmallIntegerField(default=1)
    note = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["item_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "paper"], name="paper_once_per_item")]


class ItemForm(models.Model):
    """A form to print and fill in. A table of its own, because a file remembers who sent it and an item does not."""

    item = models.OneToOneField(ServiceItem, on_delete=models.CASCADE, related_name="form")
    file = models.OneToOneField("attachments.Attachment", on_delete=models.CASCADE, related_name="+")


class NotIssued(Named):
    """A certificate that a residents' committee must not issue, and what proves the matter instead.

    `weak` marks an `instead` whose source is not a rule, `checked` a rule whose text somebody has compared; `item` is the
    service to go to, where the catalogue has it."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    keywords = models.CharField(max_length=200, blank=True)
    instead = models.JSONField(default=dict)
    body = models.ForeignKey(OrganisationKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(ServiceItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=300)
    instead_source = models.CharField(max_length=300, blank=True)
    weak = models.BooleanField(default=True)
    checked = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class Finder(models.Model):
    """The one finder of the site, whose history this is. `draft`: what somebody is writing (finder_tree), not public yet;
    `draft_of`: the stamp of what the public read when the draft was begun."""

    draft = models.JSONField(null=True, blank=True)
    draft_at = models.DateTimeField(null=True, blank=True)
    draft_of = models.CharField(max_length=20, blank=True)

    def __str__(self):
        return "finder"


class FinderQuestion(Named):
    """A question of the finder. The first by position is where it begins."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    help = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position", "code"]


ENDS = ("leads_to", "item", "category", "not_issued")


def exactly(end):
    """The condition that this end of an answer is set and no other."""
    return Q(**{f"{name}__isnull": name != end for name in ENDS})


class FinderAnswer(Named):
    """An answer and where it leads: another question, an item, the counters of a category, or a certificate nobody issues."""

    question = models.ForeignKey(FinderQuestion, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField(default=0)
    leads_to = models.ForeignKey(
        FinderQuestion, null=True, blank=True, on_delete=models.CASCADE, related_name="reached_by"
    )
    item = models.ForeignKey(ServiceItem, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(ItemCategory, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    not_issued = models.ForeignKey(NotIssued, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["question_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (exactly(end) for end in ENDS)), name="answer_leads_to_one_place"
            )
        ]


class ConfirmRound(models.Model):
    """One time a unit (None: the administrators) is asked whether its entries still hold."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="confirm_rounds"
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="round_ends_after_it_opens")]


class ConfirmAsk(models.Model):
    """One item in a round. At most one ask per item is open."""

    class Answer(models.TextChoices):
        OPEN = "", _("Not answered yet")
        CONFIRMED = "confirmed", _("Confirmed")
        CORRECTED = "corrected", _("Corrected")
        RETIRED = "retired", _("No longer offered")

    round = models.ForeignKey(ConfirmRound, on_delete=models.CASCADE, related_name="asks")
    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="asks")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(answered_at=None), name="item_asked_once_at_a_time")
        ]


class OutsideId(models.Model):
    """The identifier another directory gave a thing of ours, so that it is known again when it comes back."""

    sort = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    uuid = models.UUIDField(unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sort", "key"], name="outside_id_once_per_thing")]
