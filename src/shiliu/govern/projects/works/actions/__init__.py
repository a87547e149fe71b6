"""The only writers of projects. Each demands its permission, is atomic, leaves an audit row, and tells who follows."""

from shiliu.govern.projects.works.actions.accepting import (
    call_acceptance,
    call_off,
    close_acceptance,
    close_list,
    close_lists,
    decline,
    draw,
    put_in_ticket,
    said_by,
    say,
    take_out_ticket,
)
from shiliu.govern.projects.works.actions.afterwards import (
    add_period,
    add_warranty,
    close_ratings,
    close_warranty,
    judge_period,
    rate,
    remind,
    renew,
)
from shiliu.govern.projects.works.actions.files import add_file, publish_file, remove_file
from shiliu.govern.projects.works.actions.money import add_line, change_line, enter_money, grant, take_back_entry
from shiliu.govern.projects.works.actions.planning import (
    add_milestone,
    begin,
    delay,
    edit,
    follow,
    reach,
    remove_milestone,
    revert,
    unfollow,
    unreach,
)
from shiliu.govern.projects.works.actions.progress import move
from shiliu.govern.projects.works.actions.together import add_shift, cancel_shift, join, leave, thank

__all__ = [
    "add_file", "add_line", "add_milestone", "add_period", "add_shift", "add_warranty", "begin", "call_acceptance", "call_off", "cancel_shift",
    "change_line", "close_acceptance", "close_list", "close_lists", "close_ratings", "close_warranty", "decline", "delay", "draw", "edit", "enter_money", "follow", "grant",
    "join", "judge_period", "leave", "move", "publish_file", "put_in_ticket", "rate", "reach", "remind", "remove_file",
    "remove_milestone", "renew", "revert", "said_by", "say", "take_back_entry", "take_out_ticket", "thank", "unfollow", "unreach",
]  # fmt: skip
