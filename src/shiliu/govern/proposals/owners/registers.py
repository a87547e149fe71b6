"""What votes of owners tell the platform: who may do what, what the audit tells (never a ballot), a job, what is frozen."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.govern.proposals.meetings.models import Decision
from shiliu.govern.proposals.owners import freezing
from shiliu.govern.proposals.owners.actions import voting
from shiliu.govern.proposals.owners.models import Estate, OwnersMatter, OwnersReferral, OwnersVote
from shiliu.platform import audit, depending, jobs, links
from shiliu.platform.audit import triggers
from shiliu.platform.ballots import boxes
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

GUARDED = {"owners_rules": "proposals_ownersrules", "owners_result": "proposals_ownersresult"}
SETTERS = (Grant("supervisor", "area"), Grant("administrator", "area"), Grant("system"))
PERMISSIONS = (
    Permission("owners.read", _("read votes of owners and their results"),
               _("What owners decided about common parts is everybody’s business; who chose what is nobody’s."), (Grant("anyone"),)),
    Permission("owners.vote", _("put an owner’s ballot into the box"),
               _("Owners vote with the code from their letter; no account is needed."), (Grant("anyone"),)),
    Permission("owners.keep", _("prepare and announce votes of owners"),
               _("The owners’ committee, and who answers for the place where there is none."), (Grant("handler", "organisation"), *SETTERS)),
    Permission("owners.set_up", _("keep the register of shares, and refer matters of owners"),
               _("Shares weigh votes, so that the committee whose votes they weigh does not keep them."), SETTERS),
    Permission("owners.configure", _("set the majorities of owners’ matters"),
               _("These numbers hold everywhere, so that only administrators of the whole district set them."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "owners.defaults_loaded": _("%(actor)s loaded the matters of owners that come with the program: %(number)s new rows."),
    "owners.estate_set": _("%(actor)s wrote down that the owners of %(place)s decide together."),
    "owners.shares_set": _("%(actor)s wrote the register of shares of %(place)s anew: %(number)s shares."),
    "owners.drafted": _("%(actor)s began to prepare the owners’ vote %(title)s."),
    "owners.edited": _("%(actor)s changed the owners’ vote %(title)s, which is being prepared."),
    "owners.dropped": _("%(actor)s threw away the owners’ vote %(title)s, which was being prepared."),
    "owners.announced": _("%(actor)s announced the owners’ vote %(title)s and froze its rules."),
    "owners.codes_made": _("%(actor)s made %(number)s codes for the owners’ vote %(title)s."),
    "owners.code_replaced": _("%(actor)s replaced a lost code of the owners’ vote %(title)s."),
    "owners.paper_taken": _("%(actor)s put a ballot on paper into the box of the owners’ vote %(title)s."),
    "owners.counted": _("%(actor)s counted the owners’ vote %(title)s: %(heads)s owners took part; %(passed)s."),
    "owners.given_up": _("%(actor)s gave up the owners’ vote %(title)s. Its ballots were never read."),
    "owners.referred": _("%(actor)s referred a matter of owners, %(title)s, to %(to)s."),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    labels = {"place": name_in, "passed": lambda code: str(dict(Decision.Outcome.choices).get(code, code))}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=labels)
    for model in (Estate, OwnersMatter, OwnersVote, OwnersReferral):
        audit.register_target(model._meta.label_lower, _named(model))
    audit.register_target(freezing.KIND, freezing.called)
    audit.register_frozen(freezing.KIND, freezing.content_of)
    for prefix, table in GUARDED.items():
        triggers.guard(prefix, table)
    links.register_end("proposals.owners_vote", OwnersVote)
    links.register_end("proposals.owners_referral", OwnersReferral)
    boxes.register_kind(
        voting.BOX,
        lost=_("The key of a running vote of owners is missing: %(numbers)s. Its ballots cannot be read any more. If the folder was moved, put it back; otherwise give the vote up with a reason and announce it anew."),
    )  # fmt: skip
    jobs.register("owners.tend", timedelta(minutes=5), voting.tend)
    depending.register("foundation.area", "owners", _running_in,
                       ngettext_lazy("%(count)d running vote of owners", "%(count)d running votes of owners", "count"))  # fmt: skip


def _named(model):
    return lambda key: str(model.objects.filter(pk=key).first() or "")


def _running_in(area):
    return OwnersVote.objects.filter(estate__area__path__startswith=area.path, state__in=("draft", "announced")).count()
