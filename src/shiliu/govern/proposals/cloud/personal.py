"""What proposals hold about a person, for the person's own export, and what goes when the person leaves.

What was said in public stays, as words of a former neighbour; drafts, following, and supports that can still be told apart go."""

from shiliu.govern.proposals.cloud.actions import supports, writing
from shiliu.govern.proposals.cloud.models import Proposal, ProposalAnswer, ProposalFollow, ProposalMerge
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment, ProposalModeration
from shiliu.platform.personal_data import register_personal_data

TABLES = (
    "proposals.Proposal", "proposals.ProposalFollow", "proposals.ProposalAnswer", "proposals.ProposalMerge",
    "proposals.ProposalComment", "proposals.ProposalAmendment", "proposals.ProposalModeration",
)  # fmt: skip


def export(person):
    """As JSON-able rows. Supports only while collecting goes on: afterwards nobody knows them."""
    open_now = Proposal.objects.filter(state=Proposal.State.OPEN)
    return {
        "proposals": [
            {"number": row.pk, "state": row.state, "title": row.title, "text": row.text, "place": row.place_note,
             "longitude": row.longitude, "latitude": row.latitude, "written": row.created_at.isoformat()}
            for row in Proposal.objects.filter(author=person)
        ],
        "comments": [
            {"proposal": row.proposal_id, "stance": row.stance, "text": row.text, "at": row.at.isoformat()}
            for row in ProposalComment.objects.filter(author=person)
        ],
        "suggested words": [
            {"proposal": row.proposal_id, "title": row.title, "text": row.text, "why": row.why, "state": row.state, "at": row.at.isoformat()}
            for row in ProposalAmendment.objects.filter(author=person)
        ],
        "follows": list(ProposalFollow.objects.filter(person=person).values_list("proposal", flat=True)),
        "supports": sorted(supports.supports(person, open_now)),
        "asked to join": list(ProposalMerge.objects.filter(asked_by=person).values_list("proposal", "into")),
        "answers given": list(ProposalAnswer.objects.filter(by=person).values_list("proposal", flat=True)),
        "moderated": list(ProposalModeration.objects.filter(by=person).values_list("proposal", flat=True)),
    }  # fmt: skip


def erase(person):
    writing.leave(person)
    ProposalFollow.objects.filter(person=person).delete()
    for model in (Proposal, ProposalComment, ProposalAmendment):
        model.objects.filter(author=person).update(author=None)
    ProposalMerge.objects.filter(asked_by=person).update(asked_by=None)
    ProposalAnswer.objects.filter(by=person).update(by=None)
    ProposalModeration.objects.filter(by=person).update(by=None)


def register():
    register_personal_data("proposals", export, erase, tables=TABLES)
