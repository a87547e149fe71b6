"""From announcing a draw to who was drawn. Each is to run inside the transaction of the action that calls it."""

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from shiliu.methods.drawing import drawn_order, fingerprint, seed_of
from shiliu.platform.clock import now
from shiliu.platform.draws.models import Draw, Ticket
from shiliu.platform.workflow import NotPossible

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
LENGTH = 6


def announce(*, kind, places, closes_at, words_from):
    """A new Draw. NotPossible, naming fields, for a list that is closed before it opens, no places, or no words announced."""
    problems = {}
    if closes_at <= now():
        problems["closes_at"] = _("The list must stay open for a while: choose a later moment.")
    if places < 1:
        problems["places"] = _("At least one person is drawn.")
    if not words_from.strip():
        problems["words_from"] = _(
            "Say now which public number will be taken, and of which day, so that nobody can choose it."
        )
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    given = {"places": places, "closes_at": closes_at, "words_from": words_from.strip()}
    return Draw.objects.create(kind=kind, **given)


def is_open(draw):
    return draw.closed_at is None and now() < draw.closes_at


@transaction.atomic
def put_in(draw, person):
    """The person's Ticket, new or as it was. NotPossible once the list is closed."""
    _held(draw, open=True)
    known = draw.tickets.filter(person=person).first()
    return known or draw.tickets.create(person=person, number=get_random_string(LENGTH, LETTERS))


@transaction.atomic
def take_out(draw, person):
    """True when the person had a ticket."""
    _held(draw, open=True)
    return bool(draw.tickets.filter(person=person).delete()[0])


@transaction.atomic
def close(draw):
    """The list stands from now on. The same twice changes nothing."""
    draw = _held(draw)
    if draw.closed_at is None:
        draw.closed_at, draw.fingerprint = now(), fingerprint(_numbers(draw))
        draw.save(update_fields=["closed_at", "fingerprint"])
    return draw


@transaction.atomic
def draw(draw, words):
    """Draws with the announced words; the first `places` are drawn, the others follow as reserves. NotPossible while the list is
    open, without words, without a ticket, or when it was drawn before: nobody draws until they like the outcome."""
    draw = _held(draw)
    if draw.closed_at is None:
        raise NotPossible(_("The list is still open. Close it first."))
    if draw.drawn_at:
        raise NotPossible(_("This was drawn already; the outcome stands."))
    if not words.strip():
        raise NotPossible(
            _("Enter the public number that was announced."),
            {"words": _("Enter the public number that was announced.")},
        )
    numbers = _numbers(draw)
    if not numbers:
        raise NotPossible(_("Nobody has put in a ticket."))
    draw.words, draw.seed, draw.drawn_at = words.strip(), seed_of(numbers, words), now()
    draw.save(update_fields=["words", "seed", "drawn_at"])
    turn = {number: place for place, number in enumerate(drawn_order(numbers, draw.seed), start=1)}
    tickets = list(draw.tickets.all())
    for ticket in tickets:
        ticket.turn = turn[ticket.number]
    Ticket.objects.bulk_update(tickets, ["turn"])
    return draw


@transaction.atomic
def decline(draw, person):
    """Whoever was drawn does not come; returns the Ticket that moves up, or None when no reserve is left or nothing changes."""
    draw = _held(draw)
    before = set(drawn(draw).values_list("pk", flat=True))
    if not draw.tickets.filter(person=person, declined=False, turn__isnull=False).update(declined=True):
        return None
    return drawn(draw).exclude(pk__in=before).first()


def drawn(draw):
    """Tickets of those who are drawn now, in order; empty before the draw."""
    best = draw.tickets.filter(turn__isnull=False, declined=False).order_by("turn").values("pk")[: draw.places]
    return draw.tickets.filter(pk__in=list(best.values_list("pk", flat=True))).order_by("turn")


def is_drawn(draw, person):
    return person is not None and drawn(draw).filter(person=person).exists()


def forget(draw):
    """The numbers stay for whoever draws again; whose they were is no longer known."""
    draw.tickets.update(person=None)


def _held(draw, *, open=False):
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if open and not is_open(draw):
        raise NotPossible(_("The list is closed: tickets can no longer be put in or taken out."))
    return draw


def _numbers(draw):
    return list(draw.tickets.values_list("number", flat=True))
