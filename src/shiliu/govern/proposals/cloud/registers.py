"""What proposals tell the platform: who may do what, sentences of the audit, letters, jobs, what is held about people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.govern.proposals.cloud import letters, personal, sweeping, workflow
from shiliu.govern.proposals.cloud.actions import supports
from shiliu.govern.proposals.cloud.models import Proposal, ProposalRule
from shiliu.platform import audit, depending, jobs, links, notices, translations
from shiliu.platform.ballots import kinds as ballot_keys
from shiliu.platform.history import Telling
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

DISPATCHER, SUPERVISOR = Grant("dispatcher", "area"), Grant("supervisor", "area")
PERMISSIONS = (
    Permission("proposals.read", _("read proposals, comments, answers and what became of them"),
               _("What neighbours propose concerns everybody."), (Grant("anyone"),)),
    Permission("proposals.propose", _("write a proposal"),
               _("Sign in to propose. It is put to the neighbours by somebody whose home there is confirmed, or for a unit."), (Grant("signed_in"),)),
    Permission("proposals.keep", _("change, join or take back a proposal"), _("Only its author decides about it."), (Grant("signed_in", "own"),)),
    Permission("proposals.support", _("support a proposal"), _("Whoever lives there supports it; sign in so that each person counts once."),
               (Grant("signed_in"),)),
    Permission("proposals.follow", _("hear what becomes of a proposal"), _("Sign in, so that we know where to tell you."), (Grant("signed_in"),)),
    Permission("proposals.comment", _("comment on a proposal or suggest other words"), _("Whoever lives there has a say; sign in first."),
               (Grant("signed_in"),)),
    Permission("proposals.own_words", _("take back or defend one's own words"), _("Only whoever wrote them."), (Grant("signed_in", "own"),)),
    Permission("proposals.translate", _("draft a translation of a proposal"), _("Sign in, so that nobody reviews their own draft."),
               (Grant("signed_in"),)),
    Permission("proposals.review_translation", _("review a translation of a proposal"),
               _("Workers of the place who read the language review it; nobody reviews their own draft."),
               (Grant("window_worker", "area"), Grant("grid_worker", "area"), DISPATCHER, SUPERVISOR)),
    Permission("proposals.answer", _("answer a proposal"), _("The responsible unit answers, with reasons."), (Grant("handler", "organisation"),)),
    Permission("proposals.assign", _("say which unit answers a proposal"), _("Dispatchers and supervisors of the area decide where no rule does."),
               (DISPATCHER, SUPERVISOR)),
    Permission("proposals.moderate", _("hide a proposal or a comment, with a public reason"), _("A human moderator decides, and everybody can read why."),
               (DISPATCHER, SUPERVISOR)),
    Permission("proposals.decide_appeal", _("decide on an appeal against moderation"), _("The supervisor of the area decides, and not whoever hid it."),
               (SUPERVISOR,)),
    Permission("proposals.configure", _("set how many must support a proposal and who answers"), _("Administrators answer for the rules of their area."),
               (Grant("administrator", "area"), Grant("system"))),
    Permission("proposals.office", _("see what waits for an answer or a moderator"),
               _("It is for the units that answer and for dispatchers and supervisors of the area."),
               (Grant("handler", "organisation"), DISPATCHER, SUPERVISOR)),
    Permission("proposals.tell_later", _("write down what became of a proposal"), _("Only what carries it out tells, step by step."), (Grant("system"),)),
    Permission("proposals.run", _("end collecting"), _("Only the numbers fixed at the beginning and the calendar end it."), (Grant("system"),)),
)  # fmt: skip
VERBS = {
    "proposals.drafted": _("%(actor)s began the proposal %(target)s."),
    "proposals.discarded": _("%(actor)s discarded a draft of a proposal."),
    "proposals.opened": _("%(actor)s put the proposal %(target)s to the neighbours; %(threshold)s must support it."),
    "proposals.changed": _("%(actor)s changed the proposal %(target)s to version %(version)s."),
    "proposals.withdrawn": _("%(actor)s took back the proposal %(target)s."),
    "proposals.collected": _(
        "Collecting ended for the proposal %(target)s with %(count)s supports; nobody can find out whose they were."
    ),
    "proposals.reached": _("The proposal %(target)s reached enough support: %(count)s."),
    "proposals.expired": _("The proposal %(target)s expired with %(count)s supports."),
    "proposals.assigned": _("%(actor)s asked %(to)s to answer the proposal %(target)s."),
    "proposals.answered": _("%(actor)s answered the proposal %(target)s: %(outcome)s."),
    "proposals.commented": _("%(actor)s commented on the proposal %(target)s."),
    "proposals.comment_removed": _("%(actor)s took back a comment on the proposal %(target)s."),
    "proposals.amendment_made": _("%(actor)s suggested other words for the proposal %(target)s."),
    "proposals.amendment_declined": _("%(actor)s did not take up words suggested for the proposal %(target)s."),
    "proposals.amendment_withdrawn": _("%(actor)s withdrew words suggested for the proposal %(target)s."),
    "proposals.merge_asked": _("%(actor)s asked to join the proposal %(target)s with proposal %(into)s."),
    "proposals.merge_declined": _("%(actor)s would rather not join the proposal %(target)s with another one."),
    "proposals.merged": _("%(actor)s joined the proposal %(target)s with proposal %(into)s."),
    "proposals.parted": _("%(actor)s took the proposal %(target)s out of proposal %(from)s again."),
    "proposals.moderated": _("%(actor)s decided what neighbours read of the proposal %(target)s: %(decision)s."),
    "proposals.configured": _("%(actor)s set the rule for proposals of %(place)s."),
    "proposals.told_later": _("It was told what became of the proposal %(target)s: %(step)s."),
}
TELLING = Telling(labels={
    "threshold": _("Supports needed"), "open_days": _("Days of collecting"), "answer_days": _("Working days for the answer"),
    "unit": _("Unit that answers"),
})  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    outcomes = {state.key: state.label for state in workflow.STATES}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"place": name_in, "to": name_in, "outcome": outcomes})
    audit.register_target(Proposal._meta.label_lower, str)
    audit.register_target(ProposalRule._meta.label_lower, str)
    for kind, title, text in letters.KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    translations.register("proposals.proposal", Proposal, ("title", "text"))
    links.register_end("proposals.proposal", Proposal)
    personal.register()
    ballot_keys.register(
        supports.KIND, needed=supports.needing_keys,
        lost=_("Open proposals have lost their key and can take no more support: %(numbers)s. If the folder was moved, put it back; otherwise ask their authors to propose them again."),
    )  # fmt: skip
    jobs.register("proposals.expire", timedelta(minutes=10), sweeping.expire)
    jobs.register("proposals.remind", timedelta(hours=1), sweeping.remind)
    jobs.register("proposals.tell_silence", timedelta(hours=12), sweeping.tell_silence)
    depending.register("foundation.area", "proposals", _open_in,
                       ngettext_lazy("%(count)d open proposal", "%(count)d open proposals", "count"))  # fmt: skip
    depending.register("foundation.organisation", "proposals", _to_answer_by,
                       ngettext_lazy("%(count)d proposal to answer", "%(count)d proposals to answer", "count"))  # fmt: skip


def _open_in(area):
    return Proposal.objects.filter(area__path__startswith=area.path, state__in=("open", "answering")).count()


def _to_answer_by(unit):
    return Proposal.objects.filter(unit=unit, state="answering").count()
