"""The states and moves of a proposal. Pages, the API and docs/reference/workflows.md are read from here.

Whether moderators have hidden it is no state: a clock that runs, runs on, and what is shown again is where it was."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.platform.workflow import Ask, Move, State, Workflow

S = Proposal.State
COLLECTING, ANSWERABLE = (S.OPEN,), (S.ANSWERING, S.ACCEPTED, S.IN_PART, S.NOT_IN_POWER, S.DECLINED)
ANSWERED = (S.ACCEPTED, S.IN_PART, S.NOT_IN_POWER, S.DECLINED)
ENDED = (S.WITHDRAWN, S.EXPIRED, S.MERGED)

STATES = (
    State(S.DRAFT, S.DRAFT.label, _("Only its author reads it."), "neutral", "pencil"),
    State(S.OPEN, S.OPEN.label, _("Neighbours support it, comment on it and suggest other words."), "info", "users-round"),
    State(S.ANSWERING, S.ANSWERING.label, _("Enough neighbours support it. The responsible unit must answer, with reasons."), "warn", "clock"),
    State(S.ACCEPTED, S.ACCEPTED.label, _("It will be done. Everybody who follows it hears of each step."), "good", "check"),
    State(S.IN_PART, S.IN_PART.label, _("A part of it will be done; the answer says which and why."), "good", "check"),
    State(S.NOT_IN_POWER, S.NOT_IN_POWER.label, _("Somebody else decides on it; the answer says who."), "neutral", "corner-up-right"),
    State(S.DECLINED, S.DECLINED.label, _("It will not be done; the answer says why."), "bad", "circle-x"),
    State(S.WITHDRAWN, S.WITHDRAWN.label, _("Its author took it back."), "neutral", "undo-2", ended=True),
    State(S.EXPIRED, S.EXPIRED.label, _("Too few neighbours supported it in time. Anybody may propose it again."), "neutral", "archive", ended=True),
    State(S.MERGED, S.MERGED.label, _("It goes on together with another one."), "neutral", "merge", ended=True),
)  # fmt: skip

REASONS = Ask("reasons", _("Reasons"), help=_("Everybody reads them."), public=True)
PROMISE = (
    Ask("will_be_done", _("What will be done"), required=False, public=True),
    Ask("cost_low", _("Cost in yuan, at least"), "line", public=True),
    Ask("cost_high", _("Cost in yuan, at most"), "line", required=False, public=True),
    Ask("begins_on", _("Begins on"), "date", required=False, public=True),
    Ask("promised_on", _("Done by"), "date", public=True),
)

MOVES = (
    Move("open", _("Put it to the neighbours"), _("From now on it collects support."), (S.DRAFT,), S.OPEN, "proposals.keep", primary=True),
    Move("withdraw", _("Take it back"), _("Its author no longer stands behind it. Everybody reads why."), (S.OPEN, S.ANSWERING), S.WITHDRAWN,
         "proposals.keep", asks=(Ask("why", _("Why do you take it back?")),), notice="proposals.withdrawn"),
    Move("reach", _("Enough support"), _("The number fixed when it opened is reached; collecting ends."), COLLECTING, S.ANSWERING,
         "proposals.run", notice="proposals.reached"),
    Move("expire", _("Time is over"), _("The day fixed when it opened has passed."), COLLECTING, S.EXPIRED, "proposals.run",
         notice="proposals.expired"),
    Move("merge", _("Join with another"), _("Both authors agree to go on with one of the two."), COLLECTING, S.MERGED, "proposals.keep",
         notice="proposals.merged"),
    Move("part", _("Take apart again"), _("One of the authors no longer agrees; each goes on by itself."), (S.MERGED,), S.OPEN,
         "proposals.keep", notice="proposals.parted"),
    Move("accept", pgettext_lazy("of a proposal", "Accept"), _("It will be done, at this cost and by this day."), ANSWERABLE, S.ACCEPTED,
         "proposals.answer", asks=(REASONS, *PROMISE), notice="proposals.answered"),
    Move("accept_in_part", _("Accept in part"), _("What is done and what is not, with both reasons."), ANSWERABLE, S.IN_PART,
         "proposals.answer", asks=(REASONS, *PROMISE), notice="proposals.answered"),
    Move("refer", _("Not in our power"), _("Somebody else decides; the answer names who."), ANSWERABLE, S.NOT_IN_POWER, "proposals.answer",
         asks=(REASONS, Ask("referred_to", _("Who decides on it"), "line", public=True)), notice="proposals.answered"),
    Move("decline", _("Decline"), _("It will not be done; the reasons are published."), ANSWERABLE, S.DECLINED, "proposals.answer",
         asks=(REASONS,), notice="proposals.answered"),
)  # fmt: skip

PROPOSALS = Workflow("proposals", STATES, MOVES, S.DRAFT)
OUTCOME_MOVES = {S.ACCEPTED: "accept", S.IN_PART: "accept_in_part", S.NOT_IN_POWER: "refer", S.DECLINED: "decline"}


def check(verb, proposal, **given):
    """Raises NotPossible unless the move starts from the state of the proposal and what it asks is given."""
    move = PROPOSALS.move(verb)
    PROPOSALS.check(move, proposal, given)
    return move
