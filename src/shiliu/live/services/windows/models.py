"""Windows (窗口) at three levels: where they are, what they serve in how many minutes, when they are open, who visits when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import Named, name_in
from shiliu.live.services.catalogue.models import Level, ServiceItem
from shiliu.methods.working_time import OfficeHours
from shiliu.platform.permissions import Scope


class Window(Named):
    """One counter, or several alike side by side (`desks`), of a unit. `area` is the place it serves; its level is the window's.

    Without hours of its own it keeps those of the office calendar of its area, and holidays always come from there."""

    FEATURES = (
        ("low_counter", _("Low counter")),
        ("step_free", _("Reached without steps")),
        ("hearing_loop", _("Hearing loop")),
        ("writing_board", _("Writing board")),
        ("voice_prompts", _("Calls by voice")),
        ("private_room", _("Room to talk alone")),
    )

    code = models.SlugField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="windows")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="windows")
    level = models.CharField(max_length=12, choices=Level.choices, editable=False)
    address = models.CharField(max_length=200, blank=True)
    directions = models.JSONField(default=dict, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    low_counter = models.BooleanField(_("Low counter"), default=False)
    step_free = models.BooleanField(_("Reached without steps"), default=False)
    hearing_loop = models.BooleanField(_("Hearing loop"), default=False)
    writing_board = models.BooleanField(_("Writing board"), default=False)
    voice_prompts = models.BooleanField(_("Calls by voice"), default=False)
    private_room = models.BooleanField(_("Room to talk alone"), default=False)
    languages = models.JSONField(default=list, blank=True)
    items = models.ManyToManyField(ServiceItem, through="WindowItem", related_name="windows")
    takes_appointments = models.BooleanField(default=False)
    desks = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    slot_minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    minutes_before = models.PositiveSmallIntegerField(default=0)
    minutes_after = models.PositiveSmallIntegerField(default=0)
    lead_hours = models.PositiveSmallIntegerField(default=2)
    days_ahead = models.PositiveSmallIntegerField(default=30)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["area__path", "code"]

    def save(self, *args, **kwargs):
        self.level = self.area.level
        super().save(*args, **kwargs)

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organisation_id}))

    @property
    def provider(self):
        """What platform.bookings knows it by."""
        return f"window:{self.pk}"

    @property
    def features(self):
        """[(field, words)] of what helps people here."""
        return [(field, words) for field, words in self.FEATURES if getattr(self, field)]

    @property
    def way(self):
        """How to find it, in the reader's language."""
        return name_in(self.directions)


class WindowItem(models.Model):
    """`minutes`: how long the item takes here for one person."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="served")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="served_at")
    minutes = models.PositiveSmallIntegerField(default=15)

    class Meta:
        ordering = ["item__category__position", "item__code"]
        constraints = [
            models.UniqueConstraint(fields=["window", "item"], name="window_serves_item_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="window_item_takes_time"),
        ]

    def __str__(self):
        return f"{self.window} · {self.item}"


class WindowHours(models.Model):
    """One opening on one weekday (0 is Monday) of one season; both ends of the season belong to it."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="hours")
    valid_from_md = models.CharField(max_length=5, default="01-01")
    valid_until_md = models.CharField(max_length=5, default="12-31")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["valid_from_md", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="window_hours_weekday_0_to_6"),
            models.UniqueConstraint(
                fields=["window", "valid_from_md", "valid_until_md", "weekday", "opens"], name="window_opens_once"
            ),
        ]

    def __str__(self):
        return f"{self.valid_from_md}…{self.valid_until_md} {self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def value(self):
        return OfficeHours(self.valid_from_md, self.valid_until_md, self.weekday, self.opens, self.closes)


class WindowDay(models.Model):
    """A date on which the window differs, and why, for everybody to read. Open without hours: those of an ordinary day."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    is_open = models.BooleanField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["window", "date"], name="window_day_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(is_open=True, opens__isnull=False, closes__isnull=False),
                name="window_day_hours_in_pairs",
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.reason}"


def new_key():
    return get_random_string(8, "abcdefghjkmnpqrstuvwxyz23456789")


class DutyTurn(models.Model):
    """When a visiting department sits at a window. `first` is the first day; `every` says how it comes again, until `until`;
    `skipped` are days (ISO) on which it does not come."""

    class Every(models.TextChoices):
        ONCE = "once", _("On this day only")
        WEEK = "week", _("Every week")
        TWO_WEEKS = "two_weeks", _("Every second week")
        MONTH = "month", _("Every month on the same weekday, such as each second Tuesday")

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="turns")
    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duty_turns")
    what = models.JSONField(default=dict, blank=True)
    every = models.CharField(max_length=10, choices=Every.choices)
    first = models.DateField()
    until = models.DateField(null=True, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    skipped = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["first", "opens", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="turn_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("first")), name="turn_until_after_first"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.organisation} · {self.window} · {self.first}"

    @property
    def task(self):
        """What it is there for, in the reader's language."""
        return name_in(self.what)
