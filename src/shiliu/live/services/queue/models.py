"""The queue (叫号) of a hall: lines, tickets with numbers and never names, and the times of each step measured apart."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import Named
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import Window
from shiliu.platform.bookings.models import Booking
from shiliu.platform.permissions import Scope


class Hall(Named):
    """Where people wait: one kiosk, one screen, the windows of its lines. `fair_minutes`: whoever has waited so long is called
    before any priority; `left_after`: calls without an answer after which a ticket counts as left."""

    code = models.SlugField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="halls")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="halls")
    from_home = models.BooleanField(default=False)
    fair_minutes = models.PositiveSmallIntegerField(default=30)
    left_after = models.PositiveSmallIntegerField(default=3)
    near = models.PositiveSmallIntegerField(default=3)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["area__path", "code"]

    def scope(self):
        return Scope(area_paths=(self.area.path,), organisation_ids=frozenset({self.organisation_id}))


class Line(Named):
    """One letter of a hall: which items wait in it, and which windows call from it."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="lines")
    letter = models.CharField(max_length=1, validators=[RegexValidator("^[A-Z]$")])
    items = models.ManyToManyField(ServiceItem, related_name="lines", blank=True)
    windows = models.ManyToManyField(Window, related_name="lines", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["hall_id", "position", "letter"]
        constraints = [models.UniqueConstraint(fields=["hall", "letter"], name="line_letter_once_in_hall")]


class LineDay(models.Model):
    """The last number given out in a line on a day: its row is what makes numbers unique. `served` is counted when the numbers
    of the day are deleted."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    last = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "date"], name="line_day_once")]

    def __str__(self):
        return f"{self.line} {self.date}: {self.last}"


class Ticket(models.Model):
    """A place in a line. Nothing about a person: `priority` is a mark from a fixed list, `key_hash` that of the link the phone
    follows. `since` orders the waiting; a returned ticket waits from its return. `letter` and `number` stay through every line.
    Deleted soon after its day (sweeping.py)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLED = "called", pgettext_lazy("of a number", "Called")
        SERVING = "serving", _("Being served")
        HELD = "held", _("On hold")
        SERVED = "served", _("Served")
        LEFT = "left", _("Left")

    class Priority(models.TextChoices):
        NONE = "", _("In order of arrival")
        LAW = (
            "law",
            _(
                "Priority by the rules of the hall: elders, people with a disability, pregnant, with an infant, veterans"
            ),
        )
        BOOKED = "booked", _("With an appointment")
        BACK = "back", _("Comes back with a missing paper or from hold")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="tickets")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="tickets")
    date = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    priority = models.CharField(max_length=8, choices=Priority.choices, blank=True)
    since = models.DateTimeField()
    item = models.ForeignKey(ServiceItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)
    booking = models.OneToOneField(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    desk = models.PositiveSmallIntegerField(default=1)
    called_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "date", "letter", "number"], name="ticket_number_once_a_day")
        ]
        indexes = [
            models.Index(fields=["line", "date", "priority", "since"], condition=Q(state="waiting"), name="queue_waiting"),
            models.Index(fields=["hall", "date", "called_at"], name="queue_called"),
            models.Index(fields=["window", "date", "state"], name="queue_at_window"),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    def scope(self):
        return self.hall.scope()

    @property
    def code(self):
        """A012: what is printed, called and shown."""
        return f"{self.letter}{self.number:03d}"


class Period(models.Model):
    """One step of a ticket with its time. `sure` is taken away where a worker says that the clock did not tell the truth."""

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("Preparation")
        WAITING = "waiting", pgettext_lazy("a step of a number", "Waiting")
        WALKING = "walking", _("Walking to the counter")
        SERVICE = "service", pgettext_lazy("of a number", "Service")
        HOLD = "hold", _("On hold")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    sure = models.BooleanField(default=True)

    class Meta:
        ordering = ["began", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended__isnull=True), name="one_open_period_a_ticket")
        ]

    def __str__(self):
        return f"{self.ticket_id} {self.kind}"


class DayTime(models.Model):
    """What stays of a day's steps of one kind in a line: of how many tickets they were, and how many seconds together."""

    day = models.ForeignKey(LineDay, on_delete=models.CASCADE, related_name="times")
    kind = models.CharField(max_length=12, choices=Period.Kind.choices)
    number = models.PositiveIntegerField()
    seconds = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="day_time_once")]

    def __str__(self):
        return f"{self.day}: {self.kind} {self.number}"
