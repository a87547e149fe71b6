"""The states and moves of a deliberation. Pages and docs/reference/workflows.md are read from here."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.proposals.deliberation.models import DeliberationTopic
from shiliu.platform.workflow import Ask, Move, State, Workflow

S = DeliberationTopic.State
WHY = Ask("reason", _("Reason"), help=_("Everybody reads it."), public=True)

STATES = (
    State(S.DRAFT, S.DRAFT.label, _("The office writes the question and the first statements."), "neutral", "pencil"),
    State(S.OPEN, S.OPEN.label, _("Neighbours write short statements and say whether they agree."), "info", "message-square-plus"),
    State(S.CLOSED, S.CLOSED.label, _("The result is published. Nobody can find out any more who said what."), "good", "check", ended=True),
    State(S.CALLED_OFF, S.CALLED_OFF.label, _("It ended without a result; the reason is published."), "neutral", "circle-x", ended=True),
)  # fmt: skip

MOVES = (
    Move("open", _("Open it"), _("The question and the numbers are fixed from now on."), (S.DRAFT,), S.OPEN, "deliberation.lead",
         primary=True),
    Move("close", _("End it"), _("The last day has passed, or the office ends it with a reason. Only counts remain."), (S.OPEN,), S.CLOSED,
         "deliberation.lead", asks=(WHY,), notice="deliberation.closed"),
    Move("call_off", pgettext_lazy("a question to the neighbours", "Call it off"), _("The question no longer arises. All answers are deleted, none is counted."), (S.OPEN,),
         S.CALLED_OFF, "deliberation.lead", asks=(WHY,), notice="deliberation.called_off"),
)  # fmt: skip

DELIBERATIONS = Workflow("deliberations", STATES, MOVES, S.DRAFT)


def check(verb, topic, **given):
    """Raises NotPossible unless the move starts from the state of the topic and what it asks is given."""
    DELIBERATIONS.check(DELIBERATIONS.move(verb), topic, given)
