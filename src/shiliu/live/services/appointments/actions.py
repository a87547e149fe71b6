"""The only writers of appointments: what only they have, around platform.bookings.acting."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.services.appointments import rules
from shiliu.live.services.appointments.kind import APPOINTMENTS
from shiliu.platform.bookings import acting
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

move = partial(acting.move, APPOINTMENTS)
cancel = partial(acting.cancel, APPOINTMENTS)
let_go = partial(acting.let_go, APPOINTMENTS)
mark_came = partial(acting.mark, APPOINTMENTS, came=True)
# They did not come. It is noted for the numbers of the window; nothing follows from it for anybody.
mark_absent = partial(acting.mark, APPOINTMENTS, came=False, left_at=None)
unmark = partial(acting.unmark, APPOINTMENTS, left_at=None)


@transaction.atomic
def hold(*, by, window, items, starts, people=1, language="zh-hans", key=None, channel="web"):
    """Holds a time at the window while the rest is filled in, for a household of `people` and all of `items` together.

    `starts`: when it begins. The same `key` gives the same appointment again. Raises NotPossible (bookings.Full is one)."""
    demand(by, "windows.book")
    wish = APPOINTMENTS.wished(window, items, people)
    appointment, is_new = acting.hold(
        APPOINTMENTS, by=by, thing=window, starts=starts, wish=wish, language=language, key=key, channel=channel
    )
    if is_new:
        appointment.items.set(items)
    return appointment


@transaction.atomic
def confirm(*, by, booked, email="", phone="", called="", language=""):
    """Books what was held. The contact is for the confirmation and the reminder, and may be left out."""
    columns = {"called": called.strip()[: rules.LONGEST_CALLED]}
    return acting.confirm(APPOINTMENTS, by=by, booked=booked, email=email, phone=phone, language=language, **columns)


@transaction.atomic
def wait(*, by, window, items, starts, people=1, email="", phone="", called="", language="zh-hans", channel="web"):
    """Joins the waiting list of a time that is taken. Raises NotPossible, also where there is room."""
    demand(by, "windows.book")
    wish, columns = APPOINTMENTS.wished(window, items, people), {"called": called.strip()[: rules.LONGEST_CALLED]}
    contact = {"email": email, "phone": phone, "language": language}
    booked = acting.wait(
        APPOINTMENTS, by=by, thing=window, starts=starts, wish=wish, channel=channel, **contact, **columns
    )
    booked.items.set(items)
    return booked


@transaction.atomic
def book_for_caller(
    *, by, window, items, starts, people=1, email="", phone="", called="", language="zh-hans", key=None
):
    """The window books for somebody who calls or stands there; the code is read out or written on a slip."""
    demand(by, "windows.serve", window)
    appointment = hold(
        by=by, window=window, items=items, starts=starts, people=people, language=language, key=key, channel="desk"
    )
    return confirm(by=by, booked=appointment, email=email, phone=phone, called=called)


@transaction.atomic
def mark_left(*, by, booked):
    """They are done and have left the window."""
    demand(by, "windows.serve", booked)
    if booked.booking.state != "came":
        raise NotPossible(_("Note first that they came."))
    acting.keep(booked, {"left_at": now()})
    acting.record(APPOINTMENTS, "left", by, booked)
    return booked
