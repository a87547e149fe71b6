"""The sections of a file that every file has: what to do now, the matter, the people, the record of work."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import queries, record, steps
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import reads_whole
from shiliu.platform.clock import now

State = Dispute.State


@dataclass(frozen=True)
class Notice:
    tone: str
    title: str
    text: str


@dataclass(frozen=True)
class Sitting:
    """Somebody at the table as this reader sees them: how to reach them is for the mediator alone."""

    seat: Seat
    side: str
    is_me: bool
    contact: str
    tone: str


def what_now(request, dispute, seat):
    context = {
        "sentence": sentence(dispute, seat),
        "reason": dispute.words.get("why", "") if reads_whole(seat) else "",
        "notices": [*_clock(dispute)],
        "steps": steps.open_to(request.actor, dispute, seat),
    }
    return "mediation/now.html", context


def openings(_request, dispute, seat):
    """Who broke the seal, when and why: for everybody at the table, as long as the file is kept."""
    found = list(dispute.openings.all())
    return ("mediation/openings.html", {"openings": found}) if found else None


def matter(_request, dispute, seat):
    if not reads_whole(seat):
        return None
    words = dispute.words
    return "mediation/matter.html", {name: words.get(name, "") for name in ("matter", "wish", "letter")}


def people(_request, dispute, seat):
    if not reads_whole(seat):
        return None
    other = (dispute.words.get("other") or {}).get("name", "")
    return "mediation/people.html", {"people": [_sitting(one, seat) for one in dispute.seats.all()], "other": other}


def worked(_request, dispute, seat):
    """The record of work, newest last."""
    if not reads_whole(seat):
        return None
    lines = [{"when": at, "title": said, "text": text, "language": ""} for at, said, text in record.lines(dispute)]
    return "mediation/worked.html", {"lines": lines}


def sentence(dispute, seat):
    """What the reader has to know or do, in the state the file is in."""
    side = seat is not None and seat.is_side
    if dispute.state == State.ASKING and side:
        waits = _("The others are being asked. You hear when they have answered.")
        mine = _("You are asked whether you want to mediate. You decide freely, and either answer is all right.")
        return mine if seat.state == Seat.State.ASKED else waits
    return {
        State.APPLIED: _("The committee reads it and decides whether it takes the matter on."),
        State.ASKING: _("The sides are being asked whether they want to mediate."),
        State.CHOOSING: _("The sides choose or accept who mediates, and learn their rights. Then the talk begins."),
        State.TABLE: _("The talk goes on. Whoever wants no more can stop it at any time."),
        State.AGREED: _("You have an agreement. Now it is carried out."),
        State.PERFORMED: _("The agreement is carried out. This file is closed and sealed."),
        State.BROKEN: _("The agreement was not carried out. This file is closed; each side can go to court."),
        State.FAILED: _("No agreement came of it. This file is closed; other ways stay open."),
        State.WITHDRAWN: _("A side wanted no more. This file is closed; other ways stay open."),
        State.REFUSED: _("A side did not want to mediate. This file is closed; other ways stay open."),
        State.NOT_TAKEN: _("The committee did not take the matter on. Other ways stay open."),
    }[State(dispute.state)]


def _clock(dispute):
    """Nothing is silently overdue: the days left are told in time, and that the time is over."""
    if not dispute.due_on or not dispute.is_open or dispute.state == State.AGREED:
        return
    left = (dispute.due_on - localdate(now())).days
    if left < 0:
        yield Notice("bad", _("The time for this mediation is over"),
                     _("All sides can ask for more time together; otherwise the mediator ends it and tells where else to go."))  # fmt: skip
    elif left <= Clock.for_kind(dispute.kind).remind_days:
        yield Notice("warn", _("The time for this mediation ends soon"),
                     _("If you need longer, all sides have to ask for more time."))  # fmt: skip


def _sitting(one, reader):
    mediates = reader is not None and reader.role == Seat.Role.MEDIATOR
    words = one.words
    contact = (words.get("phone") or words.get("email") or "") if mediates else ""
    tone = {"joined": "good", "asked": "info"}.get(one.state, "neutral")
    is_me = reader is not None and reader.pk == one.pk
    return Sitting(one, queries.side_name(one.side) if one.side else "", is_me, contact, tone)
