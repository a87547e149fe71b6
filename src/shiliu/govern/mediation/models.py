"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.mediation.agreements.models import Agreement, Confirmation, Signature, Term, Version
from shiliu.govern.mediation.files.committees import Clock, Committee
from shiliu.govern.mediation.files.models import Consent, Dispute, Entry, Opening, Seat
from shiliu.govern.mediation.panel.models import Composition, Panelist
from shiliu.govern.mediation.table.models import Guest, Paper, Room, Sitting, Taken, UsualBody

__all__ = [
    "Agreement",
    "Clock",
    "Committee",
    "Composition",
    "Confirmation",
    "Consent",
    "Dispute",
    "Entry",
    "Guest",
    "Opening",
    "Panelist",
    "Paper",
    "Room",
    "Seat",
    "Signature",
    "Sitting",
    "Taken",
    "Term",
    "UsualBody",
    "Version",
]
