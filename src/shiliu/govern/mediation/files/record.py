"""Writing down a step: whole in the sealed record of work, and as a line without any trace of who or what in the audit chain.

The audit says that the committee's people worked on a file, never on which, and never that a party did: a party acts as a guest there."""

from datetime import datetime

from shiliu.govern.mediation.files.models import Entry
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS

VERBS = {}  # what the record says, by verb: filled from registers of every part


def register(verb, sentence):
    """`sentence` is lazily translated, may hold %(by)s and the keys of the entry's data."""
    VERBS[verb] = sentence


def record(verb, *, by, dispute, seat=None, text="", data=None):
    """One Entry, and one audit row that says “a step was made in a mediation file” and not in which. Inside a transaction."""
    if verb not in VERBS:
        raise LookupError(f"{verb} is no step of a mediation file; register it")
    who = {"seat": str(seat.key)} if seat else {"system": True} if by.is_system else {"committee": True}
    side = seat is not None and seat.is_side
    row = audit.record("mediation.step", by=ANONYMOUS if side else by, unit=dispute.committee)
    entry = Entry(dispute=dispute)
    entry.write(at=now().isoformat(), verb=verb, by=who, text=text, data=data or {}, audit=row.pk)
    entry.save()
    return entry


def lines(dispute):
    """[(moment, sentence, text)] of the record of work in the reader's language, oldest first."""
    names = {str(seat.key): seat.name for seat in dispute.seats.all()}
    return [_line(entry, names, dispute) for entry in dispute.entries.all()]


def _line(entry, names, dispute):
    words = entry.words
    by = words["by"]
    who = names.get(by.get("seat"), "") or (dispute.committee.name if by.get("committee") else "Shiliu")
    return datetime.fromisoformat(words["at"]), VERBS[words["verb"]] % {"by": who, **words["data"]}, words["text"]
