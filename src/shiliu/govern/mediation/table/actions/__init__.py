"""The only writers of what lies on a table."""

from shiliu.govern.mediation.table.actions.inviting import answer_guest, ask, decline, seat_guest, take_place, uninvite
from shiliu.govern.mediation.table.actions.keeping import load_bodies, revert, save_body, save_room, set_active
from shiliu.govern.mediation.table.actions.papers import add_paper, open_to, remove_paper
from shiliu.govern.mediation.table.actions.sittings import book, call_off, move, say_times, write_minutes

__all__ = [
    "add_paper",
    "answer_guest",
    "ask",
    "book",
    "call_off",
    "decline",
    "load_bodies",
    "move",
    "open_to",
    "remove_paper",
    "revert",
    "save_body",
    "save_room",
    "say_times",
    "seat_guest",
    "set_active",
    "take_place",
    "uninvite",
    "write_minutes",
]
