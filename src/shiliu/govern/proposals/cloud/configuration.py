"""Which numbers hold in an area: its own rule, field by field that of the areas around it, else the defaults of the house."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from shiliu.foundation.models import Organisation
from shiliu.govern.proposals.cloud import rules
from shiliu.govern.proposals.cloud.models import ProposalRule
from shiliu.platform import deadlines

FIELDS = ("threshold", "open_days", "answer_days", "unit")


@dataclass(frozen=True)
class Terms:
    """What holds for a new proposal of an area; `unit` may be None: then a supervisor says who answers."""

    threshold: int
    open_days: int
    answer_days: int
    unit: Organisation | None

    def closes_at(self, moment):
        return moment + timedelta(days=self.open_days)

    def answer_due_at(self, area, moment):
        """Working days of the place."""
        return deadlines.due(area, moment, deadlines.Allowance(self.answer_days, "days", working=True)).at


def terms_of(area):
    """The Terms of an area. Two queries at most."""
    found = {}
    rows = ProposalRule.objects.filter(area__in=area.chain_ids).select_related("area", "unit")
    for rule in sorted(rows, key=lambda one: len(one.area.path), reverse=True):
        for field in FIELDS:
            if getattr(rule, field) is not None:
                found.setdefault(field, getattr(rule, field))
    return Terms(
        found.get("threshold", rules.THRESHOLDS[area.level]), found.get("open_days", settings.PROPOSAL_DAYS),
        found.get("answer_days", settings.PROPOSAL_ANSWER_DAYS), found.get("unit"),
    )  # fmt: skip
