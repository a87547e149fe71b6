"""Who takes part by lot: neighbours put in tickets, the seed comes from words nobody knows when the list is closed."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.proposals.meetings.actions.calling import held
from shiliu.govern.proposals.meetings.models import Meeting
from shiliu.govern.proposals.meetings.telling import address, data, tell
from shiliu.platform import audit, notices
from shiliu.platform.draws import drawing
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND, S = "meetings.participants", Meeting.State


@transaction.atomic
def call_draw(*, by, meeting, places, closes_at, words_from):
    """Opens the list of tickets of a meeting; it closes before the meeting begins."""
    meeting = held(by, meeting, S.DRAFT, S.CALLED)
    if meeting.draw_id:
        raise NotPossible(_("Lots are drawn once for a meeting."))
    if closes_at >= meeting.starts_at:
        sentence = _("The list closes before the meeting begins.")
        raise NotPossible(sentence, {"closes_at": sentence})
    meeting.draw = drawing.announce(kind=KIND, places=places, closes_at=closes_at, words_from=words_from)
    meeting.save()
    audit.record("meetings.draw_called", by=by, target=meeting, area=meeting.area, data=data(meeting, places=places))
    tell(meeting, gettext_lazy("Neighbours who want to take part can put in a ticket: lots are drawn."))
    return meeting


@transaction.atomic
def put_in(*, by, meeting):
    """The reader's ticket."""
    demand(by, "meetings.follow", meeting)
    demand_residence(by, meeting.area)
    return drawing.put_in(_open(meeting), by.person)


@transaction.atomic
def take_out(*, by, meeting):
    demand(by, "meetings.follow", meeting)
    return drawing.take_out(_open(meeting), by.person)


@transaction.atomic
def close_list(*, by, meeting):
    """The tickets stand and are published with their fingerprint."""
    meeting = held(by, meeting)
    if drawing.is_open(_open(meeting)) and not by.is_system:
        raise NotPossible(_("The list stays open until the moment that was announced."))
    drawing.close(meeting.draw)
    audit.record("meetings.list_closed", by=by, target=meeting, area=meeting.area, data=data(meeting))


@transaction.atomic
def draw(*, by, meeting, words):
    """Draws with the announced words and tells those who were drawn."""
    meeting = held(by, meeting)
    done = drawing.draw(_open(meeting), words)
    audit.record("meetings.drawn", by=by, target=meeting, area=meeting.area, data=data(meeting, seed=done.seed))
    for ticket in drawing.drawn(done).select_related("person"):
        _tell(meeting, ticket)
    return done


@transaction.atomic
def decline(*, by, meeting):
    """Whoever was drawn cannot come; the next reserve is told."""
    demand(by, "meetings.follow", meeting)
    following = drawing.decline(_open(meeting), by.person)
    if following is not None:
        _tell(meeting, following)
    return following


def _open(meeting):
    if meeting.draw_id is None or meeting.state == S.CANCELLED:
        raise NotPossible(_("No lots are drawn for this meeting."))
    return meeting.draw


def _tell(meeting, ticket):
    if ticket.person_id:
        notices.send("meetings.drawn", to=notices.Recipient.person(ticket.person), thread=f"meeting:{meeting.pk}",
                     params={"title": meeting.title, "when": meeting.starts_at, "where": meeting.where}, url=address(meeting))  # fmt: skip
