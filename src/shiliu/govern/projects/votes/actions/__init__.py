"""The only writers of votes. Each demands its permission and leaves an audit row, except those of voters: a row has a moment and an
order, and would say when somebody voted."""

from shiliu.govern.projects.votes.actions.coding import hand_out, print_packet, void_packet
from shiliu.govern.projects.votes.actions.drafting import (
    add_item,
    announce,
    create_vote,
    drop_vote,
    edit_vote,
    remove_item,
)
from shiliu.govern.projects.votes.actions.keying import (
    begin_batch,
    drop_batch,
    end_keying,
    key_sheet,
    settle_sheet,
    take_batch,
)
from shiliu.govern.projects.votes.actions.moving import close_vote, count_vote, give_up, move_phase, open_vote
from shiliu.govern.projects.votes.actions.voting import cast, follow, press, unfollow, withdraw

__all__ = [
    "add_item",
    "announce",
    "begin_batch",
    "cast",
    "close_vote",
    "count_vote",
    "create_vote",
    "drop_batch",
    "drop_vote",
    "edit_vote",
    "end_keying",
    "follow",
    "give_up",
    "hand_out",
    "key_sheet",
    "move_phase",
    "open_vote",
    "press",
    "print_packet",
    "remove_item",
    "settle_sheet",
    "take_batch",
    "unfollow",
    "void_packet",
    "withdraw",
]
