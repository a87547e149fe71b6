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
from shiliu.govern.proposals.deliberation.models import (
    DeliberationAnswer,
    DeliberationFollow,
    DeliberationModeration,
    DeliberationPhase,
    DeliberationResult,
    DeliberationStatement,
    DeliberationTopic,
    DeliberationWriter,
)

__all__ = [
    "DeliberationAnswer",
    "DeliberationFollow",
    "DeliberationModeration",
    "DeliberationPhase",
    "DeliberationResult",
    "DeliberationStatement",
    "DeliberationTopic",
    "DeliberationWriter",
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
