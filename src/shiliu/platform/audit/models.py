"""The rows, the chain over them, and, apart from both, the little that must be erasable.

Rows, seals and subjects refuse UPDATE and DELETE by trigger (see triggers.py). Nothing in them names a person: a person
stands there as a reference that only AuditIdentity can resolve, and AuditIdentity is deleted with the person.
"""

from django.db import models
from django.db.models import Q

from shiliu.foundation.models import Person

NO_HASH = "0" * 64


class AuditRow(models.Model):
    """One change, or one look at personal data. `data` and `reason` hold codes, numbers and public names, never a person's."""

    class ActorKind(models.TextChoices):
        PERSON = "person"
        GUEST = "guest"
        SYSTEM = "system"

    at = models.DateTimeField()
    verb = models.CharField(max_length=80, db_index=True)
    actor_kind = models.CharField(max_length=6, choices=ActorKind.choices)
    actor_ref = models.CharField(max_length=64, blank=True, db_index=True)
    unit_id = models.BigIntegerField(null=True, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=80, blank=True)
    area_path = models.CharField(max_length=200, blank=True, db_index=True)
    data = models.JSONField(default=dict)
    subject_refs = models.JSONField(default=list)
    commitments = models.JSONField(default=dict)
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_row_target"),
            models.Index(fields=["-at", "-id"], name="audit_row_newest"),
        ]

    def __str__(self):
        return f"{self.pk} {self.verb}"


class AuditSubject(models.Model):
    """An index of `subject_refs`, so that a person's own log is found at once. Verified with the chain."""

    row = models.ForeignKey(AuditRow, on_delete=models.PROTECT, related_name="subjects")
    ref = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "row"], name="audit_subject_once")]

    def __str__(self):
        return f"{self.row_id} about {self.ref[:8]}"


class AuditWaiting(models.Model):
    """Rows not yet in the chain; written with the row, so that none is lost whichever transaction commits first."""

    row = models.OneToOneField(AuditRow, primary_key=True, on_delete=models.PROTECT, related_name="waiting")

    def __str__(self):
        return str(self.row_id)


class AuditSeal(models.Model):
    """One link: `hash` covers the row, its number in the chain and the hash before it."""

    row = models.OneToOneField(AuditRow, primary_key=True, on_delete=models.PROTECT, related_name="seal")
    seq = models.PositiveBigIntegerField(unique=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.seq}:{self.hash}"


class AuditHead(models.Model):
    """The end of the chain, kept apart from it so that a cut-off tail shows. One row; also the sealer's lock."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NO_HASH)

    def __str__(self):
        return f"{self.seq}:{self.hash}"


class AuditIdentity(models.Model):
    """Joins a person (or a thing with personal data, such as a case without an account) to its reference in the rows.

    Deleting it is what erases: without the salt neither the reference nor a commitment can be traced to anybody.
    """

    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="audit_identity"
    )
    thing = models.CharField(max_length=140, null=True, blank=True, unique=True)
    salt = models.CharField(max_length=64)
    ref = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(thing__isnull=True), name="audit_identity_of_one"
            )
        ]

    def __str__(self):
        return self.ref[:8]


class AuditWords(models.Model):
    """A reason in somebody's own words. Free text may name people, so the chain holds only a commitment to it."""

    row = models.OneToOneField(AuditRow, primary_key=True, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=64)
    text = models.TextField()

    def __str__(self):
        return self.text
