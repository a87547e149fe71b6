"""The only readers of the queue. What hangs on the wall and what the phone shows is public: numbers, counters, minutes."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from shiliu.live.services.appointments import queries as appointments
from shiliu.live.services.queue import rules
from shiliu.live.services.queue.actions import hash_key
from shiliu.live.services.queue.models import Hall, Line, Period, Ticket
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

SHOWN = 8  # calls on the screen
OPEN_DESK = timedelta(minutes=30)  # a counter that called within this time counts as open
SERVICES = 50  # of today, from which time is foretold


def visible_to(actor):
    """Halls in use; everybody may know them."""
    return Hall.objects.filter(active=True).select_related("area", "organisation")


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


def line_of(window, pk):
    return Line.objects.filter(windows=window, active=True, pk=pk).first()


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
    """The Place of the ticket whose link holds `key`, or None."""
    ticket = Ticket.objects.filter(key_hash=hash_key(key[:64])).select_related("hall", "line", "window", "item").first()
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
    """Lengths of the last services of today in a line, without those somebody doubts."""
    ended = Period.objects.filter(
        ticket__line=line,
        ticket__date=timezone.localdate(now()),
        kind=Period.Kind.SERVICE,
        ended__isnull=False,
        sure=True,
    )
    return [end - begin for begin, end in ended.order_by("-ended").values_list("began", "ended")[:SERVICES]]


@dataclass(frozen=True)
class LineBoard:
    """One line of the live board. `medians`: {kind: (minutes, n)} of today's finished periods."""

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
    today = timezone.localdate(now())
    states, oldest, times = {}, {}, {}
    tickets = Ticket.objects.filter(hall=hall, date=today)
    for line, state, number, since in tickets.values_list("line", "state").annotate(Count("pk"), Min("since")):
        states.setdefault(line, {})[state] = number
        if state == Ticket.State.WAITING:
            oldest[line] = since
    ended = Period.objects.filter(ticket__hall=hall, ticket__date=today, ended__isnull=False, sure=True)
    for line, kind, length in ended.values_list("ticket__line", "kind", F("ended") - F("began")):
        times.setdefault((line, kind), []).append(length)
    return [
        LineBoard(
            line, states.get(line.pk, {}), oldest.get(line.pk),
            {
                kind: (round(median(found).total_seconds() / 60, 1), len(found)) if (found := times.get((line.pk, kind))) else None
                for kind in Period.Kind.values
            },
        )
        for line in hall.lines.filter(active=True)
    ]  # fmt: skip


def at_desk(window, desk):
    """The tickets a counter has in hand today: called or being served, and those of the window on hold."""
    today = timezone.localdate(now())
    mine = Q(desk=desk, state__in=(Ticket.State.CALLED, Ticket.State.SERVING)) | Q(state=Ticket.State.HELD)
    return list(
        Ticket.objects.filter(mine, window=window, date=today)
        .select_related("line", "hall", "item")
        .order_by("called_at")
    )


def recent_of(window, states=(Ticket.State.LEFT, Ticket.State.SERVED), most=10):
    """Tickets of the window that ended today, the newest first, to bring one back."""
    today = timezone.localdate(now())
    return list(
        Ticket.objects.filter(window=window, date=today, state__in=states)
        .select_related("line", "hall")
        .order_by("-called_at")[:most]
    )


def waiting_of(window, most=50):
    """Who waits in the lines of a window, in the order of arrival."""
    today = timezone.localdate(now())
    found = Ticket.objects.filter(line__windows=window, date=today, state=Ticket.State.WAITING)
    return list(found.select_related("line", "item").order_by("since", "pk")[:most])


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
