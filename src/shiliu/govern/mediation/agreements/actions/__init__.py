"""The only writers of agreements."""

from shiliu.govern.mediation.agreements.actions.confirming import agree_to_confirm, export_package, note_outcome
from shiliu.govern.mediation.agreements.actions.ending import break_off, end_without, perform
from shiliu.govern.mediation.agreements.actions.performing import say, settle_term
from shiliu.govern.mediation.agreements.actions.signing import put_seal, sign, sign_on_paper, tell_code
from shiliu.govern.mediation.agreements.actions.writing import accept, ask_in_writing, decline, translate, write

__all__ = [
    "accept",
    "agree_to_confirm",
    "ask_in_writing",
    "break_off",
    "decline",
    "end_without",
    "export_package",
    "note_outcome",
    "perform",
    "put_seal",
    "say",
    "settle_term",
    "sign",
    "sign_on_paper",
    "tell_code",
    "translate",
    "write",
]
