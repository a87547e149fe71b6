"""The only writers of the queue. Two counters that press "next" at once get two different tickets, and two people who draw at
the same instant two different numbers: the row of the line's day and the condition on a ticket's state see to it."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from shiliu.live.services.appointments import actions as appointments
from shiliu.live.services.appointments.models import Appointment
from shiliu.live.services.queue import rules
from shiliu.live.services.queue.models import Hall, Line, LineDay, Period, Ticket
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS, can, demand
from shiliu.platform.workflow import NotPossible

LONGEST_PREPARATION = timedelta(minutes=30)  # a page left open longer than this tells nothing
TRIES = 20
MOST_PEOPLE = 20


def hash_key(key):
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def draw(*, by, line, item=None, priority="", people=1, booking=None, prepared_since=None, here=False):
    """(Ticket, key): the next number of a line today. `key` is in the link the phone follows and is kept only as a hash.

    `prepared_since`: when whoever draws began to choose. `here`: the caller knows that it is drawn in the hall, at its kiosk or its
    counter. Raises NotPossible for a line that is closed, a hall that gives numbers only to those who are in it, or a wrong people."""
    demand(by, "queue.draw", line.hall)
    if not (here or line.hall.from_home or can(by, "queue.serve", line.hall)):
        raise NotPossible(_("Numbers of this hall are drawn at the device by the entrance."))
    if not line.active or not line.hall.active:
        raise NotPossible(_("This line is closed. Choose another one or ask at the counter."))
    if not 1 <= people <= MOST_PEOPLE:
        raise NotPossible(
            _("Enter from 1 to %(most)s people.") % {"most": MOST_PEOPLE}, {"people": _("Enter another number.")}
        )
    if priority not in Ticket.Priority.values or (priority == Ticket.Priority.BOOKED) != (booking is not None):
        raise NotPossible(_("Choose one of the reasons for priority."))
    moment = now()
    date = timezone.localdate(moment)
    key = secrets.token_urlsafe(12)
    ticket = Ticket(
        line=line, hall=line.hall, date=date, letter=line.letter, number=_next_number(line, date), priority=priority, since=moment, item=item,
        people=people, booking=booking, key_hash=hash_key(key),
    )  # fmt: skip
    try:
        with transaction.atomic():
            ticket.save()
    except IntegrityError:
        if booking is None:
            raise
        raise NotPossible(_("A number was drawn for this appointment already. Show it at the counter.")) from None
    periods = [Period(ticket=ticket, kind=Period.Kind.WAITING, began=moment)]
    if prepared_since and timedelta() <= moment - prepared_since <= LONGEST_PREPARATION:
        periods.append(Period(ticket=ticket, kind=Period.Kind.PREPARATION, began=prepared_since, ended=moment))
    Period.objects.bulk_create(periods)
    audit.record(
        "queue.drawn", by=_named(by, line.hall), target=ticket, area=line.hall.area, data={"code": ticket.code}
    )
    return ticket, key


def _next_number(line, date):
    """One more than the last of the day. The update keeps the row until the transaction ends, so nobody reads the same."""
    if not LineDay.objects.filter(line=line, date=date).update(last=F("last") + 1):
        LineDay.objects.get_or_create(line=line, date=date)
        LineDay.objects.filter(line=line, date=date).update(last=F("last") + 1)
    return LineDay.objects.values_list("last", flat=True).get(line=line, date=date)


def call_next(*, by, window, desk=1):
    """The Ticket now called to a desk of a window, or None where nobody waits in its lines."""
    demand(by, "queue.serve", window)
    _check_desk(window, desk)
    serving = {"window": window, "desk": desk, "date": timezone.localdate(now()), "state": Ticket.State.SERVING}
    if (still := Ticket.objects.filter(**serving).first()) is not None:
        raise NotPossible(
            _("%(code)s is still being served here. Press “Served” or “On hold” first.") % {"code": still.code}
        )
    for _attempt in range(TRIES):
        head = rules.next_of(_heads(window), now(), _fair(window))
        if head is None:
            return None
        try:
            return _step(by=by, ticket=Ticket(pk=head.pk), verb="call", window=window, desk=desk)
        except NotPossible:
            continue  # another counter was quicker: look again
    raise NotPossible(_("Many counters are calling at once. Press again."))


def _heads(window):
    """The first of each priority in the lines a window calls from; one query each, along the index of those who wait."""
    today = timezone.localdate(now())
    lines = list(
        Line.objects.filter(windows=window).values_list("pk", flat=True)
    )  # closed ones too: who waits is called
    waiting = Ticket.objects.filter(line__in=lines, date=today, state=Ticket.State.WAITING)
    found = [
        waiting.filter(priority=priority).order_by("since", "pk").values_list("pk", "priority", "since").first()
        for priority in rules.ORDER
    ]
    return [rules.Head(*row) for row in found if row]


def _fair(window):
    shortest = (
        Hall.objects.filter(lines__windows=window).order_by("fair_minutes").values_list("fair_minutes", flat=True)
    )
    return timedelta(minutes=shortest.first() or 30)


def call(*, by, ticket, window, desk=1):
    """Call this ticket and no other, for whoever is looked for; one that is on hold or has left comes back first."""
    demand(by, "queue.serve", window)
    _check_desk(window, desk)
    with transaction.atomic():
        found = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        if not Line.objects.filter(hall=found.hall_id, windows=window).exists():
            raise NotPossible(_("%(code)s is a number of another hall.") % {"code": found.code})
        if found.state in rules.STEPS["back"][0]:
            _step(by=by, ticket=found, verb="back", priority=Ticket.Priority.BACK, at=window)
        return _step(by=by, ticket=found, verb="call", window=window, desk=desk)


def _check_desk(window, desk):
    if not window.active or not 1 <= desk <= window.desks:
        raise NotPossible(_("This window has no counter %(desk)s. Choose one of its counters.") % {"desk": desk})


def call_again(*, by, ticket):
    """Call once more; after as many calls as the hall allows without an answer the ticket counts as left, and can come back."""
    with transaction.atomic():
        ticket = _step(by=by, ticket=ticket, verb="again")
        if ticket.calls > ticket.hall.left_after:
            ticket = _step(by=by, ticket=ticket, verb="leave")
    return ticket


def begin(*, by, ticket):
    """The person stands at the counter: walking ends, service begins."""
    return _step(by=by, ticket=ticket, verb="begin")


def hold(*, by, ticket):
    """Something is fetched or copied: the counter is free for others."""
    return _step(by=by, ticket=ticket, verb="hold")


def come_back(*, by, ticket):
    """From hold, or after having left: waits again, before those who arrive now and have no priority."""
    return _step(by=by, ticket=ticket, verb="back", priority=Ticket.Priority.BACK)


def pass_on(*, by, ticket, line):
    """To another line of the hall, with the time already waited."""
    if line.hall_id != Ticket.objects.values_list("hall_id", flat=True).get(pk=ticket.pk):
        raise NotPossible(_("This line belongs to another hall."))
    if not line.active:
        raise NotPossible(_("This line is closed. Choose another one or ask at the counter."))
    return _step(by=by, ticket=ticket, verb="pass_on", line=line, priority=Ticket.Priority.BACK)


def leave(*, by, ticket):
    """Whoever drew the ticket is not here. No trace stays but the number."""
    return _step(by=by, ticket=ticket, verb="leave")


def finish(*, by, ticket):
    return _step(by=by, ticket=ticket, verb="finish")


def reopen(*, by, ticket):
    """Taking back "served" shortly after it was pressed."""
    return _step(by=by, ticket=ticket, verb="reopen")


@transaction.atomic
def _step(*, by, ticket, verb, window=None, desk=None, line=None, priority=None, at=None):
    """The ticket after a step, locked and judged by its state now; `at`: the window where it is pressed, where that is known
    and the ticket is not called to it. Raises NotPossible with what happened meanwhile."""
    moment = now()
    ticket = (
        Ticket.objects.select_for_update(of=("self",)).select_related("hall__area", "line", "window").get(pk=ticket.pk)
    )
    _demand_serving(by, ticket, window or at)
    if ticket.date != timezone.localdate(moment):
        raise NotPossible(_("%(code)s is a number of another day. Draw a new one.") % {"code": ticket.code})
    sources, target = rules.STEPS[verb]
    if ticket.state not in sources:
        raise NotPossible(_said_of(ticket))
    if verb == "reopen" and moment - _last_end(ticket) > rules.REOPEN_WITHIN:
        raise NotPossible(_("This was finished more than ten minutes ago. Draw a new number instead."))
    ticket.state = target
    if verb in {"call", "again"}:
        ticket.called_at, ticket.calls = moment, ticket.calls + 1
    if window is not None:
        ticket.window, ticket.desk, ticket.calls = window, desk, 1
    if verb == "pass_on":
        ticket.line = line  # the number in the hand stays, and so does the time already waited
    if verb == "back":
        ticket.since = moment
    if priority is not None:
        ticket.priority = rules.stronger(ticket.priority, priority)
    ticket.save()
    if verb == "reopen":  # the service goes on: one length, not two
        ticket.periods.filter(kind=Period.Kind.SERVICE, ended=_last_end(ticket)).update(ended=None)
    elif verb != "again":
        _measure(ticket, moment)
    if ticket.booking_id and verb in {"begin", "finish"}:
        _note(by, ticket, verb)
    audit.record(f"queue.{verb}", by=by, target=ticket, area=ticket.hall.area, data={"code": ticket.code})
    return ticket


def _demand_serving(by, ticket, window=None):
    """Whoever serves at the window a ticket was called to, be it of another unit than the hall, or in the hall."""
    window = window or ticket.window
    if window is None or not can(by, "queue.serve", window):
        demand(by, "queue.serve", ticket.hall)


def _note(by, ticket, verb):
    """Whoever has booked and is served has come, and has left when it is done: nobody presses it a second time."""
    appointment = (
        Appointment.objects.select_related("booking", "window__area").filter(booking=ticket.booking_id).first()
    )
    if appointment is None or not can(by, "windows.serve", appointment.window):
        return
    if verb == "begin" and appointment.booking.state == "confirmed":
        appointments.mark_came(by=by, booked=appointment)
    if verb == "finish" and appointment.booking.state == "came":
        appointments.mark_left(by=by, booked=appointment)


def _measure(ticket, moment):
    """Ends what was measured and begins what the new state measures. Whoever left did not walk, wait or fetch to the end."""
    open_now = Period.objects.filter(ticket=ticket, ended__isnull=True)
    open_now.delete() if ticket.state == Ticket.State.LEFT else open_now.update(ended=moment)
    if kind := rules.MEASURED.get(ticket.state):
        Period.objects.create(ticket=ticket, kind=kind, began=moment)


def _last_end(ticket):
    return ticket.periods.exclude(ended=None).order_by("-ended").values_list("ended", flat=True).first() or now()


def _said_of(ticket):
    """What happened to a ticket meanwhile, for whoever pressed too late."""
    given = {
        "code": ticket.code,
        "state": ticket.get_state_display(),
        "window": ticket.window.name if ticket.window else "",
    }
    if ticket.window:
        return _("%(code)s is already %(state)s at %(window)s.") % given
    return _("%(code)s is already %(state)s.") % given


@transaction.atomic
def doubt(*, by, period, sure=False):
    """The clock did not tell the truth (somebody forgot to press): the period is left out of every average. `sure`: it did after all."""
    period = Period.objects.select_related("ticket__hall__area", "ticket__line", "ticket__window").get(pk=period.pk)
    _demand_serving(by, period.ticket)
    if Period.objects.filter(pk=period.pk, sure=not sure).update(sure=sure):
        data = {"code": period.ticket.code, "kind": period.kind}
        verb = "queue.trusted" if sure else "queue.doubted"
        audit.record(verb, by=by, target=period.ticket, area=period.ticket.hall.area, data=data)


@transaction.atomic
def reprint(*, by, ticket, window=None):
    """(Ticket, key): the slip of a number once more, for whoever lost it. The table holds no key, so the slip gets a new one and the
    link on the old slip opens no more."""
    ticket = (
        Ticket.objects.select_for_update(of=("self",)).select_related("hall__area", "line", "window").get(pk=ticket.pk)
    )
    _demand_serving(by, ticket, window)
    if ticket.state == Ticket.State.SERVED or ticket.date != timezone.localdate(now()):
        raise NotPossible(_("%(code)s is over. Draw a new number.") % {"code": ticket.code})
    key = secrets.token_urlsafe(12)
    Ticket.objects.filter(pk=ticket.pk).update(key_hash=hash_key(key))
    audit.record("queue.reprinted", by=by, target=ticket, area=ticket.hall.area, data={"code": ticket.code})
    return ticket, key


@transaction.atomic
def give_up(*, by, ticket, key):
    """Whoever holds the number no longer waits. The link is the proof."""
    demand(by, "queue.draw", ticket.hall)
    changed = Ticket.objects.filter(
        pk=ticket.pk, key_hash=hash_key(key), state__in=rules.STEPS["leave"][0]
    ).update(state=Ticket.State.LEFT)  # fmt: skip
    if changed:
        ticket.state = Ticket.State.LEFT
        _measure(ticket, now())
        audit.record(
            "queue.leave", by=_named(by, ticket.hall), target=ticket, area=ticket.hall.area, data={"code": ticket.code}
        )
    return bool(changed)


def _named(by, hall):
    """Whom the audit names: the people of the counter. A number has no name, of somebody who is signed in either."""
    return by if can(by, "queue.serve", hall) else ANONYMOUS
