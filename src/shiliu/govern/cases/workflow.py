"""The states and moves of a case. Buttons, API verbs, letters and the diagrams in docs/workflows.md are read from here.

*Answered*, *done*, *confirmed by the resident* and *cannot be done* are different states: closed is not solved.
"""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases.models import Case, listed
from shiliu.platform.clock import now
from shiliu.platform.workflow import Ask, Move, State, Workflow

RECEIVED, TRIAGE, DISPATCHED, HANDLING = "received", "triage", "dispatched", "handling"
REINSPECTION, ANSWERED, DONE, CANNOT = "reinspection", "answered", "done", "cannot"
SUPERVISION, CONFIRMED, CLOSED, REFUSED, WITHDRAWN = "supervision", "confirmed", "closed", "refused", "withdrawn"
OBJECTED, ASKED, TO_SHELVE, SHELVED, MERGED = "objected", "asked", "to_shelve", "shelved", "merged"
SET_ASIDE = "set_aside"

OPEN_STATES = listed.OPEN_STATES  # beside the table, where the database makes worklists of it
PAUSED_STATES = (ASKED, SHELVED)
AWAITING_JUDGEMENT = (ANSWERED, DONE, CANNOT)
ENDED_STATES = (CONFIRMED, CLOSED, REFUSED, WITHDRAWN, MERGED, SET_ASIDE)

