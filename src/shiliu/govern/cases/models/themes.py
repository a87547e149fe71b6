"""A rising matter of a place for which one case was opened. The needs in it point to that case with Case.part_of."""

from django.db import models
from django.db.models import Q

from shiliu.foundation.models import Area
from shiliu.govern.cases.models.case import Case
from shiliu.govern.cases.models.catalogue import Category


class Theme(models.Model):
    """`counted` needs were raised from `since` until `until` where `expected` were usual, when the case was opened. `standing` until another
    case is opened for the same place and matter, which needs this one to have ended: two presses cannot open two."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="theme")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    counted = models.PositiveIntegerField()
    expected = models.FloatField()
    standing = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "category"], condition=Q(standing=True), name="one_standing_theme_of_a_place"
            ),
        ]

    def __str__(self):
        return str(self.case)
