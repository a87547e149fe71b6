"""How a public text came to be: every decision of a moderator, what it replaced, why, and the asker's appeal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.cases.models.case import Case


class ModerationEntry(models.Model):
    """One decision. `title` and `text` are what neighbours could read after it; the original stays on the case."""

    class Decision(models.TextChoices):
        PUBLISHED = "published", _("Published")
        CHANGED = "changed", _("Public text changed")
        WITHHELD = "withheld", _("Withheld")
        APPEALED = "appealed", _("Appealed by whoever raised it")
        APPEAL_UPHELD = "appeal_upheld", _("Appeal granted")
        APPEAL_DENIED = "appeal_denied", _("Appeal not granted")
        PURGED = "purged", _("Words removed everywhere")

    class Ground(models.TextChoices):
        """Why a text is not published. About the text, never about whoever wrote it; the public numbers are by these."""

        NAMES = "names", _("It names or shows a private person")
        HOME = "home", _("It shows whose home something is")
        HARM = "harm", _("It could put somebody at risk, for instance a child or whoever raised it")
        INSULT = "insult", _("It insults or threatens somebody")
        ADVERT = "advert", _("It is advertising or was sent in bulk")
        ELSEWHERE = "elsewhere", _("It is not about a place, a thing or a service")
        LAW = "law", _("A law forbids publishing it")
        OTHER = "other", _("Another reason, told to whoever raised it")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moderation_history")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=14, choices=Decision.choices)
    reason = models.TextField(blank=True)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    # The rest of what neighbours could read after it: {"answers": {step id: text}, "photos": [ids of CaseAttachment]}.
    shown = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["decision", "-at"], name="moderation_by_decision")]
