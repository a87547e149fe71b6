"""Standing behind a proposal, and hearing of it: two things that know nothing of each other.

A support is a token of a person made with a secret of the proposal, which lies in a file outside the database. It leaves no audit
row: a row has a moment and would say when somebody pressed. When collecting ends one row tells the number, the tokens are deleted,
and the secret is destroyed, after which nobody can find out who had supported."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import configuration, heard, letters, workflow
from shiliu.govern.proposals.cloud.models import Proposal, ProposalFollow, ProposalSupport
from shiliu.platform import audit
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND, PURPOSE = "proposals.support", "support"
S = Proposal.State


def locked(proposal):
    found = Proposal.objects.select_for_update(of=("self",)).select_related("area", "author", "group", "unit")
    return found.get(pk=proposal.pk)


@transaction.atomic
def support(*, by, proposal):
    """Stand behind an open proposal of the place one lives in; a second press changes nothing. Returns whether it is new.

    Raises Refused, NotResident, NotPossible (not open; one's own)."""
    demand(by, "proposals.support")
    proposal = locked(proposal)
    demand_residence(by, proposal.area)
    if proposal.state != S.OPEN or proposal.is_hidden or proposal.closes_at <= now():
        raise NotPossible(_("This proposal no longer collects support. Read on its page what becomes of it."))
    if proposal.author_id == by.person.pk:
        raise NotPossible(_("This is your own proposal. Ask your neighbours what they think of it."))
    if not secrets.exists(KIND, proposal.pk):
        raise NotPossible(
            _(
                "What makes each person count once was lost with the machine, so nothing more can be counted here. Its author may propose it again."
            )
        )
    mark = token_of(proposal, by.person)
    if ProposalSupport.objects.filter(proposal=proposal, token=mark).exists():
        return False
    ProposalSupport.objects.create(proposal=proposal, token=mark)
    Proposal.objects.filter(pk=proposal.pk).update(support_count=F("support_count") + 1)
    proposal.support_count += 1
    if proposal.support_count >= proposal.threshold:
        _reach(proposal)
    return True


@transaction.atomic
def unsupport(*, by, proposal):
    """Take a support back while it can still be told apart; True when there was one."""
    demand(by, "proposals.support")
    return _take_back(locked(proposal), by.person) if by.signed_in else False


def forget(person):
    """All supports of a person that can still be told apart, when the person leaves. In the caller's transaction."""
    for proposal in Proposal.objects.filter(state=S.OPEN).order_by("pk"):
        if secrets.exists(KIND, proposal.pk):
            _take_back(locked(proposal), person)


def supports(person, proposals):
    """Ids of those of the proposals the person supports: for their own eyes only, and only while collecting goes on."""
    marks = {}
    for proposal in proposals:
        if person is not None and proposal.state == S.OPEN and secrets.exists(KIND, proposal.pk):
            marks[token_of(proposal, person)] = proposal.pk
    return set(ProposalSupport.objects.filter(token__in=marks).values_list("proposal", flat=True)) if marks else set()


@transaction.atomic
def follow(*, by, proposal):
    """Hear of each step until one says stop. Anybody with an account may, wherever they live."""
    demand(by, "proposals.follow")
    ProposalFollow.objects.get_or_create(proposal=proposal, person=by.person)


@transaction.atomic
def unfollow(*, by, proposal):
    demand(by, "proposals.follow")
    ProposalFollow.objects.filter(proposal=proposal, person=by.person).delete()


def begin_collecting(proposal):
    """The secret is made before the first support; the same twice keeps the first."""
    secrets.make(KIND, proposal.pk)


def end_collecting(proposal):
    """Tokens go in this transaction, the secrets right after it, of what was joined with it too."""
    keys = [proposal.pk, *Proposal.objects.filter(merged_into=proposal).values_list("pk", flat=True)]
    ProposalSupport.objects.filter(proposal__in=keys).delete()
    audit.record("proposals.collected", by=SYSTEM, target=proposal, data={"count": proposal.support_count})
    transaction.on_commit(lambda: [secrets.destroy(KIND, key) for key in keys])


def needing_keys():
    """Ids of proposals that collect, and of those joined with one: they may be parted again."""
    collecting = Proposal.objects.filter(Q(state=S.OPEN) | Q(state=S.MERGED, merged_into__state=S.OPEN))
    return collecting.values_list("pk", flat=True)


def token_of(proposal, person):
    return secrets.token(KIND, proposal.pk, PURPOSE, person)


def _take_back(proposal, person):
    if proposal.state != S.OPEN or not secrets.exists(KIND, proposal.pk):
        return False
    gone = ProposalSupport.objects.filter(proposal=proposal, token=token_of(proposal, person)).delete()[0]
    if gone:
        Proposal.objects.filter(pk=proposal.pk).update(support_count=F("support_count") - 1)
    return bool(gone)


def _reach(proposal):
    """Enough support: collecting ends, and the clock of the answer begins."""
    workflow.check("reach", proposal)
    terms, moment = configuration.terms_of(proposal.area), now()
    proposal.state, proposal.reached_at, proposal.unit = S.ANSWERING, moment, terms.unit
    proposal.answer_due_at = terms.answer_due_at(proposal.area, moment)
    proposal.save(update_fields=["state", "reached_at", "unit", "answer_due_at"])
    end_collecting(proposal)
    audit.record("proposals.reached", by=SYSTEM, target=proposal, data={"count": proposal.support_count})
    letters.tell_followers(
        "proposals.reached",
        proposal,
        count=proposal.support_count,
        day=letters.day_of(proposal.answer_due_at, proposal.area),
    )
    letters.tell_answerers(proposal)
    heard.tell(proposal, "reached")
