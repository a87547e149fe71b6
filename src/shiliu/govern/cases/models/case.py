"""A case (诉求): a resident's need about a place or thing. No column takes a person as its object."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, GridCell, Organisation, Person
from shiliu.foundation.paths import PathField
from shiliu.govern.cases.models.catalogue import CatalogueEntry, Category
from shiliu.govern.cases.models.listed import INDEXES, Listed
from shiliu.platform.clock import now
from shiliu.platform.permissions import Scope


def number_of(received_at, pk):
    return f"{timezone.localtime(received_at).year:04d}-{pk:06d}"


class Case(Listed):
    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Question")
        HELP = "help", _("Request for help")
        COMPLAINT = "complaint", _("Complaint")
        HAZARD = "hazard", _("Hazard or breach at a place")
        SUGGESTION = "suggestion", _("Suggestion")

    class Channel(models.TextChoices):
        WEB = "web", _("Web, without an account")
        ACCOUNT = "account", _("Web, signed in")
        WINDOW = "window", _("At the window")
        PHONE = "phone", _("By phone")
        API = "api", _("Through the API")
        IMPORT = "import", _("Imported")
        THEME = "theme", _("Opened by the office for several needs")

    class Publication(models.TextChoices):
        PENDING = "pending", _("Waiting for a moderator")
        PUBLIC = "public", _("Published")
        WITHHELD = "withheld", _("Not public")

    # What was said
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    language = models.CharField(max_length=12, default="zh-hans")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")

    # Where. `place_known` is false when only the district could be told; the exact point never leaves the staff pages.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cases")
    area_path = PathField(max_length=200)
    cell = models.ForeignKey(GridCell, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases")
    place_known = models.BooleanField(default=True)
    place_note = models.CharField(max_length=120, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    public_longitude = models.FloatField(null=True, blank=True)
    public_latitude = models.FloatField(null=True, blank=True)

    # Whose. Without an account the bearer of the tracking code is the author; only its keyed hash is kept.
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases")
    filed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases_filed")
    code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    submission = models.UUIDField(null=True, blank=True, unique=True)

    # Where it stands
    state = models.CharField(max_length=14, default="received")
    round = models.PositiveSmallIntegerField(default=1)
    lead = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    entry = models.ForeignKey(CatalogueEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    route = models.JSONField(default=list)
    received_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    # One with others: joined with a duplicate, or part of a case opened for a theme (one level deep)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    # Units asked for a part or called to a table: they may read and leave notes. Kept here because every page asks.
    helper_ids = models.JSONField(default=list, blank=True)
    me_too = models.PositiveIntegerField(default=0)
    answers = models.JSONField(
        default=dict, blank=True
    )  # to the questions of the matter: {attribute code: value or list}

    # What neighbours may read
    may_publish = models.BooleanField(default=True)
    publication = models.CharField(max_length=8, choices=Publication.choices, default=Publication.PENDING)
    public_title = models.CharField(max_length=120, blank=True)
    public_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # When what they can read last changed (outward.py), and whether staff have said words since that no moderator has seen.
    public_changed_at = models.DateTimeField(default=now)
    words_wait = models.BooleanField(default=False)

    # Where it came from, when it was not said here
    source = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001 (unique where present)
    import_run = models.ForeignKey(
        "cases.ImportRun", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            *INDEXES,
            # What lies around a point, or in a compound, without looking at the rest of the table (resembling.py).
            models.Index(fields=["public_latitude", "publication", "public_longitude"], name="case_square"),
            models.Index(fields=["area", "publication", "state"], name="case_of_area"),
            models.Index(fields=["author", "-received_at"], name="case_of_author"),
            # Only the published, so that bringing in very many cases does not pay for it.
            models.Index(
                fields=["public_changed_at", "id"], condition=Q(publication="public"), name="case_public_changed"
            ),
            models.Index(fields=["received_at"], condition=Q(words_wait=True), name="case_words_wait"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=Q(source_id__isnull=False), name="case_imported_once"
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.pk])

    @property
    def number(self):
        """The number neighbours and staff may quote; it opens nothing by itself."""
        return number_of(self.received_at, self.pk)

    @property
    def workflow(self):
        from shiliu.govern.cases.workflow import workflow_of

        return workflow_of(self.kind)

    @property
    def state_now(self):
        return self.workflow.state(self.state)

    @property
    def is_paused(self):
        from shiliu.govern.cases.workflow import PAUSED_STATES

        return self.state in PAUSED_STATES

    def scope(self):
        return Scope(
            area_paths=(self.area_path,),
            organisation_ids=frozenset({self.lead_id} if self.lead_id else ()),
            helper_ids=frozenset(self.helper_ids),
            owner_id=self.author_id,
            secret=self.code_hash,
        )


class CaseContact(models.Model):
    """How to reach the author of one case: apart from the case, opened with a reason, deleted when its time is over."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="contact")
    address_as = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="zh-hans")
    delete_after = models.DateTimeField(null=True, blank=True, db_index=True)

    def scope(self):
        return self.case.scope()
