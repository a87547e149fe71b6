"""What people are told about their booking in a clinic. A letter never says what kind of clinic it is: somebody else may read it."""

from django.utils.translation import gettext_lazy as _

KINDS = (
    ("clinics.booked", _("Your booking: %(when)s"),
     _("Where: %(where)s.\nYour number: %(number)s. Your code: %(code)s.\n\nOpen the link to move or cancel it."), True),
    ("clinics.reminder", _("Reminder of your booking: %(when)s"),
     _("Where: %(where)s.\nYour number: %(number)s. Your code: %(code)s.\n\nIf you cannot come, open the link and move or cancel it: somebody else can then have the time."), True),
    ("clinics.moved", _("Your booking is moved: %(when)s"),
     _("Where: %(where)s.\nYour number: %(number)s. Your code: %(code)s.\n\nOpen the link to move or cancel it."), True),
    ("clinics.cancelled", _("Your booking is cancelled: %(when)s"),
     _("Nobody waits for you. You can book another time whenever you like."), True),
    ("clinics.closed", _("Your booking cannot be kept: %(when)s"),
     _("We are sorry: nobody will be there at this time.\n\nOpen the link and choose another time, or cancel the booking. Your number %(number)s and your code %(code)s stay the same."), True),
    ("clinics.term_ends", _("The term of an adviser ends on %(until)s: %(adviser)s"),
     _("Enter the next term, or look for another adviser, so that the clinic is not without one."), False),
)  # fmt: skip
