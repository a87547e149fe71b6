"""What a visit opens, and the lists of hand-overs. Nothing is found by a name: only by what the person shows."""

from django.db.models import Q
from django.utils import timezone

from shiliu.live.services.catalogue.models import Paper
from shiliu.live.services.queue import queries as queue
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.live.services.visit import codes, rules
from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

RELATED = ("item", "from_window__area", "from_window__organisation", "to_unit", "to_window__area")
IN_HAND = (Ticket.State.CALLED, Ticket.State.SERVING, Ticket.State.HELD)


def windows_of(actor):
    """Windows in use at which the actor serves people."""
    everywhere, paths, units = places_of(actor, "visit.serve")
    mine = inside(paths, "area__path", everywhere=everywhere) | Q(organisation__in=units)
    return Window.objects.filter(mine, active=True).select_related("area", "organisation")


def in_hand(windows):
    """Today's numbers that were called to one of the windows and are not done."""
    return (
        Ticket.objects.filter(window__in=windows, date=timezone.localdate(now()), state__in=IN_HAND)
        .select_related("line", "hall__area", "item", "window")
        .order_by("called_at")
    )


def numbers_at(windows, code):
    """The number of today with this code in the hall of one of the windows, or None."""
    for hall in Hall.objects.filter(lines__windows__in=windows, active=True).distinct():
        if (ticket := queue.found_in(hall, code)) is not None:
            return ticket
    return None


def lines_near(window):
    """Lines in which a number can be drawn in the hall of the window."""
    halls = Hall.objects.filter(lines__windows=window, active=True)
    return Line.objects.filter(hall__in=halls, active=True).select_related("hall").distinct()


def hand_overs():
    return HandOver.objects.select_related(*RELATED)


def received_by(actor):
    """What the actor's windows and units are to receive or have received."""
    everywhere, paths, units = places_of(actor, "visit.receive")
    return hand_overs().filter(inside(paths, "to_window__area__path", everywhere=everywhere) | Q(to_unit__in=units))


def sent_by(actor):
    return hand_overs().filter(from_window__in=windows_of(actor).values("pk"))


def visible_to(actor):
    return hand_overs().filter(
        Q(pk__in=received_by(actor).values("pk")) | Q(pk__in=sent_by(actor).values("pk")) | shown(actor)
    )


def shown(actor):
    """The condition of those whose codes the actor has shown."""
    return Q(code_hash__in=actor.secrets)


def by_code(code):
    found = codes.hash_code(code)
    return hand_overs().filter(code_hash=found).first() if found else None


def narrowed(found, *, number="", state=""):
    """Filtered as the reader chose; a number that cannot be one finds nothing."""
    if number:
        digits = number.strip().upper().removeprefix("H").lstrip("0")
        found = found.filter(pk=int(digits)) if digits.isdecimal() and len(digits) < 10 else found.none()
    if state == "open":
        return found.exclude(state__in=rules.ENDED)
    return found.filter(state=state) if state else found


def papers_of(hand_over):
    """The papers that go along, in the order of their codes."""
    return list(Paper.objects.filter(code__in=hand_over.papers))


def open_at(window):
    """Hand-overs that have not ended, from or to a window: what a form that retires it tells."""
    return HandOver.objects.filter(Q(from_window=window) | Q(to_window=window)).exclude(state__in=rules.ENDED).count()
