"""The people's mediation committees, and how long their files may take: rows of the office, without any file in them."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation
from shiliu.platform import deadlines
from shiliu.platform.permissions import Scope


class Committee(models.Model):
    """A unit that mediates (人民调解委员会): it can be asked as long as it is active."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="mediates")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["organisation__code"]

    def __str__(self):
        return str(self.organisation)

    def scope(self):
        paths = self.organisation.areas.values_list("path", flat=True)
        return Scope(area_paths=tuple(paths), organisation_ids=frozenset({self.organisation_id}))


class Clock(models.Model):
    """How long a file, or a step of it, may take: one row of the office wins over what comes with the program."""

    class Unit(models.TextChoices):
        MONTHS = "months", _("months")
        DAYS = "days", _("days")

    code = models.SlugField(max_length=20, unique=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=Unit.choices)
    remind_days = models.PositiveSmallIntegerField(default=5)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code}: {self.amount} {self.unit}"

    @classmethod
    def of(cls, code):
        """The row of that code, or the unsaved one that comes with the program. Raises LookupError."""
        return cls.objects.filter(code=code).first() or cls(code=code, **STANDING[code][1])

    @classmethod
    def for_kind(cls, kind):
        return cls.of("labour" if kind == "labour" else "mediation")

    @property
    def label(self):
        return STANDING[self.code][0]

    def due(self, area, start):
        """The last day, for a start on the day `start`. Months end on the same date; the day of the start does not count; a last
        day on which the place does not work moves to the next one that it does (民法典 201-203)."""
        last = _months_on(start, self.amount) if self.unit == self.Unit.MONTHS else start + timedelta(days=self.amount)
        return first_working(area, last)


STANDING = {
    "mediation": (_("From taking a matter on to its end"),
                  {"amount": 1, "unit": "months", "remind_days": 5, "source": "司法部令第75号《人民调解工作若干规定》第三十三条：一般在一个月内调结"}),
    "labour": (_("The same for work and wages"),
               {"amount": 15, "unit": "days", "remind_days": 3, "source": "《劳动争议调解仲裁法》第十四条：自收到调解申请之日起十五日内"}),
    "extension": (_("More time, when all sides ask for it"),
                  {"amount": 1, "unit": "months", "remind_days": 5, "source": "《宁波市人民调解条例》（2015）第二十七条：双方当事人同意的可以延长"}),
    "confirmation": (_("From an agreement to asking the court together"),
                     {"amount": 30, "unit": "days", "remind_days": 5, "source": "《人民调解法》第三十三条：自调解协议生效之日起三十日内"}),
}  # fmt: skip


def first_working(area, day):
    """The day itself, or the first one after it on which the place works; the day itself where no office ever opens."""
    here = deadlines.calendar_of(area)
    for later in range(31):
        if here.intervals_of(day + timedelta(days=later)):
            return day + timedelta(days=later)
    return day


def _months_on(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
