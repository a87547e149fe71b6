"""What people are told about their appointment, in their language and with the papers to bring."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.live.services.appointments.papers import in_languages, said_of
from shiliu.live.services.windows.hours import zone_of
from shiliu.platform import bookings, notices

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


def tell(kind, appointment, **more):
    """Sends the notice when a contact was left; returns whether it could be sent."""
    booking = appointment.booking
    if not booking.has_contact:
        return False
    to = notices.Recipient.contact(email=booking.email, phone=booking.phone, language=booking.language)
    params = {**_words_of(appointment), **more}
    notices.send(kind, to=to, thread=f"appointment:{appointment.pk}", params=params, url=address_of(appointment))
    return True


def address_of(appointment):
    """The path that opens the appointment for whoever has it."""
    return f"{reverse('appointments:open')}?code={bookings.code_of(appointment.booking)}"


def moment_words(moment, window):
    """A moment in the reader's language and in the time zone of the window."""
    return local_words(moment.astimezone(zone_of(window)))


def local_words(local):
    """A local moment in the reader's language."""
    return gettext("%(day)s, %(time)s") % {
        "day": date_format(local, "l j F" if not _is_chinese() else "n月j日 l"), "time": f"{local:%H:%M}",
    }  # fmt: skip


def _is_chinese():
    from django.utils.translation import get_language

    return (get_language() or "").startswith("zh")


def _words_of(appointment):
    booking, window, items = appointment.booking, appointment.window, list(appointment.items.all())
    return {
        "when": in_languages(lambda: moment_words(booking.starts, window)),
        "window": window.names,
        "address": window.address or window.names,
        "items": in_languages(lambda: gettext(", ").join(name_in(item.names) for item in items)),
        "papers": said_of(items),
        "number": str(appointment.number),
        "code": bookings.code_of(booking),
    }
