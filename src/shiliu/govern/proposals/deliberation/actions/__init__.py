"""The only writers of deliberations. Each demands its permission and leaves an audit row, except answers and following: a row has a
moment and would say when somebody pressed."""

from shiliu.govern.proposals.deliberation.actions import answering, ending, leading, moderating, saying
from shiliu.govern.proposals.deliberation.actions.answering import answer, follow, unfollow
from shiliu.govern.proposals.deliberation.actions.ending import call_off, close
from shiliu.govern.proposals.deliberation.actions.leading import draft, move_end, open_topic, seed
from shiliu.govern.proposals.deliberation.actions.saying import say

__all__ = [
    "answer", "answering", "call_off", "close", "draft", "ending", "follow", "leading", "moderating", "move_end", "open_topic", "say",
    "saying", "seed", "unfollow",
]  # fmt: skip
