"""An agreement (调解协议) and what became of it. Its words are sealed with the key of the file; open stand days and states, for clocks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.sealed.rows import SealedRow


class Agreement(SealedRow):
    """Words: `why_written` (codes of rows), `digest` (of the version in force), `told` (codes read out for signing, by seat).

    `confirm_by`: the last day for asking the court together (article 33)."""

    class Form(models.TextChoices):
        WRITTEN = "written", pgettext_lazy("an agreement", "Written")
        ORAL = "oral", pgettext_lazy("an agreement", "Oral")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being worded")
        SIGNING = "signing", _("Being signed")
        IN_FORCE = "in_force", _("In force")

    dispute = models.OneToOneField(Dispute, on_delete=models.CASCADE, related_name="agreement")
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.WRITTEN)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    effective_on = models.DateField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_force", effective_on__isnull=False) | ~Q(state="in_force") & Q(effective_on=None),
                name="agreement_in_force_from_a_day",
            )
        ]


class Version(SealedRow):
    """One wording, never changed. Words: `parties`, `mediators`, `facts`, `points`, `duties`, `terms`, `others` (other languages)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["agreement_id", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="version_numbered_once")]

    @property
    def key_name(self):
        return self.agreement.dispute.key_name


class Signature(SealedRow):
    """Under one version. Words: `way`, `name`, `strokes` (drawn), `scan` (of paper), `digest` (of what was signed), `at`."""

    class Part(models.TextChoices):
        SIDE = "side", _("Party")
        MEDIATOR = "mediator", _("Mediator")
        SEAL = "seal", _("Seal of the committee")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "seat", "part"], name="signed_once")]

    @property
    def key_name(self):
        return self.version.key_name


class Term(SealedRow):
    """What a side has to do until a day. Words: `side`, `what`, `way`, `said` (what each side says became of it)."""

    class Reminded(models.TextChoices):
        BEFORE = "before", _("Before the day")
        DAY = "day", _("On the day")
        OVER = "over", _("After the day")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    reminded = models.CharField(max_length=6, choices=Reminded.choices, blank=True)

    class Meta:
        ordering = ["agreement_id", "number"]
        indexes = [models.Index(fields=["due_on"], condition=Q(settled_on=None), name="mediation_term_due")]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="term_numbered_once")]

    @property
    def key_name(self):
        return self.agreement.dispute.key_name


class Confirmation(SealedRow):
    """The sides ask the court together to confirm the agreement (司法确认). Words: `outcome`, `court`, `text`, `hashes` (of the package)."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="confirmation")
    exported_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    @property
    def key_name(self):
        return self.agreement.dispute.key_name
