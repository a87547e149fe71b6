"""The only writers of mediation files."""

from shiliu.govern.mediation.files.actions.answering import answer, stop
from shiliu.govern.mediation.files.actions.applying import OFFERED, apply, not_take, offer, take
from shiliu.govern.mediation.files.actions.clocks import extend, look_at_clocks
from shiliu.govern.mediation.files.actions.parties import add_party, new_code, remove_party, set_contact
from shiliu.govern.mediation.files.actions.rights import acknowledge, object_to_open
from shiliu.govern.mediation.files.actions.sealing import break_seal, end_keeping, reference_of

__all__ = [
    "OFFERED", "acknowledge", "add_party", "answer", "apply", "break_seal", "end_keeping", "extend", "look_at_clocks", "new_code", "not_take", "object_to_open", "offer", "reference_of", "remove_party", "set_contact", "stop", "take",
]  # fmt: skip
