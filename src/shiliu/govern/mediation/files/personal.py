"""What mediation keeps of a person: the words of their own seats. Nobody's else, and nothing through which a file is found.

Erasing a person while a file is open would take a side from the table: their seat stays, opens to nobody, and its contact goes when
the file is closed (`let_go`, a job). Of a closed file it goes at once. Names in an agreement stay until the end of keeping, because it
binds the other side too."""

from shiliu.govern.mediation.files.models import Dispute, Entry, Seat
from shiliu.govern.mediation.sealed import keys
from shiliu.platform.ballots.sealing import Damaged
from shiliu.platform.ballots.secrets import NoSecret

TOLD = ("name", "called", "authority", "phone", "email", "language", "duty")
CONTACT = dict.fromkeys(("phone", "email", "person"))


def exported(person):
    """[{…}], one for each seat; of one whose key is not here only that it exists."""
    return [_told(seat) for seat in _seats(person)]


def erased(person):
    for seat in _seats(person):
        seat.token = ""
        if not seat.dispute.is_open:
            _strip(seat)
        seat.save(update_fields=["token", "box"])


def let_go():
    """The job: of seats nobody sits in any more the contact goes when their file is closed. Returns how many."""
    left = Seat.objects.filter(token="", dispute__state__in=Dispute.ENDED).exclude(state=Seat.State.LEFT)
    for seat in left.select_related("dispute"):
        _strip(seat)
        seat.state = Seat.State.LEFT
        seat.save(update_fields=["box", "state"])
    return len(left)


def _seats(person):
    if not keys.ready():
        return []
    return list(Seat.objects.filter(token=keys.token(person)).select_related("dispute__committee"))


def _told(seat):
    told = {"committee": seat.dispute.committee.name, "role": seat.role, "since": str(seat.dispute.applied_on)}
    try:
        words = seat.words
        mine = [entry.words for entry in Entry.objects.filter(dispute=seat.dispute)]
    except (NoSecret, Damaged):
        return {**told, "sealed": True}
    said = [one["text"] for one in mine if one.get("text") and one["by"].get("seat") == str(seat.key)]
    return {**told, "state": seat.dispute.state, **{name: words[name] for name in TOLD if name in words}, "said": said}


def _strip(seat):
    try:
        seat.write(**CONTACT)
    except (NoSecret, Damaged):
        seat.box = b""  # unreadable already
