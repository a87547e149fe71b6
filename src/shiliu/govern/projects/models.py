"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion, Incompatible

__all__ = ["Candidate", "Check", "Exclusion", "Incompatible"]
