"""What of a table a seat sees. A body sees its own duty, the sittings it is asked to and the papers opened to it, and nothing else."""

from shiliu.govern.mediation.files import rules as file_rules
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import leads
from shiliu.govern.mediation.table import access
from shiliu.govern.mediation.table.models import Guest

OUTSIDERS = (Seat.Role.INVITED, Seat.Role.INTERPRETER)
SHOWN_GUESTS = (Guest.State.PROPOSED, Guest.State.WELCOME, Guest.State.SEATED)


def is_outsider(seat):
    return seat is not None and seat.role in OUTSIDERS


def owns(seat, paper):
    return seat is not None and paper.words["owner"] == str(seat.key)


def reads(seat, paper, given):
    """`given` as access.said gives it for papers; only a yes of the owner itself counts. Whoever broke the seal reads no paper."""
    if seat is None:
        return False
    if owns(seat, paper) or leads(seat):
        return True
    keys = {seat.key.hex, seat.words.get("guest") or seat.key.hex}
    owner = next((one.pk for one in paper.dispute.seats.all() if str(one.key) == paper.words["owner"]), None)
    return any(given.get((owner, f"{paper.key.hex}:{key}")) for key in keys)


def papers(dispute, seat):
    """Papers the seat may open, each with `mine`, `by` and, for its owner, `readers` (names)."""
    given = access.said(dispute, Consent.Kind.PAPER)
    names = {str(one.key): one.name for one in dispute.seats.all()}
    found = []
    for paper in dispute.papers.all():
        paper.dispute = dispute
        if reads(seat, paper, given):
            paper.mine, paper.by = owns(seat, paper), names.get(paper.words["owner"], "")
            possible = readers_possible(dispute, paper) if paper.mine else {}
            paper.readers = [possible[key] for key in readers_now(dispute, paper)] if possible else []
            found.append(paper)
    return found


def readers_possible(dispute, paper):
    """{key in hex: name} of those the owner can open a paper to: sides, and guests whether they sit already or not. Mediators read it anyway."""
    found = {
        seat.key.hex: seat.name
        for seat in access.present(dispute)
        if (seat.is_side or seat.role in OUTSIDERS) and not seat.words.get("guest") and not owns(seat, paper)
    }
    guests = {guest.key.hex: guest.called for guest in dispute.guests.filter(state__in=SHOWN_GUESTS)}
    mine = next((seat.words.get("guest") for seat in dispute.seats.all() if owns(seat, paper)), None)
    return found | {key: called for key, called in guests.items() if key != mine}


def readers_now(dispute, paper):
    """Keys of those to whom the owner has opened the paper."""
    given = access.said(dispute, Consent.Kind.PAPER)
    owner = next((seat.pk for seat in dispute.seats.all() if owns(seat, paper)), None)
    return [key for key in readers_possible(dispute, paper) if given.get((owner, f"{paper.key.hex}:{key}"))]


def guests(dispute, seat):
    """Guests, each with `waiting` (names of the parties asked) and `answer` of the seat; none for an outsider."""
    if is_outsider(seat):
        return []
    given, parties = access.said(dispute, Consent.Kind.OUTSIDER), access.parties(dispute)
    found = []
    for guest in dispute.guests.exclude(state=Guest.State.WITHDRAWN):
        answers = {party.pk: given.get((party.pk, guest.key.hex)) for party in parties}
        guest.waiting = [party.name for party in parties if answers[party.pk] is None]
        guest.answer = answers.get(seat.pk) if seat else None
        guest.may_answer = seat is not None and seat.pk in answers
        found.append(guest)
    return found


def sittings(dispute, seat):
    """Sittings the seat knows of, in time, each with `coming` (the seat is to come), `content` (may read place, people and minutes)
    and `people` (names). The other side of a separate talk sees that there is one, and nothing of it; an outsider sees only its own."""
    names, watchable = {str(one.key): one.name for one in dispute.seats.all()}, may_be_watched(dispute)
    found = []
    for sitting in in_time(dispute):
        sitting.is_watched = watchable and sitting.words.get("watched", False)
        sitting.coming = seat is not None and str(seat.key) in sitting.words["seats"]
        sitting.content = sitting.coming or leads(seat) or (not sitting.side and not is_outsider(seat))
        if is_outsider(seat) and not sitting.coming:
            continue
        sitting.people = [names.get(key, "") for key in sitting.words["seats"]] if sitting.content else []
        written = sitting.words.get("minutes") or []
        sitting.said = written[-1]["text"] if written and sitting.content and not is_outsider(seat) else ""
        found.append(sitting)
    return found


def may_be_watched(dispute):
    """Asked anew each time: a party's objection closes also what is arranged already."""
    refused = dispute.consents.filter(kind=Consent.Kind.OPEN, given=False).exists()
    return file_rules.may_be_open(dispute.kind, refused)


def in_time(dispute):
    found = list(dispute.sittings.all())
    for sitting in found:
        sitting.dispute = dispute
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.pk))