STATES = (
    State(RECEIVED, _("Received"), _("We have it and are finding out who is responsible."), "neutral", "inbox"),
    State(TRIAGE, _("Waiting for a dispatcher"), _("No rule names a responsible unit, so a person decides."), "warn", "circle-help"),
    State(DISPATCHED, _("Sent to the unit"), _("The responsible unit has it; its time is running."), "info", "send"),
    State(HANDLING, _("Being handled"), _("The unit has accepted it and is working on it."), "info", "hammer"),
    State(OBJECTED, _("With the arbiter"), _("The unit says it belongs elsewhere; an arbiter decides once and for all. The time runs on."), "warn", "scale"),
    State(ASKED, _("Waiting for the resident"), _("The unit asked something. The time stands still until the answer, for a few days at most."), "warn", "message-circle-question-mark"),
    State(TO_SHELVE, _("Waiting: can it be postponed?"), _("The unit says conditions are not ripe; the supervisor decides. The time runs on."), "warn", "scale"),
    State(SHELVED, _("Conditions not ripe"), _("Postponed for a public reason. It comes back by itself on the day of review."), "neutral", "calendar-clock"),
    State(REINSPECTION, _("Waiting for re-inspection"), _("The unit reports the hazard gone; somebody else checks."), "info", "search-check"),
    State(ANSWERED, _("Answered"), _("The unit has answered. Whether that settles it, the resident says."), "info", "message-square-text"),
    State(DONE, _("Reported done"), _("The unit reports the work done. Whether it is, the resident says."), "good", "check"),
    State(CANNOT, _("Cannot be done"), _("The unit says why it cannot be done now. The resident may disagree."), "neutral", "circle-slash"),
    State(SUPERVISION, _("With the supervisor"), _("The resident says it is not solved; the supervisor re-opens it."), "warn", "scale"),
    State(CONFIRMED, _("Confirmed solved"), _("The resident says it is solved."), "good", "check-check", ended=True),
    State(CLOSED, _("Ended without confirmation"), _("Ended; the resident has not confirmed that it is solved."), "neutral", "archive", ended=True),
    State(REFUSED, _("Not accepted here"), _("It belongs to another channel, which the answer names."), "bad", "corner-up-left", ended=True),
    State(WITHDRAWN, _("Withdrawn"), _("The resident took it back."), "neutral", "undo-2", ended=True),
    State(MERGED, _("Joined with another need"), _("The same matter goes on under another number. Your code still opens it."), "neutral", "merge", ended=True),
    State(SET_ASIDE, _("Set aside as junk"), _("It was taken for something sent by a program or in bulk. Nothing is deleted; whoever raised it can bring it back."), "neutral", "archive-x", ended=True),
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


def never_objected(case):
    return not hasattr(case, "objection")


def may_ask(case):
    """Whether the resident may be asked once more in this round: every question stops the clock, so they are counted."""
    asked = [pause for pause in case.pauses.all() if pause.round == case.round and pause.why == pause.Why.ASKER]
    return len(asked) < settings.CASE_QUESTIONS_A_ROUND


def may_extend(case):
    """Whether the deadline of this round has been neither extended nor missed: what is late stays late."""
    if any(step.move == "extend" and step.round == case.round for step in case.steps.all()):
        return False
    running = [one for one in case.clocks.all() if one.round == case.round and one.kind == "resolution"]
    return any(clock.met_at is None and clock.due_now > now() for clock in running)


def never_shelved(case):
    return not any(pause.round == case.round and pause.why == pause.Why.SHELVED for pause in case.pauses.all())


def not_contested(case):
    """Whether the resident has not yet objected, in this round, to its being postponed."""
    return not any(step.move == "contest" and step.round == case.round for step in case.steps.all())


def is_contested(case):
    """Whether it is with the supervisor because of an objection to postponing it, not because of an answer."""
    return _why_supervised(case) == "contest"


def is_disputed(case):
    return not is_contested(case)


def _why_supervised(case):
    return next((step.move for step in reversed(case.steps.all()) if step.to_state == SUPERVISION), None)


def has_open_tasks(case):
    return any(task.state == task.State.OPEN for task in case.tasks.all())


JUNK_CHANNELS = (Case.Channel.WEB, Case.Channel.ACCOUNT, Case.Channel.API)


def may_be_junk(case):
    """Whether it is fresh, and came by a way on which no person of ours heard or read it first."""
    is_fresh = now() - case.received_at <= timedelta(days=settings.CASE_JUNK_DAYS)
    return is_fresh and first_round(case) and case.channel in JUNK_CHANNELS


def was_sent(case):
    """Whether a unit had it when it was set aside."""
    return next((step.from_state for step in reversed(case.steps.all()) if step.move == "set_aside"), "") == DISPATCHED


def was_not_sent(case):
    return not was_sent(case)


def never_vouched(case):
    return not any(step.move == "vouch" for step in case.steps.all())


DESPITE = Ask("despite", _("Why you end it although helpers have not finished"), "text", when=has_open_tasks, public=True,
              help=_("A part you asked another unit for is still open."))  # fmt: skip
PROMISE = (
    Ask("promise", _("Something you promise"), "line", required=False, public=True,
        help=_("Only if the answer promises something, such as “The lamp is replaced”. It comes back to you when it is due. Neighbours read it too: name nobody.")),
    Ask("promised_by", _("Promised by"), "date", required=False, public=True),
)  # fmt: skip

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
    Move("object", _("Object: it belongs elsewhere"), _("Once a case, with a reason. An arbiter decides, the time runs on, and the resident sees it."),
         (DISPATCHED,), OBJECTED, "cases.handle",
         asks=(Ask("objection", _("Reason"), "choice", choices="objection_reasons"), REASON), notice="cases.objected",
         effect="object", when=never_objected),
    Move("grant_objection", _("Grant it and send to another unit"), _("The arbiter's word is final."), (OBJECTED,), DISPATCHED,
         "cases.arbitrate",
         asks=(Ask("unit", _("Responsible unit"), "unit"), Ask("category", _("Matter"), "category", required=False), REASON),
         notice="cases.objection_granted",
         effect="grant_objection", primary=True),
    Move("deny_objection", _("It stays with the unit"), _("The arbiter's word is final; the unit goes on."), (OBJECTED,), DISPATCHED,
         "cases.arbitrate", asks=(REASON,), notice="cases.objection_denied", effect="deny_objection"),
    Move("refuse", _("Do not accept"), _("One of six reasons fixed by rule, each naming the right channel."),
         (TRIAGE, DISPATCHED), REFUSED, "cases.refuse",
         asks=(Ask("reason", _("Reason"), "choice", choices="refusal_reasons"), REASON), notice="cases.refused",
         meets=("contact", "resolution"), effect="refuse"),
    Move("contact", _("Note that the resident was contacted"), _("The first clock stops when somebody speaks with the resident."),
         (DISPATCHED, HANDLING), HANDLING, "cases.handle", asks=(ANSWER, NOTE), notice="cases.contacted", meets=("contact",)),
    Move("ask_asker", _("Ask the resident"), _("The clock of the resolution stands still until the answer, for a few days at most."),
         (HANDLING,), ASKED, "cases.handle",
         asks=(Ask("said", _("What do you need to know?"), "text", help=_("One or two plain questions. The resident answers on their page."), public=True),),
         notice="cases.asked", meets=("contact",), effect="pause_for_asker", when=may_ask),
    Move("reply", _("Answer the question"), _("Your answer goes to the unit, and its time runs again."), (ASKED,), HANDLING, "cases.judge",
         asks=(Ask("said", _("Your answer"), "text"), FILES), effect="reply", primary=True),
    Move("go_on", _("Go on without the answer"), _("The time runs again."), (ASKED,), HANDLING, "cases.handle", asks=(NOTE,),
         primary=True),
    Move("pause_over", _("The time to answer is over"), _("The unit goes on with what it knows."), (ASKED,), HANDLING, "cases.route",
         notice="cases.pause_over", effect="tell_unit_to_go_on"),
    Move("extend", _("Extend the deadline"), _("Once a round, with the reason told. The first promise stays visible."), (HANDLING,), HANDLING,
         "cases.handle", asks=(Ask("until", _("New deadline"), "date"), REASON), notice="cases.extended", effect="extend", when=may_extend),
    Move("propose_shelving", _("Say that conditions are not ripe"), _("The supervisor decides whether it may be postponed."), (HANDLING,),
         TO_SHELVE, "cases.handle",
         asks=(Ask("obstacle", _("What stands in the way"), "choice", choices="obstacles"), Ask("review", _("Day of review"), "date"), REASON),
         notice="cases.shelving_proposed", effect="propose_shelving", when=never_shelved),
    Move("shelve", _("Postpone it"), _("Published with its reason; it comes back by itself on the day of review."), (TO_SHELVE,), SHELVED,
         "cases.supervise", asks=(Ask("review", _("Day of review"), "date"), REASON), notice="cases.shelved", effect="shelve", primary=True),
    Move("decline_shelving", _("It must be handled now"), _("The unit goes on."), (TO_SHELVE,), HANDLING, "cases.supervise", asks=(REASON,),
         notice="cases.shelving_declined", effect="tell_unit_to_go_on"),
    Move("review", _("The day of review has come"), _("The unit looks at it again, and its time runs on."), (SHELVED,), HANDLING, "cases.route",
         notice="cases.reviewed", effect="tell_unit_to_go_on"),
    Move("take_up", _("Take it up again now"), _("Conditions have changed before the day of review."), (SHELVED,), HANDLING, "cases.handle",
         asks=(REASON,), notice="cases.reviewed", primary=True),
    Move("contest", _("I object to postponing it"), _("Once; the supervisor looks at it and decides again."), (SHELVED,), SUPERVISION,
         "cases.judge", asks=(Ask("said", _("Why should it not wait?"), "text"),), notice="cases.contested", effect="contest", when=not_contested),
    Move("keep_shelved", _("It stays postponed"), _("The supervisor has heard the objection and says why it must wait."), (SUPERVISION,),
         SHELVED, "cases.supervise", asks=(Ask("review", _("Day of review"), "date"), REASON), notice="cases.shelved", effect="shelve",
         when=is_contested),
    Move("merge", _("Join with another need"), _("The same matter at the same place. Both codes stay good; it can be taken apart again."),
         (TRIAGE, DISPATCHED, HANDLING), MERGED, "cases.merge", asks=(Ask("into", _("Number of the other need"), "case"), REASON),
         notice="cases.merged", effect="merge"),
    Move("unmerge", _("Take apart again"), _("It was not the same matter. A dispatcher decides where it goes."), (MERGED,), TRIAGE, "cases.merge",
         asks=(REASON,), notice="cases.unmerged", effect="unmerge"),
    Move("set_aside", _("Set aside as junk"), _("Sent by a program or in bulk. Nothing is deleted, its time stands still, and one press brings it back."),
         (TRIAGE, DISPATCHED), SET_ASIDE, "cases.set_aside",
         asks=(Ask("junk", _("Why it is junk"), "choice", choices="junk_reasons"), Ask("said", _("What whoever raised it reads"), "text", required=False)),
         effect="set_aside", when=may_be_junk),
    Move("bring_back", _("Bring it back"), _("It is no junk. A dispatcher decides where it goes, with the time that was left."), (SET_ASIDE,), TRIAGE,
         "cases.set_aside", notice="cases.brought_back", effect="bring_back", when=was_not_sent, primary=True),
    Move("bring_back_to_unit", _("Bring it back to its unit"), _("It is no junk. The unit goes on, with the time that was left."), (SET_ASIDE,), DISPATCHED,
         "cases.set_aside", notice="cases.brought_back", effect="bring_back_to_unit", when=was_sent, primary=True),
    Move("vouch", _("I meant it: let a person look at it"), _("Once, without a reason. A dispatcher reads it like any other."), (SET_ASIDE,), TRIAGE,
         "cases.judge", effect="vouch", when=never_vouched, primary=True),
    Move("secure", _("Record an interim measure"), _("A hazard is made safe before it is removed."), (HANDLING,), HANDLING,
         "cases.handle", asks=(ANSWER, FILES), notice="cases.secured"),
    Move("report_removed", _("Report the hazard removed"), _("With proof; somebody outside the unit checks it."), (HANDLING,),
         REINSPECTION, "cases.handle", asks=(ANSWER, replace(FILES, required=True), DESPITE), notice="cases.removed", effect="with_promise", primary=True),
    Move("pass_inspection", _("Confirm it is gone"), _("Checked on site by somebody outside the unit."), (REINSPECTION,), DONE,
         "cases.inspect", asks=(ANSWER, FILES), notice="cases.done", meets=("contact", "resolution"),
         effect="inspect", primary=True),
    Move("fail_inspection", _("It is still there"), _("Checked on site; the unit goes on. The clock runs on."), (REINSPECTION,),
         HANDLING, "cases.inspect", asks=(ANSWER, FILES), notice="cases.inspection_failed", effect="inspect"),
    Move("answer", _("Answer"), _("For questions and suggestions: words are the result."), (HANDLING,), ANSWERED, "cases.handle",
         asks=(ANSWER, FILES, *PROMISE, DESPITE, NOTE), notice="cases.answered", meets=("contact", "resolution"),
         effect="with_promise", primary=True),
    Move("finish", _("Report the work done"), _("Something was repaired, cleaned, arranged."), (HANDLING,), DONE, "cases.handle",
         asks=(ANSWER, FILES, *PROMISE, DESPITE, NOTE), notice="cases.done", meets=("contact", "resolution"), effect="with_promise"),
    Move("cannot", _("Say that it cannot be done"), _("Honest: law, money or another's duty stands in the way."), (HANDLING,), CANNOT,
         "cases.handle", asks=(Ask("obstacle", _("What stands in the way"), "choice", choices="obstacles"), ANSWER, *PROMISE, DESPITE),
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
         CLOSED, "cases.supervise", asks=(REASON,), notice="cases.upheld", meets=("contact", "resolution"), when=is_disputed),
    Move("withdraw", _("Withdraw"), _("Whoever asked may take it back while it is open."),
         (TRIAGE, DISPATCHED, OBJECTED, HANDLING, ASKED, TO_SHELVE, SHELVED), WITHDRAWN,
         "cases.judge", notice="cases.withdrawn"),
    Move("close_unjudged", _("End without a judgement"), _("Nobody is forced to judge; after the time set the case ends."),
         AWAITING_JUDGEMENT, CLOSED, "cases.route", notice="cases.closed"),
)  # fmt: skip

HAZARD_ONLY = {"secure", "report_removed", "pass_inspection", "fail_inspection"}
# A hazard is not postponed: it is made safe and removed.
NOT_FOR_HAZARDS = {
    "answer", "finish", "propose_shelving", "shelve", "decline_shelving", "review", "take_up", "contest", "keep_shelved",
}  # fmt: skip
NO_STATES_OF_HAZARDS = {ANSWERED, TO_SHELVE, SHELVED}

ORDINARY = Workflow(
    "case",
    tuple(state for state in STATES if state.key != REINSPECTION),
    tuple(move for move in MOVES if move.key not in HAZARD_ONLY),
    RECEIVED,
)
HAZARD = Workflow(
    "hazard",
    tuple(state for state in STATES if state.key not in NO_STATES_OF_HAZARDS),
    tuple(
        replace(move, sources=tuple(s for s in move.sources if s not in NO_STATES_OF_HAZARDS))
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
