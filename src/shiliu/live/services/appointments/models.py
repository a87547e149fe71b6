"""An appointment at a window: the booking of its time, and for what. No account stands in it."""

from django.db import models

from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import Window
from shiliu.platform.bookings.models import Booking
from shiliu.platform.permissions import Scope


class Appointment(models.Model):
    """`called` is how whoever comes wants to be addressed, if they said so: shown only at the window itself and erased with the
    contact. `met_by_closing_at`: when the window was closed at this time after it had been booked."""

    class Channel(models.TextChoices):
        WEB = "web"
        DESK = "desk"
        API = "api"

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="appointment")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="appointments")
    items = models.ManyToManyField(ServiceItem, related_name="appointments")
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.WEB)
    called = models.CharField(max_length=40, blank=True)
    met_by_closing_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["booking__starts", "pk"]

    def __str__(self):
        return str(self.number)

    @property
    def number(self):
        """What is called out and written on lists instead of a name."""
        return self.pk

    def scope(self):
        return Scope(
            area_paths=(self.window.area.path,),
            organisation_ids=frozenset({self.window.organisation_id}),
            secret=self.booking.code_hash,
        )
