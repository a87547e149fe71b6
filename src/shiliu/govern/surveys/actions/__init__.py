"""The only writers of surveys. Each demands its permission and leaves an audit row, except one: an answer leaves none, because a row
has a moment and would say when somebody answered."""

from shiliu.govern.surveys.actions.answering import NotCounted, answer
from shiliu.govern.surveys.actions.keying import (
    ReadOtherwise,
    begin_batch,
    drop_batch,
    drop_form,
    end_keying,
    key_form,
    settle_form,
    take_batch,
)
from shiliu.govern.surveys.actions.rounds import (
    close_round,
    drop_round,
    edit_round,
    issue_codes,
    open_round,
    plan_round,
    publish_round,
)
from shiliu.govern.surveys.actions.texts import judge_text, summarise
from shiliu.govern.surveys.actions.writing import (
    create_survey,
    edit_survey,
    move_question,
    remove_question,
    set_question,
    take_back,
)

__all__ = [
    "NotCounted",
    "ReadOtherwise",
    "answer",
    "begin_batch",
    "close_round",
    "create_survey",
    "drop_batch",
    "drop_form",
    "drop_round",
    "edit_round",
    "edit_survey",
    "end_keying",
    "issue_codes",
    "judge_text",
    "key_form",
    "move_question",
    "open_round",
    "plan_round",
    "publish_round",
    "remove_question",
    "set_question",
    "settle_form",
    "summarise",
    "take_back",
    "take_batch",
]
