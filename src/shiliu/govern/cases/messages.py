"""The words of letters and of the audit log, rendered in the reader's language from what was recorded."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import HAZARD, ORDINARY
from shiliu.platform import audit, notices

TO_THE_ASKER = (
    ("cases.received", _("We have your need %(number)s"), _("“%(title)s” has been received. Keep your tracking code: it opens the answer.")),
    ("cases.dispatched", _("%(number)s was sent to the responsible unit"), _("“%(title)s” is now with %(unit)s, and its time is running.")),
    ("cases.accepted", _("%(number)s was accepted"), _("%(unit)s has accepted “%(title)s” and answers for it.")),
    ("cases.sent_back", _("%(number)s goes back to the dispatcher"),
     _("%(unit)s says “%(title)s” belongs elsewhere: “%(said)s”. A dispatcher decides; the time keeps running.")),
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
    ("cases.contact_seen", _("%(actor)s looked up how to reach the author of %(target)s")),
    ("cases.contact_deleted", _("The contact of %(target)s was deleted because its time was over")),
    ("cases.warned", _("The deadline of %(target)s was announced")),
    ("cases.catalogue_drafted", _("%(actor)s began draft %(number)s of the dispatch catalogue")),
    (
        "cases.catalogue_edited",
        _("%(actor)s changed the entry %(category)s in draft %(number)s of the dispatch catalogue"),
    ),
    ("cases.catalogue_published", _("%(actor)s published version %(number)s of the dispatch catalogue")),
    ("cases.catalogue_discarded", _("%(actor)s discarded draft %(number)s of the dispatch catalogue")),
    ("cases.tier_edited", _("%(actor)s changed the urgency tier %(tier)s")),
    ("cases.import_begun", _("%(actor)s began to import %(file)s")),
    ("cases.import_finished", _("%(actor)s imported %(written)s cases from %(file)s")),
    ("cases.import_undone", _("%(actor)s undid the import of %(file)s")),
)
LOOKS = {"cases.contact_seen"}


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
        audit.register_verb(verb, sentence, look=verb in LOOKS)
    for move in {move.key: move for workflow in (ORDINARY, HAZARD) for move in workflow.moves}.values():
        audit.register_verb(f"cases.{move.key}", step_sentence(move.label))
