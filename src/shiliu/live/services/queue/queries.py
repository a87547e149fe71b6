"""The only readers of the queue. What hangs on the wall and what the phone shows is public: numbers, counters, minutes."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from shiliu.live.services.appointments import queries as appointments
from shiliu.live.services.queue import rules
from shiliu.live.services.queue.actions import hash_key
from shiliu.live.services.queue.models import DayTime, Hall, Line, LineDay, Period, Ticket
from shiliu.live.services.queue.sweeping import measured
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, places_of
from shiliu.platform.permissions.targets import inside

SHOWN = 8  # calls on the screen
OPEN_DESK = timedelta(minutes=30)  # a counter that called within this time counts as open
SERVICES = 50  # of today, from which time is foretold
PAST_DAYS = 28


def visible_to(actor):
    """Halls in use; everybody may know them."""
    return known().filter(active=True)


def known():
    """All halls: a closed one still calls its numbers of today."""
    return Hall.objects.select_related("area", "organisation")


def counters_of(actor):
    """[window] that call from a line and at which the actor serves, be they of the hall's unit or of another."""
    calling = Window.objects.filter(lines__isnull=False, active=True).distinct().select_related("area", "organisation")
    return [window for window in calling if can(actor, "queue.serve", window)]


def editable_by(actor):
    """Halls the actor may set up."""
    everywhere, paths, _units = places_of(actor, "queue.manage")
    return Hall.objects.filter(inside(paths, "area__path", everywhere=everywhere))


def named(halls, text):
    """Those of `halls` whose code or name in any language holds the text; all of them for none."""
    wanted = text.strip().casefold()
    return [hall for hall in halls if wanted in " ".join([hall.code, *hall.names.values()]).casefold()]


def booked_today(hall, code):
    """The appointment of today with this code at a window of the hall, or None."""
    found = appointments.by_code(code)
    if found is None or found.booking.state not in {"confirmed", "came"}:
        return None
    is_today = timezone.localdate(found.booking.starts) == timezone.localdate(now())
    return found if is_today and Line.objects.filter(hall=hall, windows=found.window_id).exists() else None


def lines_of(hall):
    """Lines in use with how many wait in each today, in order."""
    waiting = Q(tickets__state=Ticket.State.WAITING, tickets__date=timezone.localdate(now()))
    return (
        hall.lines.filter(active=True).annotate(waiting=Count("tickets", filter=waiting)).order_by("position", "letter")
    )


@dataclass(frozen=True)
class Call:
    """A number on the screen and where to go. `at` and `calls` tell the screen which call is new."""

    code: str
    window: str
    desk: int
    at: object
    calls: int


def calls_of(hall):
    """The newest Calls of today that nobody has answered yet, the newest first; one query along the index of calls."""
    called = Ticket.objects.filter(hall=hall, date=timezone.localdate(now()), state=Ticket.State.CALLED).select_related(
        "window"
    )
    return [
        Call(one.code, one.window.name, one.desk, one.called_at, one.calls)
        for one in called.order_by("-called_at")[:SHOWN]
    ]


@dataclass(frozen=True)
class Place:
    """What a phone shows of a ticket: `ahead` tickets before it while it waits, and how long that may take."""

    ticket: Ticket
    ahead: int
    foretold: rules.Foretold | None


def place_of(key):
    """The Place of the ticket of today whose link holds `key`, or None."""
    today = Ticket.objects.filter(key_hash=hash_key(key[:64]), date=rules.today())
    ticket = today.select_related("hall__area", "hall__organisation", "line", "window", "item").first()
    if ticket is None:
        return None
    if ticket.state != Ticket.State.WAITING:
        return Place(ticket, 0, None)
    ahead = tickets_before(ticket)
    return Place(ticket, ahead, rules.foretell(ahead, desks_of(ticket.line), services_of(ticket.line)))


def tickets_before(ticket):
    """How many of the line are called before this one, as long as nobody new comes with priority."""
    waiting = Ticket.objects.filter(line=ticket.line, date=ticket.date, state=Ticket.State.WAITING).exclude(
        pk=ticket.pk
    )
    earlier = rules.ORDER[: rules.ORDER.index(ticket.priority)]
    same = Q(priority=ticket.priority) & (Q(since__lt=ticket.since) | Q(since=ticket.since, pk__lt=ticket.pk))
    return waiting.filter(Q(priority__in=earlier) | same).count()


def desks_of(line):
    """Counters that called somebody of this line a short while ago."""
    recent = Ticket.objects.filter(line=line, date=timezone.localdate(now()), called_at__gte=now() - OPEN_DESK)
    return recent.values("window", "desk").distinct().count()


def services_of(line):
    """Lengths of the last services of today in a line, each whole, without those somebody doubts."""
    served = Ticket.objects.filter(line=line, date=rules.today(), state=Ticket.State.SERVED)
    last = list(served.order_by("-called_at").values_list("pk", flat=True)[:SERVICES])
    return measured(last).get((line.pk, Period.Kind.SERVICE), [])


