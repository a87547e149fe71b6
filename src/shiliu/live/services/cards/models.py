"""What a contact card (服务联系卡) can say: areas of need, and in each the lines that name whom to call.

No card is kept: a card is these rows, a place, and what its reader chose. Texts are {language tag: text}, as names are."""

from django.db import models
from django.db.models import Q

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.names import Named


class CardNeed(Named):
    """An area of need (health, education, safety …), with the same codes as the needs survey asks about."""

    code = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]


class CardLine(Named):
    """What one may call for. Answered by the unit of `kind` that serves the place, or by a number that is the same everywhere."""

    code = models.SlugField(max_length=40, unique=True)
    need = models.ForeignKey(CardNeed, on_delete=models.PROTECT, related_name="lines")
    kind = models.ForeignKey(OrganisationKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=300, blank=True)
    hint = models.JSONField(default=dict, blank=True)
    always = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["need__position", "position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__isnull=False, number="") | (Q(kind__isnull=True) & ~Q(number="")),
                name="card_line_unit_or_number",
            )
        ]
