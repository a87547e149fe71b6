"""Who mediates or is invited, as everybody may read it, and whether a committee is composed as the law says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.mediation.files.committees import Committee
from shiliu.govern.mediation.files.models import Kind
from shiliu.platform.texts import LANGUAGE_NAMES


class Panelist(models.Model):
    """A people's mediator or an invited expert of a committee, under the public name: what they know about, which languages they
    speak, from when to when. Nothing about their origin, faith or character (rights.md)."""

    class Office(models.TextChoices):
        MEDIATOR = "mediator", _("People’s mediator")
        JUDGE = "judge", _("Judge")
        LAWYER = "lawyer", _("Lawyer")
        POLICE = "police", _("Community police")
        JUSTICE = "justice", _("Justice office")
        COUNSELLOR = "counsellor", _("Counsellor")
        FIRE = "fire", _("Fire brigade")
        MARKET = "market", _("Market supervision")
        EXPERT = "expert", _("Other expert")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=60)
    office = models.CharField(max_length=10, choices=Office.choices)
    body = models.CharField(max_length=120, blank=True)
    specialties = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["office", "name", "pk"]

    def __str__(self):
        return self.name

    def scope(self):
        return self.committee.scope()

    @property
    def told(self):
        """[Text]: what they know about, and which languages they speak."""
        kinds = dict(Kind.choices)
        about = ", ".join(str(kinds[one]) for one in self.specialties if one in kinds)
        return [one for one in (about, ", ".join(LANGUAGE_NAMES.get(tag, tag) for tag in self.languages)) if one]

    @classmethod
    def on(cls, day):
        """Those who serve on that day."""
        return cls.objects.filter(Q(until=None) | Q(until__gte=day), active=True, since__lte=day)


class Composition(models.Model):
    """What a committee answers about its composition for one year, yes or no and never a member."""

    class Groups(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        ELSEWHERE = "elsewhere", _("This is no place where several groups live together")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="compositions")
    year = models.PositiveSmallIntegerField()
    members = models.PositiveSmallIntegerField()
    has_one_director = models.BooleanField()
    has_women = models.BooleanField()
    has_smaller_groups = models.CharField(max_length=10, choices=Groups.choices)

    SOURCE = "《人民调解法》第八条"

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="composition_told_once_a_year")]

    def __str__(self):
        return f"{self.committee} {self.year}"

    def scope(self):
        return self.committee.scope()

    @property
    def fits(self):
        """Whether all of article 8 is answered with yes: three to nine members, one director, women, and the smaller groups."""
        return 3 <= self.members <= 9 and self.has_one_director and self.has_women and self.has_smaller_groups != "no"
