"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.projects.pool.models import Candidate, Check, Exclusion, Incompatible
from shiliu.govern.projects.votes.models import (
    Batch,
    Code,
    FrozenRules,
    Item,
    Packet,
    Phase,
    PhaseMove,
    Result,
    Sheet,
    Vote,
    VoteFollow,
)

__all__ = [
    "Batch",
    "Candidate",
    "Check",
    "Code",
    "Exclusion",
    "FrozenRules",
    "Incompatible",
    "Item",
    "Packet",
    "Phase",
    "PhaseMove",
    "Result",
    "Sheet",
    "Vote",
    "VoteFollow",
]
