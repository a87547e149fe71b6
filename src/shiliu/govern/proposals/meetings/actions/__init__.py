"""The only writers of meetings and published affairs. Each demands its permission and leaves an audit row; following leaves none."""

from shiliu.govern.proposals.meetings.actions.affairs import answer, ask, publish, remind, withhold
from shiliu.govern.proposals.meetings.actions.calling import (
    add_item,
    call,
    cancel,
    draft,
    drop,
    edit,
    follow,
    move,
    remove_item,
    unfollow,
)
from shiliu.govern.proposals.meetings.actions.holding import decide, hold, write_minutes
from shiliu.govern.proposals.meetings.actions.lots import call_draw, close_list, decline, draw, put_in, take_out
from shiliu.govern.proposals.meetings.actions.numbers import load_defaults, save_kind, save_topic

__all__ = [
    "add_item", "answer", "ask", "call", "call_draw", "cancel", "close_list", "decide", "decline", "draft", "draw", "drop", "edit",
    "follow", "hold", "load_defaults", "move", "publish", "put_in", "remind", "remove_item", "save_kind", "save_topic", "take_out",
    "unfollow", "withhold", "write_minutes",
]  # fmt: skip
