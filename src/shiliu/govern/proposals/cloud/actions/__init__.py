"""The only writers of proposals. Each demands its permission and leaves an audit row, except three: a support and following leave
none, because a row has a moment and would say when somebody pressed."""

from shiliu.govern.proposals.cloud.actions import (
    answering,
    configuring,
    merging,
    moderating,
    supports,
    talking,
    writing,
)
from shiliu.govern.proposals.cloud.actions.answering import answer, assign
from shiliu.govern.proposals.cloud.actions.supports import follow, support, unfollow, unsupport
from shiliu.govern.proposals.cloud.actions.writing import change, discard, draft, open_proposal, withdraw

__all__ = [
    "answer", "answering", "assign", "change", "configuring", "discard", "draft", "follow", "merging", "moderating", "open_proposal",
    "support", "supports", "talking", "unfollow", "unsupport", "withdraw", "writing",
]  # fmt: skip
