"""The only writers of mediation files."""

from shiliu.govern.mediation.files.actions.answering import answer, stop
from shiliu.govern.mediation.files.actions.applying import apply, not_take, take

__all__ = ["answer", "apply", "not_take", "stop", "take"]
