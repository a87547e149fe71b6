"""What was set aside as junk, in which batch, and (for two days) which fresh cases came from one network."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.cases.models.case import Case


class JunkBatch(models.Model):
    """Cases set aside in one press, with one reason. About what was sent, never about who sent it."""

    class Reason(models.TextChoices):
        SAME_WORDS = "same_words", _("The same words were sent again and again")
        ADVERT = "advert", _("It is advertising")
        NONSENSE = "nonsense", _("It makes no sense, as programs write it")
        TRIAL = "trial", _("Somebody only tried the form")

    reason = models.CharField(max_length=10, choices=Reason.choices)
    said = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="junk_batch_newest")]

    def __str__(self):
        return str(self.pk)


class JunkMark(models.Model):
    """One case in a batch. `publication` is what it was before; `back_by` who brought it back, '' while it is set aside."""

    class Back(models.TextChoices):
        STAFF = "staff", _("brought back by staff")
        ASKER = "asker", _("brought back by whoever raised it")

    batch = models.ForeignKey(JunkBatch, on_delete=models.CASCADE, related_name="marks")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="junk_marks")
    publication = models.CharField(max_length=8, choices=Case.Publication.choices)
    back_by = models.CharField(max_length=5, choices=Back.choices, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(back_at__isnull=True), name="set_aside_once_at_a_time")
        ]


class CaseOrigin(models.Model):
    """The mark of the network a case without an account came from: keyed hash, another one every day, deleted after two days,
    never shown. Only to find the rest of a burst."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="origin")
    network = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return str(self.case_id)
