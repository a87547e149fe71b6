"""Neighbours of a case: “me too”, who wants to hear, and how cases become one."""

from django.db import models
from django.db.models import Q

from shiliu.foundation.models import Person
from shiliu.govern.cases.models.case import Case


class CaseSupport(models.Model):
    """One “me too” (我也遇到). The count is public, the rows are not: there is no page that lists them.

    Signed in it is the person's own; without an account a random token of the browser, kept only as keyed hash, and an
    address to hear of it only if left."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (unique where present)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="zh-hans")
    tell = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        # Addresses still to be forgotten (neighbours.forget_addresses), among very many rows without one.
        indexes = [models.Index(fields=["case", "id"], condition=~Q(email=""), name="me_too_with_address")]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(person__isnull=False), name="me_too_once_a_person"),
            models.UniqueConstraint(fields=["case", "token_hash"], condition=Q(token_hash__isnull=False), name="me_too_once_a_browser"),
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(token_hash__isnull=False), name="me_too_is_somebodys"),
        ]  # fmt: skip


class Merge(models.Model):
    """A case joined with another: both numbers and both tracking codes stay good; taken apart again by one press."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merged_here")
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at__isnull=True), name="merged_into_one_at_a_time")
        ]  # fmt: skip
