"""Office calendars as editable tables: hours by season, days that differ, years whose notice has come.

A calendar belongs to an area and holds for everything inside it; the one without an area is the country's.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area
from shiliu.methods.working_time import DayException, OfficeHours
from shiliu.platform.permissions import Scope

month_and_day = RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", _("Write the month and the day as 05-01."))


class WorkCalendar(models.Model):
    """`area` is empty for the country: the State Council's days, which every area starts from."""

    area = models.OneToOneField(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="work_calendar")

    class Meta:
        ordering = [F("area__path").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                Q(area__isnull=True), condition=Q(area__isnull=True), name="calendar_of_the_country_once"
            )
        ]

    def __str__(self):
        return self.area.name if self.area_id else str(_("The whole country"))

    def scope(self):
        return Scope(area_paths=(self.area.path,)) if self.area_id else Scope()


class OfficeHoursRow(models.Model):
    """One opening on one weekday (0 is Monday) of one season; both ends of the season belong to it."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="hours")
    valid_from_md = models.CharField(max_length=5, default="01-01", validators=[month_and_day])
    valid_until_md = models.CharField(max_length=5, default="12-31", validators=[month_and_day])
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["valid_from_md", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="office_hours_weekday_0_to_6"),
            models.UniqueConstraint(
                fields=["calendar", "valid_from_md", "valid_until_md", "weekday", "opens"], name="office_opens_once"
            ),
        ]

    def __str__(self):
        return f"{self.valid_from_md}…{self.valid_until_md} {self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def value(self):
        return OfficeHours(self.valid_from_md, self.valid_until_md, self.weekday, self.opens, self.closes)


class CalendarDay(models.Model):
    """A date that differs from the ordinary week, with the notice that says so. `opens` and `closes` only where a working
    day has hours of its own."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(working=True, opens__isnull=False, closes__isnull=False),
                name="calendar_day_hours_in_pairs",
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.name}"

    def value(self):
        intervals = ((self.opens, self.closes),) if self.opens else None
        return DayException(self.date, self.working, self.name, self.source, intervals)


class AnnouncedYear(models.Model):
    """A year whose notice of holidays stands in the table, with the notice."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="year_announced_once")]

    def __str__(self):
        return str(self.year)


class CalendarVersion(models.Model):
    """One row whose number changes with every change of a calendar, so that each process knows when its memory is old."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
