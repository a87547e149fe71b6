"""The newcomers' desk (新居民服务台): steps of a checklist that anybody may read, and asks for a greeter that do not stay.

There is no table of newcomers and never will be: a test holds what these tables may contain."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import Named, name_in
from shiliu.live.services.cards.models import CardNeed
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.clinics.models import Clinic
from shiliu.live.services.windows.models import Window
from shiliu.platform.permissions import Scope

LINKS = ("item", "window", "clinic", "need")
PLAIN_LINKS = ("facility_type", "page")


def _nothing_but(given):
    """The condition that no link is set but perhaps this one."""
    rest = Q()
    for name in LINKS:
        if name != given:
            rest &= Q(**{f"{name}__isnull": True})
    for name in PLAIN_LINKS:
        if name != given:
            rest &= Q(**{name: ""})
    return rest


class NewcomerStep(Named):
    """One thing to see to after moving here. It leads to at most one page of the site; without `areas` it counts everywhere.

    `facility_type` is the code of a type of the fifteen-minute circle, which is another app."""

    class Category(models.TextChoices):
        FIRST = "first", _("First")
        PAPERS = "papers", _("Papers")
        HEALTH = "health", _("Health")
        SCHOOL = "school", _("School and children")
        WORK = "work", _("Work")
        LANGUAGE = "language", _("Language")
        HOME = "home", _("At home")
        NEIGHBOURS = "neighbours", _("Neighbours")

    class Page(models.TextChoices):
        NONE = "", _("none")
        SERVICES = "services:items", _("Services")
        FINDER = "services:finder", _("Help me find it")
        WINDOWS = "windows:windows", _("Windows")
        APPOINTMENTS = "appointments:choose", _("Book an appointment")
        CLINICS = "clinics:clinics", _("Advice and clinics")
        CARD = "cards:card", _("Contact card")
        WHO_SERVES = "places:who_serves", _("Who serves here")
        CIRCLE = "circle:overview", _("Fifteen-minute circle")
        NEED = "cases:submit", _("Raise a need")

    code = models.SlugField(max_length=40, unique=True)
    category = models.CharField(max_length=10, choices=Category.choices)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.JSONField(default=dict, blank=True)
    item = models.ForeignKey(ServiceItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    clinic = models.ForeignKey(Clinic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    need = models.ForeignKey(CardNeed, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facility_type = models.SlugField(max_length=40, blank=True)
    page = models.CharField(max_length=40, choices=Page.choices, blank=True)
    areas = models.ManyToManyField(Area, related_name="newcomer_steps", blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (_nothing_but(name) for name in (*LINKS, *PLAIN_LINKS))),
                name="newcomer_step_leads_to_one_page",
            )
        ]

    @property
    def said(self):
        """What to do, in the reader's language."""
        return name_in(self.text)


class GreeterAsk(models.Model):
    """Somebody would like to be greeted. Only how to reach them and in which language, for the one unit that is told; deleted
    when it is answered, and after some days in any case."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(email="", phone=""), name="greeter_ask_can_be_answered"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="greeter_ask_ends")]

    def __str__(self):
        return str(self.key)

    def scope(self):
        return Scope(organisation_ids=frozenset({self.organisation_id}))
