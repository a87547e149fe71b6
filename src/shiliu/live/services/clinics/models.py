"""Advisers (顾问) as duties of units, clinics where they give advice, and a log of advice that leads to nobody."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import Named, name_in
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import DutyTurn, Window
from shiliu.platform.bookings.models import Booking
from shiliu.platform.clock import now
from shiliu.platform.permissions import Scope


class Matter(models.TextChoices):
    """What advice is about: the specialties of advisers and the kinds of matter of the log. A fixed list, so that nothing about
    a person can be written into it."""

    WORK = "work", _("Work and wages")
    FAMILY = "family", _("Marriage and family")
    INHERITANCE = "inheritance", _("Inheritance and wills")
    HOUSING = "housing", _("Buying, letting and homes")
    NEIGHBOURS = "neighbours", _("Neighbours and property management")
    CONTRACT = "contract", _("Contracts and debts")
    CONSUMER = "consumer", _("Buying goods and services")
    INJURY = "injury", _("Accidents and injuries")
    INSURANCE = "insurance", _("Social insurance")
    LAND = "land", _("Land and village matters")
    OFFICE = "office", _("Decisions of an office")
    NOTARY = "notary", _("Notarised documents")
    BUSINESS = "business", _("Running a shop or business")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    TOLD = "told", _("Told what to do")
    PAPERS = "papers", _("Told which papers to prepare")
    AGAIN = "again", _("Comes again")
    LEGAL_AID = "legal_aid", _("Referred to legal aid")
    MEDIATION = "mediation", _("Referred to mediation")
    NOTARY = "notary", _("Referred to a notary")
    ELSEWHERE = "elsewhere", _("Referred to another body")


class Adviser(Named):
    """A duty of a unit, such as “lawyer on duty of the firm”: its public name stands here and the name of no person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="advisers")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="advisers")
    specialties = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["area__path", "organisation__code", "pk"]

    def scope(self):
        return Scope(area_paths=(self.area.path,))

    @staticmethod
    def in_term(advisers, day):
        """Those of `advisers` in a term on `day`."""
        terms = AdviserTerm.objects.filter(adviser=OuterRef("pk"), since__lte=day, until__gte=day)
        return advisers.filter(Exists(terms))

    @property
    def specialty_words(self):
        return [Matter(code).label for code in self.specialties if code in Matter.values]


class AdviserTerm(models.Model):
    """From when until when a duty is held, both days included. Terms that are over stay: they are the history."""

    adviser = models.ForeignKey(Adviser, on_delete=models.CASCADE, related_name="terms")
    since = models.DateField()
    until = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["adviser", "since"], name="adviser_term_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="adviser_term_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.since}…{self.until}"


class Clinic(Named):
    """Where advice is given by turns, in slots that are booked. Run by `organisation`; `area` is the place it serves.

    A clinic of the kind counselling is a booking and nothing else: nothing is logged of it. `referral_unit` and `referral_item`
    are what the slip for legal aid names."""

    class Kind(models.TextChoices):
        LEGAL_ADVICE = "legal_advice", _("Legal advice")
        LEGAL_AID = "legal_aid", _("Legal aid")
        NOTARY = "notary", _("Notary guidance")
        MEDIATION = "mediation", _("Questions about mediation")
        BUSINESS = "business", _("Advice for shops and businesses")
        COUNSELLING = "counselling", _("Counselling")

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clinics")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="clinics")
    window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.PROTECT, related_name="clinics")
    address = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    text = models.JSONField(default=dict, blank=True)
    advisers = models.ManyToManyField(Adviser, related_name="clinics", blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(10), MaxValueValidator(240)]
    )
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    lead_hours = models.PositiveSmallIntegerField(default=2)
    days_ahead = models.PositiveSmallIntegerField(default=28)
    referral_unit = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    referral_item = models.ForeignKey(ServiceItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["area__path", "code"]

    def scope(self):
        """Units: the one that runs it and those whose advisers sit in it in a term that holds."""
        seated = Adviser.in_term(self.advisers, localdate(now())) if self.pk else Adviser.objects.none()
        units = set(seated.values_list("organisation_id", flat=True))
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset(units | {self.organisation_id}))

    @property
    def provider(self):
        """What platform.bookings knows it by."""
        return f"clinic:{self.pk}"

    @property
    def is_logged(self):
        return self.kind != self.Kind.COUNSELLING

    @property
    def said(self):
        """What it is for, in the reader's language."""
        return name_in(self.text)

    @property
    def where(self):
        """Address and room as one line."""
        return " ".join(filter(None, [self.address or (self.window.address if self.window else ""), self.room]))


class ClinicTurn(models.Model):
    """When the clinic is held, as turns in the roster of a window are. `skipped` are days (ISO) on which it is not."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="turns")
    every = models.CharField(max_length=10, choices=DutyTurn.Every.choices)
    first = models.DateField()
    until = models.DateField(null=True, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    skipped = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["first", "opens", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="clinic_turn_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("first")), name="clinic_turn_until_after_first"
            ),
        ]

    def __str__(self):
        return f"{self.first} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ClinicBooking(models.Model):
    """The booking of a time in a clinic: neither a name nor a reason stands in it."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="clinic_booking")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="bookings")
    met_by_closing_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["booking__starts", "pk"]

    def __str__(self):
        return str(self.number)

    @property
    def number(self):
        return self.pk

    def scope(self):
        around = self.clinic.scope()
        return Scope(
            area_paths=around.area_paths, organisation_ids=around.organisation_ids, secret=self.booking.code_hash
        )


class Advice(models.Model):
    """One piece of advice that was given: about what, with what outcome, how long. It is not joined to the booking, its key is
    drawn at random and it knows only the day, so that nothing leads from it to whoever came."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="advice")
    day = models.DateField()
    matter = models.CharField(max_length=12, choices=Matter.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["day", "matter", "outcome", "minutes"]
        indexes = [models.Index(fields=["day"], name="advice_day")]

    def __str__(self):
        return f"{self.day} {self.matter}"
