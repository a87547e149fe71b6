"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.mediation.files.models import Consent, Dispute, Entry, Opening, Seat

__all__ = ["Consent", "Dispute", "Entry", "Opening", "Seat"]
