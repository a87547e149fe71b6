"""Doing it ourselves (大家干): times at which hands are needed, joined without an account, and thanks."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.projects.works.actions.planning import told
from shiliu.govern.projects.works.locking import held
from shiliu.govern.projects.works.models import Shift
from shiliu.govern.projects.works.telling import tell
from shiliu.platform import audit, bookings, notices
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


def provider_of(shift):
    return f"shift:{shift.pk}"


@transaction.atomic
def add_shift(*, by, project, names, starts, ends, places, where):
    """A time with so many places. Who follows the project is told."""
    project = held(project)
    demand(by, "works.carry_out", project)
    problems = {}
    if not names.get("zh-hans", "").strip():
        problems["names"] = _("Say in simplified Chinese what is to be done.")
    if starts <= now():
        problems["starts"] = _("This moment is past.")
    if ends <= starts:
        problems["ends"] = _("It ends before it begins.")
    if not 0 < places <= 500:
        problems["places"] = _("From one to five hundred.")
    if not where.strip():
        problems["where"] = _("Say where they meet.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    shift = Shift.objects.create(
        project=project, names=names, starts=starts, ends=ends, places=places, where=where.strip()
    )
    bookings.lay(provider_of(shift), [bookings.Span(starts, ends, places)], since=starts, until=ends)
    audit.record("works.shift_added", by=by, target=project, area=project.area, data={**told(project), "shift": names})
    tell(project, gettext_lazy("Hands are wanted: you can join in."))
    return shift


@transaction.atomic
def join(*, by, shift, people=1, email="", phone="", language="zh-hans", key=None):
    """Takes places in a shift; returns the Booking, whose code is the only way back to it. Raises bookings.Full."""
    demand(by, "works.read")
    if shift.cancelled:
        raise NotPossible(_("This was called off: %(why)s") % {"why": shift.cancelled})
    slots = list(bookings.Slot.objects.filter(provider=provider_of(shift)))
    held_ = bookings.hold(provider_of(shift), slots, size=people, language=language, key=key)
    booking = bookings.confirm(held_, email=email, phone=phone, language=language)
    audit.record(
        "works.joined",
        by=by,
        target=shift.project,
        area=shift.project.area,
        data={**told(shift.project), "people": people},
    )
    return booking


@transaction.atomic
def leave(*, by, code):
    """Gives the places of a booking back, by its code. NotPossible for a code that is none of a shift."""
    demand(by, "works.read")
    booking = bookings.by_code(code)
    if booking is None or not booking.provider.startswith("shift:"):
        raise NotPossible(
            _("There is no booking with this code. Check the letters."),
            {"code": _("There is no booking with this code. Check the letters.")},
        )
    booking = bookings.cancel(booking)
    shift = Shift.objects.select_related("project__area").get(pk=int(booking.provider.removeprefix("shift:")))
    audit.record(
        "works.left",
        by=by,
        target=shift.project,
        area=shift.project.area,
        data={**told(shift.project), "people": booking.size},
    )
    return shift


@transaction.atomic
def cancel_shift(*, by, shift, reason):
    """Calls a shift off; whoever joined and left an address is told."""
    project = held(shift.project)
    demand(by, "works.carry_out", project)
    if not reason.strip():
        raise NotPossible(
            _("Say why: those who wanted to come read this."),
            {"reason": _("Say why: those who wanted to come read this.")},
        )
    if not Shift.objects.filter(pk=shift.pk, cancelled="").update(cancelled=reason.strip()[:300]):
        raise NotPossible(_("This was called off already."))
    bookings.lay(provider_of(shift), [], since=shift.starts, until=shift.ends)
    audit.record(
        "works.shift_cancelled", by=by, target=project, area=project.area, data={**told(project), "shift": shift.names}
    )
    _tell_joined(shift, "works.shift_cancelled", reason.strip())


@transaction.atomic
def thank(*, by, shift, came, thanks):
    """Afterwards: how many came, as a number, and a public word of thanks that goes to everybody who joined."""
    project = held(shift.project)
    demand(by, "works.carry_out", project)
    problems = {}
    if shift.starts > now():
        problems["came"] = _("It has not begun yet.")
    if not thanks.strip():
        problems["thanks"] = _("Say thank you in a sentence.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if not Shift.objects.filter(pk=shift.pk, thanks="", cancelled="").update(came=came, thanks=thanks.strip()):
        raise NotPossible(_("Thanks were said already, or this was called off. Reload the page to see what happened."))
    audit.record(
        "works.thanked",
        by=by,
        target=project,
        area=project.area,
        data={**told(project), "shift": shift.names, "people": came},
    )
    _tell_joined(shift, "works.thanked", thanks.strip())


def _tell_joined(shift, kind, words):
    joined = bookings.Booking.objects.filter(provider=provider_of(shift), state__in=["confirmed", "came"])
    for booking in joined.exclude(email="", phone=""):
        notices.send(
            kind, to=notices.Recipient.contact(email=booking.email, phone=booking.phone, language=booking.language),
            thread=f"project:{shift.project_id}", params={"name": shift.project.names, "words": words},
            url=reverse("works:project", args=[shift.project_id]),
        )  # fmt: skip
