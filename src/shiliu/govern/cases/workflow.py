"""The states and moves of a case. Buttons, API verbs, letters and the diagrams in docs/workflows.md are read from here.

*Answered*, *done*, *confirmed by the resident* and *cannot be done* are different states: closed is not solved.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases.models import Case
from shiliu.platform.workflow import Ask, Move, State, Workflow

RECEIVED, TRIAGE, DISPATCHED, HANDLING = "received", "triage", "dispatched", "handling"
REINSPECTION, ANSWERED, DONE, CANNOT = "reinspection", "answered", "done", "cannot"
SUPERVISION, CONFIRMED, CLOSED, REFUSED, WITHDRAWN = "supervision", "confirmed", "closed", "refused", "withdrawn"

OPEN_STATES = (RECEIVED, TRIAGE, DISPATCHED, HANDLING, REINSPECTION, SUPERVISION)
AWAITING_JUDGEMENT = (ANSWERED, DONE, CANNOT)
ENDED_STATES = (CONFIRMED, CLOSED, REFUSED, WITHDRAWN)

STATES = (
    State(RECEIVED, _("Received"), _("We have it and are finding out who is responsible."), "neutral", "inbox"),
    State(TRIAGE, _("Waiting for a dispatcher"), _("No rule names a responsible unit, so a person decides."), "warn", "circle-help"),
    State(DISPATCHED, _("Sent to the unit"), _("The responsible unit has it; its time is running."), "info", "send"),
    State(HANDLING, _("Being handled"), _("The unit has accepted it and is working on it."), "info", "hammer"),
    State(REINSPECTION, _("Waiting for re-inspection"), _("The unit reports the hazard gone; somebody else checks."), "info", "search-check"),
    State(ANSWERED, _("Answered"), _("The unit has answered. Whether that settles it, the resident says."), "info", "message-square-text"),
    State(DONE, _("Reported done"), _("The unit reports the work done. Whether it is, the resident says."), "good", "check"),
    State(CANNOT, _("Cannot be done"), _("The unit says why it cannot be done now. The resident may disagree."), "neutral", "circle-slash"),
    State(SUPERVISION, _("With the supervisor"), _("The resident says it is not solved; the supervisor re-opens it."), "warn", "scale"),
    State(CONFIRMED, _("Confirmed solved"), _("The resident says it is solved."), "good", "check-check", ended=True),
    State(CLOSED, _("Ended without confirmation"), _("Ended; the resident has not confirmed that it is solved."), "neutral", "archive", ended=True),
    State(REFUSED, _("Not accepted here"), _("It belongs to another channel, which the answer names."), "bad", "corner-up-left", ended=True),
    State(WITHDRAWN, _("Withdrawn"), _("The resident took it back."), "neutral", "undo-2", ended=True),
)  # fmt: skip

ANSWER = Ask(
    "said", _("Answer to the resident"), "text", help=_("Plain words. The resident reads exactly this."), public=True
)
REASON = Ask("said", _("Reason, for the resident to read"), "text", public=True)
NOTE = Ask("note", _("Note among staff"), "text", required=False, help=_("Never shown to the public."))
FILES = Ask(
    "files", _("Photos of the place or thing"), "files", required=False, help=_("No faces. Places and things only.")
)
LEVEL_TOLD = Ask(
    "level", _("How satisfied is the person?"), "level", help=_("Read out the five levels; the person chooses.")
)
TOLD = Ask("said", _("What the person said"), "text", help=_("In their words. Neither their name nor their number."))


def first_round(case):
    return case.round == 1


def later_round(case):
    return case.round > 1


CALLED_BACK = (Case.Channel.IMPORT, Case.Channel.WINDOW, Case.Channel.PHONE)


def asker_is_called_back(case):
    """Whoever raised it elsewhere, at the window or by phone may have no way to answer here: somebody asks them (回访)."""
    return case.channel in CALLED_BACK


def called_back_first(case):
    return asker_is_called_back(case) and first_round(case)


def called_back_later(case):
    return asker_is_called_back(case) and later_round(case)


MOVES = (
    Move("route", _("Send by the catalogue"), _("The place and the matter name exactly one unit."), (RECEIVED,), DISPATCHED,
         "cases.route", notice="cases.dispatched", starts=("contact", "resolution"), effect="dispatch"),
    Move("to_triage", _("Send to a dispatcher"), _("No unit was found; silence is not an answer."), (RECEIVED,), TRIAGE,
         "cases.route", notice="", effect="ask_dispatcher"),
    Move("dispatch", _("Send to a unit"), _("A dispatcher decides where the rules could not."), (TRIAGE,), DISPATCHED,
         "cases.dispatch", asks=(Ask("category", _("Matter"), "category"), Ask("unit", _("Responsible unit"), "unit"), NOTE),
         notice="cases.dispatched", starts=("contact", "resolution"), effect="dispatch", primary=True),
    Move("accept", _("Accept"), _("The unit takes it on and answers for the whole."), (DISPATCHED,), HANDLING,
         "cases.handle", notice="cases.accepted", primary=True),
    Move("send_back", _("Send back to the dispatcher"), _("It belongs to another unit. The clock runs on."), (DISPATCHED,), TRIAGE,
         "cases.handle", asks=(REASON,), notice="cases.sent_back", effect="ask_dispatcher"),
    Move("refuse", _("Do not accept"), _("One of six reasons fixed by rule, each naming the right channel."),
         (TRIAGE, DISPATCHED), REFUSED, "cases.refuse",
         asks=(Ask("reason", _("Reason"), "choice", choices="refusal_reasons"), REASON), notice="cases.refused",
         meets=("contact", "resolution"), effect="refuse"),
    Move("contact", _("Note that the resident was contacted"), _("The first clock stops when somebody speaks with the resident."),
         (DISPATCHED, HANDLING), HANDLING, "cases.handle", asks=(ANSWER, NOTE), notice="cases.contacted", meets=("contact",)),
    Move("secure", _("Record an interim measure"), _("A hazard is made safe before it is removed."), (HANDLING,), HANDLING,
         "cases.handle", asks=(ANSWER, FILES), notice="cases.secured"),
    Move("report_removed", _("Report the hazard removed"), _("With proof; somebody outside the unit checks it."), (HANDLING,),
         REINSPECTION, "cases.handle", asks=(ANSWER, replace(FILES, required=True)), notice="cases.removed", primary=True),
    Move("pass_inspection", _("Confirm it is gone"), _("Checked on site by somebody outside the unit."), (REINSPECTION,), DONE,
         "cases.inspect", asks=(ANSWER, FILES), notice="cases.done", meets=("contact", "resolution"),
         effect="inspect", primary=True),
    Move("fail_inspection", _("It is still there"), _("Checked on site; the unit goes on. The clock runs on."), (REINSPECTION,),
         HANDLING, "cases.inspect", asks=(ANSWER, FILES), notice="cases.inspection_failed", effect="inspect"),
    Move("answer", _("Answer"), _("For questions and suggestions: words are the result."), (HANDLING,), ANSWERED, "cases.handle",
         asks=(ANSWER, FILES, NOTE), notice="cases.answered", meets=("contact", "resolution"),
         primary=True),
    Move("finish", _("Report the work done"), _("Something was repaired, cleaned, arranged."), (HANDLING,), DONE, "cases.handle",
         asks=(ANSWER, FILES, NOTE), notice="cases.done", meets=("contact", "resolution")),
    Move("cannot", _("Say that it cannot be done"), _("Honest: law, money or another's duty stands in the way."), (HANDLING,), CANNOT,
         "cases.handle", asks=(Ask("obstacle", _("What stands in the way"), "choice", choices="obstacles"), ANSWER),
         notice="cases.cannot", meets=("contact", "resolution"), effect="cannot"),
    Move("confirm", _("It is solved"), _("Only the person who asked can say so."), AWAITING_JUDGEMENT, CONFIRMED, "cases.judge",
         asks=(Ask("level", _("How satisfied are you?"), "level"), Ask("said", _("A word about it"), "text", required=False)),
         notice="", effect="judge", primary=True),
    Move("dispute", _("It is not solved"), _("Re-opens the case once, with the supervisor; a second clock starts beside the first."),
         AWAITING_JUDGEMENT, SUPERVISION, "cases.judge",
         asks=(Ask("level", _("How satisfied are you?"), "level"), Ask("said", _("What is still wrong?"), "text")),
         notice="cases.disputed", starts=("contact", "resolution"), effect="dispute", when=first_round),
    Move("dispute_again", _("It is still not solved"), _("Ends the case as unsolved and names the other ways."), AWAITING_JUDGEMENT,
         CLOSED, "cases.judge",
         asks=(Ask("level", _("How satisfied are you?"), "level"), Ask("said", _("What is still wrong?"), "text")),
         notice="cases.unsolved", effect="judge_unsolved", when=later_round),
    Move("call_back_solved", _("Called back: it is solved"), _("Whoever raised it by phone, at the window or elsewhere is asked; the unit never asks about its own work."),
         AWAITING_JUDGEMENT, CONFIRMED, "cases.call_back", asks=(LEVEL_TOLD, TOLD), notice="", effect="call_back", when=asker_is_called_back),
    Move("call_back_unsolved", _("Called back: it is not solved"), _("Re-opens the case once, as if the resident had said so here."),
         AWAITING_JUDGEMENT, SUPERVISION, "cases.call_back", asks=(LEVEL_TOLD, TOLD), notice="cases.disputed",
         starts=("contact", "resolution"), effect="call_back_unsolved", when=called_back_first),
    Move("call_back_unsolved_again", _("Called back: it is still not solved"), _("Ends the case as unsolved and names the other ways."),
         AWAITING_JUDGEMENT, CLOSED, "cases.call_back", asks=(LEVEL_TOLD, TOLD), notice="cases.unsolved",
         effect="call_back_unsolved_again", when=called_back_later),
    Move("reopen", _("Re-open and send to a unit"), _("The supervisor decides who takes it up again."), (SUPERVISION,), DISPATCHED,
         "cases.supervise", asks=(Ask("unit", _("Responsible unit"), "unit"), REASON), notice="cases.reopened",
         effect="redispatch", primary=True),
    Move("uphold", _("Uphold the answer"), _("The supervisor has checked it and says why nothing more can be done."), (SUPERVISION,),
         CLOSED, "cases.supervise", asks=(REASON,), notice="cases.upheld", meets=("contact", "resolution")),
    Move("withdraw", _("Withdraw"), _("Whoever asked may take it back while it is open."), (TRIAGE, DISPATCHED, HANDLING), WITHDRAWN,
         "cases.judge", notice="cases.withdrawn"),
    Move("close_unjudged", _("End without a judgement"), _("Nobody is forced to judge; after the time set the case ends."),
         AWAITING_JUDGEMENT, CLOSED, "cases.route", notice="cases.closed"),
)  # fmt: skip

HAZARD_ONLY = {"secure", "report_removed", "pass_inspection", "fail_inspection"}
NOT_FOR_HAZARDS = {"answer", "finish"}

ORDINARY = Workflow(
    "case",
    tuple(state for state in STATES if state.key != REINSPECTION),
    tuple(move for move in MOVES if move.key not in HAZARD_ONLY),
    RECEIVED,
)
HAZARD = Workflow(
    "hazard",
    tuple(state for state in STATES if state.key != ANSWERED),
    tuple(
        replace(move, sources=tuple(s for s in move.sources if s != ANSWERED))
        for move in MOVES
        if move.key not in NOT_FOR_HAZARDS
    ),
    RECEIVED,
)
WORKFLOWS = {kind: HAZARD if kind == Case.Kind.HAZARD else ORDINARY for kind in Case.Kind.values}


def workflow_of(kind):
    return WORKFLOWS[kind]


def state_label(key):
    return next(state.label for state in STATES if state.key == key)
