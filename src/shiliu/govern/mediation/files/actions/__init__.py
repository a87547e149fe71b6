"""The only writers of mediation files."""

from shiliu.govern.mediation.files.actions.answering import answer, stop
from shiliu.govern.mediation.files.actions.applying import apply, not_take, take
from shiliu.govern.mediation.files.actions.ending import end
from shiliu.govern.mediation.files.actions.parties import add_party, new_code, remove_party, set_contact

__all__ = [
    "add_party", "answer", "apply", "end", "new_code", "not_take", "remove_party", "set_contact", "stop", "take",
]  # fmt: skip
