"""What a case waits for: pauses of its clocks, and promises made in an answer."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.govern.cases.models.case import Case
from shiliu.govern.cases.models.history import CaseStep
from shiliu.platform.permissions import Scope


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

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["state", "due"], name="promise_due"),
            models.Index(fields=["unit", "state", "due"], name="promise_of_unit"),
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
