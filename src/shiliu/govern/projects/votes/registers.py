"""What votes tell the platform: who may do what, what the audit tells (never a ballot), notices, jobs, what is frozen."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.projects.votes import freezing
from shiliu.govern.projects.votes.actions import moving
from shiliu.govern.projects.votes.models import BOX, Vote, VoteFollow
from shiliu.platform import audit, jobs, links, notices
from shiliu.platform.audit import triggers
from shiliu.platform.ballots import boxes
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

GUARDED = {"frozen_rules": "projects_frozenrules", "vote_result": "projects_result"}
MAKERS = (Grant("supervisor", "area"), Grant("administrator", "area"), Grant("system"))
PERMISSIONS = (
    Permission("votes.read", _("read votes, their rules and their results"),
               _("Anybody may check how money is decided about."), (Grant("anyone"),)),
    Permission("votes.vote", _("put a ballot into the box"),
               _("Who lives in the place of the vote, with a confirmed account or with a code from the window."), (Grant("anyone"),)),
    Permission("votes.follow", _("hear about a vote"), _("News needs an account to go to."), (Grant("signed_in"),)),
    Permission("votes.manage", _("prepare, announce and close votes"),
               _("Supervisors and administrators answer for votes in their area; none of them can change the rules of one that is announced."), MAKERS),
    Permission("votes.hand_out", _("hand out a code to vote"),
               _("The people of the window see who lives here; they write down no name."),
               (Grant("window_worker", "area"), *MAKERS)),
    Permission("votes.key_in", _("key in ballots on paper"),
               _("Window workers and grid workers collect the paper of their area."),
               (Grant("window_worker", "area"), Grant("grid_worker", "area"), *MAKERS)),
)  # fmt: skip
VERBS = {
    "votes.created": _("%(actor)s began to prepare the vote %(vote_name)s."),
    "votes.edited": _("%(actor)s changed the vote %(vote_name)s, which is being prepared."),
    "votes.dropped": _("%(actor)s took back the vote %(vote_name)s before it was announced."),
    "votes.item_added": _("%(actor)s put %(candidate)s on the ballot of %(vote_name)s."),
    "votes.item_removed": _("%(actor)s took %(candidate)s off the ballot of %(vote_name)s."),
    "votes.announced": _("%(actor)s announced the vote %(vote_name)s and froze its rules."),
    "votes.opened": _("%(actor)s opened the vote %(vote_name)s."),
    "votes.phase_moved": _("%(actor)s moved days of the vote %(vote_name)s."),
    "votes.closed": _("%(actor)s closed the vote %(vote_name)s; %(count)s took part."),
    "votes.counted": _("%(actor)s counted the vote %(vote_name)s; the SHA-256 of its ballots is %(digest)s."),
    "votes.given_up": _("%(actor)s gave up the vote %(vote_name)s. Its ballots were never read."),
    "votes.packet_printed": _("%(actor)s printed packet %(number)s with %(count)s codes for the vote %(vote_name)s."),
    "votes.packet_void": _("%(actor)s declared packet %(number)s with %(count)s codes of the vote %(vote_name)s void."),
    "votes.code_handed_out": _("%(actor)s handed out a code for the vote %(vote_name)s."),
    "votes.batch_begun": _("%(actor)s began pile %(batch)s of the vote %(vote_name)s."),
    "votes.batch_keyed": _("%(actor)s keyed the %(sheets)s sheets of pile %(batch)s of the vote %(vote_name)s."),
    "votes.batch_counted": _("%(actor)s counted %(sheets)s sheets of pile %(batch)s of the vote %(vote_name)s."),
    "votes.batch_dropped": _("%(actor)s took back pile %(batch)s of the vote %(vote_name)s."),
}
NOTICES = {
    "votes.opened": (_("You can vote now: %(vote)s"), _("Open the page of the vote to read the projects and to vote.")),
    "votes.last_day": (_("One day left to vote: %(vote)s"),
                       _("This goes to everybody who asked to hear; nobody looks whether you have voted. What you saved counts.")),
    "votes.phase_moved": (_("Other days: %(vote)s"), _("Days of this vote were moved. The page of the vote says why.")),
    "votes.counted": (_("Counted: %(vote)s"), _("Read which projects were chosen, and how it was counted.")),
    "votes.given_up": (_("Given up: %(vote)s"), _("This vote was ended without a count. The page of the vote says why.")),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"vote_name": name_in, "candidate": name_in})
    audit.register_target(Vote._meta.label_lower, _vote_name)
    audit.register_target(freezing.KIND, _rules_name)
    audit.register_frozen(freezing.KIND, freezing.content_of)
    for prefix, table in GUARDED.items():
        triggers.guard(prefix, table)
    for kind, (title, text) in NOTICES.items():
        notices.register_kind(kind, title=title, text=text, urgent=False)
    links.register_end("projects.vote", Vote)
    boxes.register_kind(
        BOX,
        lost=_("The key of an open vote is missing: %(numbers)s. Its ballots cannot be read any more. If the folder was moved, put it back; otherwise tell the voters and let them vote anew."),
    )  # fmt: skip
    jobs.register("votes.tend", timedelta(minutes=1), moving.tend)
    register_personal_data("votes", export, erase, tables=("projects.VoteFollow",))


def export(person):
    """Votes the person asked to hear about. Whether and how they voted is nowhere."""
    return [{"vote": follow.vote.name} for follow in VoteFollow.objects.filter(person=person).select_related("vote")]


def erase(person):
    VoteFollow.objects.filter(person=person).delete()


def _vote_name(key):
    return name_in(Vote.objects.filter(pk=key).values_list("names", flat=True).first() or {})


def _rules_name(key):
    return _("the rules of the vote %(vote)s") % {"vote": _vote_name(key)}
