"""Going on with one proposal instead of two: only when both authors agree, and undone by either of them.

Supports are never moved, because nobody supported the other words and nobody may find out who they were: those who follow the joined
proposal are asked to read the other one and support it. So the count of the one that goes on is of people who pressed on it, each once."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import letters, workflow
from shiliu.govern.proposals.cloud.actions import supports
from shiliu.govern.proposals.cloud.models import Proposal, ProposalMerge
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, can, demand
from shiliu.platform.workflow import NotPossible

S, M = Proposal.State, ProposalMerge.State


@transaction.atomic
def ask(*, by, proposal, into, why):
    """The author of either asks that `proposal` goes on in `into`. Where both are the asker's own they are joined at once."""
    row, other = _pair(proposal, into)
    mine = [one for one in (row, other) if can(by, "proposals.keep", one)]
    if not mine:
        demand(by, "proposals.keep", row)
    _refuse_pair(row, other)
    if not why.strip():
        raise NotPossible(_("Something is still missing."), {"why": _("Say why they belong together.")})
    try:
        with transaction.atomic():
            made = ProposalMerge.objects.create(
                proposal=row, into=other, asked_by=by.person, why=why.strip()[:300], at=now()
            )
    except IntegrityError:
        raise NotPossible(_("This proposal is being joined with another one already.")) from None
    audit.record("proposals.merge_asked", by=by, target=row, area=row.area, data={"into": other.pk})
    if len(mine) == 2:
        return _join(by, made, row, other)
    answerer = other if mine[0] == row else row
    letters.tell("proposals.merge_asked", mine[0], answerer.author, other=mine[0].title, why=made.why)
    return made


@transaction.atomic
def agree(*, by, merge):
    """The other author agrees: from now on one of the two goes on."""
    made, row, other = _asked(by, merge)
    _refuse_pair(row, other)
    return _join(by, made, row, other)


@transaction.atomic
def decline(*, by, merge):
    made, row, other = _asked(by, merge)
    made.state = M.DECLINED
    made.save(update_fields=["state"])
    audit.record("proposals.merge_declined", by=by, target=row, area=row.area)
    letters.tell("proposals.merge_declined", row, made.asked_by, other=other.title)
    return made


@transaction.atomic
def part(*, by, proposal):
    """Take a joined proposal out again, with the supports it had; by either author while both would still be collecting."""
    row = supports.locked(proposal)
    if row.merged_into_id is None:
        raise NotPossible(_("This proposal goes on by itself already."))
    row, other = _pair(row, row.merged_into)
    if not (can(by, "proposals.keep", row) or can(by, "proposals.keep", other)):
        demand(by, "proposals.keep", row)
    workflow.check("part", row)
    if other.state != S.OPEN:
        raise NotPossible(_("The joint proposal no longer collects support, so they stay together."))
    return _part(by, row, other)


def part_all(other):
    """Everything joined with a proposal goes on by itself; in the caller's transaction, who holds its row."""
    for row in (
        Proposal.objects.select_for_update(of=("self",)).filter(merged_into=other).select_related("area", "author")
    ):
        _part(SYSTEM, row, other)


def _join(by, made, row, other):
    workflow.check("merge", row)
    made.state, row.state, row.merged_into = M.AGREED, S.MERGED, other
    made.save(update_fields=["state"])
    row.save(update_fields=["state", "merged_into"])
    ProposalMerge.objects.filter(state=M.ASKED, into=row).update(state=M.DECLINED)
    audit.record("proposals.merged", by=by, target=row, area=row.area, data={"into": other.pk})
    letters.tell_followers("proposals.merged", row, other=other.title)
    letters.tell("proposals.merged", row, other.author, other=other.title)
    return made


def _part(by, row, other):
    row.state, row.merged_into = S.OPEN, None
    row.save(update_fields=["state", "merged_into"])
    ProposalMerge.objects.filter(proposal=row, state=M.AGREED).update(state=M.PARTED)
    audit.record("proposals.parted", by=by, target=row, area=row.area, data={"from": other.pk})
    letters.tell_followers("proposals.parted", row, other=other.title)
    letters.tell("proposals.parted", row, other.author, other=other.title)
    return row


def _pair(proposal, into):
    """Both rows, held in the order of their numbers, so that two who ask at once do not wait for each other."""
    rows = {pk: supports.locked(Proposal(pk=pk)) for pk in sorted({proposal.pk, into.pk})}
    return rows[proposal.pk], rows[into.pk]


def _refuse_pair(row, other):
    if row.pk == other.pk or row.state != S.OPEN or other.state != S.OPEN:
        raise NotPossible(_("Only two open proposals can be joined."))
    if row.area_id != other.area_id:
        raise NotPossible(_("Only proposals for the same place can be joined: others live here than there."))
    if Proposal.objects.filter(merged_into=row).exists():
        raise NotPossible(_("Another proposal goes on in this one. Join that one first."))


def _asked(by, merge):
    made = ProposalMerge.objects.select_for_update().get(pk=merge.pk)
    row, other = _pair(made.proposal, made.into)
    asked = other if made.asked_by_id == row.author_id else row
    demand(by, "proposals.keep", asked)
    if made.state != M.ASKED:
        raise NotPossible(_("This was decided already. Reload the page to see what happened."))
    return made, row, other
