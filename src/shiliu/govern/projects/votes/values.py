"""A vote in preparation as plain values: what forms show, what is compared, what the audit keeps."""

from django.utils.translation import gettext_lazy as _

from shiliu.govern.projects.votes import rules

FIELDS = ("names", "texts", "kind", "budget", "most", "dots", "rule", "completion", "tie", "resident_before")
LABELS = {
    "names": _("Name"), "texts": _("What it is about"), "kind": _("Ballot"), "budget": _("Budget (yuan)"), "most": _("Most projects on a ballot"),
    "dots": _("Points of each voter"), "rule": _("How it is counted"), "completion": _("What happens with money that is left"), "tie": _("Between equals"),
    "resident_before": _("Residence confirmed until"), "phases": _("Days"),
}  # fmt: skip
CHOICES = {"kind": rules.KINDS, "rule": rules.COUNTS, "completion": rules.COMPLETIONS, "tie": rules.TIES}


def of(vote):
    made = {field: getattr(vote, field) for field in FIELDS}
    made["resident_before"] = vote.resident_before.isoformat()
    made["phases"] = {
        phase.code: [phase.starts.isoformat(), phase.ends.isoformat()] for phase in vote.phases.order_by("pk")
    }
    return made
