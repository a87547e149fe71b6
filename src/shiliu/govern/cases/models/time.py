"""What a case waits for: pauses of its clocks, and promises made in an answer."""

from datetime import date

from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Func, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.govern.cases.models.case import Case
from shiliu.govern.cases.models.history import CaseStep
from shiliu.platform.permissions import Scope

OWED_FIRST = 10**12  # seconds: what is owed stands before everything that has ended


class Seconds(Func):
    """A day or a moment as whole seconds since 1970, written so that either database keeps it as a column."""

    output_field = models.BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **given):
        template = "CAST(ROUND((JULIANDAY(%(expressions)s) - 2440587.5) * 86400) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **given)

    def as_postgresql(self, compiler, connection, **given):
        """Without the time zone of a session, which PostgreSQL allows in no column that it keeps itself."""
        is_day = isinstance(self.source_expressions[0].output_field, models.DateField) and not isinstance(
            self.source_expressions[0].output_field, models.DateTimeField
        )
        template = (
            "(%(expressions)s - DATE '1970-01-01')::BIGINT * 86400"
            if is_day
            else "EXTRACT(EPOCH FROM %(expressions)s - TIMESTAMPTZ '1970-01-01 00:00:00+00')::BIGINT"
        )
        return self.as_sql(compiler, connection, template=template, **given)


def position_of_day(day):
    """The position of the first promise owed by a day."""
    return (day - date(1970, 1, 1)).days * 86400 - OWED_FIRST


class CasePause(models.Model):
    """A stretch in which the resolution clock stands still, shown to everybody, never longer than until `limit`."""

    class Why(models.TextChoices):
        ASKER = "asker", _("waiting for the resident")
        SHELVED = "shelved", _("conditions are not ripe")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    round = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=8, choices=Why.choices)
    since = models.DateTimeField()
    limit = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["limit", "id"], condition=Q(ended_at__isnull=True), name="pause_running")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="one_pause_at_a_time"),
            models.CheckConstraint(condition=Q(limit__gt=F("since")), name="pause_limit_after_start"),
        ]


class CasePromise(models.Model):
    """Something an answer promised: who owes it and by when. It returns by itself when it is due."""

    class State(models.TextChoices):
        OPEN = "open", _("Promised")
        KEPT = "kept", _("Kept")
        DROPPED = "dropped", _("Given up, with the reason told")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="promises")
    step = models.ForeignKey(CaseStep, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises")
    what = models.CharField(max_length=200)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="case_promises")
    first_due = models.DateField()
    due = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    # Its position in lists, kept by the database: what is still owed first, the nearest day first; then what has ended, the latest first.
    position = models.GeneratedField(
        expression=Choose(
            When(state="open", then=Seconds("due") - Value(OWED_FIRST)),
            default=Value(0) - Coalesce(Seconds("ended_at"), Value(0)),
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["position", "id"], name="promise_listed"),
            models.Index(fields=["state", "position", "id"], name="promise_in_state"),
            models.Index(fields=["unit", "position", "id"], name="promise_of_unit"),
            models.Index(fields=["unit", "state", "position", "id"], name="promise_of_unit_in_state"),
            # What the sweep of promises still has to say (promises.remember): each word once.
            models.Index(
                fields=["due", "id"], condition=Q(state="open", reminded_at__isnull=True), name="promise_to_remind"
            ),
            models.Index(
                fields=["due", "id"], condition=Q(state="open", alarmed_at__isnull=True), name="promise_to_alarm"
            ),
        ]

    def scope(self):
        """The unit that owes it and the place and asker of the case."""
        case = self.case
        return Scope(area_paths=(case.area_path,), organisation_ids=frozenset({self.unit_id}),
                     owner_id=case.author_id, secret=case.code_hash)  # fmt: skip
