"""The words of letters and of the audit log, rendered in the reader's language from what was recorded."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases.explaining import label
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import HAZARD, ORDINARY
from shiliu.platform import audit, notices

TO_THE_ASKER = (
    ("cases.received", _("We have your need %(number)s"), _("“%(title)s” has been received. Keep your tracking code: it opens the answer.")),
    ("cases.dispatched", _("%(number)s was sent to the responsible unit"), _("“%(title)s” is now with %(unit)s, and its time is running.")),
    ("cases.accepted", _("%(number)s was accepted"), _("%(unit)s has accepted “%(title)s” and answers for it.")),
    ("cases.objected", _("%(number)s is with the arbiter"),
     _("%(unit)s says “%(title)s” belongs elsewhere: “%(said)s”. An arbiter decides; the time keeps running.")),
    ("cases.objection_granted", _("%(number)s goes to another unit"),
     _("The arbiter sent “%(title)s” to %(unit)s: “%(said)s”. The time keeps running.")),
    ("cases.objection_denied", _("%(number)s stays with the unit"), _("The arbiter decided that “%(title)s” stays with %(unit)s: “%(said)s”")),
    ("cases.asked", _("%(number)s: the unit asks you something"),
     _("%(unit)s asks about “%(title)s”: “%(said)s” The time stands still until you answer, for a few days at most.")),
    ("cases.pause_over", _("%(number)s goes on without your answer"), _("The time to answer is over. %(unit)s goes on with “%(title)s”; you can still add a word.")),
    ("cases.extended", _("%(number)s has a later deadline"), _("%(unit)s extended the deadline of “%(title)s”: “%(said)s” The first promise stays visible.")),
    ("cases.shelving_proposed", _("%(number)s: conditions are said not to be ripe"),
     _("%(unit)s proposes to postpone “%(title)s”: “%(said)s” The supervisor decides.")),
    ("cases.shelved", _("%(number)s was postponed"),
     _("About “%(title)s”: “%(said)s” It comes back by itself on the day of review. If you disagree, you can object once.")),
    ("cases.shelving_declined", _("%(number)s is not postponed"), _("The supervisor decided that “%(title)s” is handled now: “%(said)s”")),
    ("cases.reviewed", _("%(number)s is looked at again"), _("The time of waiting is over for “%(title)s”. %(unit)s goes on, and its time runs.")),
    ("cases.contested", _("%(number)s: your objection is with the supervisor"), _("You objected to postponing “%(title)s”. The supervisor decides again.")),
    ("cases.merged", _("%(number)s was joined with another need"), _("“%(title)s” is the same matter as another need: “%(said)s” Your code still opens it, and you hear what becomes of it.")),
    ("cases.unmerged", _("%(number)s goes its own way again"), _("“%(title)s” turned out to be another matter: “%(said)s” A dispatcher decides who is responsible.")),
    ("cases.summons_closed", _("%(number)s: several units sat at one table"), _("What they came to about “%(title)s”: “%(said)s”")),
    ("cases.promise_kept", _("%(number)s: the promise was kept"), _("%(unit)s says about “%(what)s”: “%(said)s”")),
    ("cases.promise_moved", _("%(number)s: a promise has a new day"), _("%(unit)s moved “%(what)s” to %(due)s: “%(said)s” The first day stays visible.")),
    ("cases.promise_dropped", _("%(number)s: a promise cannot be kept"), _("%(unit)s gave up “%(what)s”: “%(said)s”")),
    ("cases.promise_silent", _("%(number)s: a promise is late"), _("“%(what)s” was promised by %(due)s and nobody has said a word. The supervisor has been told.")),
    ("cases.refused", _("%(number)s was not accepted"), _("“%(title)s” belongs to another channel: “%(said)s”")),
    ("cases.contacted", _("%(number)s: the unit has been in touch"), _("About “%(title)s” it was noted: “%(said)s”")),
    ("cases.secured", _("%(number)s: the place was made safe for now"), _("About “%(title)s”: “%(said)s”")),
    ("cases.removed", _("%(number)s: the hazard is reported removed"), _("“%(said)s” Somebody outside the unit will check it.")),
    ("cases.inspection_failed", _("%(number)s: the hazard is still there"), _("It was checked on site: “%(said)s” The unit goes on.")),
    ("cases.answered", _("%(number)s was answered"), _("The answer to “%(title)s”: “%(said)s” Please say whether it is solved.")),
    ("cases.done", _("%(number)s is reported done"), _("About “%(title)s”: “%(said)s” Please say whether it is solved.")),
    ("cases.cannot", _("%(number)s cannot be done now"), _("About “%(title)s”: “%(said)s” If you disagree, say that it is not solved.")),
    ("cases.disputed", _("%(number)s is open again"), _("You said “%(title)s” is not solved. It is with the supervisor, and a second deadline runs.")),
    ("cases.reopened", _("%(number)s was sent to %(unit)s again"), _("The supervisor re-opened “%(title)s”: “%(said)s”")),
    ("cases.upheld", _("%(number)s: the supervisor upheld the answer"), _("About “%(title)s”: “%(said)s”")),
    ("cases.unsolved", _("%(number)s ends without being solved"),
     _("You said “%(title)s” is still not solved. It is counted as unsolved. You can raise it anew with new facts, or ask the supervision phone of your grid cell.")),
    ("cases.withdrawn", _("%(number)s was withdrawn"), _("You took “%(title)s” back. Nothing more will be done.")),
    ("cases.closed", _("%(number)s has ended"), _("“%(title)s” has ended without a judgement. If it is not solved, raise it again.")),
    ("cases.published", _("%(number)s can be read by neighbours"), _("A moderator published a redacted text of “%(title)s”.")),
    ("cases.withheld", _("%(number)s is not published"), _("“%(title)s” is handled all the same. The moderator's reason: “%(said)s”")),
)  # fmt: skip
TO_STAFF = (
    ("cases.new_for_unit", _("New: %(number)s"), _("“%(title)s” was sent to your unit. Accept it or say why not."), True),
    ("cases.reopened_for_unit", _("Re-opened: %(number)s"), _("The supervisor sent “%(title)s” to your unit again."), True),
    ("cases.unsolved_for_unit", _("Not solved: %(number)s"), _("The resident says “%(title)s” is not solved."), False),
    ("cases.for_dispatcher", _("To be sent: %(number)s"), _("“%(title)s” waits for a dispatcher."), True),
    ("cases.for_supervisor", _("Not solved: %(number)s"), _("The resident says “%(title)s” is not solved. Decide who takes it up again."), True),
    ("cases.for_arbiter", _("Objection: %(number)s"), _("A unit says “%(title)s” belongs elsewhere. Decide once and for all."), True),
    ("cases.objection_granted_for_unit", _("Objection granted: %(number)s"), _("“%(title)s” goes to another unit."), False),
    ("cases.objection_denied_for_unit", _("Objection not granted: %(number)s"), _("“%(title)s” stays with your unit. Accept it; the time has been running."), True),
    ("cases.replied", _("Answer to your question: %(number)s"), _("The resident has answered. The time for “%(title)s” runs again."), True),
    ("cases.go_on", _("Your turn again: %(number)s"), _("“%(title)s” is with your unit again, and its time runs."), True),
    ("cases.extended_for_supervisor", _("Deadline extended: %(number)s"), _("A unit extended the deadline of “%(title)s” with a reason."), False),
    ("cases.shelving_for_supervisor", _("To be postponed? %(number)s"), _("A unit says conditions for “%(title)s” are not ripe. Decide whether it may wait."), True),
    ("cases.shelved_for_unit", _("Postponed: %(number)s"), _("“%(title)s” may wait until the day of review."), False),
    ("cases.contested_for_supervisor", _("Objection to waiting: %(number)s"), _("The resident objects to postponing “%(title)s”. Decide again."), True),
    ("cases.task_asked", _("Your part is asked for: %(number)s"), _("The lead unit of “%(title)s” asks: “%(what)s”"), True),
    ("cases.task_ended", _("A helper has answered: %(number)s"), _("About “%(what)s”: “%(said)s”"), False),
    ("cases.task_withdrawn", _("No longer needed: %(number)s"), _("“%(what)s” is no longer asked of your unit."), False),
    ("cases.task_overdue", _("A part is late: %(number)s"), _("“%(what)s” should have been done by now."), True),
    ("cases.summons_asked", _("Call units to a table? %(number)s"), _("A unit asks to call others together for “%(title)s”. Decide."), True),
    ("cases.summoned", _("You are called: %(number)s"), _("Your unit is called to a table for “%(title)s”: %(where)s"), True),
    ("cases.summons_decided", _("Your call was decided on: %(number)s"), _("About calling units together for “%(title)s”: “%(said)s”"), False),
    ("cases.promise_due", _("Promised by %(due)s: %(number)s"), _("Your unit promised “%(what)s”. Say that it is done, or give a new day with the reason."), True),
    ("cases.promise_silent_for_supervisor", _("A promise is late: %(number)s"), _("“%(what)s” was promised by %(due)s, and nobody has said a word."), True),
    ("cases.summons_granted", _("The units are called: %(number)s"), _("The supervisor approved your table for “%(title)s”: %(where)s"), False),
    ("cases.summons_called_off", _("A table was called off: %(number)s"), _("The table for “%(title)s” is called off (%(where)s): “%(said)s”"), True),
    ("cases.outside_waits", _("May it be forwarded? %(number)s"), _("Some words of “%(title)s” seem to name somebody. Look at them before they go to another system."), True),
    ("cases.outside_failed", _("Not forwarded: %(number)s"), _("The other system did not accept “%(title)s”. Handle it yourself or tell an administrator."), True),
    ("cases.outside_closed", _("Closed elsewhere: %(number)s"), _("The other system closed “%(title)s”. Look whether it is done, then answer the resident."), True),
    ("cases.word_added", _("More about %(number)s"), _("The resident added something to “%(title)s”."), False),
    ("cases.due_soon", _("Due soon: %(number)s"), _("The time for “%(title)s” is nearly over."), True),
    ("cases.overdue", _("Late: %(number)s"), _("The time for “%(title)s” is over."), True),
)  # fmt: skip

AUDIT = (
    ("cases.submitted", _("%(actor)s raised the need %(target)s")),
    ("cases.filed", _("%(actor)s filed the need %(target)s on somebody's behalf")),
    ("cases.added_word", _("%(actor)s added a word to %(target)s")),
    ("cases.remarked", _("%(actor)s left a note on %(target)s among staff")),
    ("cases.moderated", _("%(actor)s decided what neighbours read of %(target)s: %(publication)s")),
    ("cases.key_made", _("%(actor)s gave the program %(name)s a key to send requests")),
    ("cases.key_revoked", _("%(actor)s took back the key of the program %(name)s")),
    ("cases.question_put", _("%(actor)s changed the question %(question)s of the matter %(category)s")),
    ("cases.question_removed", _("%(actor)s removed the question %(question)s of the matter %(category)s")),
    ("cases.endpoint_set", _("%(actor)s changed where the matter %(category)s is forwarded to")),
    ("cases.forward_released", _("%(actor)s let the words of %(target)s go to another system as they are")),
    ("cases.forwarded", _("%(target)s was forwarded to another system")),
    ("cases.closed_outside", _("The other system closed %(target)s")),
    ("cases.contact_seen", _("%(actor)s looked up how to reach the author of %(target)s")),
    ("cases.contact_deleted", _("The contact of %(target)s was deleted because its time was over")),
    ("cases.warned", _("The deadline of %(target)s was announced")),
    ("cases.promise_kept", _("%(actor)s said that a promise of %(target)s was kept")),
    ("cases.promise_moved", _("%(actor)s moved a promise of %(target)s to %(due)s")),
    ("cases.promise_dropped", _("%(actor)s gave up a promise of %(target)s")),
    ("cases.promise_reminded", _("A promise of %(target)s was due and was brought back")),
    ("cases.task_asked", _("%(actor)s asked a unit for a part of %(target)s")),
    ("cases.task_done", _("%(actor)s said that a part of %(target)s is done")),
    ("cases.task_returned", _("%(actor)s gave back a part of %(target)s")),
    ("cases.task_withdrawn", _("A part of %(target)s was withdrawn by %(actor)s")),
    ("cases.task_warned", _("A helper's late part of %(target)s was announced")),
    ("cases.summons_asked", _("%(actor)s asked to call units together for %(target)s")),
    ("cases.summons_taken_back", _("%(actor)s took back the request to call units together for %(target)s")),
    ("cases.summons_approved", _("%(actor)s called units together for %(target)s")),
    ("cases.summons_declined", _("%(actor)s did not approve calling units together for %(target)s, or called it off")),
    ("cases.summons_held", _("%(actor)s noted who came to the table for %(target)s")),
    ("cases.summons_closed", _("%(actor)s published the outcome of the table for %(target)s")),
    (
        "cases.suggestions_trained",
        _("%(actor)s learned version %(version)s of the suggestions from %(n)s confirmed cases"),
    ),
    ("cases.catalogue_drafted", _("%(actor)s began draft %(number)s of the dispatch catalogue")),
    (
        "cases.catalogue_edited",
        _("%(actor)s changed the entry %(category)s in draft %(number)s of the dispatch catalogue"),
    ),
    ("cases.catalogue_published", _("%(actor)s published version %(number)s of the dispatch catalogue")),
    ("cases.catalogue_discarded", _("%(actor)s discarded draft %(number)s of the dispatch catalogue")),
    ("cases.tier_edited", _("%(actor)s changed the urgency tier %(tier)s")),
    ("cases.tier_created", _("%(actor)s entered the urgency tier %(tier)s")),
    ("cases.tier_reverted", _("%(actor)s took back a change of the urgency tier %(tier)s")),
    ("cases.tier_removed", _("%(actor)s removed the urgency tier %(tier)s, which nothing used")),
    ("cases.matter_created", _("%(actor)s entered the matter %(matter)s")),
    ("cases.matter_edited", _("%(actor)s changed the matter %(matter)s")),
    ("cases.matter_reverted", _("%(actor)s took back a change of the matter %(matter)s")),
    ("cases.matter_retired", _("%(actor)s retired the matter %(matter)s")),
    ("cases.matter_restored", _("%(actor)s put the matter %(matter)s back into use")),
    ("cases.import_begun", _("%(actor)s began to import %(file)s")),
    ("cases.import_finished", _("%(actor)s imported %(written)s cases from %(file)s")),
    ("cases.import_undone", _("%(actor)s undid the import of %(file)s")),
)
LOOKS = {"cases.contact_seen"}
NAMES = {"tier": label, "matter": label}


def _step_sentence(label):
    """The audit sentence of a move, with the move's own label in the reader's language."""
    return gettext("%(actor)s made the step “%(move)s” on %(target)s").replace("%(move)s", str(label))


step_sentence = lazy(_step_sentence, str)


def _number_of(key):
    """How the audit calls a case: by the number everybody who has to do with it knows."""
    case = Case.objects.filter(pk=key).only("received_at").first()
    return case.number if case else ""


def register():
    audit.register_target(Case._meta.label_lower, _number_of)
    for kind, title, text in TO_THE_ASKER:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    for kind, title, text, urgent in TO_STAFF:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
    for verb, sentence in AUDIT:
        audit.register_verb(verb, sentence, look=verb in LOOKS, labels=NAMES)
    for move in {move.key: move for workflow in (ORDINARY, HAZARD) for move in workflow.moves}.values():
        audit.register_verb(f"cases.{move.key}", step_sentence(move.label))
