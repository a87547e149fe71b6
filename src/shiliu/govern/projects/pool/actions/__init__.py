"""The only writers of the pool. Each demands its permission, is atomic, leaves an audit row, and tells who listens (`heard`)."""

from shiliu.govern.projects.pool.actions.checking import answer_check, ask_check, settle, withdraw_check
from shiliu.govern.projects.pool.actions.entering import edit, enter, revert
from shiliu.govern.projects.pool.actions.leaving import (
    choose,
    enter_vote,
    give_up,
    leave_vote,
    merge,
    reopen,
    separate,
    take_in,
    take_out,
)
from shiliu.govern.projects.pool.actions.lists import (
    load_exclusions,
    part_pair,
    save_exclusion,
    set_exclusion_active,
    set_incompatible,
)

__all__ = [
    "answer_check",
    "ask_check",
    "choose",
    "edit",
    "enter",
    "enter_vote",
    "give_up",
    "leave_vote",
    "load_exclusions",
    "merge",
    "part_pair",
    "reopen",
    "revert",
    "save_exclusion",
    "separate",
    "set_exclusion_active",
    "set_incompatible",
    "settle",
    "take_in",
    "take_out",
    "withdraw_check",
]
