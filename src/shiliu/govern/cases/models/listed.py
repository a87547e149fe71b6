"""What lists of cases are ordered and narrowed by. The database keeps it, so that no writer can forget it."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, Value, When
from django.db.models.functions import Coalesce, StrIndex, Substr

# The states in which somebody still has to do something; workflow.py says what each of them is.
OPEN_STATES = (
    "received", "triage", "dispatched", "objected", "handling", "asked", "reinspection", "to_shelve", "shelved", "supervision",
)  # fmt: skip
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # before every deadline
NEVER_LOOKED_AT = Q(publication="pending") & ~Q(channel="import")  # by a moderator
IS_OPEN = Q(state__in=OPEN_STATES)
# By the sweep (sweep.py): not warned of its deadline yet, or warned before it ran out.
TO_WARN = Q(next_due__isnull=False) & (Q(warned_at__isnull=True) | Q(warned_at__lte=F("next_due")))


def _slash_after(position):
    return position + StrIndex(Substr("area_path", position + 1), Value("/"))


class Listed(models.Model):
    class Stage(models.TextChoices):
        """Open while somebody still has to do something; an answered case is closed to neighbours, solved or not."""

        OPEN = "open"
        CLOSED = "closed"

    stage = models.GeneratedField(
        expression=Choose(When(IS_OPEN, then=Value("open")), default=Value("closed")),
        output_field=models.CharField(max_length=6),
        db_persist=True,
    )
    # The place in a worklist, only of what is open: what nobody is responsible for yet first, then the least time left.
    queue_at = models.GeneratedField(
        expression=Choose(
            When(IS_OPEN, then=Coalesce(F("next_due"), Value(AT_ONCE, output_field=models.DateTimeField()))),
            output_field=models.DateTimeField(),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    # `area_path` cut after the community (district/street/community); itself where it is no longer.
    community_path = models.GeneratedField(
        expression=Substr("area_path", 1, _slash_after(_slash_after(_slash_after(Value(1))))),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """What the database works out is read anew when it is next asked for."""
        super().save(*args, **kwargs)
        for field in self._meta.concrete_fields:
            if field.generated:
                self.__dict__.pop(field.attname, None)


def _public(name, *before):
    """Only of the published, so that bringing in very many cases does not pay for it."""
    return models.Index(fields=[*before, "-published_at", "-id"], condition=Q(publication="public"), name=name)


def _queue(name, *before, beside=()):
    """`beside` is looked at along the list: standing in the index, it is judged without a look at the table."""
    return models.Index(fields=[*before, "queue_at", "id", *beside], condition=Q(queue_at__isnull=False), name=name)


# Each filter with the order of its list, so that a page is read from the index and nothing is sorted (see platform/paging.py).
INDEXES = [
    _public("case_public_newest"),
    _public("case_public_state", "state"),
    _public("case_public_stage", "stage"),
    _public("case_public_matter", "category"),
    _public("case_public_unit", "lead"),
    _public("case_public_place", "community_path"),
    models.Index(fields=["-received_at", "-id"], condition=Q(publication="public"), name="case_public_received"),
    _queue("case_queue_whole", beside=("area_path", "state")),
    _queue("case_queue_state", "state", beside=("area_path",)),
    _queue("case_queue_unit", "lead"),
    _queue("case_queue_unit_state", "lead", "state"),
    _queue("case_queue_place", "community_path"),
    models.Index(fields=["state", "changed_at", "id", "channel", "area_path"], name="case_in_state"),
    models.Index(fields=["received_at", "id"], condition=NEVER_LOOKED_AT, name="case_never_looked_at"),
    models.Index(
        fields=["-received_at", "-id"], condition=Q(publication="withheld", may_publish=True), name="case_withheld"
    ),
    models.Index(fields=["next_due", "id"], condition=TO_WARN, name="case_to_warn"),
    models.Index(fields=["area_path"], opclasses=["varchar_pattern_ops"], name="case_inside"),
]
