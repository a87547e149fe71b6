"""What people are told about their appointment, in their language and with the papers to bring."""

from django.utils.translation import gettext_lazy as _

KINDS = (
    ("appointments.booked", _("Your appointment: %(when)s, %(window)s"),
     _("For: %(items)s.\nWhere: %(window)s, %(address)s.\nYour number: %(number)s. Your code: %(code)s.\n\nPlease bring:\n%(papers)s\n\nOpen the link to move or cancel it."), True),
    ("appointments.reminder", _("Reminder of your appointment: %(when)s, %(window)s"),
     _("For: %(items)s.\nWhere: %(window)s, %(address)s.\nYour number: %(number)s. Your code: %(code)s.\n\nPlease bring:\n%(papers)s\n\nIf you cannot come, open the link and move or cancel it: somebody else can then have the time."), True),
    ("appointments.moved", _("Your appointment is moved: %(when)s, %(window)s"),
     _("For: %(items)s.\nWhere: %(window)s, %(address)s.\nYour number: %(number)s. Your code: %(code)s.\n\nPlease bring:\n%(papers)s\n\nOpen the link to move or cancel it."), True),
    ("appointments.cancelled", _("Your appointment is cancelled: %(when)s, %(window)s"),
     _("Nobody waits for you. You can book another time whenever you like."), True),
    ("appointments.closed", _("The window is closed at the time of your appointment: %(when)s, %(window)s"),
     _("We are sorry: the window will be closed then. %(why)s\n\nOpen the link and choose another time, or cancel the appointment. Your number %(number)s and your code %(code)s stay the same."), True),
)  # fmt: skip
