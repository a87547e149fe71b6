"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.mediation.agreements.models import Agreement, Confirmation, Signature, Term, Version
from shiliu.govern.mediation.files.committees import Clock, Committee
from shiliu.govern.mediation.files.models import Consent, Dispute, Entry, Opening, Seat
from shiliu.govern.mediation.panel.models import Composition, Panelist

__all__ = [
    "Agreement",
    "Clock",
    "Committee",
    "Composition",
    "Confirmation",
    "Consent",
    "Dispute",
    "Entry",
    "Opening",
    "Panelist",
    "Seat",
    "Signature",
    "Term",
    "Version",
]
