"""The tables of all parts of this app, which Django looks for here."""

from shiliu.govern.proposals.cloud.models import (
    Proposal,
    ProposalAnswer,
    ProposalFollow,
    ProposalMerge,
    ProposalRule,
    ProposalStep,
    ProposalSupport,
    ProposalVersion,
)
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment, ProposalModeration

__all__ = [
    "Proposal",
    "ProposalAmendment",
    "ProposalAnswer",
    "ProposalComment",
    "ProposalFollow",
    "ProposalMerge",
    "ProposalModeration",
    "ProposalRule",
    "ProposalStep",
    "ProposalSupport",
    "ProposalVersion",
]
