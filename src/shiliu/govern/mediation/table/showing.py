"""The sections of a file that belong to the table: sittings, papers, bodies and interpreters; for a body, its duty."""

from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.files.seats import leads
from shiliu.govern.mediation.table import calendars, reading, times
from shiliu.govern.mediation.table.models import Guest, Sitting
from shiliu.platform.clock import now
from shiliu.platform.texts import language_name

State = Dispute.State
BEGUN = (State.CHOOSING, State.TABLE)
GUEST_TONES = {"proposed": "info", "welcome": "info", "seated": "good", "declined": "warn", "unwelcome": "neutral"}
SITTING_TONES = {
    "planned": ("info", "calendar-clock"),
    "held": ("good", "check"),
    "cancelled": ("neutral", "calendar-x"),
}


def duty(_request, dispute, seat):
    """What a body was asked for: the one thing of the matter that it reads."""
    if seat is None or not seat.words.get("duty"):
        return None
    return "mediation/table/duty.html", {"duty": seat.words["duty"], "called": seat.words.get("called", "")}


def sittings(_request, dispute, seat):
    found = reading.sittings(dispute, seat)
    leading = leads(seat)
    if dispute.state not in (*BEGUN, State.AGREED) and not found:
        return None
    for one in found:
        one.tone, one.icon = SITTING_TONES[one.state]
        one.may_change = leading and dispute.is_open and one.state == Sitting.State.PLANNED
        one.may_minute = leading and dispute.is_open and one.state != Sitting.State.CANCELLED and one.starts <= now()
    asks = seat is not None and dispute.state == State.TABLE
    return "mediation/table/sittings.html", {
        "sittings": found,
        "zone": times.zone(dispute),
        "may_arrange": leading and dispute.state == State.TABLE,
        "may_say": asks,
        "has_said": asks and times.said_by(seat) is not None,
        "calendar": calendars.address(seat) if seat is not None and found else "",
    }


def papers(_request, dispute, seat):
    """None for whoever broke the seal: papers stay with those they were opened to."""
    if seat is None:
        return None
    found = reading.papers(dispute, seat)
    may_add = dispute.is_open
    return ("mediation/table/papers.html", {"papers": found, "may_add": may_add}) if found or may_add else None


def guests(_request, dispute, seat):
    found = reading.guests(dispute, seat)
    leading = leads(seat) and dispute.state == State.TABLE
    if reading.is_outsider(seat) or not (found or leading):
        return None
    for one in found:
        one.tone = GUEST_TONES[one.state]
        one.open = one.state in reading.SHOWN_GUESTS and dispute.is_open
        one.asks_me = (
            one.may_answer and dispute.is_open and one.state not in (Guest.State.WITHDRAWN, Guest.State.DECLINED)
        )
        one.may_seat = leading and one.state == Guest.State.WELCOME
        one.why = one.words.get("why", "") if leads(seat) or seat is None else ""
    missing = [language_name(tag) for tag in times.tongues_missing(dispute)] if dispute.state in BEGUN else []
    return "mediation/table/guests.html", {
        "guests": found,
        "may_ask": leading,
        "missing": missing,
        "leads": leads(seat),
    }