@dataclass(frozen=True)
class LineBoard:
    """One line of the live board. `medians`: {kind: (minutes, n)} of today's numbers for which the step is over."""

    line: Line
    states: dict
    oldest: object
    medians: dict

    @property
    def waiting(self):
        return self.states.get(Ticket.State.WAITING, 0)

    @property
    def shown(self):
        """[(label, (minutes, n) or None)] of the five times, in their order."""
        return [(label, self.medians[kind]) for kind, label in Period.Kind.choices]


def board(hall):
    """[LineBoard] of a hall today: who waits and since when, and each of the five times by itself. No worker is in it."""
    states, oldest = {}, {}
    tickets = Ticket.objects.filter(hall=hall, date=rules.today())
    for line, state, number, since in tickets.values_list("line", "state").annotate(Count("pk"), Min("since")):
        states.setdefault(line, {})[state] = number
        if state == Ticket.State.WAITING:
            oldest[line] = since
    times = measured(tickets)
    return [
        LineBoard(
            line, states.get(line.pk, {}), oldest.get(line.pk),
            {
                kind: (round(median(found).total_seconds() / 60, 1), len(found)) if (found := times.get((line.pk, kind))) else None
                for kind in Period.Kind.values
            },
        )
        for line in hall.lines.filter(Q(active=True) | Q(pk__in=states))
    ]  # fmt: skip


@dataclass(frozen=True)
class PastLine:
    """A line in the last PAST_DAYS days: how many numbers were drawn, how many served, and {kind: (mean minutes, n)}."""

    line: Line
    drawn: int
    served: int
    means: dict

    @property
    def shown(self):
        """[(label, (minutes, n) or None)] of the five times; None too where fewer than rules.FEWEST_SHOWN numbers stand behind it."""
        return [(label, self.means.get(kind)) for kind, label in Period.Kind.choices]


def past(hall):
    """[PastLine] of the days whose numbers are deleted already: only counts and sums are left of them."""
    since, until = rules.today() - timedelta(days=PAST_DAYS), rules.today() - timedelta(days=rules.KEEP_DAYS)
    days = LineDay.objects.filter(line__hall=hall, date__gte=since, date__lt=until)
    counted = {row["line"]: row for row in days.values("line").annotate(drawn=Sum("last"), all_served=Sum("served"))}
    sums = (
        DayTime.objects.filter(day__in=days).values("day__line", "kind").annotate(n=Sum("number"), all=Sum("seconds"))
    )
    means = {}
    for row in sums:
        if row["n"] >= rules.FEWEST_SHOWN:
            means.setdefault(row["day__line"], {})[row["kind"]] = (round(row["all"] / row["n"] / 60, 1), row["n"])
    return [
        PastLine(line, counted[line.pk]["drawn"], counted[line.pk]["all_served"], means.get(line.pk, {}))
        for line in hall.lines.all()
        if line.pk in counted
    ]


def at_desk(window, desk):
    """The tickets a counter has in hand today: called or being served, and those of the window on hold."""
    today = timezone.localdate(now())
    mine = Q(desk=desk, state__in=(Ticket.State.CALLED, Ticket.State.SERVING)) | Q(state=Ticket.State.HELD)
    found = Ticket.objects.filter(mine, window=window, date=today).select_related("line", "hall", "item")
    return _with_last(found.order_by("called_at"))


def recent_of(window, states=(Ticket.State.LEFT, Ticket.State.SERVED), most=10):
    """Tickets of the window that ended today, the newest first, to bring one back."""
    found = Ticket.objects.filter(window=window, date=rules.today(), state__in=states).select_related("line", "hall")
    return _with_last(found.order_by("-called_at")[:most])


def _with_last(tickets):
    """The tickets, each with `last_period`: the newest finished step, which somebody may doubt; None for none."""
    found = list(tickets)
    last = {}
    for period in Period.objects.filter(ticket__in=[one.pk for one in found], ended__isnull=False).order_by("ended"):
        last[period.ticket_id] = period
    for ticket in found:
        ticket.last_period = last.get(ticket.pk)
    return found


def waiting_of(window, most=50):
    """Who waits in the lines of a window, in the order of arrival."""
    today = timezone.localdate(now())
    found = Ticket.objects.filter(line__windows=window, date=today, state=Ticket.State.WAITING)
    return list(found.select_related("line", "item").order_by("since", "pk")[:most])


def found_near(window, code):
    """The ticket of today with this code in one of the halls a window calls in, or None."""
    for hall in Hall.objects.filter(lines__windows=window).distinct():
        if (ticket := found_in(hall, code)) is not None:
            return ticket
    return None


def found_in(hall, code):
    """The ticket of today with this code (A012, a12), or None."""
    letter, number = code.strip()[:1].upper(), code.strip()[1:]
    if not (letter.isalpha() and number.isdecimal() and len(number) < 7):
        return None
    today = timezone.localdate(now())
    return (
        Ticket.objects.filter(hall=hall, date=today, letter=letter, number=int(number))
        .select_related("line", "hall")
        .first()
    )
